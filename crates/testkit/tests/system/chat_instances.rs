//! Conversations on several instances, with Redis between them and without.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use application::{Event, chat::Availability};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection;
use domain::{chat::ConversationId, identity::Role};
use homeroom_testkit::{
    Client, Instance, PATIENCE, Person, RedisServer, School, Setup, Socket, Sure, eventually, message_name,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Three instances that hear of each other, and two people who converse.
struct Several {
    school: School,
    others: [Instance; 2],
    teacher: Person,
    parent: Person,
    conversation: ConversationId,
}

impl Several {
    fn with(redis: Option<&RedisServer>, setup: Setup) -> Self {
        let school = School::set_up(Setup { redis: redis.map(RedisServer::url), ..setup });
        let others = [school.another_instance(), school.another_instance()];
        if redis.is_some() {
            school.await_others();
            others.iter().for_each(Instance::await_others);
        }
        let (teacher, parent) = (school.person(Role::Teacher), school.parent_of(&school.student()));
        let conversation = school.direct(&teacher, &parent);
        Self { school, others, teacher, parent, conversation }
    }

    /// A client of the person at one of the three instances.
    fn at(&self, person: &Person, number: usize) -> Client {
        let client = self.school.client(person);
        match number % 3 {
            0 => client,
            other => client.at(self.others[other - 1].address()),
        }
    }

    /// Whatever any instance tells of how this person is there, as the first instance hears it.
    fn tellings_of(&self, person: &Person) -> Arc<Mutex<Vec<Option<Availability>>>> {
        let (told, whose) = (Arc::<Mutex<Vec<_>>>::default(), person.id);
        let heard = Arc::clone(&told);
        self.school.app.events().subscribe(Box::new(move |event| {
            if let Event::PresenceChanged { user, availability, .. } = event
                && user == whose
            {
                heard.lock().sure().push(availability);
            }
        }));
        told
    }

    /// When the teacher last came or went, by the database.
    fn last_seen_of_teacher(&self) -> DateTime<Utc> {
        let views = self.school.app.chat().presence_of(&[self.teacher.id]).sure();
        views[0].last_seen_at.sure()
    }
}

/// A rhythm in which nothing repeats by itself while a test runs.
fn only_hints() -> Setup {
    let mut setup = Setup::default();
    setup.limits.rhythm.look = Duration::from_mins(10);
    setup
}

/// A rhythm in which the database is looked at often.
fn often() -> Setup {
    let mut setup = Setup::default();
    setup.limits.rhythm.look = Duration::from_millis(200);
    setup.limits.rhythm.look_while_cut = Duration::from_millis(200);
    setup.limits.rhythm.heads = Duration::from_millis(300);
    setup
}

fn words(frame: &Value) -> &str {
    frame["message"]["body"].as_str().unwrap_or_default()
}

fn numbers(socket: &mut Socket, count: usize) -> Vec<u64> {
    (0..count).map(|_| socket.next_of("message.created")["message"]["number"].as_u64().sure()).collect()
}

fn send(socket: &mut Socket, conversation: ConversationId, name: Uuid, words: &str) {
    socket.send(&json!({
        "type": "message.send", "id": name, "conversation_id": conversation, "client_message_id": name, "body": words,
    }));
}

fn resume(socket: &mut Socket, conversation: ConversationId, from: u64) -> Vec<u64> {
    socket.send(&json!({ "type": "resume", "id": from, "cursors": { conversation.to_string(): from } }));
    let before = socket.until("ack");
    let created = before.iter().filter(|frame| frame["type"] == "message.created");
    created.map(|frame| frame["message"]["number"].as_u64().sure()).collect()
}

#[test]
fn what_is_said_on_one_instance_is_heard_on_every_other_in_the_same_order() {
    let Some(redis) = RedisServer::start() else { return };
    let several = Several::with(Some(&redis), only_hints());
    let mut readers = [0, 1, 2].map(|number| several.at(&several.parent, number).socket());
    let writers = [0, 1, 2].map(|number| several.at(&several.teacher, number));
    homeroom_testkit::at_once(30, |number| {
        writers[number % 3].say(several.conversation, "Hello").expect_status(201)
    });
    for reader in &mut readers {
        assert_eq!(numbers(reader, 30), (1..=30).collect::<Vec<_>>());
    }
}

/// C1: the first of two transactions is held open, and the second is made to overtake it. It cannot: a number is
/// given out under the lock of its conversation.
#[test]
fn c1_a_message_that_commits_late_leaves_no_hole() {
    let several = Several::with(None, often());
    let mut reader = several.at(&several.parent, 1).socket();
    let mut first = several.school.database().as_owner();
    let (conversation, sender) = (several.conversation, several.teacher.id);
    first
        .batch_execute(&format!(
            "BEGIN; SELECT * FROM post_messages(ARRAY['{id}']::uuid[], ARRAY['{conversation}']::uuid[],
                ARRAY['{sender}']::uuid[],
                ARRAY(SELECT epoch FROM rights_epochs WHERE user_id = '{sender}'), ARRAY['{id}']::uuid[],
                ARRAY['first'], ARRAY['{{}}'], ARRAY['{{}}'], now(), true)",
            id = message_name()
        ))
        .sure();
    std::thread::scope(|scope| {
        let second = scope.spawn(|| several.at(&several.parent, 2).say(conversation, "second"));
        several.school.database().await_waiting(1);
        assert!(
            several.at(&several.parent, 0).read_after(conversation, 0).is_empty(),
            "neither is there yet"
        );
        first.batch_execute("COMMIT").sure();
        second.join().sure().expect_status(201);
    });
    let order = [(1, "first".to_owned()), (2, "second".to_owned())];
    assert_eq!(several.at(&several.teacher, 0).read_after(conversation, 0), order);
    assert_eq!(several.at(&several.parent, 2).read_after(conversation, 0), order, "a reader that joins late");
    assert_eq!(
        [reader.next_of("message.created"), reader.next_of("message.created")].each_ref().map(words),
        ["first", "second"]
    );
}

