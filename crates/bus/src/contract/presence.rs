//! What every board of presence must do, alone and among several instances.

#![expect(clippy::missing_panics_doc, reason = "each function is the body of a test")]

use std::{collections::HashMap, sync::Arc, time::Duration};

use application::chat::{Availability, PresenceBoard};

use super::{PATIENCE, eventually, person};
use Availability::{Away, Online};

/// Makes a board on which nobody is.
pub type Make<'a> = &'a dyn Fn() -> Arc<dyn PresenceBoard>;
/// Makes the boards of two instances, on which nobody is.
pub type MakePair<'a> = &'a dyn Fn() -> (Arc<dyn PresenceBoard>, Arc<dyn PresenceBoard>);

/// Longer than any test takes.
const LONG: Duration = Duration::from_mins(10);
/// Long enough to be seen.
const SHORT: Duration = Duration::from_millis(200);

/// Runs the contract for one instance.
pub fn all(make: Make<'_>) {
    whoever_has_a_lease_is_there(make);
    renewing_replaces(make);
    a_lease_runs_out_unaided(make);
    whoever_is_released_is_gone(make);
    many_people_are_asked_for_at_once(make);
    nobody_is_no_question(make);
}

/// Runs the contract for several instances.
pub fn among_instances(make: MakePair<'_>) {
    each_sees_the_people_of_the_other(make);
    a_person_on_several_instances_counts_once(make);
    online_wins_over_away(make);
    releasing_leaves_the_leases_of_others(make);
    leases_of_an_instance_that_dies_run_out(make);
}

/// Those who were named are there, as they were named; others are not.
pub fn whoever_has_a_lease_is_there(make: Make<'_>) {
    let board = make();
    assert_eq!(board.present(&[person(1)]), HashMap::new());
    board.renew(&[(person(1), Online), (person(2), Away)], LONG);
    let all = [person(1), person(2), person(3)];
    assert_eq!(board.present(&all), [(person(1), Online), (person(2), Away)].into());
    assert_eq!(board.present(&all[1..]), [(person(2), Away)].into(), "nobody who was not asked for");
    assert_eq!(board.present(&[person(1), person(1)]), [(person(1), Online)].into());
}

/// The last word of an instance counts, in both directions.
pub fn renewing_replaces(make: Make<'_>) {
    let board = make();
    for availability in [Away, Online, Away, Away] {
        board.renew(&[(person(1), availability)], LONG);
        assert_eq!(board.present(&[person(1)]), [(person(1), availability)].into());
    }
    board.renew(&[(person(1), Online)], SHORT);
    eventually("the last lease was the short one", PATIENCE, || {
        board.present(&[person(1)]).is_empty().then_some(())
    });
}

/// Nobody needs to end what nobody renews.
pub fn a_lease_runs_out_unaided(make: Make<'_>) {
    let board = make();
    board.renew(&[(person(1), Online)], SHORT);
    board.renew(&[(person(2), Online)], LONG);
    eventually("a lease runs out", PATIENCE, || {
        (!board.present(&[person(1)]).contains_key(&person(1))).then_some(())
    });
    assert_eq!(board.present(&[person(1), person(2)]), [(person(2), Online)].into());
    board.renew(&[(person(1), Away)], LONG);
    assert_eq!(board.present(&[person(1)]), [(person(1), Away)].into(), "and may begin again");
}

/// Whoever is released is gone at once.
pub fn whoever_is_released_is_gone(make: Make<'_>) {
    let board = make();
    board.renew(&[(person(1), Online), (person(2), Away)], LONG);
    board.release(&[person(1), person(3)]);
    assert_eq!(board.present(&[person(1), person(2)]), [(person(2), Away)].into());
    board.release(&[person(1), person(2)]);
    assert_eq!(board.present(&[person(1), person(2)]), HashMap::new());
}

/// A school is asked for as easily as a class.
pub fn many_people_are_asked_for_at_once(make: Make<'_>) {
    let board = make();
    let leases: Vec<_> =
        (0..2000).map(|number| (person(number), if number % 3 == 0 { Away } else { Online })).collect();
    board.renew(&leases, LONG);
    let everybody: Vec<_> = (0..3000).map(person).collect();
    assert_eq!(board.present(&everybody), leases.iter().copied().collect());
    board.release(&everybody[..1500]);
    assert_eq!(board.present(&everybody), leases[1500..].iter().copied().collect());
}

/// Nothing comes of nothing.
pub fn nobody_is_no_question(make: Make<'_>) {
    let board = make();
    board.renew(&[], LONG);
    board.release(&[]);
    assert_eq!(board.present(&[]), HashMap::new());
}

/// What one instance holds the other knows.
pub fn each_sees_the_people_of_the_other(make: MakePair<'_>) {
    let (one, other) = make();
    one.renew(&[(person(1), Online)], LONG);
    other.renew(&[(person(2), Away)], LONG);
    for board in [&one, &other] {
        assert_eq!(
            board.present(&[person(1), person(2), person(3)]),
            [(person(1), Online), (person(2), Away)].into()
        );
    }
    one.renew(&[(person(1), Away)], LONG);
    assert_eq!(other.present(&[person(1)]), [(person(1), Away)].into(), "renewing replaces everywhere");
}

/// Two pages on two instances are one person, who is there until both are closed.
pub fn a_person_on_several_instances_counts_once(make: MakePair<'_>) {
    let (one, other) = make();
    one.renew(&[(person(1), Online)], LONG);
    other.renew(&[(person(1), Online)], LONG);
    one.release(&[person(1)]);
    for board in [&one, &other] {
        assert_eq!(board.present(&[person(1)]), [(person(1), Online)].into());
    }
    other.release(&[person(1)]);
    for board in [&one, &other] {
        assert_eq!(board.present(&[person(1)]), HashMap::new());
    }
}

/// Whoever uses one page is not away because another lies idle.
pub fn online_wins_over_away(make: MakePair<'_>) {
    let (one, other) = make();
    one.renew(&[(person(1), Online), (person(2), Away)], LONG);
    other.renew(&[(person(1), Away), (person(2), Online)], LONG);
    for board in [&one, &other] {
        assert_eq!(board.present(&[person(1), person(2)]), [(person(1), Online), (person(2), Online)].into());
    }
    one.renew(&[(person(1), Away)], LONG);
    for board in [&one, &other] {
        assert_eq!(board.present(&[person(1)]), [(person(1), Away)].into());
    }
}

/// An instance gives up what it holds and nothing else.
pub fn releasing_leaves_the_leases_of_others(make: MakePair<'_>) {
    let (one, other) = make();
    one.renew(&[(person(1), Away)], LONG);
    other.release(&[person(1)]);
    for board in [&one, &other] {
        assert_eq!(board.present(&[person(1)]), [(person(1), Away)].into());
    }
}

/// An instance that says nothing any more takes nobody with it for ever.
pub fn leases_of_an_instance_that_dies_run_out(make: MakePair<'_>) {
    let (one, other) = make();
    one.renew(&[(person(1), Online), (person(2), Online)], SHORT);
    other.renew(&[(person(2), Away)], LONG);
    drop(one);
    eventually("the leases of the dead run out", PATIENCE, || {
        (other.present(&[person(1), person(2)]) == [(person(2), Away)].into()).then_some(())
    });
}
