//! A section in which two teachers teach, and the people around it.

use application::{Caller, Clock, structure::AssignTeacher};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    identity::Role,
    structure::{Assignment, Section},
    tasks::Task,
};
use homeroom_testkit::{Answer, Client, Person, School, Setup, Sure};
use serde_json::{Value, json};

pub struct Classroom {
    pub school: School,
    pub section: Section,
    pub teacher: Person,
    pub assignment: Assignment,
    /// Teaches another subject in the same section.
    pub colleague: Person,
    pub student: Person,
    pub parent: Person,
    pub classmate: Person,
    /// A student of another section.
    pub stranger: Person,
}

impl Classroom {
    pub fn begin() -> Self {
        Self::with(Setup::default())
    }

    pub fn with(setup: Setup) -> Self {
        // Time passes in these tests, and nobody is to be logged out by it.
        let school = School::set_up(Setup { access_lifetime: TimeDelta::days(20), ..setup });
        let (section, elsewhere) = (school.section(9), school.section(9));
        let (teacher, colleague) = (school.person(Role::Teacher), school.person(Role::Teacher));
        let assignment = school.assign(&teacher, &section);
        school.assign(&colleague, &section);
        let (student, classmate, stranger) = (school.student(), school.student(), school.student());
        school.place(&student, &section);
        school.place(&classmate, &section);
        school.place(&stranger, &elsewhere);
        let parent = school.parent_of(&student);
        Self { school, section, teacher, assignment, colleague, student, parent, classmate, stranger }
    }

    pub fn client(&self, person: &Person) -> Client {
        self.school.client(person)
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.school.clock().now()
    }

    /// Lets the clock show this moment.
    pub fn wait_until(&self, moment: DateTime<Utc>) {
        self.school.clock().advance(moment - self.now());
    }

    /// One more teacher of the same subject.
    pub fn second_teacher(&self) -> Person {
        let second = self.school.person(Role::Teacher);
        let (section, subject) = (self.section.id, self.assignment.subject);
        let command = AssignTeacher { section, teacher: second.id, subject };
        self.school.app.structure().assign(&Caller::system("test"), &command).sure();
        second
    }

    /// A task that is due in a week and closes then, as its teacher would set it.
    pub fn body(&self) -> Value {
        json!({
            "section_id": self.section.id, "subject_id": self.assignment.subject, "title": "Fractions",
            "instructions": "Solve *all*.", "points": 20, "due_at": self.now() + TimeDelta::days(7),
            "status": "published",
        })
    }

    /// Sets a task with something different about it.
    pub fn set(&self, different: &Value) -> Value {
        let mut body = self.body();
        for (field, value) in different.as_object().sure() {
            body[field] = value.clone();
        }
        self.client(&self.teacher).post("/tasks", body).expect_status(201).json()
    }

    /// A published task of 20 points, which accepts what is a day late.
    pub fn task(&self) -> Task {
        self.school.task(&self.assignment)
    }

    pub fn hand_in(&self, student: &Person, task: &str, text: &str) -> Answer {
        self.client(student).post(&format!("/tasks/{task}/submissions"), json!({ "text": text }))
    }
}

pub fn id(record: &Value) -> &str {
    record["id"].as_str().sure()
}

pub fn version(record: &Value) -> u32 {
    u32::try_from(record["version"].as_u64().sure()).sure()
}

pub fn items(answer: Answer) -> Vec<Value> {
    answer.expect_status(200).json()["items"].as_array().sure().clone()
}

/// One field of each record.
pub fn each(answer: Answer, field: &str) -> Vec<Value> {
    items(answer).iter().map(|record| record[field].clone()).collect()
}

pub fn grade(client: &Client, submission: &Value, body: &Value) -> Answer {
    let path = format!("/submissions/{}/grade", id(submission));
    client.request("POST", &path).if_match(version(submission)).json(body).send()
}

pub fn give_back(client: &Client, submission: &Value) -> Answer {
    let path = format!("/submissions/{}/return", id(submission));
    client.request("POST", &path).if_match(version(submission)).send()
}