#[test]
fn a_conversation_that_somebody_holds_keeps_only_its_own_messages() {
    let several = Several::with(None, only_hints());
    let other = several.school.direct(&several.teacher, &several.school.person(Role::Admin));
    let mut holder = several.school.database().as_owner();
    holder
        .batch_execute(&format!(
            "BEGIN; SELECT FROM conversations WHERE id = '{}' FOR UPDATE",
            several.conversation
        ))
        .sure();
    let client = several.at(&several.teacher, 0);
    let answers = homeroom_testkit::at_once(10, |number| {
        client.say(if number % 2 == 0 { several.conversation } else { other }, "Hello")
    });
    for (number, answer) in answers.into_iter().enumerate() {
        if number % 2 == 0 {
            answer.expect_problem(503, "busy");
        } else {
            answer.expect_status(201);
        }
    }
    holder.batch_execute("ROLLBACK").sure();
    client.say(several.conversation, "Now").expect_status(201);
    assert_eq!(client.read_after(several.conversation, 0), [(1, "Now".to_owned())]);
    assert_eq!(client.read_after(other, 0).len(), 5);
}

/// C4: the socket is cut after the message was stored and before that was said.
#[test]
fn c4_whoever_never_heard_the_answer_sends_again_and_finds_the_message_once() {
    let several = Several::with(None, only_hints());
    let name = message_name();
    let mut socket = several.at(&several.teacher, 0).socket();
    send(&mut socket, several.conversation, name, "Did it arrive?");
    eventually("it is stored", PATIENCE, || {
        let stored = several.school.database().number("SELECT count(*) FROM messages");
        (stored == 1).then_some(())
    });
    // Nobody has read the answer.
    drop(socket);
    let mut again = several.at(&several.teacher, 1).socket();
    send(&mut again, several.conversation, name, "Did it arrive?");
    let answer = again.next_of("ack");
    assert_eq!(answer["message"]["number"], 1, "{answer}");
    assert_eq!(resume(&mut again, several.conversation, 0), [1]);
}

