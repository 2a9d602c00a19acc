//! The same reads of conversations with few messages and with a million: a school's years must not be felt.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use clap::Args;
use serde_json::json;

use crate::{
    Outcome,
    bars::{Bar, Wanted, ratio},
    club::{Club, conversation_id},
    histogram::Histogram,
    kills::rest,
    places,
    server::Server,
};

const DATABASE: &str = "homeroom_growth";
const CONVERSATIONS: u32 = 100;
/// How many messages there are, first and then.
const SIZES: [u32; 2] = [1_000, 1_000_000];
/// How often each is read.
const TIMES: u32 = 400;

/// How growth is measured.
#[derive(Args, Clone, Debug)]
pub(crate) struct GrowthArguments {
    /// Measure this program and build none
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Reads with few messages and with many, and prints and writes down how they compare. Tells whether every bar was
/// reached.
pub(crate) fn run(arguments: GrowthArguments) -> Outcome<bool> {
    places::warn_of_rehearsal();
    let program = places::server(arguments.program)?;
    let directory = places::directory()?;
    let [few, many] = [measure(&program, &directory, SIZES[0])?, measure(&program, &directory, SIZES[1])?];
    let mut bars = Vec::new();
    for ((what, before), (_, after)) in few.into_iter().zip(many) {
        println!("{what}: {:.2} ms, then {:.2} ms", before.as_secs_f64() * 1e3, after.as_secs_f64() * 1e3);
        bars.push(Bar {
            what: format!("{what}: p50 with {} messages to that with {}", SIZES[1], SIZES[0]),
            found: Some(ratio(after, before)),
            wanted: Wanted::AtMost(1.5),
            unit: "×",
        });
    }
    let mut table = String::new();
    Bar::write_table(&bars, &mut table)?;
    println!("{table}");
    let report = json!({
        "rehearsal": cfg!(debug_assertions), "bars": bars.iter().map(Bar::to_json).collect::<Vec<_>>(),
    });
    let file = directory.join("growth.json");
    fs::write(&file, serde_json::to_string_pretty(&report)?)?;
    println!("Written to {}.", file.display());
    Ok(bars.iter().all(|bar| bar.is_reached() != Some(false)))
}

/// The p50 of each read.
fn measure(program: &Path, directory: &Path, messages: u32) -> Outcome<Vec<(&'static str, Duration)>> {
    // The first one, who reads, is in all of them.
    let pairs: Vec<_> = (1..=CONVERSATIONS).map(|other| vec![0, other]).collect();
    let mut club = Club::make(directory, DATABASE, CONVERSATIONS + 1, &pairs)?;
    println!("Writing {messages} messages …");
    club.execute(&written(messages))?;
    club.settle()?;
    let server = Server::start(program, &club.application_url(), directory)?;
    let token = club.minter().token(0)?;
    let (own, middle) = (conversation_id(0), in_own(messages) / 2);
    [
        ("history, the newest 50", format!("/api/v1/conversations/{own}/messages?limit=50")),
        (
            "history, 50 from the middle",
            format!("/api/v1/conversations/{own}/messages?limit=50&before={middle}"),
        ),
        ("the list of conversations", "/api/v1/conversations?limit=20".to_owned()),
        ("what is unread", "/api/v1/conversations/summary".to_owned()),
        ("a rare word in own conversations", "/api/v1/messages?q=seven&limit=20".to_owned()),
    ]
    .into_iter()
    .map(|(what, path)| Ok((what, median_of(server.address, &path, &token)?)))
    .collect()
}

fn median_of(address: SocketAddr, path: &str, token: &str) -> Outcome<Duration> {
    let mut times = Histogram::default();
    for number in 0..TIMES + TIMES / 4 {
        let began = Instant::now();
        rest::get(address, path, token)?;
        // The first ones find nothing prepared.
        if number >= TIMES / 4 {
            times.record(began.elapsed());
        }
    }
    Ok(times.quantile(500))
}

/// How many messages the conversation has that is read: a whole page and more, also where there are few.
const fn in_own(messages: u32) -> u32 {
    let each = messages / CONVERSATIONS;
    if each < 500 { 500 } else { each }
}

/// Messages in all conversations in turn, by both of the two in turn; the seventh of each is about something.
fn written(messages: u32) -> String {
    let (each, own, first) = (messages / CONVERSATIONS, in_own(messages), conversation_id(0));
    format!(
        "INSERT INTO messages (conversation_id, number, id, sender_id, client_message_id, content_hash, body, created_at,
             stored_at)
         SELECT pair.id, turn.number, gen_random_uuid(),
             CASE turn.number % 2 WHEN 0 THEN pair.first_id ELSE pair.second_id END, gen_random_uuid(), 0,
             CASE turn.number WHEN 7 THEN 'Number seven' ELSE 'What comes after ' || turn.number END,
             now() - interval '1 day', now() - interval '1 day'
         FROM conversations AS pair, generate_series(1, CASE pair.id WHEN '{first}' THEN {own} ELSE {each} END)
             AS turn (number)
         ORDER BY turn.number;
         UPDATE conversations SET last_number = CASE id WHEN '{first}' THEN {own} ELSE {each} END,
             active_at = now() - interval '1 day';
         UPDATE conversation_members SET read_number = {each} - 3"
    )
}
