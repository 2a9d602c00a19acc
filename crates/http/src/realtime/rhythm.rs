use std::time::Duration;

/// How often things happen on sockets and behind them. The defaults are what the API documents; tests have no
/// patience for them.
#[derive(Clone, Copy, Debug)]
pub struct Rhythm {
    /// How often a silent client is asked whether it is still there.
    pub ping: Duration,
    /// A client that has been silent for this long is gone.
    pub dead: Duration,
    /// How often a client is told the newest number of each conversation.
    pub heads: Duration,
    /// How often the database is asked what happened, while others are heard. A message of which the only hint was
    /// lost is found in this time.
    pub look: Duration,
    /// How often, while nobody else is heard.
    pub look_while_cut: Duration,
    /// How often leases of presence are renewed, and people who are watched are looked for.
    pub presence: Duration,
    /// How long a lease lasts: somebody whose instance died counts as gone after that.
    pub lease: Duration,
}

impl Default for Rhythm {
    fn default() -> Self {
        Self {
            ping: Duration::from_secs(25),
            dead: Duration::from_mins(1),
            heads: Duration::from_secs(20),
            look: Duration::from_secs(10),
            look_while_cut: Duration::from_secs(1),
            presence: Duration::from_secs(8),
            lease: Duration::from_secs(20),
        }
    }
}
