//! Someone with several roles may exactly what one of the roles may.

use homeroom_domain::{
    access::{
        Action, ActionKind, Actor, Child, ClassList, Denied, ManageAccount, ManageAnnouncement,
        ManageAssignment, ManageEnrollment, ManageEvent, ManageGuardian, ManageMeeting, ManageOwnAccount,
        ManagePlacement, ManageSection, ReadAccount, ReadAnnouncement, ReadClassList, ReadEnrollment,
        ReadEvent, ReadGuardians, ReadMeeting, ReadSection, Relation, Resource, Standing, Teaching,
    },
    enrollment::Progress,
    identity::{Account, GuardianRights, Role},
    meetings::{Meeting, NewMeeting},
    structure::{Assignment, Placement, Section},
};
use proptest::{collection::vec, prelude::*, sample::subsequence};

use crate::{
    meetings::meeting,
    notices::{announcement, event, some_audience},
    support::{
        account, assignment, guardian_of, id, link, moment, person, placement, progress, section, standing,
    },
};

/// The people and the sections of a small world: enough for every relation, and for strangers.
pub const PEOPLE: [u128; 5] = [1, 2, 3, 4, 5];
pub const SECTIONS: [u128; 3] = [11, 12, 13];

prop_compose! {
    fn child()(
        student in 1_u128..=5,
        academics in any::<bool>(),
        money in any::<bool>(),
        contact in any::<bool>(),
        sections in subsequence(SECTIONS.to_vec(), 0..=3),
    ) -> Child {
        let rights = GuardianRights { academics, money, contact };
        Child { student: id(student), rights, sections: sections.into_iter().map(id).collect() }
    }
}

prop_compose! {
    /// Anybody, with any roles, standing anyhow: also in ways that no well-kept school would record.
    pub fn anybody()(
        number in 1_u128..=5,
        roles in subsequence(Role::ALL.to_vec(), 0..=9),
        teaches in subsequence(SECTIONS.to_vec(), 0..=3),
        advises in subsequence(SECTIONS.to_vec(), 0..=2),
        placed in subsequence(SECTIONS.to_vec(), 0..=2),
        children in vec(child(), 0..4),
    ) -> Actor {
        let taught = teaches.into_iter().map(|section| Teaching { section: id(section), subject: Some(id(900)) });
        let advised = advises.into_iter().map(|section| Teaching { section: id(section), subject: None });
        let standing = Standing {
            teaches: taught.chain(advised).collect(),
            placed_in: placed.into_iter().map(id).collect(),
            children,
        };
        Actor::person(id(number), roles, standing)
    }
}

fn with_one_role(actor: &Actor, role: Role) -> Actor {
    match actor.id() {
        Some(id) => Actor::person(id, vec![role], actor.standing().clone()),
        None => panic!("only people have roles"),
    }
}

/// Allowed by one role is allowed; else known through one role is forbidden; else hidden.
fn union_of<A: Action>(actor: &Actor, target: &A::Target) -> Result<(), Denied>
where
    A::Target: Clone,
{
    let alone = |role: &Role| with_one_role(actor, *role).may::<A>(target.clone()).map(drop);
    let answers: Vec<_> = actor.roles().iter().map(alone).collect();
    match () {
        () if answers.contains(&Ok(())) => Ok(()),
        () if answers.contains(&Err(Denied::Forbidden)) => Err(Denied::Forbidden),
        () => Err(Denied::Hidden),
    }
}

fn is_the_union<A: Action>(actor: &Actor, target: &A::Target) -> Result<(), TestCaseError>
where
    A::Target: Clone,
{
    let together = actor.may::<A>(target.clone()).map(drop);
    prop_assert_eq!(together, union_of::<A>(actor, target), "{}", A::kind(target).code());
    Ok(())
}

