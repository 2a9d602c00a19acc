//! `docs/access.md` is made from `docs/access-matrix.toml`.
//!
//! With `UPDATE_GENERATED=1` in the environment this test writes the page instead of comparing it.

use std::{error::Error, fmt::Write, fs, path::PathBuf};

use domain::{access::ActionKind, identity::Role};
use homeroom_testkit::access_matrix::{AccessMatrix, Capability, GuardianRight, Reach, Target, TargetKind};

#[test]
fn the_page_on_access_is_what_the_matrix_makes_of_it() -> Result<(), Box<dyn Error>> {
    let page = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
    let generated = page_of(&AccessMatrix::read()?)?;
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        return Ok(fs::write(page, generated)?);
    }
    assert!(
        fs::read_to_string(page)? == generated,
        "docs/access.md is not what docs/access-matrix.toml makes of it; write it anew with\n  \
         UPDATE_GENERATED=1 cargo test -p homeroom-testkit --test access_documentation"
    );
    Ok(())
}

type Written = Result<String, std::fmt::Error>;

fn page_of(matrix: &AccessMatrix) -> Written {
    let parts = [
        INTRODUCTION.to_owned(),
        capabilities(matrix)?,
        legend(matrix)?,
        besides_the_roles(matrix)?,
        ANSWERS.to_owned(),
        targets(matrix)?,
        routes(matrix)?,
    ];
    Ok(parts.join("\n"))
}

const INTRODUCTION: &str = "\
# Who may do what

<!-- Made from access-matrix.toml by the tests; change that file, then write this one anew with
     UPDATE_GENERATED=1 cargo test -p homeroom-testkit --test access_documentation -->

This page is made from [`access-matrix.toml`](access-matrix.toml), which was written by hand and judges the
program: the table in the domain crate is compared with it cell by cell, and every route is tried as every
role in every relation with the expected answer taken from it. What is not listed is denied.
";

fn capabilities(matrix: &AccessMatrix) -> Written {
    let mut out = String::from("## Roles\n\n| |");
    for role in Role::ALL {
        write!(out, " {} |", role_title(role))?;
    }
    writeln!(out, "\n|---|{}", "---|".repeat(Role::ALL.len()))?;
    for capability in &matrix.capabilities {
        write!(out, "| {} |", capability.title)?;
        for role in Role::ALL {
            write!(out, " {} |", cell(capability, role))?;
        }
        out.push('\n');
    }
    out.push('\n');
    for capability in &matrix.capabilities {
        if let Some(note) = &capability.note {
            writeln!(out, "- {}: {note}", capability.title)?;
        }
    }
    Ok(out)
}

fn cell(capability: &Capability, role: Role) -> String {
    let Some(verbs) = capability.roles.get(&role) else { return "–".to_owned() };
    let mut parts = Vec::new();
    if !verbs.manage.is_empty() {
        parts.push(format!("**M**{}", narrowed(&verbs.manage)));
    }
    if !verbs.read.is_empty() && verbs.read != verbs.manage {
        parts.push(format!("R{}", narrowed(&verbs.read)));
    }
    parts.join(", ")
}

fn narrowed(reach: &[Reach]) -> String {
    if reach.contains(&Reach::Any) {
        return String::new();
    }
    let words: Vec<_> = reach.iter().map(|one| reach_word(*one)).collect();
    format!(" ({})", words.join(", "))
}

const fn reach_word(reach: Reach) -> &'static str {
    match reach {
        Reach::Any => "any",
        Reach::Own => "own",
        Reach::Child => "children",
        Reach::OwnSection => "own sections",
        Reach::OwnSubject => "own subjects",
        Reach::Addressed => "audience",
    }
}

const fn role_title(role: Role) -> &'static str {
    match role {
        Role::Admin => "Admin",
        Role::Principal => "Principal",
        Role::AcademicCoordinator => "Academic coordinator",
        Role::Registrar => "Registrar",
        Role::Accounting => "Accounting",
        Role::Guidance => "Guidance",
        Role::Teacher => "Teacher",
        Role::Student => "Student",
        Role::Parent => "Parent",
    }
}

