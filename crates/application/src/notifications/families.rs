use super::{FamilyNews, NotificationCases};
use crate::{Caller, Event, StoreError};

impl NotificationCases<'_> {
    /// Tells the families of students, unless it is no news any more. Each of them once, however often this is
    /// done.
    pub(crate) fn tell_families(self, news: FamilyNews) -> Result<(), StoreError> {
        let now = self.0.clock.now();
        let caller = Caller::system("notifications");
        let people = self.0.db.atomically(&caller, |store| store.notify_families(news, now))?;
        if !people.is_empty() {
            self.0.events.publish(Event::PeopleNotified { people: people.into() });
        }
        Ok(())
    }
}
