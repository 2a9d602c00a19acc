use std::collections::BTreeMap;

use domain::identity::Email;

use crate::demo::{DemoError, Legal};

/// Where staff and students get their mail.
pub const SCHOOL: &str = "school.local";
/// Where families get theirs; no mail ever leaves for a domain of this ending (RFC 2606).
pub const HOME: &str = "mail.example";

/// Gives everyone an address of their own.
#[derive(Clone, Debug, Default)]
pub struct Addresses(BTreeMap<String, u32>);

impl Addresses {
    /// `given.family@domain` in plain letters; those who come later get a number.
    pub fn give(&mut self, first_name: &str, last_name: &str, domain: &str) -> Result<Email, DemoError> {
        let local = format!("{}.{}", plain(first_name), plain(last_name));
        let number = self.0.entry(format!("{local}@{domain}")).or_default();
        *number += 1;
        let number = if *number == 1 { String::new() } else { number.to_string() };
        Email::try_new(&format!("{local}{number}@{domain}")).legal()
    }

    /// Remembers an address that was given otherwise.
    pub fn take(&mut self, address: &str) -> Result<Email, DemoError> {
        *self.0.entry(address.to_owned()).or_default() += 1;
        Email::try_new(address).legal()
    }
}

/// A name in small letters without accents.
fn plain(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' => 'u',
            'ñ' => 'n',
            other => other,
        })
        .filter(char::is_ascii_alphanumeric)
        .collect()
}
