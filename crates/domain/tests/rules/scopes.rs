//! A list shows a record exactly when a single read would.

use homeroom_domain::{
    access::{
        Action, ActionKind, Actor, ClassList, Denied, ManageAnnouncement, Reach, ReadAnnouncement,
        ReadClassList, ReadEvent, ReadMeeting, ReadScope, Relation, Resource, allows,
    },
    enrollment::Progress,
    identity::{Account, Guardian, Role, UserId},
    notices::{Audience, Life},
    structure::{Assignment, Placement, Section, SectionId},
};
use proptest::{prelude::*, sample::subsequence};

use crate::{
    meetings::meeting,
    notices::{announcement, event, some_audience},
    support::{account, assignment, id, link, moment, person, placement, progress, section},
    union::{PEOPLE, SECTIONS, anybody},
};

/// Single reads, for records of which the crate has no reading action because no route shows one alone.
macro_rules! single_read {
    ($name:ident of $target:ty as $kind:expr) => {
        struct $name;
        impl Action for $name {
            type Target = $target;
            fn kind(_: &$target) -> ActionKind {
                $kind
            }
        }
    };
}
single_read!(SeeAccountOfStaff of Account as ActionKind::ReadAccounts);
single_read!(SeeAccountOfFamily of Account as ActionKind::ReadFamilies);
single_read!(SeeLink of Guardian as ActionKind::ReadFamilies);
single_read!(SeeSection of Section as ActionKind::ReadSections);
single_read!(SeePlacement of Placement as ActionKind::ReadPlacements);
single_read!(SeeAssignment of Assignment as ActionKind::ReadAssignments);
single_read!(SeeProgress of Progress as ActionKind::ReadEnrollment);

/// What an adapter makes of a scope: a filter on the person and on the section of a record.
fn lists(
    scope: &Result<ReadScope, Denied>,
    kind: ActionKind,
    who: Option<UserId>,
    place: Option<SectionId>,
) -> bool {
    match scope.as_ref().map(|scope| scope.reach(kind)) {
        Err(_) => false,
        Ok(Reach::Everything) => true,
        Ok(Reach::Limited { people, sections, .. }) => {
            who.is_some_and(|who| people.contains(&who))
                || place.is_some_and(|place| sections.contains(&place))
        }
    }
}

/// What an adapter makes of a scope where records address an audience.
fn lists_addressed(actor: &Actor, kind: ActionKind, audience: &Audience) -> bool {
    match actor.scope(kind).as_ref().map(|scope| scope.reach(kind)) {
        Err(_) => false,
        Ok(Reach::Everything) => true,
        Ok(Reach::Limited { addressed, addressed_sections, .. }) => {
            audience.is_everyone() && !addressed.is_empty()
                || addressed.iter().any(|role| audience.roles().contains(role))
                || addressed_sections.iter().any(|section| audience.sections().contains(section))
        }
    }
}

fn agrees<A: Action>(
    actor: &Actor,
    target: A::Target,
    who: Option<UserId>,
    place: Option<SectionId>,
) -> Result<(), TestCaseError> {
    let kind = A::kind(&target);
    let listed = lists(&actor.scope(kind), kind, who, place);
    prop_assert_eq!(listed, actor.may::<A>(target).is_ok(), "{} of {:?} in {:?}", kind.code(), who, place);
    Ok(())
}

/// The same person without what only a broken database would say: a child placed in one section by one
/// link and in another by the next, or a person who is their own child.
fn keeping_one_link_a_child(actor: &Actor) -> Actor {
    let Some(number) = actor.id() else { panic!("only people stand anywhere") };
    let mut standing = actor.standing().clone();
    standing.children.retain(|child| child.student != number);
    standing.children.sort_by_key(|child| child.student);
    standing.children.dedup_by_key(|child| child.student);
    Actor::person(number, actor.roles().to_vec(), standing)
}

/// Everybody who is in a section as far as the actor is concerned: themselves, their children, a stranger.
fn lines_of(actor: &Actor, here: SectionId) -> impl Iterator<Item = UserId> {
    let is_placed = actor.roles().contains(&Role::Student) && actor.standing().placed_in.contains(&here);
    let children = actor.standing().children.iter().filter(move |child| child.sections.contains(&here));
    let own = actor.id().filter(|_| is_placed);
    own.into_iter().chain(children.map(|child| child.student)).chain([id(99)])
}

