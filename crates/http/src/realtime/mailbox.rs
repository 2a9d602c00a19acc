use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Poll,
};

use tokio::sync::Notify;

use super::hub::Note;

/// How many notes may wait for a reader before it counts as one that cannot keep up.
const MOST_WAITING: usize = 256;
/// Of how many an empty box keeps the room.
const KEPT: usize = 8;

/// Makes the two ends of a box for a socket's notes. Unlike a channel it takes room for what waits in it and for
/// nothing else: in ten thousand boxes nothing does.
pub fn mailbox() -> (Outlet, Inlet) {
    let shared = Arc::<Mailbox>::default();
    (Outlet(Arc::clone(&shared)), Inlet(shared))
}

#[derive(Default)]
struct Mailbox {
    state: Mutex<State>,
    news: Notify,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Note>,
    is_closed: bool,
}

impl Mailbox {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Too many notes wait.
#[derive(Debug, PartialEq, Eq)]
pub struct Full;

/// Where notes are put in. Without it the box is closed.
pub struct Outlet(Arc<Mailbox>);

impl Outlet {
    /// Puts in a note, unless too many wait.
    pub fn post(&self, note: Note) -> Result<(), Full> {
        let mut state = self.0.lock();
        if state.waiting.len() >= MOST_WAITING {
            return Err(Full);
        }
        state.waiting.push_back(note);
        drop(state);
        self.0.news.notify_one();
        Ok(())
    }
}

impl Drop for Outlet {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.news.notify_one();
    }
}

/// Where notes are taken out.
pub struct Inlet(Arc<Mailbox>);

impl Inlet {
    /// The next note, when there is one; `None` when the box is closed and empty. Nothing is lost when the wait is
    /// given up.
    pub async fn next(&mut self) -> Option<Note> {
        loop {
            if let Poll::Ready(found) = self.take() {
                return found;
            }
            self.0.news.notified().await;
        }
    }

    fn take(&self) -> Poll<Option<Note>> {
        let mut state = self.0.lock();
        let note = state.waiting.pop_front();
        if state.waiting.is_empty() && state.waiting.capacity() > KEPT {
            state.waiting = VecDeque::new();
        }
        if note.is_some() || state.is_closed { Poll::Ready(note) } else { Poll::Pending }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt as _;
    use tokio::time::timeout;

    use super::*;

    fn frame(number: usize) -> Note {
        Note::Frame(number.to_string().into())
    }

    fn text(note: Option<Note>) -> Option<String> {
        match note {
            Some(Note::Frame(text)) => Some(text.to_string()),
            other => other.map(|note| format!("{note:?}")),
        }
    }

    #[actix_web::test]
    async fn notes_come_in_their_order_and_those_of_a_closed_box_still_come() {
        let (outlet, mut inlet) = mailbox();
        assert!(inlet.next().now_or_never().is_none(), "nothing is there yet");
        for number in 0..3 {
            assert_eq!(outlet.post(frame(number)), Ok(()));
        }
        drop(outlet);
        for number in 0..3 {
            assert_eq!(text(inlet.next().await), Some(number.to_string()));
        }
        assert_eq!(text(inlet.next().await), None);
        assert_eq!(text(inlet.next().await), None, "and stays closed");
    }

    #[actix_web::test]
    async fn a_full_box_takes_no_more_until_something_was_taken_out() {
        let (outlet, mut inlet) = mailbox();
        assert!((0..MOST_WAITING).all(|number| outlet.post(frame(number)) == Ok(())));
        assert_eq!(outlet.post(frame(MOST_WAITING)), Err(Full));
        assert_eq!(text(inlet.next().await), Some("0".to_owned()));
        assert_eq!(outlet.post(frame(MOST_WAITING)), Ok(()));
    }

    #[actix_web::test]
    async fn whoever_waits_is_woken_from_another_thread_by_a_note_and_by_the_closing() {
        let (outlet, mut inlet) = mailbox();
        let patience = Duration::from_secs(10);
        let mut waiting = Box::pin(timeout(patience, inlet.next()));
        assert!(waiting.as_mut().now_or_never().is_none(), "nothing is there yet");
        let poster = std::thread::spawn(move || (outlet.post(frame(7)), outlet));
        assert_eq!(waiting.await.map(text), Ok(Some("7".to_owned())));
        let mut waiting = Box::pin(timeout(patience, inlet.next()));
        assert!(waiting.as_mut().now_or_never().is_none(), "nothing more is there");
        drop(poster.join());
        assert_eq!(waiting.await.map(text), Ok(None));
    }
}
