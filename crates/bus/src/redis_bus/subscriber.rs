use std::time::{Duration, Instant};

use redis::{Connection, Msg, RedisResult};

use super::{Heard, Shared};
use crate::backoff::Backoff;

/// How long there may be no beat, which come every second.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long Redis may take to let somebody listen.
const CONNECTING: Duration = Duration::from_secs(2);

/// Listens until the bus is dropped.
pub(super) fn run(shared: &Shared) {
    let mut backoff = Backoff::of(shared.instance);
    while !shared.outbox.is_closed() {
        let ended = open(shared).and_then(|wire| listen(shared, wire, &mut backoff));
        match ended {
            Ok(Ended::Silence) => shared.lost("no beat has come back"),
            Err(_) | Ok(Ended::Closed) if shared.outbox.is_closed() => return,
            Ok(Ended::Closed) => {}
            Err(error) => shared.lost(&error.to_string()),
        }
        shared.outbox.rest(backoff.pause());
    }
}

/// Why somebody does not listen any more.
enum Ended {
    /// The bus was dropped.
    Closed,
    /// The connection says nothing, or only what others say.
    Silence,
}

fn open(shared: &Shared) -> RedisResult<Connection> {
    let mut wire = shared.address.connect(CONNECTING)?;
    let subscribe = redis::cmd("SUBSCRIBE").arg(&shared.events).arg(&shared.beats).get_packed_command();
    // By hand: `PubSub` waits for Redis when it is dropped, which is when Redis is away.
    wire.send_packed_command(&subscribe)?;
    wire.set_read_timeout(Some(PATIENCE))?;
    Ok(wire)
}

fn listen(shared: &Shared, mut wire: Connection, backoff: &mut Backoff) -> RedisResult<Ended> {
    let mut last_beat = Instant::now();
    loop {
        let answer = match wire.recv_response() {
            Err(error) if error.is_timeout() => return Ok(Ended::Silence),
            answer => answer?.extract_error()?,
        };
        let came = Instant::now();
        if shared.outbox.is_closed() {
            return Ok(Ended::Closed);
        }
        let Some(message) = Msg::from_owned_value(answer) else {
            // The subscription stands, so a beat can be heard from now on.
            shared.outbox.ask_for_beat();
            continue;
        };
        if message.get_channel_name() == shared.beats {
            last_beat = came;
            backoff.reset();
            shared.alive();
        } else if came.duration_since(last_beat) > PATIENCE {
            return Ok(Ended::Silence);
        } else {
            hear(shared, message.get_payload_bytes());
        }
        // Beats wait while watchers work.
        last_beat += came.elapsed();
    }
}

/// Hands an event of another instance to the watchers of this one.
fn hear(shared: &Shared, payload: &[u8]) {
    match serde_json::from_slice::<Heard>(payload) {
        Ok(heard) if heard.instance == shared.instance => {}
        Ok(heard) => application::EventBus::publish(&shared.local, heard.event),
        Err(error) => {
            // A newer version may speak of more than this one knows.
            tracing::debug!(%error, "an event of another instance cannot be read");
            metrics::counter!("homeroom_bus_ignored_total").increment(1);
        }
    }
}
