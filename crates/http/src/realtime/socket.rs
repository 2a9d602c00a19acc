use std::{io, num::NonZeroU32, time::Duration};

use actix_web::web::Data;
use actix_ws::{AggregatedMessage, MessageStream, ProtocolError, Session};
use application::{Origin, identity::AccessClaims};
use futures_util::StreamExt as _;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::{
    sync::mpsc,
    time::{Instant, interval, sleep, timeout},
};

use super::{
    connect::close,
    frames::{self, ClientFrame},
    hub::{Note, Seat},
    topics::topics_of,
};
use crate::{problem::Problem, state::Api};

/// Close codes, as the API documents them.
pub const LOG_IN_AGAIN: u16 = 4401;
const NOT_ALLOWED: u16 = 4403;
const TOO_SLOW: u16 = 4408;
const TOO_LARGE: u16 = 4413;
/// Of RFC 6455: what came is no frame; what came as text is none.
const NO_FRAME: u16 = 1002;
const NO_TEXT: u16 = 1007;
const TOO_FAST: u16 = 4429;
const RESTARTING: u16 = 1012;

/// The largest frame, in bytes.
const MOST_BYTES: usize = 64 * 1024;
/// How often a socket makes sure that its topics are those of its person's rights.
const LOOK: Duration = Duration::from_secs(4);
/// How often a silent client is asked whether it is still there.
const PING: Duration = Duration::from_secs(25);
/// A client that has been silent for this long is gone.
const DEAD: Duration = Duration::from_mins(1);
/// A client that takes longer than this to take a frame cannot keep up.
const PATIENCE: Duration = Duration::from_secs(10);
/// Frames a second that a client may send, with a burst of as many.
const FRAMES_A_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);

/// A socket whose person is known.
pub struct Listener {
    api: Data<Api>,
    claims: AccessClaims,
    origin: Origin,
    rate: DefaultDirectRateLimiter,
    /// The epoch of the rights that gave the socket its topics.
    rights_epoch: i64,
}

/// Why a socket ends.
enum End {
    Gone,
    With(u16, &'static str),
}

impl End {
    /// What a client is told whose frames cannot be read.
    fn because(error: &ProtocolError) -> Self {
        match error {
            ProtocolError::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
                Self::With(NO_TEXT, "text is UTF-8")
            }
            // The pieces of one frame are too large together. A connection that broke looks the same, and
            // nobody is left there to be told the wrong reason.
            ProtocolError::Overflow | ProtocolError::Io(_) => Self::With(TOO_LARGE, "frame too large"),
            _ => Self::With(NO_FRAME, "not a frame"),
        }
    }
}

impl Listener {
    /// Finds out whose token it is, before anything is said.
    pub async fn admit(api: &Data<Api>, token: &str, origin: Origin) -> Result<Self, Problem> {
        let identity = api.app.identity();
        let claims = identity.read_token(token).map_err(|_| Problem::unauthenticated())?;
        if identity.recognise(&claims).is_none() {
            api.database(move |app| app.identity().authenticate(&claims)).await?;
        }
        let rate = RateLimiter::direct(Quota::per_second(FRAMES_A_SECOND));
        Ok(Self { api: api.clone(), claims, origin, rate, rights_epoch: 0 })
    }

    /// Listens until the socket ends.
    pub async fn run(mut self, session: Session, messages: MessageStream) {
        let api = self.api.clone();
        let Some((seat, notes)) = api.hub.join(self.claims.user, api.limits.sockets_per_user) else {
            return close(session, TOO_FAST, "too many sockets").await;
        };
        metrics::gauge!("homeroom_sockets").increment(1);
        let end = self.converse(session.clone(), messages, &seat, notes).await;
        metrics::gauge!("homeroom_sockets").decrement(1);
        drop(seat);
        if let End::With(code, description) = end {
            close(session, code, description).await;
        }
    }

