use std::sync::Arc;

use application::{
    Caller,
    chat::{Post, PostOutcome},
};
use chrono::{DateTime, Utc};
use domain::{
    access::{self, Converse, ManageGroup},
    chat::{ConversationStarted, MessageContent, NewDirect, NewGroup, NewSectionConversation, Outgoing},
    identity::{SessionLimits, UserId},
};

use super::{
    DemoError, Legal,
    carry_out::{School, origin},
    plan::{Conversation, Members, Message},
};

impl School<'_> {
    /// Lets people begin a conversation, write in it and read.
    pub fn converse(&mut self, planned: &Conversation, now: DateTime<Utc>) -> Result<(), DemoError> {
        let started = self.start(planned, now)?;
        if !self.store.add_conversation(&started)? {
            return Err("the conversation was begun before").legal();
        }
        for message in &planned.messages {
            self.say(planned, message, now)?;
        }
        for (person, number) in &planned.read {
            self.store.mark_read_to(planned.id, *person, *number)?;
        }
        Ok(())
    }

    fn start(
        &mut self,
        planned: &Conversation,
        now: DateTime<Utc>,
    ) -> Result<ConversationStarted, DemoError> {
        let Conversation { id, starter, since, .. } = *planned;
        let caller = self.with_rights(starter, now)?;
        let contacts = caller.actor().contacts(self.store.settings()?.values.classmates_may_chat);
        match &planned.members {
            Members::Two(other) => {
                let other = self.store.contacts_by_id(&[*other])?.pop();
                let other = other.ok_or("there is no such person").legal()?;
                let permitted = caller.may::<Converse<NewDirect>>(NewDirect { starter }).legal()?;
                permitted.start(id, &other, &contacts, since).legal()
            }
            Members::Group { title, others } => {
                let others = self.store.contacts_by_id(others)?;
                let permitted = caller.may::<ManageGroup<NewGroup>>(NewGroup { starter }).legal()?;
                permitted.start(id, title.parse().legal()?, &others, &contacts, since).legal()
            }
            Members::Section(section) => {
                let new = NewSectionConversation { section: *section };
                Ok(caller.may::<ManageGroup<NewSectionConversation>>(new).legal()?.start(id, since))
            }
        }
    }

    fn say(
        &mut self,
        planned: &Conversation,
        message: &Message,
        now: DateTime<Utc>,
    ) -> Result<(), DemoError> {
        let caller = self.with_rights(message.by, now)?;
        let content = MessageContent::try_new(Some(message.body.clone()), Vec::new(), Vec::new()).legal()?;
        let outgoing = Outgoing {
            id: message.id,
            conversation: planned.id,
            sender: message.by,
            client_message_id: message.id.uuid(),
            content,
        };
        let posted = caller.may::<access::SendMessage>(outgoing).legal()?.post();
        let post = Post { posted, rights_epoch: caller.rights_epoch() };
        match self.store.post_messages(&[post], message.at, true)?.as_slice() {
            [PostOutcome::Stored { .. }] => Ok(()),
            other => Err(format!("a message was not stored: {other:?}")).legal(),
        }
    }

    /// Somebody with the rights that they have by now: whom one may write to depends on whom one teaches.
    fn with_rights(&mut self, id: UserId, now: DateTime<Utc>) -> Result<Caller, DemoError> {
        let known = self.store.person(id, SessionLimits::default(), now)?;
        let known = known.ok_or("there is no such person").legal()?;
        Ok(Caller::person(Arc::clone(&known.actor), known.rights_epoch, self.ids.next(), origin()))
    }
}
