use super::{Action, ActionKind, Actor, ReadAccount, Relation, Relations};
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

    /// The entry of the table that lets an actor know that the record exists. `None` when that is no
    /// secret, as for what is about to be made.
    fn known_through(&self) -> Option<ActionKind>;
}

/// A school year, term, grade level or subject: everyone may know them, so nothing about them is secret.
#[derive(Clone, Debug)]
pub struct Catalog<T>(pub T);

/// The class list of a section. Whoever is placed in the section, or has a child there, finds a line of
/// their own in it.
#[derive(Clone, Debug)]
pub struct ClassList(pub Section);

const STRANGER: Relations = Relations::of(&[Relation::Unrelated]);

impl<T> Resource for Catalog<T> {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}

impl Resource for Settings {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}

impl Resource for Account {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, actor.id() == Some(self.id))
            .with(Relation::Child, actor.has_child(role, self.id, action.guardian_right()))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ReadAccount::kind(self))
    }
}

impl Resource for NewAccount {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}

impl Resource for Guardian {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, actor.id() == Some(self.student))
            .with(Relation::Child, actor.has_child(role, self.student, action.guardian_right()))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadFamilies)
    }
}

impl Resource for Section {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        STRANGER.with(Relation::OwnSection, actor.belongs_to(role, self.id))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadSections)
    }
}

impl Resource for ClassList {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        let belongs = actor.belongs_to(role, self.0.id);
        STRANGER
            .with(Relation::OwnSection, belongs)
            .with(Relation::Own, belongs && role == Role::Student)
            .with(Relation::Child, belongs && role == Role::Parent)
    }
    fn known_through(&self) -> Option<ActionKind> {
        self.0.known_through()
    }
}

impl Resource for Placement {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, actor.is_student(role, self.student))
            .with(Relation::Child, actor.has_child(role, self.student, action.guardian_right()))
            .with(Relation::OwnSection, actor.belongs_to(role, self.section))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadPlacements)
    }
}

impl Resource for Assignment {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, role == Role::Teacher && actor.id() == Some(self.teacher))
            .with(Relation::OwnSection, actor.belongs_to(role, self.section))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadSections)
    }
}

impl Resource for Progress {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, actor.is_student(role, self.student))
            .with(Relation::Child, actor.has_child(role, self.student, action.guardian_right()))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadEnrollment)
    }
}

impl Resource for Application {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}