/// C5: from wherever somebody comes, they are given exactly what they lack, on whichever instance.
#[test]
fn c5_from_each_of_a_thousand_cursors_the_rest_is_exact_on_another_instance() {
    let several = Several::with(None, only_hints());
    let writer = several.at(&several.teacher, 0);
    homeroom_testkit::at_once(40, |_| writer.say(several.conversation, "Hello").expect_status(201));
    let mut reader = several.at(&several.parent, 1).socket();
    let mut seed = 20_261_129_u64;
    for _ in 0..1000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let cursor = (seed >> 33) % 41;
        let expected: Vec<_> = (cursor + 1..=40).collect();
        assert_eq!(resume(&mut reader, several.conversation, cursor), expected, "from {cursor}");
    }
    let rest: Vec<_> = several
        .at(&several.parent, 2)
        .read_after(several.conversation, 25)
        .iter()
        .map(|(number, _)| *number)
        .collect();
    assert_eq!(rest, (26..=40).collect::<Vec<_>>());
}

/// C6: cursors that mean nothing here are told so, and give no data.
#[test]
fn c6_a_cursor_from_the_future_or_of_others_gives_no_data() {
    let several = Several::with(None, only_hints());
    let writer = several.at(&several.teacher, 0);
    writer.say(several.conversation, "Hello").expect_status(201);
    let mut reader = several.at(&several.parent, 0).socket();
    let cursors = json!({ several.conversation.to_string(): 2 });
    reader.send(&json!({ "type": "resume", "id": "future", "cursors": cursors }));
    let refused = reader.next_of("error");
    assert_eq!(refused["problem"]["code"], "cursor_from_the_future", "{refused}");
    let path = format!("/conversations/{}/messages?after=2", several.conversation);
    several.at(&several.parent, 0).get(&path).expect_refused(&["after"]);
    let stranger = several.school.person(Role::Teacher);
    let mut elsewhere = several.at(&stranger, 0).socket();
    elsewhere.send(&json!({ "type": "resume", "id": 1, "cursors": { several.conversation.to_string(): 0 } }));
    assert_eq!(elsewhere.next(), json!({ "type": "ack", "id": 1, "conversations": {} }));
    several.at(&stranger, 0).get(&path).expect_problem(404, "not_found");
}

/// C7 and F12: nobody told the other instances of the last message, and silence follows.
#[test]
fn c7_f12_the_last_message_is_found_although_nobody_told_of_it() {
    let several = Several::with(None, often());
    let mut elsewhere = several.at(&several.parent, 1).socket();
    several.at(&several.teacher, 0).say(several.conversation, "The last").expect_status(201);
    assert_eq!(words(&elsewhere.next_of("message.created")), "The last");
    eventually("the head is told", PATIENCE, || {
        let heads = elsewhere.next_of("heads");
        (heads["heads"][several.conversation.to_string()] == 1).then_some(())
    });
}

/// C7, on the clock that the API documents: within one announcement of heads, twenty seconds.
#[test]
fn c7_what_nobody_told_of_is_found_within_twenty_seconds() {
    let several = Several::with(None, Setup::default());
    let mut elsewhere = several.at(&several.parent, 1).socket();
    elsewhere.set_patience(Duration::from_secs(30));
    several.at(&several.teacher, 0).say(several.conversation, "The last").expect_status(201);
    let since = Instant::now();
    assert_eq!(words(&elsewhere.next_of("message.created")), "The last");
    assert!(since.elapsed() < Duration::from_secs(20), "{:?}", since.elapsed());
}

