use std::time::Duration;

use tokio::time::Instant;

use super::Rhythm;

/// How often a socket makes sure that its topics are those of its person's rights.
const LOOK: Duration = Duration::from_secs(4);

/// What a socket does again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Asks the client whether it is still there.
    Ping,
    /// Makes sure that it hears what its person may hear.
    Look,
    /// Tells where each conversation stands.
    Heads,
}

/// When each is due. One timer for all of them: there are ten thousand sockets.
pub struct Rounds([(Round, Duration, Instant); 3]);

impl Rounds {
    /// Everything is due when it has once been waited for.
    pub fn begin(rhythm: Rhythm, now: Instant) -> Self {
        let every = [(Round::Ping, rhythm.ping), (Round::Look, LOOK), (Round::Heads, rhythm.heads)];
        Self(every.map(|(round, every)| (round, every, now + every)))
    }

    /// What is due first, and when.
    pub fn next(&self) -> (Round, Instant) {
        let [first, rest @ ..] = &self.0;
        let (round, _, at) =
            rest.iter().fold(first, |sooner, other| if other.2 < sooner.2 { other } else { sooner });
        (*round, *at)
    }

    /// It is done now. A machine that slept makes up for nothing.
    pub fn done(&mut self, round: Round, now: Instant) {
        for (which, every, due) in &mut self.0 {
            if *which == round {
                *due += *every;
                if *due < now {
                    *due = now + *every;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_due_first_comes_first_and_comes_again_after_its_time() {
        let begun = Instant::now();
        let rhythm =
            Rhythm { ping: Duration::from_secs(7), heads: Duration::from_secs(5), ..Rhythm::default() };
        let mut rounds = Rounds::begin(rhythm, begun);
        let mut order = Vec::new();
        while order.len() < 7 {
            let (round, at) = rounds.next();
            rounds.done(round, at);
            order.push((round, (at - begun).as_secs()));
        }
        let (ping, look, heads) = (Round::Ping, Round::Look, Round::Heads);
        assert_eq!(order, [(look, 4), (heads, 5), (ping, 7), (look, 8), (heads, 10), (look, 12), (ping, 14)]);
    }

    #[test]
    fn what_could_not_be_done_for_long_is_done_once() {
        let begun = Instant::now();
        let mut rounds = Rounds::begin(Rhythm::default(), begun);
        let late = begun + Duration::from_mins(10);
        for round in [Round::Look, Round::Heads, Round::Ping] {
            rounds.done(round, late);
        }
        assert_eq!(rounds.next(), (Round::Look, late + LOOK));
    }
}
