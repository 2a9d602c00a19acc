use application::{
    AuditEntry, Caller,
    audit::{AuditQuery, AuditRecord},
};
use domain::{
    access::{Actor, Standing},
    identity::Role,
    structure::Subject,
};
use serde_json::json;
use uuid::Uuid;

use crate::school::{Made, Outcome, School, id, noon};

fn add(school: &School, caller: &Caller, action: &'static str) -> Made<Uuid> {
    let entry_id = id::<Subject>().uuid();
    let entry = AuditEntry {
        action,
        record_kind: "subject",
        record_id: Some(entry_id),
        before: Some(json!({ "code": "A" })),
        after: None,
    };
    school.write(|store| Ok(store.audit(entry_id, caller, noon(), &entry)?))?;
    Ok(entry_id)
}

fn find(school: &School, query: &AuditQuery) -> Made<Vec<AuditRecord>> {
    school.write(|store| Ok(store.audit_entries(&AuditQuery { limit: 10, ..query.clone() })?))
}

fn actions(records: &[AuditRecord]) -> Vec<&str> {
    records.iter().map(|record| record.action.as_str()).collect()
}

#[test]
fn the_trail_is_read_backwards_and_narrowed() -> Outcome {
    let school = School::open()?;
    let ana = school.account(Role::Admin, "Ana", "Reyes")?;
    let actor = Actor::person(ana.id, vec![Role::Admin], Standing::default());
    let origin = application::Origin {
        address: Some("192.0.2.7".parse()?),
        request_id: "request".into(),
        device: String::new(),
    };
    let person = Caller::person(actor.into(), 1, id(), origin);
    add(&school, &Caller::system("tidy"), "catalog.added")?;
    let second = add(&school, &person, "catalog.changed")?;
    add(&school, &person, "catalogue.changed")?;

    let all = find(&school, &AuditQuery::default())?;
    assert_eq!(actions(&all), ["catalogue.changed", "catalog.changed", "catalog.added"]);
    assert_eq!(all[1].actor_name.as_deref(), Some("Ana Reyes"));
    assert_eq!(all[1].address.as_deref(), Some("192.0.2.7"));
    assert_eq!(all[1].before, Some(json!({ "code": "A" })));
    assert_eq!((all[2].actor, all[2].actor_name.as_deref()), (None, Some("tidy")));

    let earlier = find(&school, &AuditQuery { before: Some(second), ..AuditQuery::default() })?;
    assert_eq!(actions(&earlier), ["catalog.added"]);
    let of_ana = find(&school, &AuditQuery { actor: Some(ana.id), ..AuditQuery::default() })?;
    assert_eq!(of_ana.len(), 2);
    let of_area = find(&school, &AuditQuery { action: Some("catalog.".into()), ..AuditQuery::default() })?;
    assert_eq!(actions(&of_area), ["catalog.changed", "catalog.added"]);
    let exactly =
        find(&school, &AuditQuery { action: Some("catalog.added".into()), ..AuditQuery::default() })?;
    assert_eq!(actions(&exactly), ["catalog.added"]);
    Ok(())
}
