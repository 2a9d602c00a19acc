//! Reads what others told of, and what nobody told of.

use std::{
    collections::HashSet,
    sync::{Arc, Weak},
    thread,
    time::{Duration, Instant},
};

use application::{
    App, Event, Reach, StoreError,
    chat::{ChatCases, Recent},
};
use domain::{
    chat::{ConversationId, MessageNumber},
    identity::UserId,
};

use super::{
    heads::Heads,
    hub::{Hub, Note},
    rhythm::Rhythm,
};
use crate::lanes::LaneNotStarted;

/// A thread that reads messages for the sockets of this instance: those of which other instances gave a hint, in one
/// statement for all sockets, and now and then those of which none came.
pub fn start(app: &Arc<App>, hub: &Arc<Hub>, rhythm: Rhythm) -> Result<(), LaneNotStarted> {
    let mut courier = Courier {
        heads: Arc::clone(hub.heads()),
        app: Arc::downgrade(app),
        hub: Arc::downgrade(hub),
        rhythm,
        looked_at: Instant::now(),
        changes: HashSet::new(),
        joins: HashSet::new(),
    };
    thread::Builder::new().name("courier".to_owned()).spawn(move || while courier.work() {})?;
    Ok(())
}

struct Courier {
    heads: Arc<Heads>,
    app: Weak<App>,
    hub: Weak<Hub>,
    rhythm: Rhythm,
    looked_at: Instant,
    /// Changes that were told already. The database tells of the last half minute, each time anew.
    changes: HashSet<(ConversationId, MessageNumber, u32)>,
    joins: HashSet<(ConversationId, UserId)>,
}

impl Courier {
    /// `false` when the server has stopped.
    fn work(&mut self) -> bool {
        let Some(pause) = self.app.upgrade().map(|app| self.pause(&app)) else { return false };
        let hinted = self.heads.hinted(pause.saturating_sub(self.looked_at.elapsed()));
        let (Some(app), Some(hub)) = (self.app.upgrade(), self.hub.upgrade()) else { return false };
        let read = read(&app, &hub, &hinted);
        let looked = if self.looked_at.elapsed() >= pause { self.look(&app, &hub) } else { Ok(()) };
        if let Err(error) = read.and(looked) {
            tracing::warn!(%error, "messages were not read and will be asked for again");
            drop((app, hub));
            thread::sleep(self.rhythm.look_while_cut);
            for (conversation, told) in hinted {
                self.heads.hint(conversation, told + 1);
            }
        }
        true
    }

    fn pause(&self, app: &App) -> Duration {
        match app.events().reach() {
            Reach::Alone | Reach::Connected => self.rhythm.look,
            Reach::Cut => self.rhythm.look_while_cut,
        }
    }

    fn look(&mut self, app: &App, hub: &Hub) -> Result<(), StoreError> {
        self.looked_at = Instant::now();
        if hub.is_empty() {
            return Ok(());
        }
        let Recent { heads, changed, joined } = app.chat().recent()?;
        for (conversation, number) in heads {
            self.heads.hint(conversation, number);
        }
        let (changes, joins): (HashSet<_>, HashSet<_>) =
            (changed.into_iter().collect(), joined.into_iter().collect());
        for (conversation, number, version) in changes.difference(&self.changes) {
            hub.tell_changed(*conversation, *number, *version);
        }
        for (_, person) in joins.difference(&self.joins) {
            hub.note(&[*person], &Note::Reseat);
        }
        (self.changes, self.joins) = (changes, joins);
        Ok(())
    }
}

fn read(app: &App, hub: &Hub, behind: &[(ConversationId, MessageNumber)]) -> Result<(), StoreError> {
    if behind.is_empty() {
        return Ok(());
    }
    let messages = app.chat().messages_after(behind)?;
    hub.tell_messages(&messages);
    // Where more came than is read at once, the rest is asked for next.
    for view in &messages {
        let most = u64::from(ChatCases::MOST_RESUMED);
        let (id, number) = (view.message.conversation, view.message.number);
        if behind.iter().any(|(behind, told)| *behind == id && told + most == number) {
            hub.heads().hint(id, number + 1);
        }
    }
    Ok(())
}

impl Hub {
    /// Tells that a message was edited or deleted.
    fn tell_changed(&self, conversation: ConversationId, number: MessageNumber, version: u32) {
        if let Some(version) = domain::Version::from_number(version) {
            self.hear(&Event::MessageChanged { conversation, number, version });
        }
    }
}