    async fn converse(
        &mut self,
        mut session: Session,
        messages: MessageStream,
        seat: &Seat<'_>,
        mut notes: mpsc::Receiver<Note>,
    ) -> End {
        let mut messages =
            messages.max_frame_size(MOST_BYTES).aggregate_continuations().max_continuation_size(MOST_BYTES);
        if let Err(end) = self.recheck(seat).await {
            return end;
        }
        if say(&mut session, frames::ready(self.claims.user.uuid())).await.is_err() {
            return End::Gone;
        }
        let (mut ping, mut look, mut heard) = (interval(PING), interval(LOOK), Instant::now());
        loop {
            let step = tokio::select! {
                message = messages.next() => {
                    heard = Instant::now();
                    self.hear(&mut session, seat, message).await
                }
                note = notes.recv() => self.pass_on(&mut session, seat, note).await,
                _ = look.tick() => self.look_again(seat).await,
                _ = ping.tick() => keep_alive(&mut session, heard).await,
                () = sleep(self.time_left()) => Err(End::With(LOG_IN_AGAIN, "the token has ended")),
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    /// Something came from the client.
    async fn hear(
        &mut self,
        session: &mut Session,
        seat: &Seat<'_>,
        message: Option<Result<AggregatedMessage, ProtocolError>>,
    ) -> Result<(), End> {
        let text = match message {
            None | Some(Ok(AggregatedMessage::Close(_))) => return Err(End::Gone),
            Some(Err(error)) => return Err(End::because(&error)),
            Some(Ok(AggregatedMessage::Pong(_))) => return Ok(()),
            Some(Ok(AggregatedMessage::Ping(bytes))) => {
                return session.pong(&bytes).await.map_err(|_| End::Gone);
            }
            Some(Ok(AggregatedMessage::Binary(_))) => return Err(End::With(NOT_ALLOWED, "frames are text")),
            Some(Ok(AggregatedMessage::Text(text))) => text,
        };
        if self.rate.check().is_err() {
            return Err(End::With(TOO_FAST, "too many frames"));
        }
        let answer = match serde_json::from_str(&text) {
            Ok(ClientFrame::Authenticate { id, token }) => match self.authenticate(&token, seat).await {
                Ok(()) => frames::ack(id.as_ref()),
                Err(_) => return Err(End::With(LOG_IN_AGAIN, "log in again")),
            },
            Err(_) => {
                let problem = Problem::field("type", "unknown", "is not a frame that this server knows");
                let id = serde_json::from_str::<serde_json::Value>(&text)
                    .ok()
                    .and_then(|frame| frame.get("id").cloned());
                frames::error(id.as_ref(), &problem)
            }
        };
        say(session, answer).await
    }

    /// A fresh token takes the place of the old one, if it is the same person's.
    async fn authenticate(&mut self, token: &str, seat: &Seat<'_>) -> Result<(), Problem> {
        let fresh = Self::admit(&self.api, token, self.origin.clone()).await?;
        if fresh.claims.user != self.claims.user {
            return Err(Problem::unauthenticated());
        }
        self.claims = fresh.claims;
        self.retune(seat).await
    }

    /// Gives the socket the topics of its person's rights as they are now.
    async fn retune(&mut self, seat: &Seat<'_>) -> Result<(), Problem> {
        let claims = self.claims;
        let person = match self.api.app.identity().recognise(&claims) {
            Some(person) => person,
            None => self.api.database(move |app| app.identity().authenticate(&claims)).await?,
        };
        seat.retune(topics_of(&person.actor));
        self.rights_epoch = person.rights_epoch;
        Ok(())
    }

    /// Retunes, and ends the socket of whoever may no longer listen.
    async fn recheck(&mut self, seat: &Seat<'_>) -> Result<(), End> {
        self.retune(seat).await.map_err(|problem| {
            if problem.is_unauthenticated() {
                End::With(LOG_IN_AGAIN, "log in again")
            } else {
                // The database is away: hear nothing more rather than too much.
                End::With(TOO_SLOW, "come back")
            }
        })
    }

    /// Rechecks unless the rights are known to be what they were. Costs a look into memory, and makes up
    /// for news of a change that never came.
    async fn look_again(&mut self, seat: &Seat<'_>) -> Result<(), End> {
        match self.api.app.identity().recognise(&self.claims) {
            Some(person) if person.rights_epoch == self.rights_epoch => Ok(()),
            _ => self.recheck(seat).await,
        }
    }

    /// Something came from the hub.
    async fn pass_on(
        &mut self,
        session: &mut Session,
        seat: &Seat<'_>,
        note: Option<Note>,
    ) -> Result<(), End> {
        match note {
            None => Err(End::With(TOO_SLOW, "too slow; come back")),
            Some(Note::Restarting) => Err(End::With(RESTARTING, "the server is restarting")),
            Some(Note::Frame(frame)) => say(session, frame.to_string()).await,
            Some(Note::Recheck) => self.recheck(seat).await,
        }
    }

    /// How long the token still lives. A fresh one, sent in time, makes it longer.
    fn time_left(&self) -> Duration {
        (self.claims.expires_at - self.api.app.now()).to_std().unwrap_or_default()
    }
}

/// Asks a silent client whether it is still there.
async fn keep_alive(session: &mut Session, heard: Instant) -> Result<(), End> {
    if heard.elapsed() > DEAD {
        return Err(End::Gone);
    }
    session.ping(b"").await.map_err(|_| End::Gone)
}

async fn say(session: &mut Session, frame: String) -> Result<(), End> {
    match timeout(PATIENCE, session.text(frame)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::Gone),
        Err(_) => Err(End::With(TOO_SLOW, "too slow; come back")),
    }
}
