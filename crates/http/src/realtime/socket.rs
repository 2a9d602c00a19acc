use std::{
    collections::{HashMap, HashSet, VecDeque},
    io,
    num::NonZeroU32,
    time::Duration,
};

use actix_web::web::Data;
use actix_ws::{AggregatedMessage, AggregatedMessageStream, Closed, MessageStream, ProtocolError, Session};
use application::{Caller, Origin, identity::AccessClaims};
use domain::{
    chat::{ClientMessageId, ConversationId, MessageNumber},
    identity::UserId,
};
use futures_util::StreamExt;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::time::{Instant, sleep_until, timeout};

use super::{
    attendance::Present,
    connect::close,
    frames,
    hub::{Note, Seat, Strand},
    mailbox::Inlet,
    rounds::{Round, Rounds},
    speech::Answers,
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
/// A client that takes longer than this to take a frame cannot keep up.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// The most messages that may wait to be stored; until then no more are read.
const MOST_UNANSWERED: usize = 32;
/// Of how many messages a socket remembers that it has sent them itself.
const MOST_OWN: usize = 64;

/// A socket whose person is known.
pub struct Listener {
    pub(super) api: Data<Api>,
    pub(super) claims: AccessClaims,
    pub(super) origin: Origin,
    rate: DefaultDirectRateLimiter,
    /// The epoch of the rights that gave the socket its topics.
    rights_epoch: i64,
    /// The conversations in which the person is.
    pub(super) conversations: HashSet<ConversationId>,
    /// Whom the client watches come and go.
    pub(super) watched: Vec<UserId>,
    /// What this socket has sent lately: its client is told so by the answer alone.
    own: VecDeque<ClientMessageId>,
}

/// Why a socket ends.
pub(super) enum End {
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

    pub(super) const fn log_in_again() -> Self {
        Self::With(LOG_IN_AGAIN, "log in again")
    }
}

/// What belongs to an open socket.
pub(super) struct Line<'a> {
    pub session: Session,
    pub seat: Seat<'a>,
    pub present: Present<'a>,
}

impl Line<'_> {
    pub async fn say(&mut self, frame: String) -> Result<(), End> {
        in_time(self.session.text(frame)).await
    }

    /// Asks a silent client whether it is still there.
    async fn keep_alive(&mut self, heard: Instant, dead: Duration) -> Result<(), End> {
        if heard.elapsed() > dead {
            return Err(End::Gone);
        }
        in_time(self.session.ping(b"")).await
    }
}

/// Sends something, unless the client takes too long to take it.
async fn in_time(sending: impl Future<Output = Result<(), Closed>>) -> Result<(), End> {
    match timeout(PATIENCE, sending).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::Gone),
        Err(_) => Err(End::With(TOO_SLOW, "too slow; come back")),
    }
}

/// Frames in one piece, none of them too large.
pub fn whole_frames(messages: MessageStream) -> AggregatedMessageStream {
    messages.max_frame_size(MOST_BYTES).aggregate_continuations().max_continuation_size(MOST_BYTES)
}

impl Listener {
    /// Finds out whose token it is, before anything is said.
    pub async fn admit(api: &Data<Api>, token: &str, origin: Origin) -> Result<Self, Problem> {
        let claims = api.app.identity().read_token(token).map_err(|_| Problem::unauthenticated())?;
        let a_second = NonZeroU32::new(api.limits.frames_per_second).unwrap_or(NonZeroU32::MIN);
        let listener = Self {
            api: api.clone(),
            claims,
            origin,
            rate: RateLimiter::direct(Quota::per_second(a_second)),
            rights_epoch: 0,
            conversations: HashSet::new(),
            watched: Vec::new(),
            own: VecDeque::new(),
        };
        listener.caller().await?;
        Ok(listener)
    }

    /// The person, with the rights that they have now.
    pub(super) async fn caller(&self) -> Result<Caller, Problem> {
        let (claims, identity) = (self.claims, self.api.app.identity());
        let person = match identity.recognise(&claims) {
            Some(person) => person,
            None => self.api.look(move |app| app.identity().authenticate(&claims)).await?,
        };
        Ok(identity.caller(&person, &claims, self.origin.clone()))
    }

