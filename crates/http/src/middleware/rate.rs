use std::{net::IpAddr, num::NonZeroU32};

use actix_web::http::StatusCode;
use application::Caller;
use domain::identity::{SessionId, UserId};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::DashMapStateStore,
};

use crate::{Limits, problem::Problem};

type Keyed<K> = RateLimiter<K, DashMapStateStore<K>, DefaultClock>;

/// How fast people and addresses may ask.
pub struct RateLimits {
    people: Keyed<UserId>,
    addresses: Keyed<Option<IpAddr>>,
    auth: Keyed<Option<IpAddr>>,
    feeds: Keyed<Option<IpAddr>>,
    uploads: Keyed<Option<UserId>>,
    messages: Keyed<Option<UserId>>,
    sessions: Keyed<SessionId>,
    clock: DefaultClock,
}

impl RateLimits {
    /// Full buckets for everyone.
    pub fn new(limits: &Limits) -> Self {
        let a_minute = |number: u32| Quota::per_minute(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN));
        Self {
            people: RateLimiter::keyed(a_minute(limits.requests_per_minute)),
            addresses: RateLimiter::keyed(a_minute(limits.requests_per_minute)),
            auth: RateLimiter::keyed(a_minute(limits.auth_requests_per_minute)),
            feeds: RateLimiter::keyed(a_minute(limits.auth_requests_per_minute)),
            uploads: RateLimiter::keyed(a_minute(limits.uploads_per_minute)),
            messages: RateLimiter::keyed(a_minute(limits.messages_per_minute)),
            sessions: RateLimiter::keyed(a_minute(limits.requests_per_minute)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a request of a person.
    pub fn check_person(&self, user: UserId) -> Result<(), Problem> {
        self.check(&self.people, &user)
    }

    /// Counts a request of an address that is not logged in.
    pub fn check_address(&self, address: Option<IpAddr>) -> Result<(), Problem> {
        self.check(&self.addresses, &address)
    }

    /// Counts a request to a route of login.
    pub fn check_auth(&self, address: Option<IpAddr>) -> Result<(), Problem> {
        self.check(&self.auth, &address)
    }

    /// Counts a look at a calendar feed or at a file by its address. Programs ask for many people from one
    /// address.
    pub fn check_feed(&self, address: Option<IpAddr>) -> Result<(), Problem> {
        self.check(&self.feeds, &address)
    }

    /// Counts a file that a person uploads.
    pub fn check_upload(&self, caller: &Caller) -> Result<(), Problem> {
        self.check(&self.uploads, &caller.id())
    }

    /// Counts a message that a person sends.
    pub fn check_message(&self, caller: &Caller) -> Result<(), Problem> {
        self.check(&self.messages, &caller.id())
    }

    /// Counts a refresh of a session.
    pub fn check_session(&self, session: SessionId) -> Result<(), Problem> {
        self.check(&self.sessions, &session)
    }

    /// Forgets whoever has not asked for a while.
    pub fn tidy(&self) {
        self.people.retain_recent();
        self.addresses.retain_recent();
        self.auth.retain_recent();
        self.feeds.retain_recent();
        self.uploads.retain_recent();
        self.messages.retain_recent();
        self.sessions.retain_recent();
    }

    fn check<K: std::hash::Hash + Eq + Clone>(&self, limiter: &Keyed<K>, key: &K) -> Result<(), Problem> {
        limiter.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now()).as_secs() + 1;
            Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_requests",
                "Too many requests; wait a little.",
            )
            .retry_after(wait)
        })
    }
}
