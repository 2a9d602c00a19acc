//! Every route, as every role, in every situation: what comes is what the access matrix says.

mod calls;
mod chat;
mod files;
mod scene;

use std::{collections::BTreeSet, sync::OnceLock};

use domain::{access::ActionKind, identity::Role};
use homeroom_testkit::{
    School, Sure,
    access_matrix::{AccessMatrix, Answer, Reach, Route, Situation},
};
use serde_json::Value;

use self::scene::Scene;

/// What came of one call.
struct Seen {
    route: usize,
    roles: Vec<Role>,
    situation: Situation,
    status: u16,
    code: String,
}

/// Walks every route of the matrix, as each of these sets of roles.
fn walk(matrix: &AccessMatrix, callers: &[Vec<Role>]) -> Vec<Seen> {
    let school = School::open();
    let mut seen = Vec::new();
    for (index, route) in matrix.routes.iter().enumerate() {
        for roles in callers {
            let situations: BTreeSet<_> = roles.iter().flat_map(|role| matrix.cases(route, *role)).collect();
            // With a role of the staff, one's own account is no family's.
            let is_staff = roles.iter().any(|role| !role.is_family());
            let cannot_be =
                |situation| situation == Situation::Own && route.target == "family_account" && is_staff;
            for situation in situations.into_iter().filter(|situation| !cannot_be(*situation)) {
                let scene = Scene::set(&school, matrix, route, roles, situation);
                let answer = calls::ask(&scene, route);
                let (status, code) = (answer.status, answer.code());
                seen.push(Seen { route: index, roles: roles.clone(), situation, status, code });
            }
        }
    }
    seen
}

/// The walk as each single role, taken once.
fn as_each_role(matrix: &AccessMatrix) -> &'static [Seen] {
    static SEEN: OnceLock<Vec<Seen>> = OnceLock::new();
    SEEN.get_or_init(|| walk(matrix, &Role::ALL.map(|role| vec![role])))
}

impl Seen {
    /// Whether this is what the matrix says.
    fn is_as_in(&self, matrix: &AccessMatrix) -> bool {
        let route = &matrix.routes[self.route];
        let expected = matrix.answer(route, &self.roles, self.situation);
        expected.is(self.status) || (expected == Answer::Allowed && self.is_allowed_but_impossible(route))
    }

    /// What the rights allow, and the state of things does not: people do not close or open their own
    /// accounts, and a section with a class is not deleted.
    fn is_allowed_but_impossible(&self, route: &Route) -> bool {
        let own = self.situation == Situation::Own;
        match (&*route.method, &*route.path) {
            ("POST", "/users/{id}/deactivate") => own && self.code == "own_account",
            ("POST", "/users/{id}/reactivate") => own && self.code == "already_active",
            ("DELETE", "/sections/{id}") => self.code == "in_use",
            _ => false,
        }
    }

    fn tell(&self, matrix: &AccessMatrix) -> String {
        let Route { method, path, case, .. } = &matrix.routes[self.route];
        let expected = matrix.answer(&matrix.routes[self.route], &self.roles, self.situation);
        let Self { roles, situation, status, code, .. } = self;
        format!("{method} {path} {case:?} as {roles:?}, {situation:?}: {status} {code}, and not {expected:?}")
    }
}

#[test]
fn every_route_answers_every_role_in_every_situation_as_the_matrix_says() {
    let matrix = AccessMatrix::read().sure();
    let seen = as_each_role(&matrix);
    let wrong: Vec<_> =
        seen.iter().filter(|one| !one.is_as_in(&matrix)).map(|one| one.tell(&matrix)).collect();
    assert!(wrong.is_empty(), "{} of {} are wrong: {wrong:#?}", wrong.len(), seen.len());
    assert!(seen.len() > 600, "only {} calls", seen.len());
}

