//! Whom people may begin to write to, from one end of the system to the other.

use domain::{
    identity::{GuardianRights, Role},
    structure::{Assignment, Section},
};
use homeroom_testkit::{Answer, Client, Person, School, Sure, at_once, message_name};
use serde_json::{Value, json};

/// Two sections, each with a teacher, a student and that student's parent.
struct Rules {
    school: School,
    here: Side,
    there: Side,
}

struct Side {
    section: Section,
    teacher: Person,
    assignment: Assignment,
    student: Person,
    parent: Person,
}

impl Rules {
    fn begin() -> Self {
        let school = School::open();
        let side = || {
            let (section, teacher, student) =
                (school.section(9), school.person(Role::Teacher), school.student());
            school.place(&student, &section);
            let assignment = school.assign(&teacher, &section);
            let parent = school.parent_of(&student);
            Side { section, teacher, assignment, student, parent }
        };
        let (here, there) = (side(), side());
        Self { school, here, there }
    }

    fn write_to(&self, from: &Person, to: &Person) -> Answer {
        begin(&self.school.client(from), to)
    }

    fn admin(&self) -> Client {
        self.school.client(&self.school.person(Role::Admin))
    }

    /// Who is offered, with the reason.
    fn offered(&self, person: &Person) -> Vec<(Value, String)> {
        let list = self.school.client(person).get("/contacts?limit=100").expect_status(200).json();
        let one = |one: &Value| (one["id"].clone(), one["why"].as_str().sure().to_owned());
        list["items"].as_array().sure().iter().map(one).collect()
    }
}

fn begin(client: &Client, to: &Person) -> Answer {
    client.post("/conversations", json!({ "kind": "direct", "member_ids": [to.id] }))
}

/// Answered as if there were no such person.
fn is_refused(answer: &Answer) {
    assert_eq!(answer.status, 422, "{}", answer.text());
    let error = &answer.json()["errors"][0];
    assert_eq!((&error["field"], &error["code"]), (&json!("member_ids"), &json!("unknown")));
}

#[test]
fn a_student_begins_with_own_teachers_offices_and_where_it_is_allowed_classmates() {
    let rules = Rules::begin();
    let (school, here, there) = (&rules.school, &rules.here, &rules.there);
    let adviser = school.person(Role::Teacher);
    let classmate = school.student();
    let other_section = school.section_of(&school.grade, 9, Some(&adviser));
    let pupil = school.student();
    school.place(&pupil, &other_section);
    school.place(&classmate, &here.section);
    rules.write_to(&pupil, &adviser).expect_status(201);
    rules.write_to(&here.student, &here.teacher).expect_status(201);
    for office in [Role::Registrar, Role::Accounting, Role::Guidance] {
        rules.write_to(&here.student, &school.person(office)).expect_status(201);
    }
    for role in [Role::Admin, Role::Principal, Role::AcademicCoordinator, Role::Teacher] {
        is_refused(&rules.write_to(&here.student, &school.person(role)));
    }
    for other in [&there.teacher, &there.student, &there.parent, &here.parent, &classmate] {
        is_refused(&rules.write_to(&here.student, other));
    }
    let admin = rules.admin();
    admin.patch("/settings", 1, json!({ "classmates_may_chat": true })).expect_status(200);
    rules.write_to(&here.student, &classmate).expect_status(201);
    is_refused(&rules.write_to(&here.student, &there.student));
    let why: Vec<_> = rules.offered(&here.student).into_iter().map(|(_, why)| why).collect();
    let count = |tie: &str| why.iter().filter(|one| *one == tie).count();
    assert_eq!(
        (count("own_teacher"), count("classmate"), count("office"), why.len()),
        (1, 1, 3, 5),
        "{why:?}"
    );
}

#[test]
fn a_parent_begins_with_own_children_their_teachers_and_offices() {
    let rules = Rules::begin();
    let (school, here, there) = (&rules.school, &rules.here, &rules.there);
    rules.write_to(&here.parent, &here.teacher).expect_status(201);
    rules.write_to(&here.parent, &here.student).expect_status(201);
    rules.write_to(&here.parent, &school.person(Role::Guidance)).expect_status(201);
    for other in [&there.teacher, &there.student, &there.parent] {
        is_refused(&rules.write_to(&here.parent, other));
    }
    is_refused(&rules.write_to(&here.parent, &school.person(Role::Principal)));
    let distant = school.person(Role::Parent);
    school.link(&distant, &here.student, GuardianRights { contact: false, ..GuardianRights::ALL });
    is_refused(&rules.write_to(&distant, &here.teacher));
    is_refused(&rules.write_to(&distant, &here.student));
    let offered = rules.offered(&here.parent);
    assert!(offered.contains(&(json!(here.teacher.id), "childs_teacher".into())), "{offered:?}");
    assert!(offered.contains(&(json!(here.student.id), "own_child".into())), "{offered:?}");
    assert_eq!(offered.len(), 3, "{offered:?}");
}

