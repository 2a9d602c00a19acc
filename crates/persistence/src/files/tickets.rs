use application::StoreError;
use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, RunQueryDsl, dsl::exists, query_dsl::methods::FilterDsl, select};
use domain::identity::SessionId;

use crate::{schema::begun_tickets, store::PgStore};

impl PgStore<'_> {
    pub(super) fn add_ticket(
        &mut self,
        fingerprint: &[u8],
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::insert_into(begun_tickets::table)
                .values((
                    begun_tickets::fingerprint.eq(fingerprint),
                    begun_tickets::session_id.eq(session.uuid()),
                    begun_tickets::begun_at.eq(now),
                ))
                .on_conflict_do_nothing()
                .execute(connection)
        })?;
        Ok(())
    }

    pub(super) fn knows_ticket(&mut self, fingerprint: &[u8]) -> Result<bool, StoreError> {
        self.ask(|connection| {
            select(exists(begun_tickets::table.filter(begun_tickets::fingerprint.eq(fingerprint))))
                .get_result(connection)
        })
    }
}