#[test]
fn who_has_several_roles_may_what_each_of_them_allows_and_no_more() {
    let matrix = AccessMatrix::read().sure();
    let seen = walk(&matrix, &[vec![Role::Teacher, Role::Parent], vec![Role::Student, Role::Parent]]);
    let wrong: Vec<_> =
        seen.iter().filter(|one| !one.is_as_in(&matrix)).map(|one| one.tell(&matrix)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The walk against a matrix with one cell changed, for every cell that a route asks: it must not agree.
/// So a guard that is taken out of the program, or put in another's place, cannot go unnoticed.
#[test]
fn no_cell_of_the_matrix_can_change_without_the_walk_noticing() {
    let mut matrix = AccessMatrix::read().sure();
    let seen = as_each_role(&matrix);
    let mut unnoticed = Vec::new();
    let mut tried = 0;
    for action in
        ActionKind::ALL.into_iter().filter(|action| scene::is_asked(&matrix, *action)).collect::<Vec<_>>()
    {
        for role in Role::ALL {
            let reach = matrix.reach(role, action).to_vec();
            let mutants: Vec<Vec<Reach>> = if reach.is_empty() {
                vec![vec![Reach::Any]]
            } else {
                reach.iter().map(|gone| reach.iter().filter(|one| *one != gone).copied().collect()).collect()
            };
            for mutant in mutants {
                tried += 1;
                set_reach(&mut matrix, role, action, mutant.clone());
                if seen.iter().all(|one| one.is_as_in(&matrix)) {
                    unnoticed.push(format!("{} of {role}: {reach:?} became {mutant:?}", action.code()));
                }
                set_reach(&mut matrix, role, action, reach.clone());
            }
        }
    }
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
    assert!(tried > 140, "only {tried} changes");
}

fn set_reach(matrix: &mut AccessMatrix, role: Role, action: ActionKind, reach: Vec<Reach>) {
    let capability = matrix
        .capabilities
        .iter_mut()
        .find(|one| one.read == Some(action) || one.manage == Some(action))
        .sure();
    let verbs = capability.roles.entry(role).or_default();
    if capability.read == Some(action) { verbs.read = reach } else { verbs.manage = reach }
}

/// Every route that the API documents, with its method in capitals.
fn documented() -> BTreeSet<(String, String)> {
    let document: Value = serde_json::to_value(http::openapi::document()).sure();
    let paths = document["paths"].as_object().sure();
    let routes = paths.iter().flat_map(|(path, methods)| {
        methods.as_object().sure().keys().map(|method| (method.to_uppercase(), path.clone()))
    });
    routes.collect()
}

#[test]
fn every_documented_route_has_a_row_and_every_row_a_route() {
    let matrix = AccessMatrix::read().sure();
    let documented = documented();
    let is_known = |(method, path): &&(String, String)| {
        let below = path.strip_prefix("/api/v1");
        matrix.is_public(method, path)
            || below.is_some_and(|below| matrix.rows(method, below).next().is_some())
    };
    let rowless: Vec<_> = documented.iter().filter(|route| !is_known(route)).collect();
    assert!(rowless.is_empty(), "documented, but not in the matrix: {rowless:?}");
    let is_documented = |method: &str, path: &str| {
        let wanted = segments(path);
        documented.iter().any(|(known, other)| known == method && segments(other) == wanted)
    };
    let routeless: Vec<_> = matrix
        .routes
        .iter()
        .filter(|route| !is_documented(&route.method, &format!("/api/v1{}", route.path)))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert!(routeless.is_empty(), "in the matrix, but not documented: {routeless:?}");
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect()
}

#[test]
fn visitors_reach_nothing_but_what_is_public() {
    let matrix = AccessMatrix::read().sure();
    let school = School::open();
    let forged = school.visitor().with_token("nonsense");
    for (method, path) in documented() {
        if matrix.is_public(&method, &path) {
            continue;
        }
        let concrete = path.split('/').map(|segment| {
            if segment.starts_with('{') { "01990000-0000-7000-8000-000000000001" } else { segment }
        });
        let concrete = concrete.collect::<Vec<_>>().join("/");
        for client in [school.visitor(), forged.clone()] {
            for body in ["", "{}", "nonsense"] {
                let request = client.request(&method, &concrete).if_match(1);
                let request = request.header("content-type", "application/json").bytes(body);
                let answer = request.send();
                assert_eq!(answer.status, 401, "{method} {concrete}: {}", answer.text());
            }
        }
    }
}
