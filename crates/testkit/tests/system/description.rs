//! The description of the API.

use homeroom_testkit::{School, Sure};

#[test]
fn the_running_server_describes_itself_in_the_words_of_the_program() {
    let school = School::open();
    let served = school.visitor().get("/openapi.json").expect_status(200).json();
    assert_eq!(served, serde_json::to_value(http::openapi::document()).sure());
}

#[test]
fn the_description_can_be_browsed() {
    let school = School::open();
    let page = school.visitor().get("/api/docs/").expect_status(200);
    assert!(page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
}
