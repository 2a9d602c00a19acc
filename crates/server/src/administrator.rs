//! The first administrator, made where the server runs.

use std::io::{self, BufRead, IsTerminal, Write};

use application::{AuditEntry, Caller, Clock, Ids, StoreError, identity::PasswordHasher};
use credentials::{BcryptHasher, HasherRefused};
use domain::{
    TextRefused,
    access::{Denied, ManageAccount},
    identity::{Email, EmailRefused, NewAccount, Password, PasswordRefused, Role, Roles},
};

use crate::{
    configuration::Base,
    database::{self, DatabaseError},
    system::{SystemClock, SystemIds},
};

/// Why there is no new administrator.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CreateError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("--email {0}")]
    Email(#[from] EmailRefused),
    #[error("a name {0}")]
    Name(#[from] TextRefused),
    #[error("the password {0}")]
    Password(#[from] PasswordRefused),
    #[error("the password cannot be read: {0}")]
    Read(#[from] io::Error),
    #[error("the password cannot be hashed: {0}")]
    Hasher(#[from] HasherRefused),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("{0}")]
    Store(#[from] StoreError),
}

/// Makes an administrator with a password from standard input.
pub(crate) fn create(base: &Base, email: &str, first_name: &str, last_name: &str) -> Result<(), CreateError> {
    let new = NewAccount {
        id: SystemIds.next().into(),
        email: Email::try_new(email)?,
        first_name: first_name.parse()?,
        last_name: last_name.parse()?,
        roles: Roles::only(Role::Admin),
    };
    let place = database::find(base)?;
    place.prepare(base.environment)?;
    let database = place.connect(1)?;
    let database: &dyn application::Database = &database;
    let school = database.read(|store| store.settings())?.values.school_name;
    let own_names = [first_name, last_name, email, school.as_str()];
    let password = Password::try_new(&read_password()?, &new.roles, &own_names)?;
    let hash = BcryptHasher::new(base.hashing.cost)?.hash(password.reveal())?;
    let caller = Caller::system("homeroom admin create");
    let now = SystemClock.now();
    database.atomically(&caller, |store| {
        let created = caller.may::<ManageAccount<NewAccount>>(new.clone())?.create(now);
        store.add_account(&created)?;
        store.set_password(new.id, &hash, now)?;
        let entry = AuditEntry {
            action: "account.created",
            record_kind: "user",
            record_id: Some(new.id.uuid()),
            before: None,
            after: Some(serde_json::json!({ "email": new.email, "roles": ["admin"] })),
        };
        store.audit(SystemIds.next(), &caller, now, &entry)?;
        Ok::<_, CreateError>(())
    })?;
    println!("{email} may log in as an administrator");
    Ok(())
}

/// One line of standard input. Typed at a terminal it is seen: a pipe keeps it to itself.
fn read_password() -> io::Result<String> {
    let mut input = io::stdin().lock();
    if input.is_terminal() {
        print!("Password: ");
        io::stdout().flush()?;
    }
    let mut line = String::new();
    input.read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