proptest! {
    #[test]
    fn lists_show_what_single_reads_show(actor in anybody(), roles in subsequence(Role::ALL.to_vec(), 1..=3)) {
        for number in PEOPLE {
            let (who, account) = (Some(id(number)), account(number, &roles));
            if account.roles.are_family() {
                agrees::<SeeAccountOfFamily>(&actor, account, who, None)?;
            } else {
                agrees::<SeeAccountOfStaff>(&actor, account, who, None)?;
            }
            agrees::<SeeProgress>(&actor, progress(number), who, None)?;
            agrees::<SeeLink>(&actor, link(5, number), who, None)?;
            for place in SECTIONS {
                agrees::<SeePlacement>(&actor, placement(number, place), who, Some(id(place)))?;
                agrees::<ReadMeeting>(&actor, meeting(number, place), who, Some(id(place)))?;
                agrees::<SeeAssignment>(&actor, assignment(number, place), who, Some(id(place)))?;
            }
        }
        for place in SECTIONS {
            agrees::<SeeSection>(&actor, section(place, 30, 3), None, Some(id(place)))?;
        }
    }

    #[test]
    fn lists_show_the_notices_that_single_reads_show(actor in anybody(), audience in some_audience()) {
        let reads = lists_addressed(&actor, ActionKind::ReadNotices, &audience);
        let manages = lists_addressed(&actor, ActionKind::ManageNotices, &audience);
        prop_assert_eq!(reads, actor.may::<ReadEvent>(event(audience.clone())).is_ok());
        for at in [0, 1000, 1999, 2000] {
            let then = announcement(audience.clone()).at(moment(at));
            let listed = reads && then.life() == Life::Live || manages;
            prop_assert_eq!(listed, actor.may::<ReadAnnouncement>(then.clone()).is_ok(), "{:?}", then.life());
            prop_assert_eq!(manages, actor.may::<ManageAnnouncement>(then).is_ok());
        }
    }

    /// A class list opens to exactly those who would find a line in it.
    #[test]
    fn a_class_list_opens_to_whoever_finds_a_line_in_it(actor in anybody()) {
        let actor = keeping_one_link_a_child(&actor);
        let kind = ActionKind::ReadPlacements;
        let scope = actor.scope(kind);
        for place in SECTIONS {
            let here: SectionId = id(place);
            let opened = actor.may::<ReadClassList>(ClassList(section(place, 30, 3))).is_ok();
            let mut lines = lines_of(&actor, here);
            prop_assert_eq!(opened, lines.any(|who| lists(&scope, kind, Some(who), Some(here))), "{:?} {}", actor, place);
        }
    }

    /// Leave to see one kind of record never opens a list of another kind.
    #[test]
    fn a_scope_opens_only_for_its_own_kind(actor in anybody()) {
        for asked in ActionKind::ALL {
            let Ok(scope) = actor.scope(asked) else { continue };
            for opened in ActionKind::ALL.into_iter().filter(|kind| *kind != asked) {
                let nothing = Reach::NOTHING;
                prop_assert_eq!(scope.reach(opened), nothing, "{} as {}", asked.code(), opened.code());
            }
        }
    }
}

#[test]
fn a_scope_is_refused_only_where_the_table_has_nothing_at_all() {
    for role in Role::ALL {
        for kind in ActionKind::ALL {
            let something = Relation::ALL.into_iter().any(|relation| allows(role, kind, relation));
            let scope = person(1, &[role]).scope(kind);
            assert_eq!(scope.is_ok(), something, "{role} {}", kind.code());
            assert!(matches!(scope, Ok(_) | Err(Denied::Forbidden)), "a collection is no secret");
        }
    }
}

#[test]
fn the_system_lists_everything_that_an_administrator_lists() {
    // Nothing is the system's own, and it teaches and learns nothing.
    let owned = [
        ActionKind::ManageOwnAccount,
        ActionKind::ManageOwnNotifications,
        ActionKind::ManageMeetings,
        ActionKind::ManageTasks,
        ActionKind::HandIn,
        ActionKind::GradeSubmissions,
        ActionKind::ManageModules,
        ActionKind::Converse,
        ActionKind::ManageGroups,
    ];
    for kind in ActionKind::ALL.into_iter().filter(|kind| !owned.contains(kind)) {
        let scope = Actor::system("reminders").scope(kind);
        assert_eq!(scope.as_ref().map(|scope| scope.reach(kind)), Ok(Reach::Everything), "{}", kind.code());
    }
}

proptest! {
    /// What is one's own is never more than one may see, and is all of it for those who see nothing else.
    #[test]
    fn the_own_part_of_a_scope_lies_within_it(actor in anybody()) {
        for kind in ActionKind::ALL {
            let (all, own) = (actor.scope(kind), actor.own_scope(kind));
            prop_assert_eq!(all.is_ok(), own.is_ok(), "{}", kind.code());
            let (Ok(all), Ok(own)) = (all, own) else { continue };
            prop_assert!(own.reach(kind) != Reach::Everything, "{}", kind.code());
            if all.reach(kind) != Reach::Everything {
                prop_assert_eq!(all, own, "{}", kind.code());
            }
        }
    }

    /// A section is somebody's own exactly when they stand in relation to it through one of their roles.
    #[test]
    fn own_sections_are_those_in_which_one_stands(actor in anybody()) {
        let kind = ActionKind::ReadSections;
        for place in SECTIONS {
            let stands = actor.roles().iter().any(|role| {
                section(place, 30, 3).relations(&actor, *role, kind).contains(Relation::OwnSection)
            });
            prop_assert_eq!(lists(&actor.own_scope(kind), kind, None, Some(id(place))), stands, "{}", place);
        }
    }
}