/// An edit and a new conversation, of which nobody told either.
#[test]
fn edits_and_new_conversations_are_found_although_nobody_told_of_them() {
    let several = Several::with(None, often());
    let (writer, mut elsewhere) = (several.at(&several.teacher, 0), several.at(&several.parent, 1).socket());
    writer.say(several.conversation, "Helo").expect_status(201);
    elsewhere.next_of("message.created");
    let message = format!("/conversations/{}/messages/1", several.conversation);
    writer.patch(&message, 1, json!({ "body": "Hello" })).expect_status(200);
    let changed = elsewhere.next_of("message.changed");
    assert_eq!((&changed["number"], &changed["version"]), (&json!(1), &json!(2)));
    let group = several.school.group(&several.teacher, &[&several.parent]);
    writer.say(group, "A new group").expect_status(201);
    eventually("the new group is heard of", PATIENCE, || {
        let frame = elsewhere.next();
        (words(&frame) == "A new group" || frame["heads"][group.to_string()] == 1).then_some(())
    });
}

/// F11: Redis goes away in the middle of a conversation, and comes back.
#[test]
fn f11_without_redis_messages_arrive_later_and_none_is_lost() {
    let Some(mut redis) = RedisServer::start() else { return };
    let several = Several::with(Some(&redis), often());
    let (writer, mut reader) = (several.at(&several.teacher, 0), several.at(&several.parent, 1).socket());
    writer.say(several.conversation, "With Redis").expect_status(201);
    assert_eq!(numbers(&mut reader, 1), [1]);
    redis.stop();
    for number in 2..=20 {
        writer.say(several.conversation, "Without").expect_status(201);
        assert_eq!(numbers(&mut reader, 1), [number]);
    }
    redis.start_again();
    several.school.await_others();
    several.others.iter().for_each(Instance::await_others);
    writer.say(several.conversation, "With Redis again").expect_status(201);
    assert_eq!(numbers(&mut reader, 1), [21]);
}

/// C12: whoever is taken out of a group hears nothing more and is heard no more, on every instance within five
/// seconds, also with Redis cut: the database says so to all of them.
#[test]
fn c12_whoever_is_taken_out_is_out_on_every_instance_also_with_redis_cut() {
    let Some(mut redis) = RedisServer::start() else { return };
    let several = Several::with(Some(&redis), often());
    let late = several.school.person(Role::Parent);
    let group = several.school.group(&several.teacher, &[&several.parent, &late]);
    let mut sockets = [0, 1, 2].map(|number| several.at(&late, number).socket());
    let leader = several.at(&several.teacher, 0);
    redis.stop();
    leader.delete(&format!("/conversations/{group}/members/{}", late.id)).expect_status(204);
    let since = Instant::now();
    for (number, socket) in sockets.iter_mut().enumerate() {
        // What an instance's background thread does every two seconds.
        let app = if number == 0 { &several.school.app } else { &several.others[number - 1].app };
        app.identity().follow_rights_changes().sure();
        let name = message_name();
        send(socket, group, name, "Am I still here?");
        let refused = socket.next_of("error");
        assert_eq!(refused["problem"]["code"], "not_found", "instance {number}: {refused}");
        let typing = json!({ "type": "typing", "id": "typing", "conversation_id": group });
        eventually("nothing is heard of the group", PATIENCE, || {
            socket.send(&typing);
            (socket.next_of("error")["problem"]["code"] == "not_found").then_some(())
        });
    }
    assert!(since.elapsed() < Duration::from_secs(5), "{:?}", since.elapsed());
    leader.say(group, "Between us").expect_status(201);
    several.at(&several.teacher, 1).say(group, "And from another instance").expect_status(201);
    for (number, socket) in sockets.iter_mut().enumerate() {
        send(socket, several.conversation, message_name(), "An answer that comes after everything");
        let heard = socket.until("error");
        let leaked = heard.iter().any(|frame| frame["message"]["conversation_id"] == json!(group));
        assert!(!leaked, "instance {number}: {heard:?}");
    }
}

