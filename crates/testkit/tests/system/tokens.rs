//! Access tokens that are none, sent to the running server.

use application::Clock;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::identity::Role;
use hmac::{Hmac, KeyInit, Mac};
use homeroom_testkit::{School, Socket, Sure};
use serde_json::{Value, json};
use sha2::Sha256;

const SECRET: &[u8] = b"an access secret of the tests, long enough";

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn sealed(header: &Value, claims: &Value, secret: &[u8]) -> String {
    let text = format!("{}.{}", part(header), part(claims));
    let mut seal = Hmac::<Sha256>::new_from_slice(secret).sure();
    seal.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(seal.finalize().into_bytes()))
}

fn with(value: &Value, name: &str, other: Value) -> Value {
    let mut value = value.clone();
    value[name] = other;
    value
}

#[test]
fn nothing_that_is_nearly_a_token_is_let_in_nor_heard() {
    let school = School::open();
    let person = school.person(Role::Admin);
    let session = school.session(&person);
    let now = school.clock().now().timestamp();
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let claims = json!({
        "iss": "homeroom", "aud": "homeroom-api", "sub": person.id, "sid": session, "purpose": "access",
        "iat": now, "nbf": now, "exp": now + 900,
    });
    let genuine = sealed(&header, &claims, SECRET);
    // Without this the refusals below might have another reason.
    school.visitor().with_token(&genuine).get("/users/me").expect_status(200);
    let none = with(&header, "alg", json!("none"));
    let corpus = [
        format!("{}.{}.", part(&none), part(&claims)),
        format!("{}.{}", part(&none), part(&claims)),
        sealed(&none, &claims, SECRET),
        sealed(&with(&header, "alg", json!("HS512")), &claims, SECRET),
        sealed(&header, &claims, b"another secret, just as long as the right one"),
        sealed(&header, &claims, b""),
        sealed(&header, &with(&claims, "iss", json!("elsewhere")), SECRET),
        sealed(&header, &with(&claims, "aud", json!("another-api")), SECRET),
        sealed(&header, &with(&claims, "purpose", json!("refresh")), SECRET),
        sealed(&header, &with(&claims, "purpose", Value::Null), SECRET),
        sealed(&header, &with(&claims, "exp", json!(now - 10)), SECRET),
        sealed(&header, &with(&claims, "exp", Value::Null), SECRET),
        sealed(&header, &with(&claims, "nbf", json!(now + 60)), SECRET),
        sealed(&header, &with(&claims, "sub", json!("admin")), SECRET),
        sealed(&header, &with(&claims, "sub", Value::Null), SECRET),
        genuine[..genuine.len() - 1].to_owned(),
        format!("{genuine}A"),
        format!(".{genuine}"),
        genuine.replace('.', ""),
        genuine.to_uppercase(),
        String::new(),
        "null".to_owned(),
        "a.b.c".to_owned(),
        "A".repeat(7000),
    ];
    for token in &corpus {
        let client = school.visitor().with_token(token.as_str());
        client.get("/users/me").expect_problem(401, "unauthenticated");
        assert_eq!(Socket::open(&client).hear(), Err(Some(4401)), "{token}");
    }
}

#[test]
fn the_token_counts_in_its_header_and_nowhere_else() {
    let school = School::open();
    let client = school.client(&school.person(Role::Admin));
    let visitor = school.visitor();
    let token = client.token();
    visitor.get(&format!("/users/me?access_token={token}")).expect_status(401);
    visitor
        .request("GET", "/users/me")
        .header("cookie", &format!("access_token={token}"))
        .send()
        .expect_status(401);
    visitor.request("GET", "/users/me").header("authorization", token).send().expect_status(401);
    let basic = format!("Basic {token}");
    visitor.request("GET", "/users/me").header("authorization", &basic).send().expect_status(401);
    let lower = format!("bearer {token}");
    visitor.request("GET", "/users/me").header("authorization", &lower).send().expect_status(200);
}
