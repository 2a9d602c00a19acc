use application::{
    Direction, Sort,
    identity::{AccountFilter, AccountSort},
};
use domain::{
    access::{ActionKind, ManageAccount, ReadScope},
    identity::{Account, AccountChange, Role, Roles},
};

use crate::school::{
    Made, Outcome, PAGE, School, add_account, as_parent, everything, may, noon, terms_from, text,
};

fn list(
    school: &School,
    scope: &ReadScope,
    filter: &AccountFilter,
    sort: &[(AccountSort, Direction)],
) -> Made<Vec<String>> {
    let page = school.write(|store| Ok(store.accounts(scope, filter, &Sort(sort.to_vec()), PAGE)?))?;
    assert_eq!(page.total as usize, page.items.len());
    Ok(page.items.into_iter().map(|view| view.account.first_name.to_string()).collect())
}

fn by_name(school: &School, scope: &ReadScope, filter: &AccountFilter) -> Made<Vec<String>> {
    list(school, scope, filter, &[(AccountSort::Name, Direction::Ascending)])
}

fn close(school: &School, account: &Account) -> Made<Account> {
    school.write(|store| {
        let version = account.version;
        let closed = may::<ManageAccount>(account.clone())?.deactivate(version, noon())?;
        store.save_account(&closed)?;
        Ok(closed.into_account())
    })
}

#[test]
fn an_account_is_read_as_it_was_stored() -> Outcome {
    let school = School::open()?;
    // Without another administrator, the one below could not be closed.
    school.write(|store| add_account(store, Roles::only(Role::Admin), "Eva", "Cruz"))?;
    let roles = Roles::try_new(Role::Parent, vec![Role::Teacher, Role::Parent])?;
    let account = school.write(|store| add_account(store, roles.clone(), "Ana", "Reyes"))?;
    let read = |account: &Account| school.write(|store| Ok(store.account(account.id)?));
    assert_eq!(read(&account)?, Some(account.clone()));
    let view = school.write(|store| Ok(store.account_view(account.id)?))?.ok_or("no account")?;
    assert_eq!((&view.account, view.invited, view.last_login_at), (&account, true, None));

    let changed = school.write(|store| {
        let account = store.account_for_update(account.id)?.ok_or("no account")?;
        let version = account.version;
        let change = AccountChange {
            first_name: Some(text("Anna")?),
            roles: Some(Roles::only(Role::Admin)),
            ..AccountChange::default()
        };
        let changed = may::<ManageAccount>(account)?.change(change, version)?;
        store.save_account(&changed)?;
        Ok(changed.into_account())
    })?;
    assert_eq!(read(&account)?, Some(changed.clone()));
    let closed = close(&school, &changed)?;
    assert_eq!(read(&account)?, Some(closed));
    Ok(())
}

#[test]
fn accounts_are_filtered() -> Outcome {
    let school = School::open()?;
    let (luz, _) = (school.student("Luz")?, school.student("José")?);
    let parent = school.account(Role::Parent, "Eva", "Cruz")?;
    let teacher = school.account(Role::Teacher, "Ana", "Reyes")?;
    school.link(&parent, &luz, terms_from(2001)?)?;
    close(&school, &teacher)?;
    school.write(|store| Ok(store.note_login(luz.id, noon())?))?;

    let all = everything(ActionKind::ReadAccounts)?;
    let find = |filter: AccountFilter| by_name(&school, &all, &filter);
    let none = AccountFilter::default;
    assert_eq!(find(none())?, ["Eva", "Ana", "José", "Luz"]);
    assert_eq!(find(AccountFilter { query: Some("jose SAN".into()), ..none() })?, ["José"]);
    assert_eq!(find(AccountFilter { role: Some(Role::Student), ..none() })?, ["José", "Luz"]);
    assert_eq!(find(AccountFilter { active: Some(false), ..none() })?, ["Ana"]);
    assert_eq!(find(AccountFilter { active: Some(true), ..none() })?, ["Eva", "José", "Luz"]);
    assert_eq!(find(AccountFilter { without_guardian: true, ..none() })?, ["José"]);
    assert_eq!(find(AccountFilter { never_logged_in: true, ..none() })?, ["Eva", "Ana", "José"]);
    Ok(())
}

#[test]
fn accounts_are_sorted_by_each_field_both_ways() -> Outcome {
    let school = School::open()?;
    let (ana, ben) =
        (school.account(Role::Teacher, "Ana", "Reyes")?, school.account(Role::Teacher, "Ben", "Reyes")?);
    school.write(|store| {
        store.note_login(ana.id, noon())?;
        Ok(store.note_login(ben.id, noon() + chrono::TimeDelta::hours(1))?)
    })?;
    let all = everything(ActionKind::ReadAccounts)?;
    for field in [AccountSort::Name, AccountSort::Email, AccountSort::CreatedAt, AccountSort::LastLoginAt] {
        let sorted = |direction| list(&school, &all, &AccountFilter::default(), &[(field, direction)]);
        assert_eq!(sorted(Direction::Ascending)?, ["Ana", "Ben"], "{field:?}");
        if field != AccountSort::CreatedAt {
            assert_eq!(sorted(Direction::Descending)?, ["Ben", "Ana"], "{field:?}");
        }
    }
    Ok(())
}

#[test]
fn a_parent_finds_the_accounts_of_the_family_and_no_others() -> Outcome {
    let school = School::open()?;
    let section = school.section("Mabini", 30)?;
    let (child, _) = (school.student("Luz")?, school.student("Jose")?);
    let parent = school.account(Role::Parent, "Eva", "Cruz")?;
    let scope = as_parent(&parent, &child, &section, ActionKind::ReadFamilies)?;
    assert_eq!(by_name(&school, &scope, &AccountFilter::default())?, ["Eva", "Luz"]);
    Ok(())
}

#[test]
fn leave_to_read_families_is_no_leave_to_read_the_staff() -> Outcome {
    let school = School::open()?;
    let (_, _) = (school.student("Luz")?, school.account(Role::Teacher, "Ana", "Reyes")?);
    let both = Roles::try_new(Role::Teacher, vec![Role::Teacher, Role::Parent])?;
    school.write(|store| add_account(store, both.clone(), "Ben", "Cruz"))?;
    let families = everything(ActionKind::ReadFamilies)?;
    assert_eq!(by_name(&school, &families, &AccountFilter::default())?, ["Luz"]);
    Ok(())
}

#[test]
fn accounts_are_counted_by_role() -> Outcome {
    let school = School::open()?;
    let luz = school.student("Luz")?;
    close(&school, &school.student("Jose")?)?;
    let both = Roles::try_new(Role::Teacher, vec![Role::Teacher, Role::Parent])?;
    school.write(|store| add_account(store, both.clone(), "Ben", "Cruz"))?;
    school.write(|store| Ok(store.note_login(luz.id, noon())?))?;

    let scope = everything(ActionKind::ReadAccounts)?;
    let counts = school.write(|store| Ok(store.account_counts(&scope)?))?;
    let known: Vec<_> =
        counts.by_role.into_iter().filter(|(_, active, inactive)| active + inactive > 0).collect();
    assert_eq!(known, [(Role::Teacher, 1, 0), (Role::Student, 1, 1), (Role::Parent, 1, 0)]);
    assert_eq!(counts.never_logged_in, 1);
    Ok(())
}
