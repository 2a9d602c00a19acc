//! What families are told of tasks, hand-ins and modules, and by which ways nobody else learns of them.

use std::sync::Mutex;

use application::{
    Clock, Event, SubmissionNews,
    jobs::{Job, MailError, Mailer, Message},
    notifications::FamilyNews,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    identity::{GuardianRights, Role},
    modules::ModuleId,
    structure::{Assignment, Section},
    tasks::{Closing, Submission, Task, TaskFacts},
};
use homeroom_testkit::{Client, Person, School, Setup, Socket, Sure};
use serde_json::{Value, json};

/// A section with a student and those around them, and a student of another section.
struct Class {
    school: School,
    section: Section,
    teacher: Person,
    assignment: Assignment,
    student: Person,
    parent: Person,
    /// A guardian who may not know of academics.
    payer: Person,
    classmate: Person,
    stranger: Person,
}

impl Class {
    fn begin() -> Self {
        let school = School::set_up(Setup { access_lifetime: TimeDelta::days(9), ..Setup::default() });
        let (section, elsewhere) = (school.section(9), school.section(9));
        let teacher = school.person(Role::Teacher);
        let assignment = school.assign(&teacher, &section);
        let [student, classmate, stranger] = std::array::from_fn(|_| school.student());
        for (person, place) in [(&student, &section), (&classmate, &section), (&stranger, &elsewhere)] {
            school.place(person, place);
        }
        let (parent, payer) = (school.parent_of(&student), school.person(Role::Parent));
        school.link(&payer, &student, GuardianRights { academics: false, ..GuardianRights::ALL });
        Self { school, section, teacher, assignment, student, parent, payer, classmate, stranger }
    }

    /// Those who must never learn of what concerns the student's section.
    fn outsiders(&self) -> [&Person; 2] {
        [&self.payer, &self.stranger]
    }

    fn client(&self, person: &Person) -> Client {
        self.school.client(person)
    }

    fn task(&self) -> Task {
        self.school.task(&self.assignment)
    }

    fn task_due_at(&self, due_at: DateTime<Utc>) -> Task {
        let closing = Closing::try_new(due_at, due_at).sure();
        let facts = TaskFacts { closing, ..self.school.task_facts() };
        self.school.task_with(&self.assignment, facts, true)
    }

    fn returned(&self, task: &Task, student: &Person) -> Submission {
        let handed_in = self.school.hand_in(task, student);
        let graded = self.school.grade(&self.assignment, &handed_in, 17.5);
        self.school.give_back(&self.assignment, &graded)
    }

    fn module(&self) -> ModuleId {
        self.school.module(&self.teacher, &self.section)
    }

    /// Does this job, and those that come of it.
    fn carry_out(&self, job: &Job, mailer: &dyn Mailer) {
        let (id, now) = (self.school.app.new_id(), self.school.clock().now());
        self.school.write(|store| store.add_job(id, job, now, None));
        self.school.do_jobs(mailer);
        assert_eq!(self.school.database().number("SELECT count(*) FROM jobs WHERE status <> 'done'"), 0);
    }

    fn tell(&self, job: &Job) {
        self.carry_out(job, &mail::LogMailer);
    }

    /// How often each of these was told so, whatever they may see of it.
    fn told<const N: usize>(&self, kind: &str, people: [&Person; N]) -> [i64; N] {
        people.map(|person| {
            self.school.database().number(&format!(
                "SELECT count(*) FROM notifications WHERE user_id = '{}' AND kind = '{kind}'",
                person.id
            ))
        })
    }

    /// What a person is shown of what they were told.
    fn shown(&self, person: &Person) -> Vec<Value> {
        let client = self.client(person);
        let listed = client.get("/notifications").expect_status(200).json();
        let items = listed["items"].as_array().sure().clone();
        let unread = client.get("/notifications/summary").expect_status(200).json();
        assert_eq!((&listed["total"], &unread["unread"]), (&json!(items.len()), &json!(items.len())));
        items
    }

    fn wish_for_mail<const N: usize>(&self, people: [&Person; N]) {
        for person in people {
            let wish = json!({ "mail": ["modules", "tasks"] });
            let answer = self.client(person).put("/notifications/preferences", wish.clone());
            assert_eq!(answer.expect_status(200).json()["mail"], json!(["tasks", "modules"]));
        }
    }
}

/// Takes every mail and keeps to whom it went and what it said.
#[derive(Default)]
struct Post(Mutex<Vec<(String, String)>>);

