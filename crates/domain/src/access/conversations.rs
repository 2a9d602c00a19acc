use super::{ActionKind, Actor, Relation, Relations, Resource, resources::STRANGER};
use crate::{
    chat::{DeletedMessage, Message, NewDirect, NewGroup, NewSectionConversation, Outgoing, Seat},
    identity::{Role, UserId},
};

/// What is a person's own through every role that they hold.
fn own(actor: &Actor, person: UserId) -> Relations {
    STRANGER.with(Relation::Own, actor.id() == Some(person))
}

impl Resource for Seat {
    fn relations(&self, actor: &Actor, _: Role, _: ActionKind) -> Relations {
        own(actor, self.member)
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::Converse)
    }
}

impl Resource for NewDirect {
    fn relations(&self, actor: &Actor, _: Role, _: ActionKind) -> Relations {
        own(actor, self.starter)
    }
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}

impl Resource for NewGroup {
    fn relations(&self, actor: &Actor, _: Role, _: ActionKind) -> Relations {
        own(actor, self.starter)
    }
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}

impl Resource for NewSectionConversation {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        STRANGER.with(Relation::OwnSection, actor.belongs_to(role, self.section))
    }
    /// Whoever may not see the section may not learn that it exists.
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadSections)
    }
}

impl Resource for Outgoing {
    fn relations(&self, actor: &Actor, _: Role, _: ActionKind) -> Relations {
        own(actor, self.sender)
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::Converse)
    }
}

impl Resource for Message {
    fn relations(&self, actor: &Actor, _: Role, _: ActionKind) -> Relations {
        own(actor, self.sender)
    }
    /// Whoever asks has a seat from which they see it.
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}

impl Resource for DeletedMessage {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadDeletedMessages)
    }
}
