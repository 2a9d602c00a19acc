//! Whom somebody may write to, and what becomes of messages.

use chrono::TimeDelta;
use homeroom_domain::{
    Stale,
    access::{Actor, Child, Converse, Denied, EditMessage, ManageGroup, Standing, Teaching},
    chat::{
        AddRefused, Contact, ContactReach, ContentRefused, Conversation, ConversationForm, DeleteRefused,
        DirectRefused, EDIT_WINDOW, EditRefused, LeaveRefused, MOST_FILES, MOST_MEMBERS, Message,
        MessageContent, MessageState, NewDirect, NewGroup, NewSectionConversation, Pair, RenameRefused, Seat,
        Tie,
    },
    identity::{GuardianRights, Role, UserId},
    structure::SectionId,
};
use proptest::{prelude::*, sample::subsequence};

use crate::support::{id, legal, moment, person, standing, text, version};

/// The rules of the school's handbook, written by hand: for each role the ties that let it begin to write, without
/// and with the setting that lets classmates chat.
const HANDBOOK: [(Role, &[Tie], &[Tie]); 9] = [
    (Role::Admin, &[Tie::Anyone], &[]),
    (Role::Principal, &[Tie::Anyone], &[]),
    (Role::AcademicCoordinator, &[Tie::Anyone], &[]),
    (Role::Registrar, &[Tie::Anyone], &[]),
    (Role::Accounting, &[Tie::Anyone], &[]),
    (Role::Guidance, &[Tie::Anyone], &[]),
    (Role::Teacher, &[Tie::Anyone], &[]),
    (Role::Student, &[Tie::OwnTeacher, Tie::Office], &[Tie::Classmate]),
    (Role::Parent, &[Tie::OwnChild, Tie::ChildsTeacher, Tie::Office], &[]),
];

#[test]
fn the_table_is_that_of_the_handbook() {
    for (role, always, with_classmates) in HANDBOOK {
        for tie in Tie::ALL {
            assert_eq!(tie.opens(role, false), always.contains(&tie), "{role} through {tie:?}");
            let open = always.contains(&tie) || with_classmates.contains(&tie);
            assert_eq!(tie.opens(role, true), open, "{role} through {tie:?}, where classmates may chat");
        }
    }
}

const MAPLE: u128 = 100;
const OAK: u128 = 200;

fn contact(number: u128, roles: &[Role], teaches: &[u128], placed_in: &[u128]) -> Contact {
    let sections = |numbers: &[u128]| numbers.iter().map(|number| id(*number)).collect();
    Contact {
        id: id(number),
        roles: roles.to_vec(),
        teaches: sections(teaches),
        placed_in: sections(placed_in),
    }
}

fn pupil(number: u128, section: u128) -> Actor {
    standing(number, &[Role::Student], Standing { placed_in: vec![id(section)], ..Standing::default() })
}

fn parent(number: u128, child: u128, section: u128, rights: GuardianRights) -> Actor {
    let child = Child { student: id(child), rights, sections: vec![id(section)] };
    standing(number, &[Role::Parent], Standing { children: vec![child], ..Standing::default() })
}

#[test]
fn a_student_writes_to_those_who_teach_them_and_to_the_offices() {
    let ana = pupil(1, MAPLE).contacts(false);
    let tie = |contact: &Contact| ana.tie_to(contact);
    assert_eq!(tie(&contact(2, &[Role::Teacher], &[MAPLE], &[])), Some(Tie::OwnTeacher));
    assert_eq!(tie(&contact(3, &[Role::Teacher], &[OAK], &[])), None, "a teacher of others");
    for office in [Role::Registrar, Role::Accounting, Role::Guidance] {
        assert_eq!(tie(&contact(4, &[office], &[], &[])), Some(Tie::Office), "{office}");
    }
    for other in [Role::Admin, Role::Principal, Role::AcademicCoordinator, Role::Parent] {
        assert_eq!(tie(&contact(5, &[other], &[], &[])), None, "{other}");
    }
    assert_eq!(tie(&contact(6, &[Role::Student], &[], &[MAPLE])), None, "classmates may not chat");
    assert_eq!(tie(&contact(1, &[Role::Teacher, Role::Guidance], &[MAPLE], &[])), None, "themselves");
    let where_they_may = pupil(1, MAPLE).contacts(true);
    assert_eq!(where_they_may.tie_to(&contact(6, &[Role::Student], &[], &[MAPLE])), Some(Tie::Classmate));
    assert_eq!(where_they_may.tie_to(&contact(7, &[Role::Student], &[], &[OAK])), None, "of another section");
}

