use domain::{
    Stale, Version,
    access::{Converse, Denied, ManageGroup, Permitted},
    chat::{AddRefused, ConversationId, ConversationTitle, LeaveRefused, RenameRefused},
    identity::UserId,
};
use serde_json::json;

use super::{
    ChatCases, ConversationView,
    seats::{for_eyes_of, member},
    start::{contacts_of, people},
};
use crate::{AuditEntry, Caller, Event, StoreError};

/// Why people were not brought into a group.
#[derive(Debug, thiserror::Error)]
pub enum ChangeMembersError {
    /// There is no such conversation, or the caller is no member.
    #[error("there is no such conversation")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such person, or they have left the school.
    #[error("there is no such person")]
    UnknownPerson,
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] AddRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why somebody stays in a conversation.
#[derive(Debug, thiserror::Error)]
pub enum LeaveError {
    /// There is no such conversation, or nobody such in it.
    #[error("there is no such record")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] LeaveRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a conversation keeps its title.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    /// There is no such conversation, or the caller is no member.
    #[error("there is no such conversation")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It was renamed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// It is no group.
    #[error("only a group has a title of its own")]
    NotAGroup,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<RenameRefused> for RenameError {
    fn from(refused: RenameRefused) -> Self {
        match refused {
            RenameRefused::NotAGroup => Self::NotAGroup,
            RenameRefused::Stale(stale) => Self::Stale(stale),
        }
    }
}

impl ChatCases<'_> {
    /// Brings people into a group. They see what is written from now on.
    pub fn add_members(
        self,
        caller: &Caller,
        id: ConversationId,
        wanted: &[UserId],
    ) -> Result<ConversationView, ChangeMembersError> {
        let person = member(caller)?;
        let view = self.0.db.atomically(caller, |store| {
            let seat = store.seat_for_update(id, person)?.ok_or(ChangeMembersError::NotFound)?;
            let permitted: Permitted<ManageGroup> = caller.may(seat)?;
            let contacts = contacts_of(store, caller)?;
            let wanted = people(store, wanted)?.ok_or(ChangeMembersError::UnknownPerson)?;
            let members_now = store.member_ids(id)?.len();
            let joined = store.add_members(&permitted.add(&wanted, &contacts, members_now)?)?;
            let entry = AuditEntry::new("conversation.members_added", "conversation", id.uuid())
                .after(json!({ "members": joined }));
            self.0.audit_to(store, caller, &entry)?;
            store.conversation(id, person)?.ok_or(ChangeMembersError::NotFound)
        })?;
        self.announce(id)?;
        Ok(for_eyes_of(caller, view))
    }

    /// Takes somebody out of a group; or, when it is the caller, leaves it.
    pub fn remove_member(
        self,
        caller: &Caller,
        id: ConversationId,
        leaver: UserId,
    ) -> Result<(), LeaveError> {
        let person = member(caller)?;
        self.0.db.atomically(caller, |store| {
            let seat = store.seat_for_update(id, person)?.ok_or(LeaveError::NotFound)?;
            let conversation = if leaver == person {
                caller.may::<Converse>(seat)?.leave()?
            } else {
                caller.may::<ManageGroup>(seat)?.remove()?
            };
            if !store.remove_member(&conversation, leaver)? {
                return Err(LeaveError::NotFound);
            }
            let entry = AuditEntry::new("conversation.member_removed", "conversation", id.uuid())
                .after(json!({ "member": leaver }));
            Ok(self.0.audit_to(store, caller, &entry)?)
        })?;
        self.0.rights_changed(leaver);
        let people = [leaver].as_slice().into();
        self.0.events.publish(Event::ConversationChanged { conversation: id, people });
        self.announce(id)?;
        Ok(())
    }

    /// Gives a group another title.
    pub fn rename(
        self,
        caller: &Caller,
        id: ConversationId,
        title: &ConversationTitle,
        expected: Version,
    ) -> Result<ConversationView, RenameError> {
        let person = member(caller)?;
        let view = self.0.db.atomically(caller, |store| {
            let seat = store.seat_for_update(id, person)?.ok_or(RenameError::NotFound)?;
            let renamed = caller.may::<ManageGroup>(seat)?.rename(title.clone(), expected)?;
            store.rename_conversation(&renamed)?;
            let entry = AuditEntry::new("conversation.renamed", "conversation", id.uuid())
                .after(json!({ "title": title }));
            self.0.audit_to(store, caller, &entry)?;
            store.conversation(id, person)?.ok_or(RenameError::NotFound)
        })?;
        self.announce(id)?;
        Ok(for_eyes_of(caller, view))
    }

    /// Tells everybody who is in it that it is not what it was.
    fn announce(self, id: ConversationId) -> Result<(), StoreError> {
        let people = self.0.db.read(|store| store.member_ids(id))?.into();
        self.0.events.publish(Event::ConversationChanged { conversation: id, people });
        Ok(())
    }
}