    /// Listens until the socket ends.
    pub async fn run(mut self: Box<Self>, session: Session, mut messages: AggregatedMessageStream) {
        let api = self.api.clone();
        let Some((seat, mut notes)) = api.hub.join(self.claims.user, api.limits.sockets_per_user) else {
            return Box::pin(close(session, TOO_FAST, "too many sockets")).await;
        };
        metrics::gauge!("homeroom_sockets").increment(1);
        let mut line = Line { session, seat, present: api.attendance.arrive(self.claims.user) };
        let end = self.converse(&mut line, &mut messages, &mut notes).await;
        let Line { session, seat, present } = line;
        // Nothing is held for a client that may not even read the goodbye.
        drop((seat, present, notes, messages));
        metrics::gauge!("homeroom_sockets").decrement(1);
        if let End::With(code, description) = end {
            Box::pin(close(session, code, description)).await;
        }
    }

    // What happens rarely is boxed, so that an idle socket takes no room for it.
    async fn converse(
        &mut self,
        line: &mut Line<'_>,
        messages: &mut AggregatedMessageStream,
        notes: &mut Inlet,
    ) -> End {
        if let Err(end) = Box::pin(self.greet(line)).await {
            return end;
        }
        let (mut answers, mut heard) = (Answers::new(), Instant::now());
        let mut rounds = Rounds::begin(self.api.limits.rhythm, heard);
        loop {
            let (next, at) = rounds.next();
            let token_ends = Instant::now() + self.time_left();
            let step = tokio::select! {
                message = messages.next(), if answers.len() < MOST_UNANSWERED => {
                    heard = Instant::now();
                    Box::pin(self.hear(line, &mut answers, message)).await
                }
                Some(answer) = answers.next() => Box::pin(line.say(answer)).await,
                note = notes.next() => Box::pin(self.pass_on(line, note)).await,
                () = sleep_until(at.min(token_ends)) => {
                    if token_ends <= at {
                        return End::With(LOG_IN_AGAIN, "the token has ended");
                    }
                    rounds.done(next, Instant::now());
                    Box::pin(self.go_round(line, next, heard)).await
                }
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    async fn go_round(&mut self, line: &mut Line<'_>, round: Round, heard: Instant) -> Result<(), End> {
        match round {
            Round::Ping => line.keep_alive(heard, self.api.limits.rhythm.dead).await,
            Round::Look => self.look_again(line).await,
            Round::Heads => self.tell_heads(line).await,
        }
    }

    /// Tells the client that it hears everything from now on, and where each conversation stands.
    async fn greet(&mut self, line: &mut Line<'_>) -> Result<(), End> {
        self.recheck(line, true).await?;
        line.say(frames::ready(self.claims.user.uuid())).await?;
        self.tell_heads(line).await
    }

    /// Something came from the client.
    async fn hear(
        &mut self,
        line: &mut Line<'_>,
        answers: &mut Answers,
        message: Option<Result<AggregatedMessage, ProtocolError>>,
    ) -> Result<(), End> {
        let text = match message {
            None | Some(Ok(AggregatedMessage::Close(_))) => return Err(End::Gone),
            Some(Err(error)) => return Err(End::because(&error)),
            Some(Ok(AggregatedMessage::Pong(_))) => return Ok(()),
            Some(Ok(AggregatedMessage::Ping(bytes))) => {
                return in_time(line.session.pong(&bytes)).await;
            }
            Some(Ok(AggregatedMessage::Binary(_))) => return Err(End::With(NOT_ALLOWED, "frames are text")),
            Some(Ok(AggregatedMessage::Text(text))) => text,
        };
        if self.rate.check().is_err() {
            return Err(End::With(TOO_FAST, "too many frames"));
        }
        self.listen(line, answers, &text).await
    }

    /// A fresh token takes the place of the old one, if it is the same person's.
    pub(super) async fn authenticate(&mut self, line: &mut Line<'_>, token: &str) -> Result<(), End> {
        let fresh = Self::admit(&self.api, token, self.origin.clone()).await;
        let fresh = fresh.map_err(|_| End::log_in_again())?;
        if fresh.claims.user != self.claims.user {
            return Err(End::log_in_again());
        }
        self.claims = fresh.claims;
        self.recheck(line, false).await
    }

    /// Gives the socket the topics of its person's rights as they are now, and ends the socket of whoever may no
    /// longer listen.
    async fn recheck(&mut self, line: &mut Line<'_>, is_first: bool) -> Result<(), End> {
        let caller = self.caller().await.map_err(|problem| end_of(&problem))?;
        line.seat.retune(Strand::Rights, topics_of(caller.actor()));
        self.rights_epoch = caller.rights_epoch();
        self.reseat(line, caller, is_first).await?;
        if self.watched.is_empty() { Ok(()) } else { self.watch(line, self.watched.clone(), false).await }
    }

    /// Gives the socket the conversations in which its person is now, and says so where they are others.
    async fn reseat(&mut self, line: &mut Line<'_>, caller: Caller, is_first: bool) -> Result<(), End> {
        let marks = self.api.look(move |app| app.chat().seats(&caller)).await;
        let marks = marks.map_err(|problem| end_of(&problem))?;
        line.seat.reseat(&marks);
        let now: HashSet<_> = marks.iter().map(|mark| mark.conversation).collect();
        let before = std::mem::replace(&mut self.conversations, now);
        if is_first || before == self.conversations {
            return Ok(());
        }
        self.tell_heads(line).await
    }

    async fn take_seats(&mut self, line: &mut Line<'_>) -> Result<(), End> {
        let caller = self.caller().await.map_err(|problem| end_of(&problem))?;
        self.reseat(line, caller, false).await
    }

    /// Rechecks unless the rights are known to be what they were. Costs a look into memory, and makes up
    /// for news of a change that never came.
    async fn look_again(&mut self, line: &mut Line<'_>) -> Result<(), End> {
        match self.api.app.identity().recognise(&self.claims) {
            Some(person) if person.rights_epoch == self.rights_epoch => Ok(()),
            _ => self.recheck(line, false).await,
        }
    }

    /// Tells the newest number of each conversation, so that a client notices when it missed the last message.
    async fn tell_heads(&self, line: &mut Line<'_>) -> Result<(), End> {
        let newest: HashMap<ConversationId, MessageNumber> = line.seat.heads_of(&self.conversations);
        if newest.is_empty() { Ok(()) } else { line.say(frames::heads(&newest)).await }
    }

    /// Something came from the hub.
    async fn pass_on(&mut self, line: &mut Line<'_>, note: Option<Note>) -> Result<(), End> {
        match note {
            None => Err(End::With(TOO_SLOW, "too slow; come back")),
            Some(Note::Restarting) => Err(End::With(RESTARTING, "the server is restarting")),
            Some(Note::Message(told))
                if told.sender == self.claims.user && self.own.contains(&told.client_message_id) =>
            {
                Ok(())
            }
            Some(Note::Message(told)) => line.say(told.frame.clone()).await,
            Some(Note::Frame(frame)) => line.say(frame.to_string()).await,
            Some(Note::Recheck) => Box::pin(self.recheck(line, false)).await,
            Some(Note::Reseat) => Box::pin(self.take_seats(line)).await,
        }
    }

    /// Remembers that this socket sends a message itself.
    pub(super) fn remember_own(&mut self, client_message_id: ClientMessageId) {
        if self.own.len() >= MOST_OWN {
            self.own.pop_front();
        }
        self.own.push_back(client_message_id);
    }

    /// How long the token still lives. A fresh one, sent in time, makes it longer.
    fn time_left(&self) -> Duration {
        (self.claims.expires_at - self.api.app.now()).to_std().unwrap_or_default()
    }
}

/// How a socket ends of whom it cannot be known what they may hear.
pub(super) fn end_of(problem: &Problem) -> End {
    if problem.is_unauthenticated() {
        End::log_in_again()
    } else {
        // The database is away: hear nothing more rather than too much.
        End::With(TOO_SLOW, "come back")
    }
}
