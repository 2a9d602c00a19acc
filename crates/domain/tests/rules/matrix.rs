//! The table of the crate against the matrix that was written by hand, every cell of it.

use std::collections::{BTreeMap, BTreeSet};

use homeroom_domain::{
    access::{ActionKind, Actor, Relation, allows},
    identity::{Right, Role},
};
use serde::Deserialize;

const MATRIX: &str = include_str!("../../../../docs/access-matrix.toml");

#[derive(Deserialize)]
struct Matrix {
    relations: BTreeMap<String, String>,
    capability: Vec<Capability>,
    system: System,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Capability {
    id: String,
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "note")]
    _note: Option<String>,
    read: Option<String>,
    manage: Option<String>,
    right: String,
    roles: BTreeMap<String, Verbs>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Verbs {
    #[serde(default)]
    read: Vec<String>,
    #[serde(default)]
    manage: Vec<String>,
}

#[derive(Deserialize)]
struct System {
    acts_as: String,
}

fn matrix() -> Matrix {
    match toml::from_str(MATRIX) {
        Ok(matrix) => matrix,
        Err(error) => panic!("{error}"),
    }
}

fn relation_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Unrelated => "any",
        Relation::Own => "own",
        Relation::Child => "child",
        Relation::OwnSection => "own_section",
        Relation::OwnSubject => "own_subject",
        Relation::Addressed => "addressed",
    }
}

impl Capability {
    fn reading(&self, role: Role) -> &[String] {
        self.roles.get(role.code()).map_or(&[], |verbs| &verbs.read)
    }
    fn managing(&self, role: Role) -> &[String] {
        self.roles.get(role.code()).map_or(&[], |verbs| &verbs.manage)
    }
}

/// What the file says of one cell. Every entry of the table must stand in it, once.
fn written(matrix: &Matrix, role: Role, action: ActionKind, relation: Relation) -> bool {
    let mut found = Vec::new();
    for capability in &matrix.capability {
        if capability.read.as_deref() == Some(action.code()) {
            found.push(capability.reading(role));
        }
        if capability.manage.as_deref() == Some(action.code()) {
            found.push(capability.managing(role));
        }
    }
    assert_eq!(found.len(), 1, "{} must stand in the matrix exactly once", action.code());
    found[0].iter().any(|name| name == "any" || name == relation_name(relation))
}

#[test]
fn the_table_is_the_matrix_cell_by_cell() {
    let matrix = matrix();
    let mut differences = Vec::new();
    for role in Role::ALL {
        for action in ActionKind::ALL {
            for relation in Relation::ALL {
                let (table, file) =
                    (allows(role, action, relation), written(&matrix, role, action, relation));
                if table != file {
                    differences.push(format!("{role} {} {relation:?}: {table}, not {file}", action.code()));
                }
            }
        }
    }
    assert!(differences.is_empty(), "the table differs from the matrix:\n{}", differences.join("\n"));
}

#[test]
fn the_matrix_names_only_what_exists() {
    let matrix = matrix();
    let roles: BTreeSet<_> = Role::ALL.map(Role::code).into();
    let actions: BTreeSet<_> = ActionKind::ALL.map(ActionKind::code).into();
    let relations: BTreeSet<_> = Relation::ALL.map(relation_name).into();
    let explained: BTreeSet<_> = matrix.relations.keys().map(String::as_str).collect();
    assert_eq!(relations, explained);
    for capability in &matrix.capability {
        let id = &capability.id;
        for action in capability.read.iter().chain(&capability.manage) {
            assert!(actions.contains(action.as_str()), "{id} names {action}");
        }
        for (role, verbs) in &capability.roles {
            assert!(roles.contains(role.as_str()), "{id} names {role}");
            for relation in verbs.read.iter().chain(&verbs.manage) {
                assert!(relations.contains(relation.as_str()), "{id} names {relation}");
            }
            assert!(verbs.read.is_empty() || capability.read.is_some(), "{id}: {role} reads nothing");
            assert!(verbs.manage.is_empty() || capability.manage.is_some(), "{id}: {role} manages nothing");
        }
    }
}

#[test]
fn guardians_need_the_right_that_the_matrix_names() {
    for capability in &matrix().capability {
        let wanted = match capability.right.as_str() {
            "academics" => Right::Academics,
            "money" => Right::Money,
            "contact" => Right::Contact,
            other => panic!("{} names the right {other}", capability.id),
        };
        for action in ActionKind::ALL {
            let named = [&capability.read, &capability.manage].map(Option::as_deref);
            if named.contains(&Some(action.code())) {
                assert_eq!(action.guardian_right(), wanted, "{}", action.code());
            }
        }
    }
}

#[test]
fn whoever_manages_also_reads() {
    for capability in matrix().capability.iter().filter(|capability| capability.read.is_some()) {
        for role in Role::ALL {
            for relation in capability.managing(role) {
                let read = capability.reading(role);
                let reads = read.contains(relation) || read.iter().any(|name| name == "any");
                assert!(reads, "{}: {role} manages {relation} without reading it", capability.id);
            }
        }
    }
}

#[test]
fn the_system_acts_as_the_matrix_says_and_visitors_may_nothing() {
    let matrix = matrix();
    let role: Role = matrix.system.acts_as.parse().unwrap();
    assert_eq!(Actor::system("term-rollover").roles(), [role]);
    assert!(Actor::anonymous().permissions().is_empty());
    for action in ActionKind::ALL {
        assert!(Actor::anonymous().scope(action).is_err(), "{}", action.code());
    }
}