#[test]
fn a_parent_writes_to_their_children_and_to_those_who_teach_these() {
    let contacts = parent(1, 2, MAPLE, GuardianRights::ALL).contacts(true);
    assert_eq!(contacts.tie_to(&contact(2, &[Role::Student], &[], &[MAPLE])), Some(Tie::OwnChild));
    assert_eq!(contacts.tie_to(&contact(3, &[Role::Teacher], &[MAPLE], &[])), Some(Tie::ChildsTeacher));
    assert_eq!(contacts.tie_to(&contact(4, &[Role::Guidance], &[], &[])), Some(Tie::Office));
    assert_eq!(contacts.tie_to(&contact(5, &[Role::Student], &[], &[MAPLE])), None, "a friend of the child");
    assert_eq!(contacts.tie_to(&contact(6, &[Role::Parent], &[], &[])), None, "another parent");
    let no_contact = GuardianRights { contact: false, ..GuardianRights::ALL };
    let without = parent(1, 2, MAPLE, no_contact).contacts(true);
    assert_eq!(
        without.tie_to(&contact(2, &[Role::Student], &[], &[MAPLE])),
        None,
        "a link without the right"
    );
    assert_eq!(without.tie_to(&contact(3, &[Role::Teacher], &[MAPLE], &[])), None, "nor its teachers");
}

#[test]
fn the_relation_counts_only_through_its_role() {
    // Somebody who was a student and teaches now does not teach where they were placed.
    let former = contact(2, &[Role::Student], &[MAPLE], &[]);
    assert_eq!(pupil(1, MAPLE).contacts(false).tie_to(&former), None);
    let no_longer =
        standing(1, &[Role::Parent], Standing { placed_in: vec![id(MAPLE)], ..Standing::default() });
    assert_eq!(no_longer.contacts(true).tie_to(&contact(2, &[Role::Teacher], &[MAPLE], &[])), None);
}

#[test]
fn nobody_else_writes_to_anybody() {
    let everyone = contact(9, &Role::ALL, &[MAPLE], &[MAPLE]);
    assert_eq!(Actor::anonymous().contacts(true).tie_to(&everyone), None);
    let nothing = ContactReach::Limited {
        offices: false,
        children: &[],
        own_sections: &[],
        childrens_sections: &[],
        classmates_of: &[],
    };
    assert_eq!(Actor::anonymous().contacts(true).reach(), nothing);
}

fn any_contact() -> impl Strategy<Value = Contact> {
    let sections = || subsequence(vec![id(MAPLE), id(OAK)], 0..=2);
    (0_u128..5, subsequence(Role::ALL.to_vec(), 1..=3), sections(), sections())
        .prop_map(|(number, roles, teaches, placed_in)| Contact { id: id(number), roles, teaches, placed_in })
}

fn any_standing() -> impl Strategy<Value = Standing> {
    let sections = || subsequence(vec![id(MAPLE), id(OAK)], 0..=2);
    (sections(), sections(), 0_u128..5, any::<bool>(), sections()).prop_map(
        |(taught, placed_in, child, contact, childs)| Standing {
            teaches: taught.into_iter().map(|section| Teaching { section, subject: None }).collect(),
            placed_in,
            children: vec![Child {
                student: id(child),
                rights: GuardianRights { contact, ..GuardianRights::ALL },
                sections: childs,
            }],
        },
    )
}

