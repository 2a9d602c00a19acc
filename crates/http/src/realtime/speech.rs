//! What clients say on a socket, and what they are answered.

use std::{future::Future, pin::Pin};

use actix_web::web::Data;
use application::{
    Origin,
    chat::{Availability, ChatCases, HistoryError, SendMessage, Sent},
    identity::AccessClaims,
};
use domain::{chat::ConversationId, identity::UserId};
use futures_util::stream::FuturesOrdered;
use serde_json::Value;

use super::{
    frames::{self, Attention, ClientFrame},
    hub::Strand,
    socket::{End, Line, Listener, end_of},
    topics::Topic,
};
use crate::{chat::NewMessageBody, problem::Problem, state::Api};

/// Answers that are on their way: messages are stored many at a time, and a socket goes on meanwhile. They come in
/// the order in which the messages were sent.
pub type Answers = FuturesOrdered<Pin<Box<dyn Future<Output = String>>>>;

impl Listener {
    /// Carries a frame out.
    pub(super) async fn listen(
        &mut self,
        line: &mut Line<'_>,
        answers: &mut Answers,
        text: &str,
    ) -> Result<(), End> {
        let Ok(frame) = serde_json::from_str(text) else { return line.say(unknown(text)).await };
        match frame {
            ClientFrame::Authenticate { id, token } => {
                self.authenticate(line, &token).await?;
                line.say(frames::ack(id.as_ref())).await
            }
            ClientFrame::SendMessage { id, conversation_id, client_message_id, body, file_ids, mentions } => {
                let fields = NewMessageBody { client_message_id, body, file_ids, mentions };
                match self.outgoing(conversation_id.into(), fields).await {
                    Ok(message) => {
                        self.remember_own(client_message_id);
                        answers.push_back(self.store(id, message));
                        Ok(())
                    }
                    Err(problem) => line.say(frames::error(id.as_ref(), &problem)).await,
                }
            }
            ClientFrame::ReadMessage { id, conversation_id, number } => {
                let outcome = self.read_to(conversation_id.into(), number).await;
                answer(line, id.as_ref(), outcome).await
            }
            ClientFrame::Typing { id, conversation_id } => {
                let outcome = self.tell_typing(conversation_id.into());
                if id.is_none() && outcome.is_ok() {
                    Ok(())
                } else {
                    answer(line, id.as_ref(), outcome).await
                }
            }
            ClientFrame::WatchPresence { id, user_ids } => {
                if user_ids.len() > ChatCases::MOST_WATCHED {
                    let refused = Problem::field("user_ids", "too_many", "at most 100 people at once");
                    return line.say(frames::error(id.as_ref(), &refused)).await;
                }
                line.say(frames::ack(id.as_ref())).await?;
                self.watch(line, user_ids.into_iter().map(Into::into).collect(), true).await
            }
            ClientFrame::SetPresence { id, status } => {
                line.present.set(match status {
                    Attention::Online => Availability::Online,
                    Attention::Away => Availability::Away,
                });
                line.say(frames::ack(id.as_ref())).await
            }
            ClientFrame::Resume { id, cursors } => {
                let cursors = cursors.into_iter().map(|(id, number)| (id.into(), number)).collect();
                self.resume(line, id.as_ref(), cursors).await
            }
        }
    }

    async fn outgoing(
        &self,
        conversation: ConversationId,
        fields: NewMessageBody,
    ) -> Result<SendMessage, Problem> {
        let caller = self.caller().await?;
        self.api.rates.check_message(&caller)?;
        let (client_message_id, content) = fields.content()?;
        Ok(SendMessage { caller, conversation, client_message_id, content })
    }