fn legend(matrix: &AccessMatrix) -> Written {
    let mut out = String::from(
        "**M**: create, change, delete, and read. R: read. –: nothing. A word in brackets narrows it to the \
         records\nto which the person stands so:\n\n",
    );
    for (reach, meaning) in matrix.relations.iter().filter(|(reach, _)| **reach != Reach::Any) {
        writeln!(out, "- {}: {meaning}", reach_word(*reach))?;
    }
    out.push_str(
        "\nA relation counts only through the role that it belongs to: a teacher who is also a parent stands \
         to the\nsection of their child as a parent. A person with several roles may do what any one of them \
         may.\n\nThe right that a guardian link must carry for “children”, and for “own sections” by way of a \
         child:\n\n",
    );
    for (right, word) in [
        (GuardianRight::Academics, "academics"),
        (GuardianRight::Money, "money"),
        (GuardianRight::Contact, "contact"),
    ] {
        let decided = matrix.capabilities.iter().filter(|one| one.right == right && reaches_children(one));
        let titles: Vec<_> = decided.map(|one| one.title.as_str()).collect();
        if !titles.is_empty() {
            writeln!(out, "- {word}: {}", titles.join(" · "))?;
        }
    }
    Ok(out)
}

/// Whether a parent may do something of it by way of a child.
fn reaches_children(capability: &Capability) -> bool {
    let through_a_child =
        |reach: &Reach| matches!(reach, Reach::Child | Reach::OwnSection | Reach::Addressed);
    let verbs = capability.roles.get(&Role::Parent);
    verbs.is_some_and(|verbs| verbs.read.iter().chain(&verbs.manage).any(through_a_child))
}

fn besides_the_roles(matrix: &AccessMatrix) -> Written {
    let mut out = String::from("## Besides the roles\n\n");
    writeln!(
        out,
        "Background work acts as {}, and owns nothing. Visitors who have not logged in reach these addresses; \
         on every\nother route they are answered 401:\n\n| | | |\n|---|---|---|",
        role_title(matrix.system.acts_as)
    )?;
    for route in &matrix.public {
        writeln!(out, "| {} | `{}` | {} |", route.method, route.path, route.title)?;
    }
    Ok(out)
}

const ANSWERS: &str = "\
## What is answered

A record is judged by how the person stands to it: allowed is 2xx; not allowed, but known to the person, is 403;
unknown to the person is 404, the same as if it did not exist. A list is 403 only for those who could see
nothing in it whatever they were related to; for everyone else it holds what single reads would show. What
belongs to the caller alone is 404 while there is none.
";

fn targets(matrix: &AccessMatrix) -> Written {
    let mut out = String::from("| what a path names | who may know that it exists |\n|---|---|\n");
    for target in matrix.targets.iter().filter(|target| target.kind == TargetKind::Record) {
        let known = target.known_by.map_or_else(|| "everyone".to_owned(), |action| who_reads(matrix, action));
        writeln!(out, "| {} | {known} |", target.title)?;
    }
    Ok(out)
}

fn who_reads(matrix: &AccessMatrix, action: ActionKind) -> String {
    let Some(capability) = matrix.capability_of(action) else { return String::new() };
    let verb = if capability.read == Some(action) { "read" } else { "manage" };
    format!("whoever may {verb} “{}”", capability.title)
}

fn routes(matrix: &AccessMatrix) -> Written {
    let mut out = String::from(
        "## Routes\n\nBelow `/api/v1`. The guard is an entry of a person's list of permissions.\n\n\
         | | path | guard | judged by |\n|---|---|---|---|\n",
    );
    for route in &matrix.routes {
        let guards: Vec<_> = route.any_of.iter().map(|one| format!("`{}`", one.code())).collect();
        let target = matrix.target_of(route).map_or("", |target: &Target| target.title.as_str());
        let case = route.case.as_ref().map(|case| format!(" ({case})")).unwrap_or_default();
        writeln!(out, "| {} | `{}`{case} | {} | {target} |", route.method, route.path, guards.join(" or "))?;
    }
    Ok(out)
}
