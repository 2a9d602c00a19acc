//! The contact rules stand twice: as a judgement of one person, and as the filter of a list. Here the two are held
//! against each other, for many people and many who ask.

use std::collections::BTreeSet;

use application::chat::ContactFilter;
use domain::{
    access::{Actor, Child, ManageAccount, ManageSection, Standing, Teaching},
    chat::{Contact, ContactScope},
    identity::{Account, AccountChange, GuardianRights, Role, Roles, UserId},
    structure::{Section, SectionFacts, SectionId},
};

use crate::school::{Made, Outcome, PAGE, School, add_account, add_subject, may, noon};

const PEOPLE: usize = 60;
const SECTIONS: usize = 5;

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap_or_default() % end
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// One role or two, each as often as any other.
    fn roles(&mut self) -> Vec<Role> {
        let mut roles = vec![self.of(&Role::ALL)];
        let other = self.of(&Role::ALL);
        if self.once_in(3) && !roles.contains(&other) {
            roles.push(other);
        }
        roles
    }
}

/// Somebody, as the rules should know them, and whether they are still at the school.
struct Somebody {
    account: Account,
    contact: Contact,
    is_active: bool,
}

/// People in sections that they teach, advise or are placed in. Then some of them get other roles than those through
/// which they came there, and some leave the school.
fn fill(school: &School, chance: &mut Chance) -> Made<(Vec<SectionId>, Vec<Somebody>)> {
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let roles = Roles::try_new(Role::Teacher, vec![Role::Teacher, Role::Student])?;
        let name = format!("Number {number}");
        let account = school.write(|store| add_account(store, roles.clone(), &name, "Santos"))?;
        let (roles, id) = (chance.roles(), account.id);
        let contact = Contact { id, roles, teaches: Vec::new(), placed_in: Vec::new() };
        people.push(Somebody { account, contact, is_active: !chance.once_in(8) });
    }
    let mut sections = Vec::new();
    for number in 0..SECTIONS {
        let adviser = (number > 0).then(|| chance.below(PEOPLE));
        let section = add_section(school, number, adviser.map(|one| &people[one].account))?;
        if let Some(adviser) = adviser {
            people[adviser].contact.teaches.push(section.id);
        }
        sections.push(section);
    }
    let subject = school.write(|store| add_subject(store, "M7", "Mathematics"))?;
    for person in &mut people {
        let (placed_in, teaches) = (&sections[chance.below(SECTIONS)], &sections[chance.below(SECTIONS)]);
        if chance.once_in(2) {
            school.place(&person.account, placed_in)?;
            person.contact.placed_in.push(placed_in.id);
        }
        if chance.once_in(3) {
            school.assign(&person.account, &subject, teaches)?;
            person.contact.teaches.push(teaches.id);
        }
        go_on(school, person)?;
    }
    Ok((sections.into_iter().map(|section| section.id).collect(), people))
}

fn add_section(school: &School, number: usize, adviser: Option<&Account>) -> Made<Section> {
    let section = school.new_section(&format!("Section {number}"), 100)?;
    let facts = SectionFacts { adviser: adviser.map(|one| one.id), ..section.facts.clone() };
    let wanted = Section { facts, ..section };
    school.write(|store| {
        let opened = may::<ManageSection>(wanted.clone())?.open(adviser)?;
        store.add_section(&opened)?;
        Ok(opened.into_section())
    })
}

/// Gives the person the roles that they have from now on, or has them leave.
fn go_on(school: &School, person: &Somebody) -> Outcome {
    let roles = &person.contact.roles;
    let roles = Some(Roles::try_new(roles[0], roles.clone())?);
    let account = &person.account;
    school.write(|store| {
        let change = AccountChange { roles: roles.clone(), ..AccountChange::default() };
        let changed = may::<ManageAccount>(account.clone())?.change(change, account.version)?;
        store.save_account(&changed)?;
        if !person.is_active {
            let changed = changed.into_account();
            let version = changed.version;
            store.save_account(&may::<ManageAccount>(changed)?.deactivate(version, noon())?)?;
        }
        Ok(())
    })
}

/// Whom somebody with any roles and ties may write to; they are one of the people themselves.
fn asker(chance: &mut Chance, sections: &[SectionId], people: &[Somebody]) -> (UserId, ContactScope) {
    let own = |chance: &mut Chance| (0..chance.below(3)).map(|_| chance.of(sections)).collect::<Vec<_>>();
    let teaches = own(chance).into_iter().map(|section| Teaching { section, subject: None }).collect();
    let placed_in = own(chance);
    let children = (0..chance.below(3)).map(|_| {
        let rights = GuardianRights { contact: !chance.once_in(3), ..GuardianRights::ALL };
        let student = people[chance.below(people.len())].account.id;
        Child { student, rights, sections: own(chance) }
    });
    let standing = Standing { teaches, placed_in, children: children.collect() };
    let id = people[chance.below(people.len())].account.id;
    let actor = Actor::person(id, chance.roles(), standing);
    (id, actor.contacts(chance.once_in(2)))
}

#[test]
fn the_list_of_contacts_holds_exactly_those_whom_the_rules_admit() -> Outcome {
    let (school, mut chance) = (School::open()?, Chance(7));
    let (sections, people) = fill(&school, &mut chance)?;
    let ids: Vec<_> = people.iter().map(|person| person.account.id).collect();
    let (mut some, mut all) = (0, 0);
    for number in 0..400 {
        let (person, scope) = asker(&mut chance, &sections, &people);
        let admitted = people.iter().filter(|one| one.is_active && scope.tie_to(&one.contact).is_some());
        let admitted: BTreeSet<_> = admitted.map(|one| one.account.id).collect();
        let (page, known) = school.write(|store| {
            let page = store.contacts(&scope, &ContactFilter::default(), PAGE)?;
            Ok((page, store.known_to(person, &scope, &ids)?))
        })?;
        let listed: BTreeSet<_> = page.items.iter().map(|known| known.contact.id).collect();
        assert_eq!((&listed, page.items.len()), (&admitted, page.total as usize), "{number}: {scope:?}");
        assert_eq!(known.into_iter().collect::<BTreeSet<_>>(), admitted, "{number}: {scope:?}");
        some += usize::from(!admitted.is_empty() && admitted.len() < people.len() / 2);
        all += usize::from(admitted.len() > people.len() / 2);
    }
    assert!(some > 50 && all > 50, "{some} were admitted to some, {all} to nearly all");
    Ok(())
}

#[test]
fn the_rules_are_told_of_people_what_is_so() -> Outcome {
    let (school, mut chance) = (School::open()?, Chance(8));
    let (_, people) = fill(&school, &mut chance)?;
    let ids: Vec<_> = people.iter().map(|person| person.account.id).collect();
    let mut told = school.write(|store| Ok(store.contacts_by_id(&ids)?))?;
    let active = people.into_iter().filter(|person| person.is_active);
    let mut expected: Vec<_> = active.map(|person| person.contact).collect();
    for contact in told.iter_mut().chain(&mut expected) {
        contact.roles.sort_unstable_by_key(|role| role.code());
        contact.teaches.sort_unstable();
        contact.teaches.dedup();
    }
    told.sort_unstable_by_key(|contact| contact.id);
    expected.sort_unstable_by_key(|contact| contact.id);
    assert_eq!(told, expected);
    Ok(())
}
