//! Learning modules: who sees and changes them, in which order they stand, and what becomes of their files.

use chrono::TimeDelta;
use domain::identity::{GuardianRights, Role};
use homeroom_testkit::{Sure, UploadedFile};
use serde_json::{Value, json};

use super::shelf::{Shelf, link, titles};

#[test]
fn the_section_sees_what_its_teacher_uploads_and_nobody_else_does() {
    let shelf = Shelf::open();
    let module = shelf.add("Cells");
    let path = format!("/modules/{}", module["id"].as_str().sure());
    let of_section = format!("/modules/section/{}", shelf.section.id);
    for person in [&shelf.teacher, &shelf.colleague, &shelf.student, &shelf.parent] {
        let client = shelf.client(person);
        assert_eq!(client.get(&path).expect_status(200).json()["title"], "Cells");
        assert_eq!(titles(&client.get(&of_section)), ["Cells"]);
        assert_eq!(titles(&client.get("/modules")), ["Cells"]);
    }
    let without_academics = shelf.school.person(Role::Parent);
    let rights = GuardianRights { academics: false, ..GuardianRights::ALL };
    shelf.school.link(&without_academics, &shelf.student, rights);
    for person in [&shelf.stranger, &shelf.other_teacher, &without_academics] {
        let client = shelf.client(person);
        client.get(&path).expect_problem(404, "not_found");
        client.get(&of_section).expect_problem(404, "not_found");
        client.get(&format!("{path}/file")).expect_problem(404, "not_found");
        client
            .post(&format!("{path}/link"), json!({ "disposition": "attachment" }))
            .expect_problem(404, "not_found");
        assert!(titles(&client.get("/modules")).is_empty());
    }
    shelf.client(&shelf.school.person(Role::Registrar)).get("/modules").expect_problem(403, "forbidden");
    shelf.client(&shelf.student).patch(&path, 1, json!({ "title": "Mine" })).expect_problem(403, "forbidden");
}

#[test]
fn a_module_is_the_teachers_own_only_while_the_section_is() {
    let shelf = Shelf::open();
    let module = shelf.add("Cells");
    let path = format!("/modules/{}", module["id"].as_str().sure());
    shelf
        .client(&shelf.colleague)
        .patch(&path, 1, json!({ "title": "Ours" }))
        .expect_problem(403, "forbidden");
    let assignment = format!("/sections/{}/teachers/{}", shelf.section.id, shelf.assignment.id);
    shelf.office().delete(&assignment).expect_status(204);
    let teacher = shelf.client(&shelf.teacher);
    teacher.get(&path).expect_problem(404, "not_found");
    teacher.patch(&path, 1, json!({ "title": "Still mine" })).expect_problem(404, "not_found");
}

#[test]
fn modules_stand_where_their_teacher_puts_them() {
    let shelf = Shelf::open();
    let [first, second, third] = ["One", "Two", "Three"].map(|title| shelf.add(title));
    let teacher = shelf.client(&shelf.teacher);
    let of_section = format!("/modules/section/{}", shelf.section.id);
    let path = |module: &Value| format!("/modules/{}", module["id"].as_str().sure());
    assert_eq!(titles(&teacher.get(&of_section)), ["One", "Two", "Three"]);
    teacher.patch(&path(&third), 1, json!({ "after_id": first["id"] })).expect_status(200);
    assert_eq!(titles(&teacher.get(&of_section)), ["One", "Three", "Two"]);
    teacher.patch(&path(&second), 1, json!({ "after_id": null })).expect_status(200);
    assert_eq!(titles(&teacher.get(&of_section)), ["Two", "One", "Three"]);
    // However often one is put between the same two, there is always room.
    let (mut moved, mut other) = (path(&second), path(&third));
    let mut versions = [2, 2];
    for _ in 0..50 {
        teacher.patch(&moved, versions[0], json!({ "after_id": first["id"] })).expect_status(200);
        versions[0] += 1;
        std::mem::swap(&mut moved, &mut other);
        versions.swap(0, 1);
    }
    assert_eq!(titles(&teacher.get(&of_section))[0], "One");
    let elsewhere = shelf.add_elsewhere("Elsewhere");
    let after = json!({ "after_id": elsewhere["id"] });
    teacher.patch(&path(&first), 1, after).expect_refused(&["after_id"]);
}

