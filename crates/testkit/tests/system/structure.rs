//! The structure of the school: what the database holds, also against many at once.

use diesel::connection::SimpleConnection;
use domain::identity::{GuardianRights, Role};
use homeroom_testkit::{Client, Person, School, Setup, Sure, at_once};
use serde_json::{Value, json};

fn registrar(school: &School) -> Client {
    school.client(&school.person(Role::Registrar))
}

#[test]
fn fifty_concurrent_placements_into_one_free_place_make_one_placement() {
    let school = School::set_up(Setup { connections: 8, ..Setup::default() });
    let section = school.section(3);
    school.place(&school.student(), &section);
    school.place(&school.student(), &section);
    let students: Vec<_> = (0..50).map(|_| school.student()).collect();
    let registrar = registrar(&school);
    let path = format!("/sections/{}/students", section.id);
    let statuses = at_once(students.len(), |number| {
        let answer = registrar.post(&path, json!({ "student_id": students[number].id }));
        if answer.status != 201 {
            answer.clone().expect_problem(409, "section_full");
        }
        answer.status
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 49, "{statuses:?}");
    assert_eq!(registrar.get(&format!("/sections/{}", section.id)).json()["enrolled"], 3);
    assert_eq!(school.database().number("SELECT count(*) FROM placements"), 3);
}

#[test]
fn a_student_who_is_placed_at_once_in_many_sections_is_in_one() {
    let school = School::set_up(Setup { connections: 8, ..Setup::default() });
    let sections: Vec<_> = (0..12).map(|_| school.section(5)).collect();
    let (student, registrar) = (school.student(), registrar(&school));
    let statuses = at_once(sections.len(), |number| {
        let path = format!("/sections/{}/students", sections[number].id);
        registrar.post(&path, json!({ "student_id": student.id })).status
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 11, "{statuses:?}");
    assert_eq!(school.database().number("SELECT sum(enrolled) FROM sections"), 1);
}

/// Two full sections, and everybody in them wants to change: none waits for another for ever, and the
/// numbers are right in the end.
#[test]
fn students_who_change_sections_all_at_once_leave_the_numbers_right() {
    let school = School::set_up(Setup { connections: 8, ..Setup::default() });
    let (one, other) = (school.section(12), school.section(12));
    let students: Vec<_> = (0..16).map(|_| school.student()).collect();
    for (number, student) in students.iter().enumerate() {
        school.place(student, if number % 2 == 0 { &one } else { &other });
    }
    let registrar = registrar(&school);
    at_once(students.len(), |number| {
        let to = if number % 2 == 0 { &other } else { &one };
        let body = json!({ "student_id": students[number].id, "move": true });
        let answer = registrar.post(&format!("/sections/{}/students", to.id), body);
        assert!([201, 409].contains(&answer.status), "{}", answer.text());
    });
    assert_eq!(school.database().number("SELECT sum(enrolled) FROM sections"), 16);
    let wrong = "SELECT count(*) FROM sections WHERE enrolled > capacity OR enrolled <>
        (SELECT count(*) FROM placements WHERE section_id = sections.id)";
    assert_eq!(school.database().number(wrong), 0);
}

#[test]
fn a_student_changes_sections_only_when_that_is_meant() {
    let school = School::open();
    let (one, other, student) = (school.section(2), school.section(2), school.student());
    school.place(&student, &one);
    let registrar = registrar(&school);
    let place = |section: &domain::structure::Section, body: Value| {
        registrar.post(&format!("/sections/{}/students", section.id), body)
    };
    let refused = place(&other, json!({ "student_id": student.id })).expect_problem(409, "placed_elsewhere");
    assert_eq!(refused.json()["section_id"], one.id.to_string());
    place(&one, json!({ "student_id": student.id })).expect_problem(409, "already_placed");
    place(&other, json!({ "student_id": student.id, "move": true })).expect_status(201);
    assert_eq!(registrar.get(&format!("/sections/{}", one.id)).json()["enrolled"], 0);
    assert_eq!(registrar.get(&format!("/sections/{}", other.id)).json()["enrolled"], 1);
    place(&one, json!({ "student_id": school.person(Role::Teacher).id })).expect_refused(&["student_id"]);
}

#[test]
fn what_is_in_use_is_not_deleted_and_says_what_uses_it() {
    let school = School::open();
    let section = school.section(5);
    school.place(&school.student(), &section);
    school.place(&school.student(), &section);
    let teacher = school.person(Role::Teacher);
    let assignment = school.assign(&teacher, &section);
    school.apply(&school.student());
    school.term(&school.year);
    let admin = school.client(&school.person(Role::Admin));
    let delete = |path: String| {
        let answer = admin.request("DELETE", &path).if_match(1).send();
        let mut used: Vec<(String, u64)> = answer.expect_problem(409, "in_use").json()["dependents"]
            .as_array()
            .sure()
            .iter()
            .map(|one| (one["kind"].as_str().sure().to_owned(), one["count"].as_u64().sure()))
            .collect();
        used.sort();
        used
    };
    let named = |pairs: &[(&str, u64)]| {
        pairs.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect::<Vec<_>>()
    };
    assert_eq!(delete(format!("/sections/{}", section.id)), named(&[("assignments", 1), ("placements", 2)]));
    assert_eq!(delete(format!("/subjects/{}", assignment.subject)), named(&[("assignments", 1)]));
    assert_eq!(
        delete(format!("/grade-levels/{}", school.grade.id)),
        named(&[("applications", 1), ("sections", 1)])
    );
    let used = delete(format!("/school-years/{}", school.year.id));
    assert_eq!(used, named(&[("applications", 1), ("sections", 1), ("terms", 1)]));
}

#[test]
fn years_and_terms_do_not_overlap_and_terms_stay_inside() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    let year = |name: &str, starts_on: &str, ends_on: &str| {
        admin.post("/school-years", json!({ "name": name, "starts_on": starts_on, "ends_on": ends_on }))
    };
    year("Overlapping", "2027-03-31", "2028-03-31").expect_problem(409, "school_years_overlap");
    year(school.year.name.as_str(), "2027-06-01", "2028-03-31").expect_problem(409, "school_year_name_taken");
    year("Backwards", "2028-06-01", "2028-05-31").expect_refused(&["ends_on"]);
    year("Next", "2027-04-01", "2028-03-31").expect_status(201);
    let term = |name: &str, starts_on: &str, ends_on: &str| {
        let body = json!({ "school_year_id": school.year.id, "name": name, "starts_on": starts_on, "ends_on": ends_on });
        admin.post("/terms", body)
    };
    let first = term("First", "2026-06-01", "2026-10-31").expect_status(201).json();
    term("Second", "2026-10-31", "2027-03-31").expect_problem(409, "terms_overlap");
    term("Second", "2026-11-01", "2027-04-01").expect_problem(409, "term_outside_school_year");
    term("FIRST", "2026-11-01", "2027-03-31").expect_problem(409, "term_name_taken");
    let shrunk = json!({ "starts_on": "2026-07-01" });
    admin
        .patch(&format!("/school-years/{}", school.year.id), 1, shrunk)
        .expect_problem(409, "term_outside_school_year");
    let moved = admin.patch(
        &format!("/terms/{}", first["id"].as_str().sure()),
        1,
        json!({ "ends_on": "2026-09-30" }),
    );
    assert_eq!(moved.expect_status(200).json()["version"], 2);
}

/// A term that begins to be made while its year is being shortened, and the other way round.
#[test]
fn a_term_and_its_year_cannot_slip_past_each_other() {
    let school = School::set_up(Setup { connections: 8, ..Setup::default() });
    let admin = school.client(&school.person(Role::Admin));
    for _ in 0..5 {
        let year = school.past_year();
        let (starts_on, ends_on) = (year.period.starts_on(), year.period.ends_on());
        let shorter = starts_on + chrono::TimeDelta::days(30);
        at_once(2, |number| {
            if number == 0 {
                return admin.patch(
                    &format!("/school-years/{}", year.id),
                    1,
                    json!({ "starts_on": shorter }),
                );
            }
            let name = "Whole";
            let body = json!({ "school_year_id": year.id, "name": name, "starts_on": starts_on, "ends_on": ends_on });
            admin.post("/terms", body)
        });
    }
    let outside = "SELECT count(*) FROM terms JOIN school_years AS year ON year.id = school_year_id
        WHERE terms.starts_on < year.starts_on OR terms.ends_on > year.ends_on";
    assert_eq!(school.database().number(outside), 0);
}

#[test]
fn a_section_never_gets_smaller_than_its_class() {
    let school = School::open();
    let section = school.section(5);
    for _ in 0..3 {
        school.place(&school.student(), &section);
    }
    let registrar = registrar(&school);
    let path = format!("/sections/{}", section.id);
    let refused = registrar.patch(&path, 1, json!({ "capacity": 2 })).expect_problem(409, "below_enrolled");
    assert_eq!(refused.json()["enrolled"], 3);
    registrar.patch(&path, 1, json!({ "capacity": 3 })).expect_status(200);
    registrar.patch(&path, 2, json!({ "capacity": 0 })).expect_refused(&["capacity"]);
    registrar.patch(&path, 2, json!({ "adviser_id": school.student().id })).expect_refused(&["adviser_id"]);
    let adviser = school.person(Role::Teacher);
    let changed = registrar
        .patch(&path, 2, json!({ "adviser_id": adviser.id, "room": "12-B" }))
        .expect_status(200)
        .json();
    assert_eq!((&changed["adviser_id"], &changed["room"]), (&json!(adviser.id), &json!("12-B")));
    let cleared =
        registrar.patch(&path, 3, json!({ "adviser_id": null, "room": null })).expect_status(200).json();
    assert_eq!((&cleared["adviser_id"], &cleared["room"]), (&Value::Null, &Value::Null));
}

#[test]
fn names_and_codes_are_taken_once_whatever_their_case() {
    let school = School::open();
    let (admin, section) = (school.client(&school.person(Role::Admin)), school.section(5));
    let same = json!({
        "name": section.facts.name.as_str().to_uppercase(), "school_year_id": school.year.id,
        "grade_level_id": school.grade.id, "capacity": 5,
    });
    admin.post("/sections", same.clone()).expect_problem(409, "section_name_taken");
    let mut elsewhere = same;
    elsewhere["grade_level_id"] = json!(school.another_grade().id);
    admin.post("/sections", elsewhere).expect_status(201);
    let subject = school.subject();
    let same = json!({ "code": subject.code.as_str().to_lowercase(), "title": "Another" });
    admin.post("/subjects", same).expect_problem(409, "subject_code_taken");
    let same = json!({ "code": "other", "name": "Another", "position": school.grade.position });
    admin.post("/grade-levels", same).expect_problem(409, "grade_level_position_taken");
    let person = school.person(Role::Teacher);
    let same = json!({
        "email": person.email.to_uppercase(), "first_name": "A", "last_name": "B", "roles": ["teacher"],
        "primary_role": "teacher",
    });
    admin.post("/users", same).expect_problem(409, "email_taken");
}

#[test]
fn a_class_list_shows_each_reader_what_single_reads_would_show() {
    let school = School::open();
    let (section, elsewhere) = (school.section(5), school.section(5));
    let (student, classmate, stranger) = (school.student(), school.student(), school.student());
    school.place(&student, &section);
    school.place(&classmate, &section);
    school.place(&stranger, &elsewhere);
    let (parent, teacher) = (school.parent_of(&student), school.person(Role::Teacher));
    school.assign(&teacher, &section);
    let seen = |person: &Person| -> Vec<String> {
        let list = school
            .client(person)
            .get(&format!("/sections/{}/students", section.id))
            .expect_status(200)
            .json();
        let mut ids: Vec<String> = list["items"]
            .as_array()
            .sure()
            .iter()
            .map(|line| line["student_id"].as_str().sure().to_owned())
            .collect();
        ids.sort();
        ids
    };
    let everyone = vec![student.id.to_string(), classmate.id.to_string()];
    assert_eq!(seen(&school.person(Role::Registrar)), everyone);
    assert_eq!(seen(&teacher), everyone);
    assert_eq!(seen(&student), [student.id.to_string()]);
    assert_eq!(seen(&parent), [student.id.to_string()]);
    let sections =
        |person: &Person| school.client(person).get("/sections").expect_status(200).json()["total"].clone();
    assert_eq!((sections(&student), sections(&parent), sections(&stranger)), (json!(1), json!(1), json!(1)));
    assert_eq!((sections(&teacher), sections(&school.student())), (json!(2), json!(0)));
}

/// The ids or other fields of what a list holds, in its order.
fn column(client: &Client, path: &str, field: &str) -> Vec<Value> {
    let list = client.get(path).expect_status(200).json();
    let items = list["items"].as_array().sure();
    assert_eq!(list["total"], json!(items.len()));
    items.iter().map(|item| item[field].clone()).collect()
}

#[test]
fn who_asks_for_their_own_sections_gets_those_in_which_they_stand() {
    let school = School::open();
    let (teacher, student) = (school.person_with(&[Role::Teacher, Role::Parent]), school.student());
    let advised = school.section_of(&school.grade, 5, Some(&teacher));
    let (taught, childs, foreign) = (school.section(5), school.section(5), school.section(5));
    school.assign(&teacher, &taught);
    school.link(&teacher, &student, GuardianRights::ALL);
    school.place(&student, &childs);
    let own = |person: &Person, more: &str| {
        let mut ids = column(&school.client(person), &format!("/sections?mine=true{more}"), "id");
        ids.sort_by_key(ToString::to_string);
        ids
    };
    let mut all = vec![json!(advised.id), json!(taught.id), json!(childs.id)];
    all.sort_by_key(ToString::to_string);
    assert_eq!(own(&teacher, ""), all);
    assert_eq!(own(&student, ""), [json!(childs.id)]);
    let name = taught.facts.name.as_str().replace(' ', "%20");
    assert_eq!(own(&teacher, &format!("&q={name}")), [json!(taught.id)]);
    assert_eq!(own(&teacher, &format!("&school_year_id={}", school.past_year().id)), Vec::<Value>::new());
    assert_eq!(own(&school.person(Role::Registrar), ""), Vec::<Value>::new());
    let everything = column(&school.client(&teacher), "/sections?mine=false", "id");
    assert!(everything.contains(&json!(foreign.id)) && everything.len() == 4);
}

#[test]
fn assignments_are_listed_for_each_reader_as_far_as_they_may_see_them() {
    let school = School::open();
    let (section, elsewhere) = (school.section(5), school.section(5));
    let (teacher, colleague) = (school.person(Role::Teacher), school.person(Role::Teacher));
    let own = school.assign(&teacher, &section);
    let theirs = school.assign(&colleague, &section);
    let far = school.assign(&colleague, &elsewhere);
    let student = school.student();
    school.place(&student, &section);
    let seen = |person: &Person, query: &str| {
        let mut ids =
            column(&school.client(person), &format!("/teaching-assignments?limit=100{query}"), "id");
        ids.sort_by_key(ToString::to_string);
        ids
    };
    let ids = |assignments: &[&domain::structure::Assignment]| {
        let mut ids: Vec<_> = assignments.iter().map(|one| json!(one.id)).collect();
        ids.sort_by_key(ToString::to_string);
        ids
    };
    let coordinator = school.person(Role::AcademicCoordinator);
    assert_eq!(seen(&coordinator, ""), ids(&[&own, &theirs, &far]));
    assert_eq!(seen(&coordinator, &format!("&teacher_id={}", colleague.id)), ids(&[&theirs, &far]));
    assert_eq!(seen(&coordinator, &format!("&section_id={}", section.id)), ids(&[&own, &theirs]));
    let past = format!("&school_year_id={}", school.past_year().id);
    assert_eq!(seen(&coordinator, &past), ids(&[]));
    assert_eq!(seen(&teacher, ""), ids(&[&own]));
    assert_eq!(seen(&teacher, &format!("&teacher_id={}", colleague.id)), ids(&[]));
    for family in [&student, &school.parent_of(&student)] {
        assert_eq!(seen(family, ""), ids(&[&own, &theirs]));
    }
    let without = school.person(Role::Parent);
    school.link(&without, &student, GuardianRights { academics: false, ..GuardianRights::ALL });
    assert_eq!(seen(&without, ""), ids(&[]));
    let query = format!("/teaching-assignments?section_id={}", elsewhere.id);
    let line = school.client(&coordinator).get(&query).json()["items"][0].clone();
    assert_eq!(
        line["teacher_name"],
        format!("{} {}", colleague.account.first_name, colleague.account.last_name)
    );
    assert_eq!(
        (&line["section_id"], &line["section_name"], &line["grade_level"]),
        (&json!(elsewhere.id), &json!(elsewhere.facts.name), &json!(school.grade.name))
    );
    school
        .client(&coordinator)
        .get("/teaching-assignments?teacher_id=nobody")
        .expect_problem(400, "unreadable");
}

#[test]
fn the_time_zone_is_one_that_the_database_knows_too() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    for zone in ["Mars/Olympus", "+08:00", "Asia/Manila; DROP TABLE settings", "PST8PDT4"] {
        admin.patch("/settings", 1, json!({ "time_zone": zone })).expect_refused(&["time_zone"]);
    }
    admin.patch("/settings", 1, json!({ "time_zone": "America/Lima" })).expect_status(200);
    // Whoever writes past the program meets the same rule.
    let refused =
        school.database().as_owner().batch_execute("UPDATE settings SET time_zone = 'Mars/Olympus'");
    match refused {
        Err(diesel::result::Error::DatabaseError(_, about)) => {
            assert_eq!(about.constraint_name(), Some("settings_time_zone_is_known"));
        }
        other => panic!("{other:?}"),
    }
}

/// Young or odd names, which one of the two may not know: they are refused on their field, and break nothing.
#[test]
fn a_zone_that_only_the_program_knows_is_refused_on_its_field() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    let mut version = 1;
    for zone in ["America/Coyhaique", "Europe/Kyiv", "US/Pacific-New", "Asia/Manila", "EST5EDT", "GMT+0"] {
        let answer = admin.patch("/settings", version, json!({ "time_zone": zone }));
        let known = format!("SELECT count(*) FROM pg_timezone_names WHERE name = '{zone}'");
        if answer.status == 200 {
            assert_eq!(school.database().number(&known), 1, "{zone}");
            version += 1;
        } else {
            answer.expect_refused(&["time_zone"]);
        }
        admin.get("/settings").expect_status(200);
    }
    assert!(version > 1, "none was accepted");
}
