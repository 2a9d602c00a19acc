use super::{ActionKind, Actor, Relation, Relations};
use crate::{
    enrollment::{Application, Progress},
    identity::{Account, Guardian, NewAccount, Role},
    settings::Settings,
    structure::{Assignment, Placement, Section},
};

/// A record that actions are for.
pub trait Resource {
    /// How an actor stands to the record through one of their roles. Never empty.
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations;

    /// Whether a stranger may not even learn that the record exists.
    const EXISTENCE_IS_SECRET: bool = true;
}

/// A school year, term, grade level or subject: everyone may know them, so nothing about them is secret.
#[derive(Clone, Debug)]
pub struct Catalog<T>(pub T);

const STRANGER: Relations = Relations::of(&[Relation::Unrelated]);

impl<T> Resource for Catalog<T> {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    const EXISTENCE_IS_SECRET: bool = false;
}

impl Resource for Settings {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    const EXISTENCE_IS_SECRET: bool = false;
}

impl Resource for Account {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, actor.id() == Some(self.id))
            .with(Relation::Child, actor.has_child(role, self.id, action.guardian_right()))
    }
}

impl Resource for NewAccount {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    const EXISTENCE_IS_SECRET: bool = false;
}

impl Resource for Guardian {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        STRANGER.with(Relation::Child, actor.has_child(role, self.student, action.guardian_right()))
    }
}

impl Resource for Section {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        STRANGER.with(Relation::OwnSection, actor.belongs_to(role, self.id))
    }
}

impl Resource for Placement {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, actor.is_student(role, self.student))
            .with(Relation::Child, actor.has_child(role, self.student, action.guardian_right()))
            .with(Relation::OwnSection, actor.belongs_to(role, self.section))
    }
}

impl Resource for Assignment {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, role == Role::Teacher && actor.id() == Some(self.teacher))
            .with(Relation::OwnSection, actor.belongs_to(role, self.section))
    }
}

impl Resource for Progress {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, actor.is_student(role, self.student))
            .with(Relation::Child, actor.has_child(role, self.student, action.guardian_right()))
    }
}

impl Resource for Application {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    const EXISTENCE_IS_SECRET: bool = false;
}
