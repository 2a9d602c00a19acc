use std::sync::OnceLock;

use application::{
    Clock, Origin,
    identity::{AccessClaims, CreateAccount, LinkGuardian, PasswordHash, PasswordHasher, Tokens},
};
use domain::identity::{
    Account, Email, Guardian, GuardianRights, GuardianTerms, Relationship, Role, Roles, Session, SessionId,
    UserId,
};

use super::{School, builder, day};
use crate::{Client, Sure, instance::hasher};

/// Everybody's password.
pub const PASSWORD: &str = "Acorn-and-maple-17";

/// The hash of everybody's password, made once.
pub fn password_hash() -> PasswordHash {
    static HASH: OnceLock<PasswordHash> = OnceLock::new();
    HASH.get_or_init(|| hasher().hash(PASSWORD).sure()).clone()
}

/// Somebody in the school, who can log in with [`PASSWORD`].
#[derive(Clone, Debug)]
pub struct Person {
    /// Identifies them.
    pub id: UserId,
    /// What they log in with.
    pub email: String,
    /// The account as it was made.
    pub account: Account,
}

impl School {
    /// Somebody with this role.
    #[track_caller]
    pub fn person(&self, role: Role) -> Person {
        self.person_with(&[role])
    }

    /// Somebody with these roles, of which the first is the primary one.
    #[track_caller]
    pub fn person_with(&self, roles: &[Role]) -> Person {
        let person = self.invited(roles);
        self.write(|store| store.set_password(person.id, &password_hash(), self.clock().now()));
        person
    }

    /// Somebody who has no password yet.
    #[track_caller]
    pub fn invited(&self, roles: &[Role]) -> Person {
        let (number, primary) = (self.number(), *roles.first().sure());
        let command = CreateAccount {
            email: Email::try_new(&format!("{primary}-{number}@school.example")).sure(),
            first_name: title(primary).parse().sure(),
            last_name: format!("Number {number}").parse().sure(),
            roles: Roles::try_new(primary, roles.to_vec()).sure(),
            invite: false,
        };
        let account = self.app.identity().create_account(&builder(), &command).sure().account;
        Person { id: account.id, email: account.email.to_string(), account }
    }

    /// A student.
    #[track_caller]
    pub fn student(&self) -> Person {
        self.person(Role::Student)
    }

    /// A parent of this student, who may know everything.
    #[track_caller]
    pub fn parent_of(&self, student: &Person) -> Person {
        let parent = self.person(Role::Parent);
        self.link(&parent, student, GuardianRights::ALL);
        parent
    }

    /// Makes somebody the guardian of a student until further notice.
    #[track_caller]
    pub fn link(&self, guardian: &Person, student: &Person, rights: GuardianRights) -> Guardian {
        self.link_on(guardian, student, terms(rights))
    }

    /// Makes somebody the guardian of a student on these terms.
    #[track_caller]
    pub fn link_on(&self, guardian: &Person, student: &Person, terms: GuardianTerms) -> Guardian {
        let command = LinkGuardian { student: student.id, guardian: guardian.id, terms };
        self.app.identity().link_guardian(&builder(), &command).sure().link
    }

    /// A client of this person, who has just logged in. It takes no time: no password is hashed.
    #[track_caller]
    pub fn client(&self, person: &Person) -> Client {
        let session = self.session(person);
        self.visitor().with_token(self.access_token(person, session))
    }

    /// An open session of this person.
    #[track_caller]
    pub fn session(&self, person: &Person) -> SessionId {
        let now = self.clock().now();
        let id: SessionId = self.app.new_id().into();
        let session = Session {
            id,
            user: person.id,
            generation: 0,
            created_at: now,
            rotated_at: now,
            revoked_at: None,
        };
        let tokens = self.tokens();
        let fingerprint = tokens.fingerprint(tokens.refresh_token(id, 0).as_bytes());
        self.write(|store| store.add_session(&session, &fingerprint, &Origin::default()));
        id
    }

    /// An access token of a session.
    #[track_caller]
    pub fn access_token(&self, person: &Person, session: SessionId) -> String {
        let (tokens, now) = (self.tokens(), self.clock().now());
        let claims = AccessClaims { user: person.id, session, expires_at: now + tokens.access_lifetime() };
        tokens.issue_access(&claims, now).sure()
    }

    /// Logs somebody in as their program would. The client goes on with the access token.
    #[track_caller]
    pub fn log_in(&self, person: &Person) -> Client {
        let visitor = self.visitor();
        let body = serde_json::json!({ "email": person.email, "password": PASSWORD });
        let answer = visitor.post("/auth/login", body).expect_status(200).json();
        visitor.with_token(answer["access_token"].as_str().sure())
    }
}

/// Terms from long ago until further notice.
pub(super) fn terms(rights: GuardianRights) -> GuardianTerms {
    GuardianTerms { relationship: Relationship::Mother, rights, starts_on: day(2020, 1, 1), ends_on: None }
}

fn title(role: Role) -> String {
    let words = role.code().split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect::<Vec<_>>().join(" ")
}
