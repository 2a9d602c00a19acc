use domain::identity::Role;
use homeroom_testkit::School;
use serde_json::json;

#[test]
fn a_move_is_seen_by_the_student_at_once() {
    let school = School::open();
    let student = school.student();
    school.apply(&student);
    let mut socket = school.client(&student).socket();
    let registrar = school.client(&school.person(Role::Registrar));
    let path = format!("/enrollment/progress/{}", student.id);
    registrar.patch(&path, 1, json!({ "status": "under_review" })).expect_status(200);
    assert_eq!(socket.next_of("enrollment.changed")["student_id"], student.id.to_string());
}
