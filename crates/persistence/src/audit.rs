use application::{
    Caller, StoreError,
    audit::{AuditEntry, AuditQuery, AuditRecord, AuditTrail},
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper, TextExpressionMethods, pg::Pg,
};
use domain::access::Who;
use ipnet::IpNet;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    schema::{audit_trail, users},
    store::PgStore,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_trail)]
struct AuditRow {
    id: Uuid,
    at: DateTime<Utc>,
    actor_id: Option<Uuid>,
    actor_name: Option<String>,
    address: Option<IpNet>,
    request_id: String,
    action: String,
    record_kind: String,
    record_id: Option<Uuid>,
    before: Option<Value>,
    after: Option<Value>,
    #[diesel(select_expression = users::first_name.nullable())]
    first_name: Option<String>,
    #[diesel(select_expression = users::last_name.nullable())]
    last_name: Option<String>,
}

impl AuditTrail for PgStore<'_> {
    fn audit(
        &mut self,
        id: Uuid,
        caller: &Caller,
        at: DateTime<Utc>,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let actor_name = match caller.actor().who() {
            Who::System(name) => Some(name),
            Who::Person(_) | Who::Anonymous => None,
        };
        self.ask(|connection| {
            diesel::insert_into(audit_trail::table)
                .values((
                    audit_trail::id.eq(id),
                    audit_trail::at.eq(at),
                    audit_trail::actor_id.eq(caller.id().map(domain::Id::uuid)),
                    audit_trail::actor_name.eq(actor_name),
                    audit_trail::address.eq(caller.origin().address.map(IpNet::from)),
                    audit_trail::request_id.eq(&caller.origin().request_id),
                    audit_trail::action.eq(entry.action),
                    audit_trail::record_kind.eq(entry.record_kind),
                    audit_trail::record_id.eq(entry.record_id),
                    audit_trail::before.eq(&entry.before),
                    audit_trail::after.eq(&entry.after),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn audit_entries(&mut self, query: &AuditQuery) -> Result<Vec<AuditRecord>, StoreError> {
        let mut wanted = audit_trail::table
            .left_join(users::table.on(audit_trail::actor_id.eq(users::id.nullable())))
            .select(AuditRow::as_select())
            .order(audit_trail::id.desc())
            .limit(query.limit.into())
            .into_boxed::<Pg>();
        if let Some(before) = query.before {
            wanted = wanted.filter(audit_trail::id.lt(before));
        }
        if let Some(actor) = query.actor {
            wanted = wanted.filter(audit_trail::actor_id.eq(actor.uuid()));
        }
        if let Some(action) = &query.action {
            wanted = match action.strip_suffix('.') {
                Some(_) => wanted.filter(
                    audit_trail::action.like(format!("{}%", action.replace('%', "\\%").replace('_', "\\_"))),
                ),
                None => wanted.filter(audit_trail::action.eq(action)),
            };
        }
        let rows: Vec<AuditRow> = self.ask(|connection| wanted.load(connection))?;
        Ok(rows.into_iter().map(into_record).collect())
    }
}

fn into_record(row: AuditRow) -> AuditRecord {
    let person = row.first_name.zip(row.last_name).map(|(first, last)| format!("{first} {last}"));
    AuditRecord {
        id: row.id,
        at: row.at,
        actor: row.actor_id.map(Into::into),
        actor_name: person.or(row.actor_name),
        address: row.address.map(|network| network.addr().to_string()),
        request_id: row.request_id,
        action: row.action,
        record_kind: row.record_kind,
        record_id: row.record_id,
        before: row.before,
        after: row.after,
    }
}
