//! Faults: what the school is promised when something breaks.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use diesel::connection::SimpleConnection;
use domain::identity::Role;
use homeroom_testkit::{
    EmptyDatabase, PASSWORD, PATIENCE, School, Setup, Sure, at_once, catalogue, eventually,
};
use local_postgres::{Cluster, Options};
use persistence::{Migrator, PgDatabase, PoolOptions};
use serde_json::json;
use tempfile::TempDir;

const DATABASE: &str = "faulty";

/// A PostgreSQL of its own that keeps what it committed, as in a school.
struct Server {
    options: Options,
    running: Option<Cluster>,
    _directory: TempDir,
}

impl Server {
    fn start() -> Self {
        let directory = tempfile::tempdir().sure();
        let options = Options::new(directory.path().join("postgres"));
        let mut server = Self { options, running: None, _directory: directory };
        server.start_again();
        let owner = server.cluster().superuser();
        Migrator::connect(&server.cluster().connection_url("postgres", owner))
            .sure()
            .make_database(DATABASE)
            .sure();
        Migrator::connect(&server.cluster().connection_url(DATABASE, owner)).sure().up().sure();
        server
    }

    fn cluster(&self) -> &Cluster {
        self.running.as_ref().sure()
    }

    fn start_again(&mut self) {
        self.running = Some(Cluster::start(&self.options).sure());
    }

    fn stop(&mut self) {
        self.running.take().sure().stop().sure();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let home = self.running.as_ref().map(|cluster| cluster.directory().to_owned());
        drop(self.running.take());
        // As root it lies elsewhere than in the directory that goes by itself.
        if let Some(home) = home {
            let _ = std::fs::remove_dir_all(home);
        }
    }
}

/// F5: the database goes away and comes back. Meanwhile everybody is told to wait, nothing hangs, and
/// afterwards everything works again without the server being started anew.
#[test]
fn f5_with_the_database_away_everybody_is_told_to_wait_and_afterwards_all_is_well() {
    let mut server = Server::start();
    let url = server.cluster().connection_url(DATABASE, "homeroom_app");
    let patience = Duration::from_millis(500);
    let options = PoolOptions { connections: 2, patience, ..PoolOptions::default() };
    let database = Arc::new(PgDatabase::connect(&url, options).sure());
    let school = School::on(database, Setup::default());
    let (person, student) = (school.person(Role::Registrar), school.student());
    school.apply(&student);
    let registrar = school.client(&person);
    let path = format!("/enrollment/progress/{}", student.id);
    registrar.get(&path).expect_status(200);
    let mut socket = registrar.socket();

    server.stop();
    for _ in 0..6 {
        let began = Instant::now();
        registrar.get(&path).expect_problem(503, "database_away");
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    }
    let change = json!({ "status": "under_review" });
    registrar.patch(&path, 1, change.clone()).expect_problem(503, "database_away");
    let login = json!({ "email": person.email, "password": PASSWORD });
    school.visitor().post("/auth/login", login.clone()).expect_problem(503, "database_away");
    school.visitor().get("/readyz").expect_problem(503, "database_away");
    school.visitor().get("/healthz").expect_status(200);
    assert!(school.app.identity().follow_rights_changes().is_err());

    server.start_again();
    let began = Instant::now();
    eventually("reads work again", PATIENCE, || (registrar.get(&path).status == 200).then_some(()));
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    // Every connection of the pool is a new one by then, not just the first that was asked for.
    eventually("nothing fails any more", PATIENCE, || {
        let statuses = at_once(8, |_| registrar.get(&path).status);
        statuses.iter().all(|status| *status == 200).then_some(())
    });
    school.visitor().get("/readyz").expect_status(200);
    school.visitor().post("/auth/login", login).expect_status(200);
    school.app.identity().follow_rights_changes().sure();
    socket.next_of("resync");
    let moved = registrar.patch(&path, 1, change).expect_status(200).json();
    assert_eq!(moved["version"], 2, "the change that was refused was not made");
    socket.next_of("enrollment.changed");
}

/// F7: the database stands still in the middle of a change. Nobody waits for ever, and what does not need
/// the rows that are held goes on.
#[test]
fn f7_whoever_holds_a_row_for_long_makes_nobody_wait_for_ever() {
    let school = School::open();
    let (student, other) = (school.student(), school.student());
    school.apply(&student);
    school.apply(&other);
    let registrar = school.client(&school.person(Role::Registrar));
    let mut holder = school.database().as_owner();
    holder
        .batch_execute(&format!(
            "BEGIN; SELECT FROM enrollment_progress WHERE student_id = '{}' FOR UPDATE",
            student.id
        ))
        .sure();
    let began = Instant::now();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            registrar.patch(
                &format!("/enrollment/progress/{}", student.id),
                1,
                json!({ "status": "under_review" }),
            )
        });
        school.database().await_waiting(1);
        registrar.get(&format!("/enrollment/progress/{}", student.id)).expect_status(200);
        let there = format!("/enrollment/progress/{}", other.id);
        registrar.patch(&there, 1, json!({ "status": "under_review" })).expect_status(200);
        waiting.join().sure().expect_problem(503, "busy");
    });
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    holder.batch_execute("COMMIT").sure();
    let path = format!("/enrollment/progress/{}", student.id);
    registrar.patch(&path, 1, json!({ "status": "under_review" })).expect_status(200);
}