proptest! {
    /// With several roles somebody may write to whom any of them lets them write to, and to nobody else.
    #[test]
    fn several_roles_are_the_union_of_each(
        roles in subsequence(Role::ALL.to_vec(), 1..=4),
        standing in any_standing(),
        contact in any_contact(),
        classmates in any::<bool>(),
    ) {
        let may = |roles: &[Role]| {
            let actor = Actor::person(id(0), roles.to_vec(), standing.clone());
            actor.contacts(classmates).tie_to(&contact).is_some()
        };
        prop_assert_eq!(may(&roles), roles.iter().any(|role| may(&[*role])));
    }

    /// Letting classmates chat closes nothing, and opens only what lies between students.
    #[test]
    fn the_setting_opens_classmates_and_nothing_else(
        roles in subsequence(Role::ALL.to_vec(), 1..=4), standing in any_standing(), contact in any_contact(),
    ) {
        let actor = Actor::person(id(0), roles.clone(), standing);
        let (without, with) = (actor.contacts(false).tie_to(&contact), actor.contacts(true).tie_to(&contact));
        if without != with {
            prop_assert_eq!(with, Some(Tie::Classmate));
            prop_assert!(roles.contains(&Role::Student) && contact.roles.contains(&Role::Student));
        }
    }

    /// Nobody is brought into a group to whom its maker could not write alone.
    #[test]
    fn a_group_opens_no_door_that_is_closed(
        standing in any_standing(), others in prop::collection::vec(any_contact(), 1..4),
    ) {
        let maker = Actor::person(id(0), vec![Role::Teacher, Role::Parent], standing);
        let contacts = maker.contacts(false);
        let permitted = maker.may::<ManageGroup<NewGroup>>(NewGroup { starter: id(0) });
        let started = legal(permitted).start(id(70), text("Trip"), &others, &contacts, moment(0));
        let stranger = others.iter().any(|other| other.id != id(0) && contacts.tie_to(other).is_none());
        prop_assert_eq!(started.is_err(), stranger);
    }
}

fn seat(form: ConversationForm, member: u128) -> Seat {
    let conversation = Conversation { id: id(50), form, last_number: 9, version: version(3) };
    Seat { conversation, member: id(member), since: 4, read: 6 }
}

fn group() -> ConversationForm {
    ConversationForm::Group { title: text("Science fair") }
}

fn pair(one: u128, other: u128) -> ConversationForm {
    match Pair::of(id(one), id(other)) {
        Some(pair) => ConversationForm::Direct(pair),
        None => panic!("two different people"),
    }
}

#[test]
fn a_pair_is_the_same_whoever_asks() {
    let (one, other): (UserId, UserId) = (id(1), id(2));
    assert_eq!(Pair::of(one, other), Pair::of(other, one));
    assert_eq!(Pair::of(one, one), None);
}

#[test]
fn only_members_take_part_and_others_do_not_learn_of_it() {
    let teacher = person(1, &[Role::Teacher]);
    assert!(teacher.may::<Converse>(seat(group(), 1)).is_ok());
    assert_eq!(teacher.may::<Converse>(seat(group(), 2)).map(drop), Err(Denied::Hidden));
    assert_eq!(Actor::anonymous().may::<Converse>(seat(group(), 1)).map(drop), Err(Denied::Hidden));
    let student = person(3, &[Role::Student]);
    assert_eq!(student.may::<ManageGroup>(seat(group(), 3)).map(drop), Err(Denied::Forbidden));
}

#[test]
fn a_direct_conversation_begins_with_a_contact() {
    let ana = pupil(1, MAPLE);
    let contacts = ana.contacts(false);
    let start = |other: &Contact| {
        let permitted = legal(ana.may::<Converse<NewDirect>>(NewDirect { starter: id(1) }));
        permitted.start(id(60), other, &contacts, moment(5))
    };
    let started = legal(start(&contact(2, &[Role::Teacher], &[MAPLE], &[])));
    assert_eq!(started.members(), [id(1), id(2)]);
    assert_eq!((started.started_by(), started.started_at()), (Some(id(1)), moment(5)));
    let refused = |other: &Contact| start(other).map(drop);
    assert_eq!(refused(&contact(3, &[Role::Student], &[], &[MAPLE])), Err(DirectRefused::NotPermitted));
    assert_eq!(refused(&contact(1, &[Role::Student], &[], &[])), Err(DirectRefused::WithOneself));
    let as_other = ana.may::<Converse<NewDirect>>(NewDirect { starter: id(2) });
    assert_eq!(as_other.map(drop), Err(Denied::Forbidden), "nobody begins for somebody else");
}

