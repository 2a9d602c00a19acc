use domain::identity::Role;
use homeroom_testkit::{PASSWORD, School};
use serde_json::json;

#[test]
fn the_right_password_logs_in() {
    let school = School::open();
    let person = school.person(Role::Registrar);
    let client = school.log_in(&person);
    let me = client.get("/users/me").expect_status(200).json();
    assert_eq!(me["email"], person.email);
    assert_eq!(me["roles"], json!(["registrar"]));
    let _ = PASSWORD;
}