#[test]
fn a_stale_change_is_refused_and_a_removed_module_is_gone() {
    let shelf = Shelf::open();
    let module = shelf.add("Cells");
    let path = format!("/modules/{}", module["id"].as_str().sure());
    let teacher = shelf.client(&shelf.teacher);
    teacher
        .patch(&path, 1, json!({ "title": "Cells and tissues", "description": "Read first" }))
        .expect_status(200);
    teacher.patch(&path, 1, json!({ "title": "Late" })).expect_problem(412, "stale_version");
    let changed = teacher.patch(&path, 2, json!({ "description": null })).expect_status(200).json();
    assert_eq!((&changed["title"], &changed["description"]), (&json!("Cells and tissues"), &Value::Null));
    teacher.delete(&path).expect_problem(428, "precondition_required");
    let address = link(&shelf.client(&shelf.student), &path, "attachment");
    teacher.request("DELETE", &path).if_match(3).send().expect_status(204);
    teacher.get(&path).expect_problem(404, "not_found");
    shelf.school.visitor().get(&address).expect_problem(404, "not_found");
    shelf.reconcile();
    assert_eq!(shelf.objects(), 0, "its bytes are gone too");
}

#[test]
fn another_file_takes_the_place_of_the_one_there_was() {
    let shelf = Shelf::open();
    let module = shelf.add("Cells");
    let path = format!("/modules/{}", module["id"].as_str().sure());
    let teacher = shelf.client(&shelf.teacher);
    let replace = |version: u32, text: &'static str| {
        let file = UploadedFile::text("cells-2.txt", text);
        teacher.request("POST", &format!("{path}/file")).if_match(version).form(&[], &file).send()
    };
    let replaced = replace(1, "Second edition").expect_status(200).json();
    assert_eq!((&replaced["version"], &replaced["file"]["name"]), (&json!(2), &json!("cells-2.txt")));
    replace(1, "Third edition").expect_problem(412, "stale_version");
    assert_eq!(shelf.client(&shelf.student).get(&format!("{path}/file")).text(), "Second edition");
    shelf.reconcile();
    assert_eq!(shelf.objects(), 1);
}

#[test]
fn the_teacher_sees_who_has_opened_it() {
    let shelf = Shelf::open();
    let module = shelf.add("Cells");
    let path = format!("/modules/{}", module["id"].as_str().sure());
    let (student, teacher) = (shelf.client(&shelf.student), shelf.client(&shelf.teacher));
    assert_eq!(student.get(&path).json()["opened"], false);
    for client in [&student, &student, &shelf.client(&shelf.parent), &shelf.client(&shelf.colleague)] {
        link(client, &path, "inline");
    }
    assert_eq!(student.get(&path).json()["opened"], true);
    assert_eq!(student.get(&path).json()["opened_count"], Value::Null);
    assert_eq!(teacher.get(&path).json()["opened_count"], 2, "teachers do not count, nor does a second time");
    let opened = teacher.get(&format!("{path}/openings")).expect_status(200).json();
    assert_eq!(opened["total"], 2);
    for person in [&shelf.student, &shelf.colleague] {
        shelf.client(person).get(&format!("{path}/openings")).expect_problem(403, "forbidden");
    }
}

#[test]
fn lists_are_searched_sorted_and_taken_out() {
    let shelf = Shelf::open();
    for title in ["Átomo", "=HYPERLINK(1)", "Cells"] {
        shelf.school.clock().advance(TimeDelta::minutes(1));
        shelf.add(title);
    }
    let client = shelf.client(&shelf.student);
    assert_eq!(titles(&client.get("/modules?q=atomo")), ["Átomo"]);
    assert_eq!(titles(&client.get("/modules?sort=-uploaded_at"))[0], "Cells");
    client.get("/modules?sort=size").expect_refused(&["sort"]);
    let table = client.get("/modules?format=csv").expect_status(200).text();
    assert!(table.contains("'=HYPERLINK(1)"), "{table}");
    assert_eq!(table.lines().count(), 4);
}

#[test]
fn modules_of_a_family_follow_the_child() {
    let shelf = Shelf::open();
    shelf.add("Cells");
    assert_eq!(titles(&shelf.client(&shelf.parent).get("/modules")), ["Cells"]);
    let elsewhere = format!("/sections/{}/students", shelf.school.section(9).id);
    let moved = json!({ "student_id": shelf.student.id, "move": true });
    shelf.office().post(&elsewhere, moved).expect_status(201);
    for person in [&shelf.parent, &shelf.student] {
        assert!(titles(&shelf.client(person).get("/modules")).is_empty());
    }
}