#[test]
fn only_staff_make_groups_and_only_its_teachers_that_of_a_section() {
    for role in Role::ALL {
        let maker = person(1, &[role]);
        let may = maker.may::<ManageGroup<NewGroup>>(NewGroup { starter: id(1) }).is_ok();
        assert_eq!(may, !matches!(role, Role::Student | Role::Parent), "{role}");
    }
    let section: SectionId = id(MAPLE);
    let teaching = Standing { teaches: vec![Teaching { section, subject: None }], ..Standing::default() };
    let adviser = standing(1, &[Role::Teacher], teaching);
    let of = |section| NewSectionConversation { section };
    assert!(adviser.may::<ManageGroup<NewSectionConversation>>(of(section)).is_ok());
    let other = adviser.may::<ManageGroup<NewSectionConversation>>(of(id(OAK)));
    assert_eq!(other.map(drop), Err(Denied::Forbidden), "teachers know every section");
    let pupil = pupil(2, MAPLE).may::<ManageGroup<NewSectionConversation>>(of(section));
    assert_eq!(pupil.map(drop), Err(Denied::Forbidden));
    let stranger = pupil_of_nothing().may::<ManageGroup<NewSectionConversation>>(of(section));
    assert_eq!(stranger.map(drop), Err(Denied::Hidden));
}

fn pupil_of_nothing() -> Actor {
    person(3, &[Role::Student])
}

#[test]
fn a_group_is_changed_and_left_and_the_others_follow_their_kind() {
    let leader = person(1, &[Role::Teacher]);
    let lead = |form| legal(leader.may::<ManageGroup>(seat(form, 1)));
    let renamed = legal(lead(group()).rename(text("Fair"), version(3)));
    assert_eq!(renamed.conversation().version, version(4));
    let stale = lead(group()).rename(text("Fair"), version(2)).map(drop);
    assert_eq!(stale, Err(RenameRefused::Stale(Stale { current: version(3) })));
    assert_eq!(lead(pair(1, 2)).rename(text("Us"), version(3)).map(drop), Err(RenameRefused::NotAGroup));
    assert!(lead(group()).remove().is_ok());
    for form in [pair(1, 2), ConversationForm::Section(id(MAPLE))] {
        assert_eq!(lead(form.clone()).remove().map(drop), Err(LeaveRefused::MembershipFollows));
        let member = legal(leader.may::<Converse>(seat(form.clone(), 1)));
        assert_eq!(member.leave().map(drop), Err(LeaveRefused::MembershipFollows));
        let added = lead(form).add(&[], &leader.contacts(false), 2).map(drop);
        assert_eq!(added, Err(AddRefused::MembershipFollows));
    }
    let one = [contact(5, &[Role::Parent], &[], &[])];
    assert!(lead(group()).add(&one, &leader.contacts(false), MOST_MEMBERS - 1).is_ok());
    let too_many = lead(group()).add(&one, &leader.contacts(false), MOST_MEMBERS).map(drop);
    assert_eq!(too_many, Err(AddRefused::TooMany));
}

#[test]
fn a_member_sees_what_was_written_since_they_came() {
    let seat = seat(group(), 1);
    let seen: Vec<_> = (0..12).filter(|number| seat.sees(*number)).collect();
    assert_eq!(seen, [5, 6, 7, 8, 9]);
    assert_eq!(seat.unread(), 3);
    assert_eq!(Seat { read: 4, since: 9, ..seat }.unread(), 0, "what came before is not waiting");
}

