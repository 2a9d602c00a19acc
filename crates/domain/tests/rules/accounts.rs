//! Who may make what of an account.

use homeroom_domain::{
    Stale,
    access::{Actor, Denied, ManageAccount, ManageOwnAccount},
    identity::{AccountChange, AccountRefused, Activity, Email, NewAccount, Role, Roles, RolesRefused},
};
use proptest::{prelude::*, sample::subsequence};

use crate::support::{account, id, legal, moment, person, text, version};

fn admin() -> Actor {
    person(1, &[Role::Admin])
}

fn registrar() -> Actor {
    person(22, &[Role::Registrar])
}

fn to_roles(roles: &[Role]) -> AccountChange {
    AccountChange { roles: Some(legal(Roles::try_new(roles[0], roles.to_vec()))), ..AccountChange::default() }
}

fn change(by: &Actor, before: &[Role], after: &[Role]) -> Result<Roles, AccountRefused> {
    let permitted = legal(by.may::<ManageAccount>(account(50, before)));
    permitted.change(to_roles(after), version(3)).map(|changed| changed.into_account().roles)
}

#[test]
fn a_registrar_cannot_make_staff_out_of_a_parent() {
    assert_eq!(
        change(&registrar(), &[Role::Parent], &[Role::Parent, Role::Teacher]),
        Err(AccountRefused::StaffRole)
    );
    assert_eq!(change(&registrar(), &[Role::Student], &[Role::Admin]), Err(AccountRefused::StaffRole));
    assert!(change(&registrar(), &[Role::Student], &[Role::Parent]).is_ok());
}

#[test]
fn an_administrator_can_and_the_other_way_round_too() {
    assert!(change(&admin(), &[Role::Parent], &[Role::Parent, Role::Teacher]).is_ok());
    assert!(change(&admin(), &[Role::Teacher, Role::Parent], &[Role::Parent]).is_ok());
    assert!(change(&Actor::system("import"), &[Role::Parent], &[Role::Teacher]).is_ok());
}

#[test]
fn a_registrar_cannot_touch_a_parent_who_is_also_a_teacher() {
    let both = account(50, &[Role::Teacher, Role::Parent]);
    assert_eq!(registrar().may::<ManageAccount>(both).map(drop), Err(Denied::Forbidden));
}

proptest! {
    /// Whatever roles come in: a registrar's account ends as one of a family, or the change is refused.
    #[test]
    fn no_change_by_a_registrar_leaves_families(
        before in subsequence(vec![Role::Student, Role::Parent], 1..=2),
        after in subsequence(Role::ALL.to_vec(), 1..=4),
    ) {
        let changed = change(&registrar(), &before, &after);
        prop_assert_eq!(changed.is_ok(), after.iter().all(|role| role.is_family()));
    }

    /// Nobody's own roles change by their own hand, whatever they are and whatever is asked.
    #[test]
    fn nobody_changes_their_own_roles(
        mut before in subsequence(Role::ALL.to_vec(), 0..=3),
        after in subsequence(Role::ALL.to_vec(), 1..=4),
        primary in 0_usize..4,
    ) {
        before.insert(0, Role::Admin);
        let before = legal(Roles::try_new(before[0], before));
        let after = legal(Roles::try_new(after[primary % after.len()], after));
        let myself = person(50, before.all());
        let mine = homeroom_domain::identity::Account { roles: before.clone(), ..account(50, &[Role::Admin]) };
        let asked = AccountChange { roles: Some(after.clone()), ..AccountChange::default() };
        let changed = legal(myself.may::<ManageAccount>(mine)).change(asked, version(3));
        if after == before {
            prop_assert!(changed.is_ok());
        } else {
            prop_assert_eq!(changed.map(drop), Err(AccountRefused::OwnAccount));
        }
    }

    #[test]
    fn roles_hold_their_primary_and_no_role_twice(
        primary in proptest::sample::select(Role::ALL.to_vec()),
        all in proptest::collection::vec(proptest::sample::select(Role::ALL.to_vec()), 0..12),
    ) {
        match Roles::try_new(primary, all.clone()) {
            Ok(roles) => {
                prop_assert!(roles.contains(primary));
                prop_assert!(roles.all().is_sorted_by(|before, after| before < after));
                prop_assert!(all.iter().all(|role| roles.contains(*role)));
            }
            Err(RolesRefused::PrimaryNotHeld) => prop_assert!(!all.contains(&primary)),
        }
    }
}