proptest! {
    #[test]
    fn several_roles_are_the_union_of_each(actor in anybody(), roles in subsequence(Role::ALL.to_vec(), 1..=3)) {
        for number in PEOPLE {
            let account: Account = account(number, &roles);
            is_the_union::<ReadAccount>(&actor, &account)?;
            is_the_union::<ManageAccount>(&actor, &account)?;
            is_the_union::<ManageOwnAccount>(&actor, &account)?;
            is_the_union::<ReadGuardians>(&actor, &account)?;
            is_the_union::<ManageGuardian<Account>>(&actor, &account)?;
            is_the_union::<ManageGuardian>(&actor, &link(5, number))?;
            let progress: Progress = progress(number);
            is_the_union::<ReadEnrollment>(&actor, &progress)?;
            is_the_union::<ManageEnrollment>(&actor, &progress)?;
            for place in SECTIONS {
                let (placed, taught): (Placement, Assignment) = (placement(number, place), assignment(number, place));
                let held = meeting(number, place);
                let Meeting { host, section, ref facts, .. } = held;
                is_the_union::<ReadMeeting>(&actor, &held)?;
                is_the_union::<ManageMeeting<NewMeeting>>(&actor, &NewMeeting { host, section, facts: facts.clone() })?;
                is_the_union::<ManageMeeting>(&actor, &held)?;
                is_the_union::<ManagePlacement>(&actor, &placed)?;
                is_the_union::<ManageAssignment>(&actor, &taught)?;
            }
        }
        for place in SECTIONS {
            let section: Section = section(place, 30, 3);
            is_the_union::<ReadSection>(&actor, &section)?;
            is_the_union::<ManageSection>(&actor, &section)?;
            is_the_union::<ManagePlacement<Section>>(&actor, &section)?;
            is_the_union::<ManageAssignment<Section>>(&actor, &section)?;
            is_the_union::<ReadClassList>(&actor, &ClassList(section))?;
        }
    }

    #[test]
    fn several_roles_see_the_notices_of_each(
        actor in anybody(), audience in some_audience(), at in 0_i64..3000,
    ) {
        let (told, happens) = (announcement(audience.clone()).at(moment(at)), event(audience));
        is_the_union::<ReadAnnouncement>(&actor, &told)?;
        is_the_union::<ManageAnnouncement>(&actor, &told)?;
        is_the_union::<ReadEvent>(&actor, &happens)?;
        is_the_union::<ManageEvent>(&actor, &happens)?;
    }

    /// Whatever the table says: a relation is only ever one of the role that it belongs to.
    #[test]
    fn relations_hold_through_their_own_role_alone(actor in anybody(), number in 1_u128..=5, place in 11_u128..=13) {
        let (placement, progress, assignment) = (placement(number, place), progress(number), assignment(number, place));
        let (section, account) = (section(place, 30, 3), account(number, &[Role::Student]));
        for role in Role::ALL {
            for action in ActionKind::ALL {
                let of_a_student = [placement.relations(&actor, role, action), progress.relations(&actor, role, action)];
                let of_others = [
                    assignment.relations(&actor, role, action),
                    section.relations(&actor, role, action),
                    account.relations(&actor, role, action),
                ];
                let teaches = assignment.relations(&actor, role, action).contains(Relation::Own);
                prop_assert!(!teaches || role == Role::Teacher);
                for relations in of_a_student {
                    prop_assert!(!relations.contains(Relation::Own) || role == Role::Student);
                }
                for relations in of_a_student.into_iter().chain(of_others) {
                    prop_assert!(relations.contains(Relation::Unrelated));
                    prop_assert!(!relations.contains(Relation::Child) || role == Role::Parent);
                    let is_in_sections = [Role::Teacher, Role::Student, Role::Parent].contains(&role);
                    prop_assert!(!relations.contains(Relation::OwnSection) || is_in_sections);
                }
            }
        }
    }

    #[test]
    fn permissions_are_what_some_record_would_allow(actor in anybody()) {
        let permissions = actor.permissions();
        for kind in ActionKind::ALL {
            let of_one_role = actor.roles().iter().any(|role| with_one_role(&actor, *role).permissions().contains(&kind));
            prop_assert_eq!(permissions.contains(&kind), of_one_role);
            prop_assert_eq!(permissions.contains(&kind), actor.scope(kind).is_ok());
        }
    }
}

#[test]
fn a_teacher_is_no_teacher_in_the_section_of_their_own_child() {
    let (own_child, classmate) = (2, 3);
    let parent_and_teacher = standing(
        1,
        &[Role::Teacher, Role::Parent],
        guardian_of(id(own_child), GuardianRights::ALL, &[id(11)]),
    );
    let of_child = parent_and_teacher.may::<ManagePlacement>(placement(own_child, 11));
    assert_eq!(of_child.map(drop), Err(Denied::Forbidden), "the child's own place is known");
    let of_classmate = parent_and_teacher.may::<ManagePlacement>(placement(classmate, 11));
    assert_eq!(of_classmate.map(drop), Err(Denied::Hidden), "a classmate's place is not");
}

#[test]
fn a_relation_without_its_role_counts_for_nothing() {
    let no_parent = standing(1, &[Role::Teacher], guardian_of(id(2), GuardianRights::ALL, &[id(11)]));
    assert_eq!(no_parent.may::<ReadEnrollment>(progress(2)).map(drop), Err(Denied::Hidden));
    let no_student = person(2, &[Role::Teacher]);
    assert_eq!(no_student.may::<ReadEnrollment>(progress(2)).map(drop), Err(Denied::Hidden));
    let no_teacher = standing(1, &[Role::Student], crate::support::teaches(id(11)));
    assert_eq!(no_teacher.may::<ReadSection>(section(11, 30, 3)).map(drop), Err(Denied::Hidden));
}
