use std::{sync::PoisonError, time::Duration};

use redis::{Connection, RedisResult};
use uuid::Uuid;

use super::{Shared, Wire};
use crate::backoff::Backoff;

/// How long Redis may take to be found, for which nobody waits.
const CONNECTING: Duration = Duration::from_secs(2);
/// How long an answer may take, for which somebody does.
const ANSWERING: Duration = Duration::from_millis(250);

/// Finds Redis whenever it was lost, until the board is dropped.
pub(super) fn run(shared: &Shared, instance: Uuid) {
    let mut backoff = Backoff::of(instance);
    while is_wanted(shared) {
        match connect(shared) {
            Ok(()) => backoff.reset(),
            Err(error) => {
                shared.lost(&mut shared.wire(), &error.to_string());
                rest(shared, backoff.pause());
            }
        }
    }
}

/// Waits until there is no connection. `false` when none will be needed any more.
fn is_wanted(shared: &Shared) -> bool {
    let all_is_well = |wire: &mut Wire| wire.connection.is_some() && !wire.is_closed;
    let wire = shared.changed.wait_while(shared.wire(), all_is_well).unwrap_or_else(PoisonError::into_inner);
    !wire.is_closed
}

fn connect(shared: &Shared) -> RedisResult<()> {
    let mut connection: Connection = shared.address.connect(CONNECTING)?;
    connection.set_read_timeout(Some(ANSWERING))?;
    connection.set_write_timeout(Some(ANSWERING))?;
    // Under the lock, so that what is renewed or released meanwhile is told after this and not before.
    let mut wire = shared.wire();
    shared.tell_all(&mut connection)?;
    wire.connection = Some(connection);
    if std::mem::take(&mut wire.was_lost) {
        tracing::info!(address = %shared.address, "who is there is known of every instance again");
    }
    Ok(())
}

fn rest(shared: &Shared, pause: Duration) {
    let open = |wire: &mut Wire| !wire.is_closed;
    let _woken =
        shared.changed.wait_timeout_while(shared.wire(), pause, open).unwrap_or_else(PoisonError::into_inner);
}
