//! The audit trail.

use actix_web::{
    HttpResponse, get,
    web::{Data, Query},
};
use application::{
    Page, PageRequest,
    audit::{AuditQuery, AuditRecord, ReadAuditError},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    problem::Problem,
    routes::Routes,
    shape::{CsvRow, ListRefusals, Refusals, Signed, csv_of, is_csv},
    state::Api,
};

/// Something that was done.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub struct AuditEntryBody {
    id: Uuid,
    at: DateTime<Utc>,
    /// Who did it; null for the system and for visitors.
    #[schema(required)]
    actor_id: Option<Uuid>,
    /// The name of the person, or of the background work.
    #[schema(required)]
    actor_name: Option<String>,
    /// The network address that it came from.
    #[schema(required)]
    address: Option<String>,
    /// Ties the entry to the log.
    request_id: String,
    /// What was done, such as `enrollment.moved`.
    action: String,
    /// Which kind of record it was done to.
    record_kind: String,
    #[schema(required)]
    record_id: Option<Uuid>,
    /// What the record was, without secrets.
    #[schema(required)]
    before: Option<Value>,
    /// What the record became, without secrets.
    #[schema(required)]
    after: Option<Value>,
}

/// A part of the audit trail.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditPage)]
pub struct AuditPageBody {
    /// The newest first.
    items: Vec<AuditEntryBody>,
    /// What to ask `before` for the next part; null at the end.
    #[schema(required)]
    next: Option<Uuid>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TrailQuery {
    /// Only entries older than this one.
    before: Option<Uuid>,
    /// How many: 1 to 100, 20 when not given.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// Only what this person did.
    actor_id: Option<Uuid>,
    /// Only this action, or those of an area when it ends in a dot, such as `enrollment.`.
    #[param(min_length = 1, max_length = 100, pattern = r"^[a-z_.]+$")]
    action: Option<String>,
    /// `csv` for the newest 10000 entries that the filters let through, as a table.
    #[param(pattern = "^(json|csv)$")]
    format: Option<String>,
}

impl TrailQuery {
    /// Asks for one entry more than is wanted: if it comes, there is a next part.
    fn wanted(&self, limit: PageRequest) -> Result<AuditQuery, Problem> {
        let is_action = |action: &str| {
            (1..=100).contains(&action.len())
                && action.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'.'))
        };
        if !self.action.as_deref().is_none_or(is_action) {
            return Err(Problem::field("action", "invalid", "must be an action such as enrollment.moved"));
        }
        Ok(AuditQuery {
            before: self.before,
            limit: limit.limit() + 1,
            actor: self.actor_id.map(Into::into),
            action: self.action.clone(),
        })
    }

    fn limit(&self) -> Result<PageRequest, Problem> {
        if is_csv(self.format.as_deref())? {
            return Ok(PageRequest::export());
        }
        PageRequest::try_new(self.limit.unwrap_or(PageRequest::USUAL), 0)
            .map_err(|refused| Problem::field("limit", "out_of_range", refused.to_string()))
    }
}

pub fn routes(routes: &mut Routes<'_>) {
    routes.service(list_audit_entries);
}

/// What was done, the newest first.
#[utoipa::path(
    tag = "audit",
    params(TrailQuery),
    responses(
        (status = 200, content((AuditPageBody = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/audit")]
pub async fn list_audit_entries(
    caller: Signed,
    api: Data<Api>,
    query: Query<TrailQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = query.limit()?;
    let wanted = query.wanted(limit)?;
    let mut items = api.database(move |app| app.audit().entries(&caller, &wanted)).await?;
    let total = u32::try_from(items.len()).unwrap_or(u32::MAX);
    items.truncate(limit.limit() as usize);
    if is_csv(query.format.as_deref())? {
        return csv_of("audit", Page { items, total }, AuditEntryBody::from);
    }
    let next = items.last().map(|last| last.id).filter(|_| total > limit.limit());
    let items = items.into_iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(AuditPageBody { items, next }))
}

impl From<AuditRecord> for AuditEntryBody {
    fn from(record: AuditRecord) -> Self {
        Self {
            id: record.id,
            at: record.at,
            actor_id: record.actor.map(domain::Id::uuid),
            actor_name: record.actor_name,
            address: record.address,
            request_id: record.request_id,
            action: record.action,
            record_kind: record.record_kind,
            record_id: record.record_id,
            before: record.before,
            after: record.after,
        }
    }
}

impl CsvRow for AuditEntryBody {
    const COLUMNS: &'static [&'static str] = &[
        "at",
        "actor_id",
        "actor_name",
        "address",
        "request_id",
        "action",
        "record_kind",
        "record_id",
        "before",
        "after",
    ];

    fn cells(&self) -> Vec<String> {
        let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let facts = |facts: &Option<Value>| facts.as_ref().map(Value::to_string).unwrap_or_default();
        vec![
            self.at.to_rfc3339(),
            id(self.actor_id),
            self.actor_name.clone().unwrap_or_default(),
            self.address.clone().unwrap_or_default(),
            self.request_id.clone(),
            self.action.clone(),
            self.record_kind.clone(),
            id(self.record_id),
            facts(&self.before),
            facts(&self.after),
        ]
    }
}

impl From<ReadAuditError> for Problem {
    fn from(error: ReadAuditError) -> Self {
        match error {
            ReadAuditError::Denied(denied) => denied.into(),
            ReadAuditError::Store(failure) => failure.into(),
        }
    }
}
