use std::{sync::Barrier, thread};

use crate::Sure;

/// Does the work so many times at the same moment, each on a thread of its own, and gives what came of each.
/// The work is told its number, from 0.
pub fn at_once<T: Send>(times: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let (together, work) = (Barrier::new(times), &work);
    let one = |number| {
        together.wait();
        work(number)
    };
    thread::scope(|scope| {
        let one = &one;
        let all: Vec<_> = (0..times).map(|number| scope.spawn(move || one(number))).collect();
        all.into_iter().map(|thread| thread.join().sure()).collect()
    })
}
