use application::{
    StoreError,
    calendar::{CalendarFeeds, Feed},
};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use domain::identity::UserId;
use uuid::Uuid;

use crate::{schema::calendar_feeds, store::PgStore};

type FeedRow = (Uuid, DateTime<Utc>, Option<NaiveDate>);
const COLUMNS: (calendar_feeds::user_id, calendar_feeds::created_at, calendar_feeds::last_used_on) =
    (calendar_feeds::user_id, calendar_feeds::created_at, calendar_feeds::last_used_on);

impl CalendarFeeds for PgStore<'_> {
    fn feed(&mut self, user: UserId) -> Result<Option<Feed>, StoreError> {
        let row: Option<FeedRow> = self.ask(|connection| {
            calendar_feeds::table.find(user.uuid()).select(COLUMNS).first(connection).optional()
        })?;
        Ok(row.map(into_feed))
    }

    fn feed_with(&mut self, fingerprint: &[u8]) -> Result<Option<Feed>, StoreError> {
        let row: Option<FeedRow> = self.ask(|connection| {
            calendar_feeds::table
                .filter(calendar_feeds::fingerprint.eq(fingerprint))
                .select(COLUMNS)
                .first(connection)
                .optional()
        })?;
        Ok(row.map(into_feed))
    }

    fn save_feed(&mut self, user: UserId, fingerprint: &[u8], now: DateTime<Utc>) -> Result<(), StoreError> {
        let columns = (
            calendar_feeds::fingerprint.eq(fingerprint),
            calendar_feeds::created_at.eq(now),
            calendar_feeds::last_used_on.eq(None::<NaiveDate>),
        );
        self.ask(|connection| {
            diesel::insert_into(calendar_feeds::table)
                .values((calendar_feeds::user_id.eq(user.uuid()), columns))
                .on_conflict(calendar_feeds::user_id)
                .do_update()
                .set(columns)
                .execute(connection)
        })?;
        Ok(())
    }

    fn delete_feed(&mut self, user: UserId) -> Result<bool, StoreError> {
        let gone = self
            .ask(|connection| diesel::delete(calendar_feeds::table.find(user.uuid())).execute(connection))?;
        Ok(gone > 0)
    }

    fn note_feed_used(&mut self, user: UserId, day: NaiveDate) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::update(calendar_feeds::table.find(user.uuid()))
                .set(calendar_feeds::last_used_on.eq(day))
                .execute(connection)
        })?;
        Ok(())
    }
}

fn into_feed((user, created_at, last_used_on): FeedRow) -> Feed {
    Feed { user: user.into(), created_at, last_used_on }
}
