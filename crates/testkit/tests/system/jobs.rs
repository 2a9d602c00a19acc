//! Work that is done later.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use application::{
    Clock,
    jobs::{Job, MailError, Mailer, Message},
};
use chrono::TimeDelta;
use homeroom_testkit::{
    School, Sure,
    mail_server::{MailServer, Temper},
};
use mail::SmtpMailer;

fn mailer(server: &MailServer) -> SmtpMailer {
    SmtpMailer::new(&server.url(), "Homeroom <no-reply@school.example>").sure()
}

fn add_mail(school: &School, subject: &str) {
    let message = Message {
        to: "ana@school.example".parse().sure(),
        subject: subject.to_owned(),
        body: "Hello".to_owned(),
        id: None,
    };
    let job = Job::SendMail(message);
    let now = school.clock().now();
    let id = school.app.new_id();
    school.write(|store| store.add_job(id, &job, now, None));
}

fn parked(school: &School) -> i64 {
    school.database().number("SELECT count(*) FROM jobs WHERE status = 'parked'")
}

/// Counts what it is given, and takes it or not.
struct Counting {
    takes: bool,
    subjects: Mutex<Vec<String>>,
}

impl Counting {
    fn that(takes: bool) -> Self {
        Self { takes, subjects: Mutex::default() }
    }

    fn subjects(&self) -> Vec<String> {
        self.subjects.lock().sure().clone()
    }
}

impl Mailer for Counting {
    fn send(&self, message: &Message) -> Result<(), MailError> {
        self.subjects.lock().sure().push(message.subject.clone());
        if self.takes { Ok(()) } else { Err(MailError("not today".to_owned())) }
    }
}

/// F19: the mail server is away for a while.
#[test]
fn f19_mail_that_could_not_be_sent_goes_out_once_when_the_server_is_back() {
    let school = School::open();
    let (busy, friendly) = (MailServer::with_temper(Temper::Busy).sure(), MailServer::start().sure());
    add_mail(&school, "first");
    school.do_jobs(&mailer(&busy));
    school.do_jobs(&mailer(&friendly));
    assert_eq!(friendly.unread(), [], "it is not tried again at once");
    school.clock().advance(TimeDelta::seconds(10));
    school.do_jobs(&mailer(&friendly));
    assert_eq!(friendly.next_mail().sure().subject(), "first");
    school.clock().advance(TimeDelta::hours(1));
    school.do_jobs(&mailer(&friendly));
    assert_eq!(friendly.unread(), []);
}

#[test]
fn a_job_that_never_succeeds_is_parked_after_eight_attempts() {
    let school = School::open();
    let mailer = Counting::that(false);
    add_mail(&school, "hopeless");
    for _ in 0..20 {
        school.do_jobs(&mailer);
        school.clock().advance(TimeDelta::hours(2));
    }
    assert_eq!(mailer.subjects().len(), 8);
    assert_eq!(parked(&school), 1);
    let reason = "SELECT count(*) FROM jobs WHERE last_error = 'not today'";
    assert_eq!(school.database().number(reason), 1);
}

/// F29: one job that cannot even be read stands before all others.
#[test]
fn f29_a_poisoned_job_is_parked_and_the_others_go_on() {
    let school = School::open();
    for payload in [r#"{"kind": "no such thing"}"#, "null", r#"{"kind": "send_mail", "to": 7}"#] {
        school.database().execute(&format!(
            "INSERT INTO jobs (id, payload, run_at) VALUES (gen_random_uuid(), '{payload}', '2020-01-01')"
        ));
    }
    add_mail(&school, "in spite of it");
    let mailer = Counting::that(true);
    school.do_jobs(&mailer);
    assert_eq!(mailer.subjects(), ["in spite of it"]);
    assert_eq!(parked(&school), 3);
    let reasons = "SELECT count(*) FROM jobs WHERE status = 'parked' AND last_error <> ''";
    assert_eq!(school.database().number(reasons), 3);
}

/// A job on which the worker dies each time never comes back as a failure.
#[test]
fn a_job_that_kills_its_workers_is_parked_too() {
    let school = School::open();
    let mailer = Counting::that(true);
    add_mail(&school, "deadly");
    for _ in 0..8 {
        let now = school.clock().now();
        school.write(|store| store.take_job(now, now + TimeDelta::minutes(5)));
        school.clock().advance(TimeDelta::minutes(6));
    }
    school.do_jobs(&mailer);
    assert_eq!(mailer.subjects(), Vec::<String>::new());
    assert_eq!(parked(&school), 1);
}

#[test]
fn a_job_whose_worker_died_is_taken_up_when_its_lease_ends() {
    let school = School::open();
    let mailer = Counting::that(true);
    add_mail(&school, "left behind");
    let now = school.clock().now();
    school.write(|store| store.take_job(now, now + TimeDelta::minutes(5)));
    school.do_jobs(&mailer);
    assert_eq!(mailer.subjects(), Vec::<String>::new());
    school.clock().advance(TimeDelta::minutes(5));
    school.do_jobs(&mailer);
    assert_eq!(mailer.subjects(), ["left behind"]);
}

