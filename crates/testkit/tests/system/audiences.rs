//! Whom announcements and events address: as the database counts it, and as open pages hear it.

use std::collections::HashSet;

use application::{Clock, Event, identity::KnownPerson, notifications::FamilyNews};
use chrono::TimeDelta;
use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types};
use domain::{
    Version,
    access::{ActionKind, Relation, Resource, allows},
    identity::{Activity, GuardianRights, GuardianTerms, Relationship, Role, SessionLimits},
    notices::{Audience, EventContent, EventTime, SchoolEvent},
    structure::{Section, SectionId},
};
use homeroom_testkit::{Client, Person, School, Socket, Sure};
use serde_json::json;

fn coordinator(school: &School) -> Client {
    school.client(&school.person(Role::AcademicCoordinator))
}

fn to_roles(roles: &[Role]) -> Audience {
    Audience::try_new(false, roles.to_vec(), []).sure()
}

fn to_sections(sections: &[SectionId]) -> Audience {
    Audience::try_new(false, [], sections.to_vec()).sure()
}

fn give_role(school: &School, person: &Person, role: Role) {
    let change = json!({ "roles": [role], "primary_role": role });
    let admin = school.client(&school.person(Role::Admin));
    admin.patch(&format!("/users/{}", person.id), 1, change).expect_status(200);
}

fn deactivate(school: &School, person: &Person) {
    let admin = school.client(&school.person(Role::Admin));
    let path = format!("/users/{}/deactivate", person.id);
    admin.request("POST", &path).if_match(1).send().expect_status(200);
}

fn terms(starts_on: &str, ends_on: Option<&str>) -> GuardianTerms {
    GuardianTerms {
        relationship: Relationship::Mother,
        rights: GuardianRights::ALL,
        starts_on: starts_on.parse().sure(),
        ends_on: ends_on.map(|day| day.parse().sure()),
    }
}

/// Everybody who might belong to the section, each in one way, by what they are.
fn people_around(school: &School, here: &Section, adviser: Person) -> Vec<(&'static str, Person)> {
    let (student, closed, once_student) = (school.student(), school.student(), school.student());
    let (teacher, once_teacher) = (school.person(Role::Teacher), school.person(Role::Teacher));
    for placed in [&student, &closed, &once_student] {
        school.place(placed, here);
    }
    for assigned in [&teacher, &once_teacher] {
        school.assign(assigned, here);
    }
    let [without_academics, ended, to_come, once_parent] =
        std::array::from_fn(|_| school.person(Role::Parent));
    let no_academics = GuardianRights { academics: false, ..GuardianRights::ALL };
    school.link(&without_academics, &student, no_academics);
    school.link_on(&ended, &student, terms("2020-01-01", Some("2020-12-31")));
    school.link_on(&to_come, &student, terms("2199-01-01", None));
    school.link(&once_parent, &student, GuardianRights::ALL);
    let (guardian, of_closed) = (school.parent_of(&student), school.parent_of(&closed));
    let [at_school, in_office] = [Role::Teacher, Role::Registrar].map(|role| {
        let person = school.person_with(&[role, Role::Parent]);
        school.link(&person, &student, GuardianRights::ALL);
        person
    });
    deactivate(school, &closed);
    for person in [&once_teacher, &once_parent, &once_student] {
        give_role(school, person, Role::Guidance);
    }
    vec![
        ("student", student),
        ("student who is closed", closed),
        ("once a student", once_student),
        ("teacher", teacher),
        ("adviser", adviser),
        ("once a teacher", once_teacher),
        ("guardian", guardian),
        ("guardian without academics", without_academics),
        ("guardian whose link has ended", ended),
        ("guardian whose link is to come", to_come),
        ("guardian of one who is closed", of_closed),
        ("once a parent", once_parent),
        ("teacher elsewhere who is a guardian", at_school),
        ("registrar who is a guardian", in_office),
        ("student elsewhere", school.student()),
        ("principal", school.person(Role::Principal)),
    ]
}

/// What the domain says of a person whom the store knows.
fn is_addressed(person: &KnownPerson, audience: &Audience) -> bool {
    let day = "2026-09-01".parse().sure();
    let content = EventContent {
        title: "Fair".parse().sure(),
        body: None,
        time: EventTime::days(day, day).sure(),
        place: None,
        audience: audience.clone(),
    };
    let event = SchoolEvent { id: uuid::Uuid::nil().into(), author: None, content, version: Version::FIRST };
    let through = |role: &Role| {
        event.relations(&person.actor, *role, ActionKind::ReadNotices).contains(Relation::Addressed)
    };
    person.account.activity == Activity::Active && person.actor.roles().iter().any(through)
}