#[test]
fn a_change_keeps_what_it_does_not_name() {
    let before = account(50, &[Role::Parent]);
    let permitted = registrar().may::<ManageAccount>(before.clone()).unwrap();
    let asked = AccountChange { first_name: Some(text("Anna")), ..AccountChange::default() };
    let after = permitted.change(asked, version(3)).unwrap().into_account();
    assert_eq!(after.first_name.as_str(), "Anna");
    assert_eq!(
        (&after.email, &after.last_name, &after.roles),
        (&before.email, &before.last_name, &before.roles)
    );
    assert_eq!(after.version, version(4));
}

#[test]
fn a_change_made_from_an_old_version_is_refused_with_the_current_one() {
    let stale = AccountRefused::Stale(Stale { current: version(3) });
    let family = || legal(registrar().may::<ManageAccount>(account(50, &[Role::Parent])));
    assert_eq!(family().change(AccountChange::default(), version(2)).map(drop), Err(stale));
    assert_eq!(family().deactivate(version(2), moment(9)).map(drop), Err(stale));
    assert_eq!(family().reactivate(version(4)).map(drop), Err(stale));
    let own = legal(person(50, &[Role::Parent]).may::<ManageOwnAccount>(account(50, &[Role::Parent])));
    assert_eq!(own.rename(None, None, version(2)).map(drop), Err(Stale { current: version(3) }));
}

#[test]
fn accounts_close_and_open_but_nobody_closes_their_own() {
    let teacher = || account(50, &[Role::Teacher]);
    let closed = admin().may::<ManageAccount>(teacher()).unwrap().deactivate(version(3), moment(9)).unwrap();
    let closed = closed.into_account();
    assert_eq!(closed.activity, Activity::Inactive { since: moment(9) });
    let again = admin().may::<ManageAccount>(closed.clone()).unwrap().deactivate(version(4), moment(10));
    assert_eq!(again.map(drop), Err(AccountRefused::AlreadySo { active: false }));
    let opened = admin().may::<ManageAccount>(closed).unwrap().reactivate(version(4)).unwrap();
    assert_eq!(opened.account().activity, Activity::Active);
    let myself = admin().may::<ManageAccount>(account(1, &[Role::Admin])).unwrap();
    assert_eq!(myself.deactivate(version(3), moment(9)).map(drop), Err(AccountRefused::OwnAccount));
}

#[test]
fn a_new_account_is_active_and_written_once() {
    let new = NewAccount {
        id: id(70),
        email: Email::try_new("bea@school.example").unwrap(),
        first_name: text("Bea"),
        last_name: text("Cruz"),
        roles: Roles::only(Role::Student),
    };
    let made = registrar().may::<ManageAccount<NewAccount>>(new).unwrap().create(moment(5)).into_account();
    assert_eq!((made.activity, made.version.number(), made.created_at), (Activity::Active, 1, moment(5)));
    assert_eq!(made.full_name(), "Bea Cruz");
}

#[test]
fn people_rename_themselves_and_change_nothing_else() {
    let before = account(50, &[Role::Student]);
    let own = person(50, &[Role::Student]).may::<ManageOwnAccount>(before.clone()).unwrap();
    let after = own.rename(None, Some(text("Santos")), version(3)).unwrap().into_account();
    assert_eq!((after.first_name, after.last_name), (before.first_name, text("Santos")));
    assert_eq!((after.roles, after.email, after.activity), (before.roles, before.email, before.activity));
}
