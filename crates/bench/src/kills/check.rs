use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Uuid as SqlUuid},
};
use uuid::Uuid;

use super::{
    Tally,
    person::{Counts, Person, name},
};
use crate::{
    Outcome,
    club::{Club, conversation_id},
};

#[derive(QueryableByName)]
struct Stored {
    #[diesel(sql_type = SqlUuid)]
    conversation_id: Uuid,
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = SqlUuid)]
    client_message_id: Uuid,
}

#[derive(QueryableByName)]
struct Head {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = BigInt)]
    last_number: i64,
}

/// The newest number of each conversation.
pub(crate) fn heads(club: &mut Club) -> Outcome<BTreeMap<Uuid, u64>> {
    let heads: Vec<Head> = club.rows("SELECT id, last_number FROM conversations")?;
    heads.into_iter().map(|head| Ok((head.id, u64::try_from(head.last_number)?))).collect()
}

/// Compares what people sent and read with what is stored. Fails when somebody has read it otherwise.
pub(super) fn compare(club: &mut Club, groups: &[Vec<u32>], people: &[Person<'_>]) -> Outcome<Tally> {
    club.messages_without_a_gap()?;
    let rows: Vec<Stored> = club.rows(
        "SELECT conversation_id, number, client_message_id FROM messages ORDER BY conversation_id, number",
    )?;
    let mut stories: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    let mut places: HashMap<Uuid, Vec<(Uuid, u64)>> = HashMap::new();
    for row in rows {
        stories.entry(row.conversation_id).or_default().push(row.client_message_id);
        let place = (row.conversation_id, u64::try_from(row.number)?);
        places.entry(row.client_message_id).or_default().push(place);
    }
    let mut tally = Tally::default();
    for (name, place) in people.iter().flat_map(|person| &person.answered) {
        tally.answered += 1;
        tally.lost += u64::from(!places.get(name).is_some_and(|places| places.contains(place)));
    }
    tally.doubled = places.values().map(|places| places.len() as u64 - 1).sum();
    all_was_written(people, &places)?;
    for (number, group) in groups.iter().enumerate() {
        let id = conversation_id(number);
        let story = stories.remove(&id).unwrap_or_default();
        for member in group {
            let person = people.get(usize::try_from(*member)?).ok_or("somebody is missing")?;
            if person.journals.get(&id).is_none_or(|journal| journal.read != story) {
                return Err(format!("person {member} has read {id} otherwise than it is stored").into());
            }
        }
    }
    tell(people);
    Ok(tally)
}

/// Everybody got an answer for all that they have written, and nothing else is stored.
fn all_was_written(people: &[Person<'_>], places: &HashMap<Uuid, Vec<(Uuid, u64)>>) -> Outcome<()> {
    let mut written = HashSet::new();
    for (number, person) in (0..).zip(people) {
        written.extend((1..=person.written).map(|sequence| name(number, sequence)));
        if person.answered.len() as u64 != person.written {
            return Err(format!("person {number} has no answer to all {} messages", person.written).into());
        }
    }
    match places.keys().find(|name| !written.contains(name)) {
        Some(name) => Err(format!("nobody has written {name}").into()),
        None => Ok(()),
    }
}

fn tell(people: &[Person<'_>]) {
    let sum = |of: fn(&Counts) -> u64| people.iter().map(|person| of(&person.counts)).sum::<u64>();
    println!(
        "{} connections, {} refusals for now, {} questions for what was missing, {} answers awaited in vain.",
        sum(|counts| counts.connections),
        sum(|counts| counts.sent_again),
        sum(|counts| counts.asked),
        sum(|counts| counts.stalled),
    );
}
