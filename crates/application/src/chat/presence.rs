use std::{collections::HashMap, time::Duration};

use domain::identity::UserId;

/// How somebody is there. Whoever is absent from an answer is offline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Availability {
    /// A page is open, and nobody looks at it.
    Away,
    /// Somebody is using a page.
    Online,
}

/// Who is there, on any instance.
///
/// Each instance knows its own sockets. It *leases* what it knows of a person: it says it for a short while, and
/// again before that has passed. An instance that dies says nothing more, and what it said runs out by itself, so
/// nobody stays online for ever. A person may be on several instances at once, each of which has a lease of its
/// own.
///
/// ```
/// # use std::time::Duration;
/// # use domain::identity::UserId;
/// # use homeroom_application::chat::{Availability, PresenceBoard};
/// # fn example(board: &dyn PresenceBoard, ana: UserId) {
/// // While Ana's page is open, every fifteen seconds:
/// board.renew(&[(ana, Availability::Online)], Duration::from_secs(45));
/// // When the last of her pages on this instance was closed:
/// board.release(&[ana]);
/// // She is offline now, unless another instance holds a lease for her.
/// let is_there = board.present(&[ana]).contains_key(&ana);
/// # }
/// ```
///
/// No method fails, and none blocks for long. While what the instances share is away, `present` answers from what
/// this instance itself holds, and leases are renewed with the others once it is back. So an answer may be wrong
/// for a while: it is for showing, never for deciding what somebody may do.
pub trait PresenceBoard: Send + Sync {
    /// Holds a lease of this instance for each of these people for `life`, in place of what this instance held for
    /// them.
    fn renew(&self, leases: &[(UserId, Availability)], life: Duration);

    /// Gives up what this instance holds for them. What other instances hold stays.
    fn release(&self, people: &[UserId]);

    /// Who of these is there by every instance's leases that have not run out; online wins over away.
    fn present(&self, people: &[UserId]) -> HashMap<UserId, Availability>;
}