impl Post {
    fn taken(&self) -> Vec<(String, String)> {
        let mut taken = std::mem::take(&mut *self.0.lock().sure());
        taken.sort();
        taken
    }
}

impl Mailer for Post {
    fn send(&self, message: &Message) -> Result<(), MailError> {
        self.0.lock().sure().push((message.to.to_string(), message.body.clone()));
        Ok(())
    }
}

fn due_at(task: &Task) -> DateTime<Utc> {
    task.facts.closing.due_at()
}

#[test]
fn families_are_told_once_of_a_task_and_nobody_else_is() {
    let class = Class::begin();
    let mut hear = [&class.student, &class.parent].map(|person| class.client(person).socket());
    let mut do_not = class.outsiders().map(|person| class.client(person).socket());
    let task = class.task();
    for _ in 0..2 {
        class.tell(&Job::NotifyTask { task: task.id });
    }
    class.school.app.events().publish(Event::Resync);
    for socket in &mut hear {
        let heard = socket.until("resync");
        assert_eq!(heard.iter().filter(|frame| frame["type"] == "notifications.changed").count(), 1);
    }
    for socket in &mut do_not {
        assert!(socket.until("resync").iter().all(|frame| frame["type"] == "ready"));
    }
    let people = [&class.student, &class.classmate, &class.parent, &class.teacher];
    assert_eq!(class.told("task_published", people), [1, 1, 1, 0]);
    assert_eq!(class.told("task_published", class.outsiders()), [0, 0]);
    for person in [&class.student, &class.parent] {
        let shown = class.shown(person);
        let one = &shown[0];
        assert_eq!((shown.len(), &one["kind"]), (1, &json!("task_published")));
        assert_eq!(one["title"], task.facts.title.as_str());
        assert_eq!((&one["task_id"], &one["section_id"]), (&json!(task.id), &json!(class.section.id)));
        assert_eq!((&one["submission_id"], &one["module_id"]), (&Value::Null, &Value::Null));
        assert_eq!(one["starts_at"], json!(due_at(&task)));
    }
}

#[test]
fn a_task_that_is_hidden_is_no_news_and_what_was_told_of_it_is_gone() {
    let class = Class::begin();
    let (post, draft) = (Post::default(), class.school.draft_task(&class.assignment));
    class.wish_for_mail([&class.student]);
    for job in
        [Job::NotifyTask { task: draft.id }, Job::TaskDueSoon { task: draft.id, due_at: due_at(&draft) }]
    {
        class.carry_out(&job, &post);
    }
    assert_eq!(class.told("task_published", [&class.student]), [0]);
    assert_eq!(class.told("task_due_soon", [&class.student]), [0]);
    let task = class.task();
    class.carry_out(&Job::NotifyTask { task: task.id }, &post);
    assert_eq!((class.shown(&class.student).len(), post.taken().len()), (1, 1));
    // Somebody who teaches there and is told of the same: what is hidden is hidden from families.
    let teacher = class.teacher.id;
    class.school.database().execute(&format!(
        "INSERT INTO notifications (id, user_id, kind, task_id, created_at)
         SELECT new_id(), '{teacher}', kind, task_id, created_at FROM notifications LIMIT 1;
         UPDATE tasks SET status = 'draft', published_at = NULL"
    ));
    assert_eq!((class.shown(&class.student).len(), class.shown(&class.parent).len()), (0, 0));
    assert_eq!(class.shown(&class.teacher).len(), 1);
}

#[test]
fn only_those_who_have_not_handed_in_are_told_that_a_task_is_due_soon() {
    let class = Class::begin();
    let now = class.school.clock().now();
    let task = class.task_due_at(now + TimeDelta::hours(24));
    let reminder = Job::TaskDueSoon { task: task.id, due_at: due_at(&task) };
    class.school.hand_in(&task, &class.classmate);
    // It was planned for another moment.
    class.tell(&Job::TaskDueSoon { task: task.id, due_at: now + TimeDelta::hours(23) });
    assert_eq!(class.told("task_due_soon", [&class.student]), [0]);
    class.tell(&reminder);
    class.tell(&reminder);
    let people = [&class.student, &class.parent, &class.classmate, &class.teacher];
    assert_eq!(class.told("task_due_soon", people), [1, 1, 0, 0]);
    assert_eq!(class.told("task_due_soon", class.outsiders()), [0, 0]);
    assert_eq!(class.shown(&class.parent)[0]["kind"], "task_due_soon");
    // Whoever reminds was away until it was too late.
    let late = class.task_due_at(now + TimeDelta::hours(1));
    class.school.clock().advance(TimeDelta::hours(1));
    class.tell(&Job::TaskDueSoon { task: late.id, due_at: due_at(&late) });
    assert_eq!(class.told("task_due_soon", people), [1, 1, 0, 0]);
}