    /// Puts a message in the queue at once, so that messages keep the order in which they came.
    fn store(&self, id: Option<Value>, message: SendMessage) -> Pin<Box<dyn Future<Output = String>>> {
        let first = self.api.messages.send(message.clone());
        let (api, claims, origin) = (self.api.clone(), self.claims, self.origin.clone());
        Box::pin(async move {
            let outcome = match first.await {
                // The rights were others than they were known here a moment ago.
                Err(problem) if problem.code() == "rights_changed" => {
                    again(&api, claims, origin, message).await
                }
                outcome => outcome,
            };
            match outcome {
                Ok(sent) => frames::message_stored(id.as_ref(), &sent.message),
                Err(problem) => frames::error(id.as_ref(), &problem),
            }
        })
    }

    async fn read_to(&self, conversation: ConversationId, number: u64) -> Result<(), Problem> {
        let caller = self.caller().await?;
        self.api.database(move |app| app.chat().mark_read(&caller, conversation, number)).await
    }

    /// That the person is a member was settled when the socket took its topics.
    fn tell_typing(&self, conversation: ConversationId) -> Result<(), Problem> {
        if !self.conversations.contains(&conversation) {
            return Err(Problem::not_found());
        }
        self.api.app.chat().typing(conversation, self.claims.user);
        Ok(())
    }

    /// Watches those of these people whom the person may see come and go.
    pub(super) async fn watch(
        &mut self,
        line: &mut Line<'_>,
        people: Vec<UserId>,
        tell: bool,
    ) -> Result<(), End> {
        let caller = self.caller().await.map_err(|problem| end_of(&problem))?;
        let wanted = people.clone();
        let visible = self.api.look(move |app| app.chat().watchable(&caller, &wanted)).await;
        let visible = visible.map_err(|problem| end_of(&problem))?;
        line.seat.retune(Strand::Watch, visible.iter().map(|person| Topic::Presence(*person)).collect());
        self.watched = people;
        self.api.attendance.watch(visible.clone());
        if !tell || visible.is_empty() {
            return Ok(());
        }
        let there = self.api.look(move |app| app.chat().presence_of(&visible)).await;
        for view in there.map_err(|problem| end_of(&problem))? {
            line.say(frames::presence(view)).await?;
        }
        Ok(())
    }

    async fn resume(
        &self,
        line: &mut Line<'_>,
        id: Option<&Value>,
        cursors: std::collections::HashMap<ConversationId, u64>,
    ) -> Result<(), End> {
        let caller = self.caller().await.map_err(|problem| end_of(&problem))?;
        let missed = self.api.look(move |app| Ok::<_, Problem>(app.chat().missed(&caller, &cursors))).await;
        match missed.map_err(|problem| end_of(&problem))? {
            Ok(missed) => {
                for view in &missed.messages {
                    line.say(frames::message_created(view)).await?;
                }
                line.say(frames::resumed(id, &missed.heads)).await
            }
            Err(error @ HistoryError::FromTheFuture { .. }) => {
                let problem = Problem::conflict("cursor_from_the_future", error.to_string());
                line.say(frames::error(id, &problem)).await
            }
            Err(error) => line.say(frames::error(id, &error.into())).await,
        }
    }
}

/// Sends a message with the rights that its sender has now.
async fn again(
    api: &Data<Api>,
    claims: AccessClaims,
    origin: Origin,
    message: SendMessage,
) -> Result<Sent, Problem> {
    let person = api.database(move |app| app.identity().authenticate(&claims)).await?;
    let caller = api.app.identity().caller(&person, &claims, origin);
    api.messages.send(SendMessage { caller, ..message }).await
}

async fn answer(line: &mut Line<'_>, id: Option<&Value>, outcome: Result<(), Problem>) -> Result<(), End> {
    match outcome {
        Ok(()) => line.say(frames::ack(id)).await,
        Err(problem) => line.say(frames::error(id, &problem)).await,
    }
}

/// The answer to what is no frame.
fn unknown(text: &str) -> String {
    let problem = Problem::field("type", "unknown", "is not a frame that this server knows");
    let id = serde_json::from_str::<Value>(text).ok().and_then(|frame| frame.get("id").cloned());
    frames::error(id.as_ref(), &problem)
}