/// What the database says.
fn people_addressed(school: &School, audience: &Audience) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Addressed {
        #[diesel(sql_type = sql_types::Text)]
        person: String,
    }
    let sections = audience.sections().iter().map(ToString::to_string).collect::<Vec<_>>();
    let roles = audience.roles().iter().map(|role| role.code()).collect::<Vec<_>>();
    let found =
        sql_query("SELECT person::text AS person FROM people_addressed($1, $2, $3::uuid[]) AS person")
            .bind::<sql_types::Bool, _>(audience.is_everyone())
            .bind::<sql_types::Array<sql_types::Text>, _>(roles)
            .bind::<sql_types::Array<sql_types::Text>, _>(sections)
            .load::<Addressed>(&mut school.database().as_owner());
    found.sure().into_iter().map(|row| row.person).collect()
}

#[test]
fn the_database_counts_exactly_those_whom_the_rule_addresses() {
    let school = School::open();
    let adviser = school.person(Role::Teacher);
    let here = school.section_of(&school.grade, 30, Some(&adviser));
    let elsewhere = school.section(30);
    let people = people_around(&school, &here, adviser);
    let mut audiences = vec![
        Audience::everyone(),
        to_sections(&[here.id]),
        to_sections(&[elsewhere.id]),
        to_sections(&[here.id, elsewhere.id]),
        Audience::try_new(false, [Role::Guidance], [here.id]).sure(),
        Audience::try_new(true, [Role::Student], [elsewhere.id]).sure(),
    ];
    audiences.extend(Role::ALL.map(|role| to_roles(&[role])));
    let mut wrong = Vec::new();
    for audience in audiences {
        let found = people_addressed(&school, &audience);
        let counted = school.write(|store| store.count_addressed(&audience));
        assert_eq!(usize::try_from(counted).sure(), found.len(), "nobody is counted twice: {audience:?}");
        for (what, person) in &people {
            let now = school.clock().now();
            let known = school.write(|store| store.person(person.id, SessionLimits::default(), now)).sure();
            let (rule, database) = (is_addressed(&known, &audience), found.contains(&person.id.to_string()));
            if rule != database {
                wrong.push(format!("{what}: {rule} by the rule, {database} in the database, {audience:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the domain says of a person as one of a family.
fn is_family_that_sees(person: &KnownPerson, record: &impl Resource, action: ActionKind) -> bool {
    let sees = |role: Role| {
        let relations = record.relations(&person.actor, role, action);
        let ways = [Relation::Own, Relation::Child, Relation::OwnSection];
        let leads = |way: &Relation| relations.contains(*way) && allows(role, action, *way);
        person.actor.roles().contains(&role) && ways.iter().any(leads)
    };
    person.account.activity == Activity::Active && [Role::Student, Role::Parent].into_iter().any(sees)
}

#[test]
fn exactly_the_families_that_may_see_a_task_or_a_hand_in_are_told_of_it() {
    let school = School::open();
    let adviser = school.person(Role::Teacher);
    let here = school.section_of(&school.grade, 30, Some(&adviser));
    let (one, assignment) = (school.student(), school.assign(&school.person(Role::Teacher), &here));
    school.place(&one, &here);
    school.link_on(&school.person(Role::Parent), &one, terms("2020-01-01", Some("2020-12-31")));
    let mut people = people_around(&school, &here, adviser);
    people.push(("guardian of the one", school.parent_of(&one)));
    let task = school.task(&assignment);
    let handed_in = school.hand_in(&task, &one);
    let graded = school.grade(&assignment, &handed_in, 17.0);
    let returned = school.give_back(&assignment, &graded);
    people.push(("the one", one));
    let now = school.clock().now();
    let told =
        |news| school.write(|store| store.notify_families(news, now)).into_iter().collect::<HashSet<_>>();
    let (of_task, of_work) =
        (told(FamilyNews::TaskPublished(task.id)), told(FamilyNews::SubmissionReturned(returned.id)));
    let mut wrong = Vec::new();
    for (what, person) in &people {
        let known = school.write(|store| store.person(person.id, SessionLimits::default(), now)).sure();
        for (about, rule, database) in [
            ("task", is_family_that_sees(&known, &task, ActionKind::ReadTasks), of_task.contains(&person.id)),
            (
                "work",
                is_family_that_sees(&known, &returned, ActionKind::ReadSubmissions),
                of_work.contains(&person.id),
            ),
        ] {
            if rule != database {
                wrong.push(format!("{what}: {rule} by the rule, {database} in the database, of the {about}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(of_work.len(), 2, "the one and the guardian");
}

/// Whether the socket has heard about notices by now. Everybody hears that they are to look again, and hears
/// it last.
fn heard(socket: &mut Socket) -> bool {
    let kinds = ["announcement.published", "event.changed"];
    socket.until("resync").iter().any(|frame| kinds.contains(&frame["type"].as_str().sure()))
}

/// The sockets of one person of each role.
fn sockets<const N: usize>(school: &School, roles: [Role; N]) -> [Socket; N] {
    roles.map(|role| school.client(&school.person(role)).socket())
}

fn hear(school: &School, sockets: &mut [Socket]) -> Vec<bool> {
    school.app.events().publish(Event::Resync);
    sockets.iter_mut().map(heard).collect()
}

const WATCHING: [Role; 5] =
    [Role::Student, Role::Teacher, Role::Parent, Role::Registrar, Role::AcademicCoordinator];

#[test]
fn a_change_of_a_live_announcement_is_heard_by_whom_it_addresses_or_did_before() {
    let school = School::open();
    let writer = coordinator(&school);
    let path = format!("/announcements/{}", school.announce(to_roles(&[Role::Student])).id);
    let mut sockets = sockets(&school, WATCHING);
    let to_teachers = json!({ "audience": { "roles": ["teacher"] } });
    writer.patch(&path, 1, to_teachers).expect_status(200);
    assert_eq!(hear(&school, &mut sockets), [true, true, false, true, true], "students and teachers");
    writer.patch(&path, 2, json!({ "title": "Another" })).expect_status(200);
    assert_eq!(hear(&school, &mut sockets), [false, true, false, true, true], "teachers");
    writer.request("DELETE", &path).if_match(3).send().expect_status(204);
    assert_eq!(hear(&school, &mut sockets), [false, true, false, true, true], "teachers, that it is gone");
}

#[test]
fn what_is_put_off_is_heard_by_whom_it_addressed_and_then_by_those_who_write() {
    let school = School::open();
    let writer = coordinator(&school);
    let path = format!("/announcements/{}", school.announce(to_roles(&[Role::Student])).id);
    let mut sockets = sockets(&school, WATCHING);
    let later = school.clock().now() + TimeDelta::minutes(5);
    let put_off = json!({ "audience": { "roles": ["teacher"] }, "publish_at": later });
    writer.patch(&path, 1, put_off).expect_status(200);
    assert_eq!(hear(&school, &mut sockets), [true, false, false, true, true], "it is gone for students");
    let only_writers = [false, false, false, false, true];
    writer.patch(&path, 2, json!({ "title": "Another" })).expect_status(200);
    assert_eq!(hear(&school, &mut sockets), only_writers);
    school.after(TimeDelta::minutes(4), &mail::LogMailer);
    assert_eq!(hear(&school, &mut sockets), [false; 5], "its time has not come");
    writer.request("DELETE", &path).if_match(3).send().expect_status(204);
    assert_eq!(hear(&school, &mut sockets), only_writers);
    school.after(TimeDelta::minutes(2), &mail::LogMailer);
    assert_eq!(hear(&school, &mut sockets), [false; 5], "nothing is left to publish");
}

#[test]
fn a_change_of_an_event_is_heard_by_whom_it_addresses_or_did_before() {
    let school = School::open();
    let writer = coordinator(&school);
    let path = format!("/events/{}", school.add_event(to_roles(&[Role::Student])).id);
    let mut sockets = sockets(&school, WATCHING);
    writer.patch(&path, 1, json!({ "audience": { "roles": ["parent"] } })).expect_status(200);
    assert_eq!(hear(&school, &mut sockets), [true, false, true, true, true]);
    writer.request("DELETE", &path).if_match(2).send().expect_status(204);
    assert_eq!(hear(&school, &mut sockets), [false, false, true, true, true]);
}

#[test]
fn whoever_is_notified_hears_of_it_also_if_they_may_see_every_announcement() {
    let school = School::open();
    let (here, student) = (school.section(30), school.student());
    school.place(&student, &here);
    let parent = school.person_with(&[Role::Registrar, Role::Parent]);
    school.link(&parent, &student, GuardianRights::ALL);
    let client = school.client(&parent);
    let mut socket = client.socket();
    school.announce(to_sections(&[here.id]));
    school.do_jobs(&mail::LogMailer);
    school.app.events().publish(Event::Resync);
    let heard = socket.until("resync");
    assert_eq!(client.get("/notifications/summary").expect_status(200).json()["unread"], 1);
    assert!(heard.iter().any(|frame| frame["type"] == "notifications.changed"), "{heard:?}");
    let about = heard.iter().filter(|frame| frame["type"] == "announcement.published");
    assert_eq!(about.count(), 1, "once, however many ways lead to them: {heard:?}");
}
