use domain::{
    access::{Converse, Denied, ManageGroup},
    chat::{
        AddRefused, Contact, ContactScope, ConversationId, ConversationStarted, ConversationTitle,
        DirectRefused, NewDirect, NewGroup, NewSectionConversation, Pair,
    },
    identity::UserId,
    structure::SectionId,
};

use super::{
    ChatCases, ConversationView,
    seats::{for_eyes_of, member},
};
use crate::{Caller, Event, Store, StoreError};

/// A conversation that somebody begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartConversation {
    /// With one other person.
    Direct(UserId),
    /// A group.
    Group {
        /// What it is called.
        title: ConversationTitle,
        /// Who is in it besides its maker.
        others: Vec<UserId>,
    },
    /// That of a section.
    Section(SectionId),
}

/// A conversation that was begun now, or before.
#[derive(Clone, Debug)]
pub struct Started {
    /// The conversation.
    pub view: ConversationView,
    /// Whether it was begun just now.
    pub is_new: bool,
}

/// Why no conversation began.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no such section.
    #[error("there is no such section")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such person, or they have left the school.
    #[error("there is no such person")]
    UnknownPerson,
    /// The rules do not let the caller write to this person.
    #[error(transparent)]
    Direct(#[from] DirectRefused),
    /// The rules do not let the caller bring these people together.
    #[error(transparent)]
    Group(#[from] AddRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ChatCases<'_> {
    /// Begins a conversation. The one of two people, and that of a section, is begun once: whoever begins it again
    /// gets the one that there is, whatever the rules say by now.
    pub fn start(self, caller: &Caller, command: &StartConversation) -> Result<Started, StartError> {
        let starter = member(caller)?;
        let (id, is_new) = self.0.db.once(caller, |store| match command {
            StartConversation::Direct(other) => self.start_direct(store, caller, starter, *other),
            StartConversation::Group { title, others } => {
                self.start_group(store, caller, starter, title, others)
            }
            StartConversation::Section(section) => self.start_section(store, caller, *section),
        })?;
        let (view, people) = self.0.db.snapshot(|store| {
            let view = store.conversation(id, starter)?;
            let people = if is_new { store.member_ids(id)? } else { Vec::new() };
            Ok::<_, StoreError>((view, people))
        })?;
        let view = view.ok_or(StartError::NotFound)?;
        if is_new {
            self.0.events.publish(Event::ConversationChanged { conversation: id, people: people.into() });
        }
        Ok(Started { view: for_eyes_of(caller, view), is_new })
    }

    fn start_direct(
        self,
        store: &mut dyn Store,
        caller: &Caller,
        starter: UserId,
        other: UserId,
    ) -> Result<(ConversationId, bool), StartError> {
        let pair = Pair::of(starter, other).ok_or(DirectRefused::WithOneself)?;
        if let Some(there) = store.direct_of(pair)? {
            return Ok((there, false));
        }
        let contacts = contacts_of(store, caller)?;
        let other = store.contacts_by_id(&[other])?.pop().ok_or(StartError::UnknownPerson)?;
        let permitted = caller.may::<Converse<NewDirect>>(NewDirect { starter })?;
        let begun = permitted.start(self.0.ids.next().into(), &other, &contacts, self.0.clock.now())?;
        keep(store, &begun, |store| store.direct_of(pair))
    }

    fn start_group(
        self,
        store: &mut dyn Store,
        caller: &Caller,
        starter: UserId,
        title: &ConversationTitle,
        others: &[UserId],
    ) -> Result<(ConversationId, bool), StartError> {
        let permitted = caller.may::<ManageGroup<NewGroup>>(NewGroup { starter })?;
        let contacts = contacts_of(store, caller)?;
        let others = people(store, others)?.ok_or(StartError::UnknownPerson)?;
        let (id, now) = (self.0.ids.next().into(), self.0.clock.now());
        let begun = permitted.start(id, title.clone(), &others, &contacts, now)?;
        keep(store, &begun, |_| Ok(None))
    }

    fn start_section(
        self,
        store: &mut dyn Store,
        caller: &Caller,
        section: SectionId,
    ) -> Result<(ConversationId, bool), StartError> {
        // Its students and teachers must stay the same until the conversation follows them.
        store.section_for_update(section)?.ok_or(StartError::NotFound)?;
        let new = NewSectionConversation { section };
        let permitted = caller.may::<ManageGroup<NewSectionConversation>>(new)?;
        if let Some(there) = store.conversation_of_section(section)? {
            return Ok((there, false));
        }
        let started = permitted.start(self.0.ids.next().into(), self.0.clock.now());
        keep(store, &started, |store| store.conversation_of_section(section))
    }
}

/// Stores a conversation, unless somebody else began the same in the meantime.
fn keep(
    store: &mut dyn Store,
    started: &ConversationStarted,
    there: impl FnOnce(&mut dyn Store) -> Result<Option<ConversationId>, StoreError>,
) -> Result<(ConversationId, bool), StartError> {
    if store.add_conversation(started)? {
        return Ok((started.conversation().id, true));
    }
    Ok((there(store)?.ok_or(StartError::NotFound)?, false))
}

/// Whom the caller may begin to write to.
pub(super) fn contacts_of(store: &mut dyn Store, caller: &Caller) -> Result<ContactScope, StoreError> {
    Ok(caller.actor().contacts(store.settings()?.values.classmates_may_chat))
}

/// All of these people, or `None` when one of them is not there.
pub(super) fn people(store: &mut dyn Store, wanted: &[UserId]) -> Result<Option<Vec<Contact>>, StoreError> {
    let mut ids = wanted.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let found = store.contacts_by_id(&ids)?;
    Ok((found.len() == ids.len()).then_some(found))
}