/// F8, F32: more work comes than is done. What has no place in the queue is refused at once, and whoever
/// waits already is served.
#[test]
fn f8_what_has_no_place_in_the_queue_is_refused_at_once() {
    let school = School::set_up(Setup { connections: 1, waiting: 1, ..Setup::default() });
    let student = school.student();
    school.apply(&student);
    let registrar = school.client(&school.person(Role::Registrar));
    let path = format!("/enrollment/progress/{}", student.id);
    registrar.get(&path).expect_status(200);
    let mut holder = school.database().as_owner();
    holder.batch_execute("BEGIN; LOCK TABLE enrollment_progress").sure();
    let refused = AtomicUsize::new(0);
    let ask = |_| {
        let answer = registrar.get(&path);
        if answer.status != 200 {
            answer.clone().expect_problem(503, "busy");
            refused.fetch_add(1, Ordering::Relaxed);
        }
        answer.status
    };
    thread::scope(|scope| {
        let first = scope.spawn(|| registrar.get(&path));
        school.database().await_waiting(1);
        let others = scope.spawn(|| at_once(6, ask));
        let all_but_one = || (refused.load(Ordering::Relaxed) == 5).then_some(());
        eventually("one has the place in the queue, and five have none", PATIENCE, all_but_one);
        school.visitor().get("/healthz").expect_status(200);
        holder.batch_execute("COMMIT").sure();
        first.join().sure().expect_status(200);
        assert_eq!(others.join().sure().iter().filter(|status| **status == 200).count(), 1);
    });
    registrar.get(&path).expect_status(200);
}

#[test]
fn a_server_whose_database_is_not_migrated_is_not_ready() {
    let school = School::set_up(Setup { is_migrated: false, ..Setup::default() });
    school.visitor().get("/readyz").expect_problem(503, "not_migrated");
    school.visitor().get("/healthz").expect_status(200);
}

/// A connection that the server of the database cuts off in the middle of its life is replaced.
#[test]
fn connections_that_are_cut_off_are_replaced() {
    let school = School::open();
    let student = school.student();
    school.apply(&student);
    let registrar = school.client(&school.person(Role::Registrar));
    let path = format!("/enrollment/progress/{}", student.id);
    registrar.get(&path).expect_status(200);
    school.database().execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    let failed = (0..10).filter(|_| registrar.get(&path).status != 200).count();
    assert!(failed <= 2, "{failed} requests failed with 2 connections cut off");
    registrar.get(&path).expect_status(200);
}

/// F24: migrating is taken back and done again, and the database is the one that it was.
#[test]
fn f24_migrations_up_down_and_up_again_leave_an_equal_catalogue() {
    let database = EmptyDatabase::new().sure();
    let parts = || catalogue(&database.owner_url());
    let migrator = || Migrator::connect(&database.owner_url()).sure();
    let empty = parts();
    assert!(!migrator().is_up_to_date().unwrap_or(false));
    assert!(!migrator().up().sure().is_empty());
    let first = parts();
    assert!(first.len() > 300, "only {} parts", first.len());
    assert!(migrator().is_up_to_date().sure());
    assert_eq!(migrator().up().sure(), Vec::<String>::new(), "nothing is left to do");
    migrator().down().sure();
    let ours =
        |line: &&String| !line.contains("__diesel_schema_migrations") && !line.starts_with("extension ");
    let left: Vec<_> = parts();
    let left: Vec<_> = left.iter().filter(ours).filter(|line| !empty.contains(line)).collect();
    assert!(left.is_empty(), "left behind: {left:#?}");
    migrator().up().sure();
    let second = parts();
    let gone: Vec<_> = first.iter().filter(|line| !second.contains(line)).collect();
    let new: Vec<_> = second.iter().filter(|line| !first.contains(line)).collect();
    assert!(gone.is_empty() && new.is_empty(), "gone: {gone:#?}, new: {new:#?}");
}

#[test]
fn the_application_owns_nothing_and_its_owner_is_known_as_one() {
    let school = School::open();
    let is_owner = |url: &str| Migrator::connect(url).sure().is_owner().sure();
    assert!(!is_owner(&school.database().application_url()));
    assert!(is_owner(&school.database().owner_url()));
    assert!(Migrator::connect(&school.database().application_url()).sure().is_up_to_date().sure());
    // Deadlocks and timeouts are told apart by what the server says.
    assert!(Migrator::connect(&school.database().application_url()).sure().speaks_english().sure());
    let may_ask = "SELECT count(*) WHERE has_parameter_privilege('homeroom_app', 'lc_messages', 'SET')";
    assert_eq!(school.database().number(may_ask), 1);
    let may_make = "SELECT count(*) WHERE has_schema_privilege('homeroom_app', 'public', 'CREATE')";
    assert_eq!(school.database().number(may_make), 0);
}