#[test]
fn workers_that_look_at_once_do_each_job_once() {
    let school = School::open();
    for number in 0..60 {
        add_mail(&school, &format!("mail {number:02}"));
    }
    let mailer = Counting::that(true);
    let done = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while school.app.background().do_next(&mailer).sure() {
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let mut subjects = mailer.subjects();
    subjects.sort();
    assert_eq!(subjects, (0..60).map(|number| format!("mail {number:02}")).collect::<Vec<_>>());
    assert_eq!(done.into_inner(), 60);
}

#[test]
fn what_was_sent_is_not_kept() {
    let school = School::open();
    add_mail(&school, "holds a link");
    school.do_jobs(&Counting::that(true));
    let kept = "SELECT count(*) FROM jobs WHERE payload <> 'null' OR status <> 'done'";
    assert_eq!(school.database().number(kept), 0);
}

#[test]
fn what_was_parked_tells_to_whom_it_was_and_no_secret() {
    let school = School::open();
    add_mail(&school, "holds a link");
    school.database().execute(
        r#"INSERT INTO jobs (id, payload, run_at)
           VALUES (gen_random_uuid(), '{"kind": "send_mail", "to": 7, "body": "https://school.example/reset#token=1"}', '2020-01-01')"#,
    );
    for _ in 0..8 {
        school.do_jobs(&Counting::that(false));
        school.clock().advance(TimeDelta::hours(2));
    }
    assert_eq!(parked(&school), 2);
    let secrets = "SELECT count(*) FROM jobs WHERE payload ? 'body' OR payload::text LIKE '%token%'";
    assert_eq!(school.database().number(secrets), 0);
    let told = "SELECT count(*) FROM jobs WHERE payload->>'to' = 'ana@school.example' AND payload->>'subject' = 'holds a link'";
    assert_eq!(school.database().number(told), 1);
}

/// More of everything than one batch, and of each one that is too young to go.
#[test]
fn what_is_of_no_more_use_is_tidied_away_and_nothing_else() {
    let school = School::open();
    let person = school.person(domain::identity::Role::Teacher);
    let (open, now) = (school.session(&person), school.clock().now().to_rfc3339());
    let old = |days: u32| format!("timestamptz '{now}' - interval '{days} days'");
    school.database().execute(&format!(
        "INSERT INTO sessions (id, user_id, token_fingerprint, created_at, rotated_at, revoked_at)
            SELECT gen_random_uuid(), '{user}', '', {created}, {created}, {ended}
            FROM generate_series(1, 1300);
         INSERT INTO sessions (id, user_id, token_fingerprint, created_at, rotated_at, revoked_at) VALUES
            (gen_random_uuid(), '{user}', '', {long}, {long}, NULL),
            (gen_random_uuid(), '{user}', '', {created}, {created}, {yesterday}),
            (gen_random_uuid(), '{user}', '', {recent}, {recent}, NULL);
         INSERT INTO jobs (id, payload, status, run_at, finished_at)
            SELECT gen_random_uuid(), 'null', 'done', {created}, {ended} FROM generate_series(1, 1300);
         INSERT INTO jobs (id, payload, status, run_at, finished_at) VALUES
            (gen_random_uuid(), 'null', 'done', {created}, {yesterday}),
            (gen_random_uuid(), 'null', 'parked', {created}, NULL);
         INSERT INTO account_links (id, user_id, purpose, fingerprint, created_at, expires_at, used_at)
            SELECT gen_random_uuid(), '{user}', 'reset', decode(lpad(number::text, 8, '0'), 'hex'), {created},
                {created} + interval '30 minutes', CASE WHEN number % 2 = 0 THEN {created} END
            FROM generate_series(1, 1300) AS number;
         INSERT INTO account_links (id, user_id, purpose, fingerprint, created_at, expires_at) VALUES
            (gen_random_uuid(), '{user}', 'reset', 'ff', {yesterday}, {yesterday} + interval '30 minutes');
         INSERT INTO idempotency_keys (user_id, key, fingerprint, answer, created_at)
            SELECT '{user}', number, '', 'null', now() - interval '49 hours' FROM generate_series(1, 1300) AS number;
         INSERT INTO idempotency_keys (user_id, key, fingerprint, answer, created_at)
            VALUES ('{user}', 'young', '', 'null', now() - interval '47 hours');",
        user = person.id,
        long = old(400),
        created = old(200),
        ended = old(100),
        recent = old(20),
        yesterday = old(1),
    ));
    school.app.background().tidy().sure();
    let left = |table: &str| school.database().number(&format!("SELECT count(*) FROM {table}"));
    // The open one, the one that ended yesterday, and the one that nobody used for twenty days.
    assert_eq!(left("sessions"), 3);
    assert_eq!(left(&format!("sessions WHERE id = '{open}'")), 1);
    assert_eq!((left("jobs"), parked(&school)), (2, 1));
    assert_eq!(left("account_links"), 1);
    assert_eq!(left("idempotency_keys"), 1);
}