/// C15: an instance dies. Whoever was there alone is gone after the lease, and whoever has a second device is not.
#[test]
fn c15_an_instance_that_dies_leaves_no_ghosts_and_nobody_flaps_who_has_a_second_device() {
    let Some(redis) = RedisServer::start() else { return };
    let mut setup = often();
    setup.limits.rhythm.presence = Duration::from_millis(300);
    setup.limits.rhythm.lease = Duration::from_millis(1500);
    let several = Several::with(Some(&redis), setup);
    let watcher = several.school.person(Role::Admin);
    let (ghost, traveller) = (several.teacher.clone(), several.parent.clone());
    let mut watching = several.at(&watcher, 0).socket();
    let _second_device = several.at(&traveller, 0).socket();
    // What an instance leaves behind that is killed: leases that nobody gives up.
    let dead = several.others[1].app.presence();
    let online = Availability::Online;
    dead.renew(&[(ghost.id, online), (traveller.id, online)], Duration::from_millis(1500));
    watching.send(&json!({ "type": "presence.watch", "id": 1, "user_ids": [ghost.id, traveller.id] }));
    let mut last = std::collections::HashMap::new();
    eventually("the ghost is gone", PATIENCE, || {
        let frame = watching.next_of("presence.changed");
        let (who, status) = (frame["user_id"].clone().to_string(), frame["status"].clone());
        assert!(
            !(who.contains(&traveller.id.to_string()) && status == "offline"),
            "they have a second device"
        );
        last.insert(who, status.clone());
        (frame["user_id"] == json!(ghost.id) && status == "offline").then_some(())
    });
}

/// Whoever has been there all along has not just come: an instance that is asked about them for the first time neither
/// tells so nor writes it down, and of their leaving the instance tells from which they left.
#[test]
fn presence_is_told_and_written_down_once_however_many_instances_watch() {
    let Some(redis) = RedisServer::start() else { return };
    let mut setup = often();
    setup.limits.rhythm.presence = Duration::from_millis(300);
    let several = Several::with(Some(&redis), setup);
    let told = several.tellings_of(&several.teacher);
    let device = several.at(&several.teacher, 0).socket();
    eventually("the coming is told", PATIENCE, || (told.lock().sure().len() == 1).then_some(()));
    let since = several.last_seen_of_teacher();
    let mut watchers = [1, 2].map(|number| several.at(&several.parent, number).socket());
    for watcher in &mut watchers {
        watcher.send(&json!({ "type": "presence.watch", "id": 1, "user_ids": [several.teacher.id] }));
        assert_eq!(watcher.next_of("presence.changed")["status"], "online");
    }
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(several.last_seen_of_teacher(), since, "nothing happened meanwhile");
    several.school.clock().advance(TimeDelta::seconds(1));
    drop(device);
    for watcher in &mut watchers {
        assert_eq!(watcher.next_of("presence.changed")["status"], "offline");
    }
    let left = several.last_seen_of_teacher();
    assert_eq!(left - since, TimeDelta::seconds(1));
    several.school.clock().advance(TimeDelta::seconds(1));
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(several.last_seen_of_teacher(), left);
    // Who looks between a leaving and the word of it tells it too.
    let mut told = told.lock().sure().clone();
    told.dedup();
    assert_eq!(told, [Some(Availability::Online), None]);
}

/// F22: everybody comes back at once, and asks from where they were.
#[test]
fn f22_everybody_who_comes_back_at_once_is_given_what_they_missed() {
    let mut setup = only_hints();
    setup.limits.sockets_per_user = 1000;
    let several = Several::with(None, setup);
    let writer = several.at(&several.teacher, 0);
    homeroom_testkit::at_once(20, |_| writer.say(several.conversation, "Hello").expect_status(201));
    let client = several.at(&several.parent, 0);
    let resumed = homeroom_testkit::at_once(200, |_| resume(&mut client.socket(), several.conversation, 0));
    assert!(resumed.iter().all(|numbers| *numbers == (1..=20).collect::<Vec<_>>()));
}
