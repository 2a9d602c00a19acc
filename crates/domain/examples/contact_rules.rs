//! Who may write to whom in a school, and why.
//!
//! Run it with `cargo run -p homeroom-domain --example contact_rules`.
//!
//! The rules govern beginning a conversation. Whoever is in one may always answer.

use homeroom_domain::{
    Id,
    access::{Actor, Child, Standing, Teaching},
    chat::{Contact, Tie},
    identity::{GuardianRights, Role},
    structure::SectionId,
};
use uuid::Uuid;

fn id<T>(number: u128) -> Id<T> {
    Id::new(Uuid::from_u128(number))
}

fn main() {
    println!("Which tie lets which role begin to write (c: only where classmates may chat):\n");
    print!("{:<22}", "");
    for tie in Tie::ALL {
        print!("{:<16}", tie.code());
    }
    println!();
    for role in Role::ALL {
        print!("{:<22}", role.code());
        for tie in Tie::ALL {
            let mark = match (tie.opens(role, false), tie.opens(role, true)) {
                (true, _) => "yes",
                (false, true) => "c",
                (false, false) => "-",
            };
            print!("{mark:<16}");
        }
        println!();
    }

    let (maple, oak): (SectionId, SectionId) = (id(100), id(200));
    let contact = |number, role, teaches: &[SectionId], placed_in: &[SectionId]| Contact {
        id: id(number),
        roles: vec![role],
        teaches: teaches.to_vec(),
        placed_in: placed_in.to_vec(),
    };
    let people = [
        ("Mr. Reyes, who teaches Maple", contact(10, Role::Teacher, &[maple], &[])),
        ("Mrs. Lim, who teaches Oak", contact(11, Role::Teacher, &[oak], &[])),
        ("Ben, of Maple", contact(2, Role::Student, &[], &[maple])),
        ("the guidance office", contact(12, Role::Guidance, &[], &[])),
        ("the principal", contact(13, Role::Principal, &[], &[])),
    ];

    let in_maple = Standing { placed_in: vec![maple], ..Standing::default() };
    let ana = Actor::person(id(1), vec![Role::Student], in_maple);
    let of_ben = Child { student: id(2), rights: GuardianRights::ALL, sections: vec![maple] };
    let mother = Standing { children: vec![of_ben], ..Standing::default() };
    let bens_mother = Actor::person(id(3), vec![Role::Parent], mother);
    let teaching =
        Standing { teaches: vec![Teaching { section: oak, subject: None }], ..Standing::default() };
    let lim = Actor::person(id(11), vec![Role::Teacher], teaching);

    for (who, actor) in [("Ana, of Maple", &ana), ("Ben's mother", &bens_mother), ("Mrs. Lim", &lim)] {
        println!("\n{who}, in a school where classmates may chat:");
        let contacts = actor.contacts(true);
        for (name, person) in &people {
            match contacts.tie_to(person) {
                Some(tie) => println!("  may write to {name} ({})", tie.code()),
                None => println!("  may not write to {name}"),
            }
        }
    }
}
