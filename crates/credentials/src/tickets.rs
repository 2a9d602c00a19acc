use application::files::{Disposition, TicketFacts, TicketSeal};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::DateTime;
use domain::Id;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Keeps these seals apart from whatever else may ever be sealed with the same secret.
const PURPOSE: &[u8] = b"homeroom-file";
/// Three identifiers, a disposition, a moment.
const FACTS: usize = 16 * 3 + 1 + 8;
const SEAL: usize = 32;

/// Makes and reads the addresses of files: what they say, and an HMAC over it.
pub struct FileTickets {
    /// An HMAC that has taken in the secret and the purpose.
    sealer: Hmac<Sha256>,
}

impl FileTickets {
    /// Tickets sealed with this secret, which may be one that seals something else too.
    pub fn new(secret: &[u8]) -> Self {
        // Hashed to the length that HMAC pads anyway, so that a secret of any length is a key.
        let mut key = [0; 64];
        key[..32].copy_from_slice(&Sha256::digest(secret));
        let mut sealer = Hmac::<Sha256>::new(&key.into());
        sealer.update(PURPOSE);
        Self { sealer }
    }

    fn seal_of(&self, facts: &[u8]) -> [u8; SEAL] {
        let mut sealer = self.sealer.clone();
        sealer.update(facts);
        sealer.finalize().into_bytes().into()
    }
}

impl TicketSeal for FileTickets {
    fn seal(&self, facts: &TicketFacts) -> String {
        let TicketFacts { file, user, session, disposition, issued_at } = facts;
        let mut ticket = Vec::with_capacity(FACTS + SEAL);
        for id in [file.uuid(), user.uuid(), session.uuid()] {
            ticket.extend_from_slice(id.as_bytes());
        }
        ticket.push(match disposition {
            Disposition::Attachment => 0,
            Disposition::Inline => 1,
        });
        ticket.extend_from_slice(&issued_at.timestamp().to_be_bytes());
        let seal = self.seal_of(&ticket);
        ticket.extend_from_slice(&seal);
        URL_SAFE_NO_PAD.encode(ticket)
    }

    fn open(&self, ticket: &str) -> Option<TicketFacts> {
        if ticket.len() > 2 * (FACTS + SEAL) {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(ticket).ok()?;
        let (facts, seal) = bytes.split_at_checked(FACTS)?;
        if !bool::from(self.seal_of(facts).as_slice().ct_eq(seal)) {
            return None;
        }
        let id = |number: usize| Uuid::from_slice(facts.get(number * 16..(number + 1) * 16)?).ok();
        let disposition = match facts.get(48)? {
            0 => Disposition::Attachment,
            1 => Disposition::Inline,
            _ => return None,
        };
        let seconds = i64::from_be_bytes(facts.get(49..)?.try_into().ok()?);
        Some(TicketFacts {
            file: Id::new(id(0)?),
            user: Id::new(id(1)?),
            session: Id::new(id(2)?),
            disposition,
            issued_at: DateTime::from_timestamp(seconds, 0)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> TicketFacts {
        let id = |number| Uuid::from_u128(number);
        TicketFacts {
            file: Id::new(id(1)),
            user: Id::new(id(2)),
            session: Id::new(id(3)),
            disposition: Disposition::Inline,
            issued_at: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
        }
    }

    #[test]
    fn a_ticket_says_what_was_sealed() {
        let tickets = FileTickets::new(b"a secret of the tests");
        let ticket = tickets.seal(&facts());
        assert_eq!(tickets.open(&ticket), Some(facts()));
        let other = TicketFacts { disposition: Disposition::Attachment, ..facts() };
        assert_eq!(tickets.open(&tickets.seal(&other)), Some(other));
    }

    #[test]
    fn no_ticket_is_taken_that_was_not_sealed_here() {
        let tickets = FileTickets::new(b"a secret of the tests");
        let ticket = tickets.seal(&facts());
        assert_eq!(FileTickets::new(b"another secret").open(&ticket), None);
        for index in 0..ticket.len() {
            let mut forged = ticket.clone().into_bytes();
            forged[index] = if forged[index] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(tickets.open(&forged), None, "{index}");
        }
        for broken in
            ["", "nonsense", &ticket[..ticket.len() - 1], &format!("{ticket}A"), &"A".repeat(10_000)]
        {
            assert_eq!(tickets.open(broken), None, "{broken}");
        }
    }
}