#[test]
fn a_returned_hand_in_is_told_to_its_own_family() {
    let class = Class::begin();
    let task = class.task();
    let waits = class.school.hand_in(&task, &class.classmate);
    let graded = class.school.grade(&class.assignment, &waits, 3.0);
    class.tell(&Job::NotifySubmission { submission: graded.id });
    assert_eq!(class.told("submission_returned", [&class.classmate]), [0], "it is not returned");
    let submission = class.returned(&task, &class.student);
    class.tell(&Job::NotifySubmission { submission: submission.id });
    let people = [&class.student, &class.parent, &class.classmate, &class.teacher];
    assert_eq!(class.told("submission_returned", people), [1, 1, 0, 0]);
    assert_eq!(class.told("submission_returned", class.outsiders()), [0, 0]);
    for person in [&class.student, &class.parent] {
        let one = &class.shown(person)[0];
        assert_eq!((&one["submission_id"], &one["task_id"]), (&json!(submission.id), &json!(task.id)));
        assert_eq!((&one["title"], &one["kind"]), (&json!(task.facts.title), &json!("submission_returned")));
        assert_eq!((&one["section_id"], &one["starts_at"]), (&json!(class.section.id), &Value::Null));
        assert!(!one.to_string().contains("17.5"), "the score is asked for, never told");
    }
}

#[test]
fn a_module_is_told_to_the_families_of_its_section_for_as_long_as_it_is_theirs() {
    let class = Class::begin();
    let module = class.module();
    class.tell(&Job::NotifyModule { module });
    let people = [&class.student, &class.classmate, &class.parent, &class.teacher];
    assert_eq!(class.told("module_published", people), [1, 1, 1, 0]);
    assert_eq!(class.told("module_published", class.outsiders()), [0, 0]);
    let one = &class.shown(&class.student)[0];
    assert_eq!((&one["module_id"], &one["section_id"]), (&json!(module), &json!(class.section.id)));
    assert_eq!((&one["kind"], &one["task_id"]), (&json!("module_published"), &Value::Null));
    class.school.database().execute(&format!("DELETE FROM modules WHERE id = '{module}'"));
    assert_eq!(class.shown(&class.student).len(), 0);
}

#[test]
fn whoever_left_the_section_sees_and_hears_no_more_of_it_but_of_their_own_work() {
    let class = Class::begin();
    let (task, module, post) = (class.task(), class.module(), Post::default());
    class.wish_for_mail([&class.student, &class.parent, &class.classmate]);
    let submission = class.returned(&task, &class.student);
    let now = class.school.clock().now();
    for news in [
        FamilyNews::TaskPublished(task.id),
        FamilyNews::SubmissionReturned(submission.id),
        FamilyNews::ModulePublished(module),
    ] {
        class.school.write(|store| store.notify_families(news, now));
    }
    // Everybody is told, and the mails are still to be sent.
    let mails = "SELECT count(*) FROM jobs WHERE payload->>'kind' = 'mail_notification'";
    assert_eq!((class.school.database().number(mails), post.taken().len()), (8, 0));
    assert_eq!(class.shown(&class.student).len(), 3);
    let admin = class.client(&class.school.person(Role::Admin));
    let path = format!("/sections/{}/students/{}", class.section.id, class.student.id);
    admin.delete(&path).expect_status(204);
    for person in [&class.student, &class.parent] {
        let shown = class.shown(person);
        assert_eq!((shown.len(), &shown[0]["kind"]), (1, &json!("submission_returned")));
    }
    class.school.do_jobs(&post);
    let page = format!("http://school.example/tasks/{}\n", task.id);
    let taken = post.taken();
    let mut of_work = vec![&class.student.email, &class.parent.email];
    of_work.sort();
    let told: Vec<_> =
        taken.iter().filter(|(_, body)| body.contains("graded and returned")).map(|(to, _)| to).collect();
    assert_eq!(told, of_work, "{taken:#?}");
    let others: Vec<_> = taken.iter().filter(|(to, _)| *to == class.classmate.email).collect();
    assert_eq!((taken.len(), others.len()), (4, 2), "{taken:#?}");
    assert!(others.iter().any(|(_, body)| body.contains(&format!("/modules/{module}\n"))), "{taken:#?}");
    assert!(taken.iter().filter(|(_, body)| body.contains(&page)).count() == 3, "{taken:#?}");
}

