use std::{collections::HashMap, sync::Arc};

use domain::{
    Version,
    access::{self, Denied},
    chat::{ClientMessageId, ConversationId, Message, MessageContent, MessageId, MessageState, Outgoing},
};

use super::{ChatCases, MessageView, Post, PostOutcome};
use crate::{Caller, Event, Local, StoreError};

/// A message that somebody sends.
#[derive(Clone, Debug)]
pub struct SendMessage {
    /// Who sends it.
    pub caller: Caller,
    /// Into which conversation.
    pub conversation: ConversationId,
    /// The sender's own name for it.
    pub client_message_id: ClientMessageId,
    /// What it consists of.
    pub content: MessageContent,
}

/// A message that is stored.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The message, as it is now.
    pub message: Arc<MessageView>,
    /// Whether it was stored just now, and not before.
    pub is_new: bool,
}

/// Why a message was not stored.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SendError {
    /// There is no such conversation, or the sender is no member.
    #[error("there is no such conversation")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The sender gave another message this name.
    #[error("another message was sent under this client_message_id")]
    NameReused,
    /// One of the files was not uploaded here by the sender, or was sent before.
    #[error("one of the files was not uploaded here, or is sent already")]
    UnknownFile,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ChatCases<'_> {
    /// Stores messages, whoever sends them, and answers each on its own and in the same order. When this returns,
    /// what is said to be stored is.
    ///
    /// They share one transaction: concurrent messages would otherwise each wait for a disk write of their own.
    pub fn send_all(self, messages: Vec<SendMessage>) -> Vec<Result<Sent, SendError>> {
        let mut answers: Vec<Option<Result<Sent, SendError>>> = Vec::new();
        let (mut posts, mut places) = (Vec::new(), Vec::new());
        for (place, message) in messages.into_iter().enumerate() {
            match self.judge(message) {
                Ok(post) => {
                    posts.push(post);
                    places.push(place);
                    answers.push(None);
                }
                Err(error) => answers.push(Some(Err(error))),
            }
        }
        let results = self.store_all(&posts);
        for (place, result) in places.into_iter().zip(results) {
            if let Some(answer) = answers.get_mut(place) {
                *answer = Some(result);
            }
        }
        let lost = || Err(StoreError::Unexpected("a message was not answered".to_owned()).into());
        answers.into_iter().map(|answer| answer.unwrap_or_else(lost)).collect()
    }

    fn judge(self, message: SendMessage) -> Result<Post, SendError> {
        let SendMessage { caller, conversation, client_message_id, content } = message;
        let (sender, id) = (caller.id().ok_or(Denied::Forbidden)?, self.0.ids.next().into());
        let outgoing = Outgoing { id, conversation, sender, client_message_id, content };
        let posted = caller.may::<access::SendMessage>(outgoing)?.post();
        Ok(Post { posted, rights_epoch: caller.rights_epoch() })
    }

    /// Stores messages together. A conversation that somebody else holds for long keeps only its own messages: after
    /// a moment they are left out, and the others are stored.
    fn store_all(self, posts: &[Post]) -> Vec<Result<Sent, SendError>> {
        let outcome = match self.store(posts, true) {
            Err(StoreError::Contention) => self.store(posts, false),
            outcome => outcome,
        };
        match outcome {
            Ok(results) => results,
            Err(failure) => posts.iter().map(|_| Err(failure.clone().into())).collect(),
        }
    }

    fn store(self, posts: &[Post], patient: bool) -> Result<Vec<Result<Sent, SendError>>, StoreError> {
        if posts.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.0.clock.now();
        let (outcomes, read) = self.0.db.atomically(&Caller::system("chat"), |store| {
            let outcomes = store.post_messages(posts, now, patient)?;
            let again = to_read(posts, &outcomes);
            let read = if again.is_empty() { Vec::new() } else { store.messages_by_id(&again)? };
            Ok::<_, StoreError>((outcomes, read))
        })?;
        let read: HashMap<_, _> = read.into_iter().map(|view| (view.message.id, Arc::new(view))).collect();
        let answer = |(post, outcome): (&Post, PostOutcome)| {
            let answer = answer(post.posted.message(), outcome, &read, now);
            if let Ok(Sent { message, is_new: true }) = &answer {
                self.tell(message);
            }
            answer
        };
        Ok(posts.iter().zip(outcomes).map(answer).collect())
    }

    fn tell(self, view: &Arc<MessageView>) {
        let Message { conversation, number, .. } = view.message;
        let message = Local::of(Arc::clone(view));
        self.0.events.publish(Event::MessageSent { conversation, number, message });
    }
}

/// The messages that must be read to be answered: those that were stored before, and those with files.
fn to_read(posts: &[Post], outcomes: &[PostOutcome]) -> Vec<MessageId> {
    let needed = posts.iter().zip(outcomes).filter_map(|(post, outcome)| match outcome {
        PostOutcome::Known(id) => Some(*id),
        PostOutcome::Stored { .. } if !post.posted.message().content.files().is_empty() => {
            Some(post.posted.message().id)
        }
        _ => None,
    });
    needed.collect()
}

fn answer(
    sent: &Outgoing,
    outcome: PostOutcome,
    read: &HashMap<MessageId, Arc<MessageView>>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Sent, SendError> {
    let known = |id| {
        read.get(id)
            .map(Arc::clone)
            .ok_or_else(|| StoreError::Unexpected("a message that was stored is gone".to_owned()))
    };
    match outcome {
        PostOutcome::Stored { .. } if !sent.content.files().is_empty() => {
            Ok(Sent { message: known(&sent.id)?, is_new: true })
        }
        PostOutcome::Stored { number, sender_name, mentions } => {
            let message = Message {
                id: sent.id,
                conversation: sent.conversation,
                number,
                sender: sent.sender,
                created_at: now,
                state: MessageState::Standing { edited_at: None },
                version: Version::FIRST,
            };
            let view = MessageView {
                message,
                client_message_id: sent.client_message_id,
                sender_name,
                body: sent.content.body().to_owned(),
                mentions,
                files: Vec::new(),
            };
            Ok(Sent { message: Arc::new(view), is_new: true })
        }
        PostOutcome::Known(id) => Ok(Sent { message: known(&id)?, is_new: false }),
        PostOutcome::Reused => Err(SendError::NameReused),
        PostOutcome::NotAMember => Err(SendError::NotFound),
        PostOutcome::UnknownFile => Err(SendError::UnknownFile),
        PostOutcome::RightsChanged => Err(StoreError::RightsChanged.into()),
        PostOutcome::Busy => Err(StoreError::Contention.into()),
    }
}
