use std::{net::IpAddr, sync::Arc};

use application::App;
use tokio::sync::Semaphore;

use crate::{
    assets::Assets,
    lanes::{Lane, MessageLane},
    middleware::rate::RateLimits,
    problem::Problem,
    realtime::{Attendance, Hub, Rhythm},
};

/// What every handler shares.
pub struct Api {
    pub(crate) app: Arc<App>,
    pub(crate) database: Lane,
    pub(crate) hashing: Lane,
    pub(crate) messages: MessageLane,
    pub(crate) attendance: Arc<Attendance>,
    /// How many sockets may ask the database at once.
    pub(crate) looks: Semaphore,
    pub(crate) hub: Arc<Hub>,
    pub(crate) limits: Limits,
    pub(crate) rates: RateLimits,
    pub(crate) assets: Arc<dyn Assets>,
    pub(crate) migrated: Arc<dyn Fn() -> bool + Send + Sync>,
}

/// What may be set about the API.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Requests a minute of one person, and of one address that is not logged in.
    pub requests_per_minute: u32,
    /// Requests a minute to the routes of login from one address; a whole school may share one.
    pub auth_requests_per_minute: u32,
    /// Files that one person may upload a minute.
    pub uploads_per_minute: u32,
    /// Messages that one person may send a minute.
    pub messages_per_minute: u32,
    /// Frames that one socket may send a second, and as many at once.
    pub frames_per_second: u32,
    /// The largest body, in bytes.
    pub max_body_bytes: usize,
    /// Open sockets of one person.
    pub sockets_per_user: usize,
    /// How often things happen on sockets.
    pub rhythm: Rhythm,
    /// Origins, besides the server's own, whose pages may call the API.
    pub cors_origins: Vec<String>,
    /// Proxies that are believed about the address and the scheme of a request.
    pub trusted_proxies: Vec<IpAddr>,
    /// The origin under which people reach the dashboards.
    pub public_origin: String,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests_per_minute: 200,
            auth_requests_per_minute: 300,
            uploads_per_minute: 60,
            messages_per_minute: 120,
            frames_per_second: 20,
            max_body_bytes: 2 * 1024 * 1024,
            sockets_per_user: 10,
            rhythm: Rhythm::default(),
            cors_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            public_origin: "http://localhost:5000".into(),
        }
    }
}

impl Api {
    /// Forgets the rates of whoever has not asked for a while.
    pub fn tidy(&self) {
        self.rates.tidy();
    }

    /// Does a use case in the database lane.
    pub(crate) async fn database<T, E>(
        &self,
        use_case: impl FnOnce(&App) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Send + 'static,
        Problem: From<E>,
    {
        let outcome: Result<T, E> = self.database.run(use_case).await?;
        Ok(outcome?)
    }

    /// Does a use case in the database lane for a socket. When everybody's rights change at once, as after a bulk
    /// placement, sockets stand in line here: the queue of the lane is for requests too, and is bounded.
    pub(crate) async fn look<T, E>(
        &self,
        use_case: impl FnOnce(&App) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Send + 'static,
        E: Send + 'static,
        Problem: From<E>,
    {
        let _place = self.looks.acquire().await;
        self.database(use_case).await
    }

    /// Computes in the hashing lane, where no connection is held.
    pub(crate) async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        self.hashing.run(work).await.map_err(|_| Problem::too_many_logins())
    }
}