#[test]
fn staff_begin_with_anyone_who_is_there() {
    let rules = Rules::begin();
    let (school, here, there) = (&rules.school, &rules.here, &rules.there);
    for (number, role) in Role::ALL.into_iter().filter(|role| !role.is_family()).enumerate() {
        let person = school.person(role);
        for other in [&here.student, &there.parent, &there.teacher] {
            rules.write_to(&person, other).expect_status(201);
        }
        let title = format!("Group {number}");
        let others = [here.student.id, there.parent.id];
        let group = json!({ "kind": "group", "title": title, "member_ids": others });
        school.client(&person).post("/conversations", group).expect_status(201);
    }
    let gone = school.person(Role::Registrar);
    let closing = format!("/users/{}/deactivate", gone.id);
    rules.admin().request("POST", &closing).if_match(1).send().expect_status(200);
    let told = [&here.teacher, &here.student, &here.parent].map(|person| rules.write_to(person, &gone));
    told.iter().for_each(is_refused);
    let client = school.client(&here.teacher);
    let nobody = client.post("/conversations", json!({ "kind": "direct", "member_ids": [message_name()] }));
    assert_eq!(nobody.json()["errors"], told[0].json()["errors"], "who has left is like who never was");
    assert_eq!(nobody.json()["errors"], rules.write_to(&here.student, &there.teacher).json()["errors"]);
    let both = json!({ "kind": "group", "title": "Both", "member_ids": [gone.id, here.student.id] });
    is_refused(&client.post("/conversations", both));
    begin(&client, &here.teacher).expect_refused(&["member_ids"]);
    assert!(rules.offered(&here.teacher).iter().all(|(id, _)| *id != json!(gone.id)));
}

#[test]
fn families_make_no_groups() {
    let rules = Rules::begin();
    for person in [&rules.here.student, &rules.here.parent] {
        let client = rules.school.client(person);
        let group = json!({ "kind": "group", "title": "Us", "member_ids": [rules.here.teacher.id] });
        client.post("/conversations", group).expect_problem(403, "forbidden");
        let section = json!({ "kind": "section", "section_id": rules.here.section.id });
        client.post("/conversations", section.clone()).expect_problem(403, "forbidden");
        let foreign = json!({ "kind": "section", "section_id": rules.there.section.id });
        client.post("/conversations", foreign).expect_problem(404, "not_found");
    }
}

#[test]
fn members_go_on_writing_when_the_reason_has_passed() {
    let rules = Rules::begin();
    let (school, here) = (&rules.school, &rules.here);
    let begun = rules.write_to(&here.student, &here.teacher).expect_status(201).json();
    let path = format!("/sections/{}/teachers/{}", here.section.id, here.assignment.id);
    rules.admin().delete(&path).expect_status(204);
    is_refused(&rules.write_to(&here.parent, &here.teacher));
    let again = rules.write_to(&here.student, &here.teacher).expect_status(200).json();
    assert_eq!(again["id"], begun["id"]);
    let id: uuid::Uuid = serde_json::from_value(begun["id"].clone()).sure();
    school.client(&here.student).say(id.into(), "One more question").expect_status(201);
    school.client(&here.teacher).say(id.into(), "Ask").expect_status(201);
    assert!(rules.offered(&here.student).iter().all(|(id, _)| *id != json!(here.teacher.id)));
}

#[test]
fn two_people_who_begin_at_once_on_two_instances_begin_one_conversation() {
    let rules = Rules::begin();
    let other = rules.school.another_instance();
    let (teacher, student) = (&rules.here.teacher, &rules.here.student);
    let (one, two) = (rules.school.client(teacher), rules.school.client(student).at(other.address()));
    let answers = at_once(24, |number| match number % 2 {
        0 => begin(&one, student),
        _ => begin(&two, teacher),
    });
    let begun = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(begun, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    let id = answers[0].json()["id"].clone();
    assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 201) && answer.json()["id"] == id));
    assert_eq!(rules.school.database().number("SELECT count(*) FROM conversations"), 1);
    assert_eq!(rules.school.database().number("SELECT count(*) FROM conversation_members"), 2);
}