#[test]
fn a_whole_section_is_told_in_as_many_statements_as_one_student() {
    let class = Class::begin();
    let count = || {
        let job = Job::NotifyTask { task: class.task().id };
        let (id, now) = (class.school.app.new_id(), class.school.clock().now());
        class.school.write(|store| store.add_job(id, &job, now, None));
        let (_, said) = class
            .school
            .statements()
            .during(|| class.school.app.background().do_next(&mail::LogMailer).sure());
        said.len()
    };
    let before = count();
    for _ in 0..7 {
        class.school.place(&class.school.student(), &class.section);
    }
    assert_eq!(count(), before);
    assert_eq!(class.school.database().number("SELECT count(*) FROM notifications"), 3 + 10);
}

/// Which of these hear of what the class is told, with what type of frame; the last of all is a call to ask anew.
fn heard(class: &Class, sockets: &mut [Socket], event: Event) -> Vec<Option<String>> {
    class.school.app.events().publish(event);
    class.school.app.events().publish(Event::Resync);
    sockets
        .iter_mut()
        .map(|socket| {
            let heard = socket.until("resync");
            let mut kinds = heard.iter().filter(|frame| frame["type"] != "ready");
            let first = kinds.next().map(|frame| frame["type"].as_str().sure().to_owned());
            assert_eq!(kinds.count(), 0, "once, however many ways lead to them: {heard:?}");
            first
        })
        .collect()
}

#[test]
fn open_pages_hear_of_what_their_person_may_see() {
    let class = Class::begin();
    let (principal, registrar) = (class.school.person(Role::Principal), class.school.person(Role::Registrar));
    let people = [
        &class.student,
        &class.parent,
        &class.teacher,
        &principal,
        &class.classmate,
        &class.payer,
        &class.stranger,
        &registrar,
    ];
    let mut sockets: Vec<_> = people.iter().map(|person| class.client(person).socket()).collect();
    let mut hears = |event: Event, kind: &str, expected: [bool; 5]| {
        let found = heard(&class, &mut sockets, event.clone());
        let kind = Some(kind.to_owned());
        let mut wanted = expected.map(|hears| if hears { kind.clone() } else { None }).to_vec();
        wanted.extend([None, None, None]);
        assert_eq!(found, wanted, "{event:?}");
    };
    let section = class.section.id;
    let task = |published| Event::TaskChanged { task: class.task().id, section, published };
    hears(task(true), "task.published", [true; 5]);
    hears(task(false), "task.published", [false, false, true, true, false]);
    let module = class.module();
    hears(Event::ModuleChanged { module, section }, "module.published", [true; 5]);
    let set = class.task();
    let submission = class.school.hand_in(&set, &class.student);
    let of = |news| Event::SubmissionChanged {
        submission: submission.id,
        task: set.id,
        student: class.student.id,
        section,
        news,
    };
    let of_family_and_staff = [true, true, true, true, false];
    hears(of(SubmissionNews::HandedIn), "submission.changed", of_family_and_staff);
    hears(of(SubmissionNews::Graded), "submission.changed", [false, false, true, true, false]);
    hears(of(SubmissionNews::Returned), "submission.returned", of_family_and_staff);
}

#[test]
fn frames_carry_identifiers_and_nothing_else() {
    let class = Class::begin();
    let mut socket = class.client(&class.student).socket();
    let (task, section, student) = (class.task().id, class.section.id, class.student.id);
    let (submission, module) = (class.school.app.new_id().into(), class.module());
    let events = [
        Event::TaskChanged { task, section, published: true },
        Event::SubmissionChanged { submission, task, student, section, news: SubmissionNews::HandedIn },
        Event::ModuleChanged { module, section },
    ];
    for event in events {
        class.school.app.events().publish(event);
    }
    let wanted = [
        json!({ "type": "task.published", "id": task, "section_id": section }),
        json!({ "type": "submission.changed", "id": submission, "task_id": task, "student_id": student }),
        json!({ "type": "module.published", "id": module, "section_id": section }),
    ];
    for frame in wanted {
        assert_eq!(socket.next(), frame);
    }
}