fn message(sender: u128, state: MessageState) -> Message {
    Message {
        id: id(80),
        conversation: id(50),
        number: 6,
        sender: id(sender),
        created_at: moment(1000),
        state,
        version: version(2),
    }
}

const STANDING: MessageState = MessageState::Standing { edited_at: None };

#[test]
fn a_message_is_edited_by_its_sender_for_a_quarter_of_an_hour() {
    let sender = person(1, &[Role::Parent]);
    let edit = |state, seconds, expected| {
        let permitted = legal(sender.may::<EditMessage>(message(1, state)));
        permitted.edit(legal("Better".parse()), version(expected), moment(seconds))
    };
    let edited = legal(edit(STANDING, 1000 + 899, 2));
    assert_eq!(edited.message().state, MessageState::Standing { edited_at: Some(moment(1899)) });
    assert_eq!(edited.message().version, version(3));
    assert_eq!(EDIT_WINDOW, TimeDelta::seconds(900));
    assert_eq!(edit(STANDING, 1000 + 900, 2).map(drop), Err(EditRefused::WindowOver));
    assert_eq!(edit(STANDING, 1001, 1).map(drop), Err(EditRefused::Stale(Stale { current: version(2) })));
    let deleted = MessageState::Deleted { deleted_at: moment(1001) };
    assert_eq!(edit(deleted, 1002, 2).map(drop), Err(EditRefused::Deleted));
    let others = person(2, &[Role::Admin]).may::<EditMessage>(message(1, STANDING));
    assert_eq!(others.map(drop), Err(Denied::Forbidden));
}

#[test]
fn a_message_is_deleted_by_its_sender_or_by_those_who_lead() {
    let own = legal(person(1, &[Role::Student]).may::<EditMessage>(message(1, STANDING)));
    let deleted = legal(own.delete(version(2), moment(9_999_999)));
    assert_eq!(deleted.message().state, MessageState::Deleted { deleted_at: moment(9_999_999) });
    assert_eq!(deleted.deleted_by(), Some(id(1)));
    let leader = person(7, &[Role::Teacher]);
    let lead = |form| legal(leader.may::<ManageGroup>(seat(form, 7)));
    let of_others = |form, state| {
        lead(form).delete_message(message(1, state), version(2), moment(5)).map(|gone| gone.deleted_by())
    };
    assert_eq!(of_others(group(), STANDING), Ok(Some(id(7))));
    assert_eq!(of_others(ConversationForm::Section(id(MAPLE)), STANDING), Ok(Some(id(7))));
    assert_eq!(of_others(pair(1, 7), STANDING), Err(DeleteRefused::NotYours), "nobody leads two");
    let gone = MessageState::Deleted { deleted_at: moment(1) };
    assert_eq!(of_others(group(), gone), Err(DeleteRefused::Deleted));
    let elsewhere = Message { conversation: id(51), ..message(1, STANDING) };
    let other = lead(group()).delete_message(elsewhere, version(2), moment(5)).map(drop);
    assert_eq!(other, Err(DeleteRefused::NotYours), "a message of another conversation");
}

#[test]
fn a_message_says_something() {
    let words = || Some(legal("Hello".parse()));
    let files = |count| (0..count).map(id).collect::<Vec<_>>();
    assert!(MessageContent::try_new(words(), vec![], vec![]).is_ok());
    assert!(MessageContent::try_new(None, files(1), vec![]).is_ok());
    assert_eq!(MessageContent::try_new(None, vec![], vec![id(1)]), Err(ContentRefused::Empty));
    let most = MOST_FILES as u128;
    assert!(MessageContent::try_new(words(), files(most), vec![]).is_ok());
    assert_eq!(MessageContent::try_new(words(), files(most + 1), vec![]), Err(ContentRefused::TooManyFiles));
    let people = (0..51).map(id).collect();
    assert_eq!(MessageContent::try_new(words(), vec![], people), Err(ContentRefused::TooManyMentions));
    let twice = legal(MessageContent::try_new(words(), vec![id(2), id(1), id(2)], vec![id(5), id(5)]));
    assert_eq!((twice.files().len(), twice.mentions().len()), (2, 1));
}
