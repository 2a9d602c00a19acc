use std::{collections::HashMap, sync::Arc};

use application::{AuditEntry, Caller, Origin, Store, StoreError, identity::PasswordHash};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Lines,
    access::{
        Actor, Catalog, ManageAccount, ManageAssignment, ManageCatalog, ManageEnrollment, ManageGuardian,
        ManagePlacement, ManageSection, ManageSettings, Standing,
    },
    enrollment::{Application, EnrollmentStatus, Moved, Progress, Stage},
    identity::{Account, NewAccount, UserId},
    settings::{Currency, Locale, Settings, SettingsValues},
    structure::{CatalogSaved, NewPlacement, PlacementId, Section, SectionId, Versioned},
};
use serde_json::json;

use super::{
    DemoError, Legal, NAME,
    calendar::day_of,
    data::rooms,
    files::Landed,
    ids::Ids,
    plan::{Guest, History, Lesson, Link, Login, Person, Plan, Step},
};

/// How far back the audit trail goes: as far as anybody looks who tries Homeroom. To write down years of it
/// would take longer than everything else.
const TRAIL: TimeDelta = TimeDelta::days(30);

/// Does everything that is planned, in the order in which one thing needs the other.
pub fn carry_out(
    plan: &Plan,
    landed: &Landed,
    store: &mut dyn Store,
    caller: &Caller,
    settings: Settings,
) -> Result<(), DemoError> {
    let mut school = School::new(store, caller, plan.now - TRAIL);
    school.set(settings)?;
    school.add_catalog(plan)?;
    for person in &plan.people {
        school.add_person(person)?;
    }
    for section in &plan.sections {
        school.open_section(section)?;
    }
    for lesson in &plan.lessons {
        school.assign(lesson)?;
    }
    for link in &plan.links {
        school.link(link)?;
    }
    for history in &plan.histories {
        school.enroll(history)?;
    }
    for guest in &plan.guests {
        school.welcome(guest)?;
    }
    for person in &plan.people {
        school.let_go(person)?;
    }
    school.go_through(plan, landed)?;
    let after = Some(json!({ "people": plan.people.len() }));
    school.note(caller, plan.now, &AuditEntry { after, ..entry("demo.loaded", "school", None) })
}

/// The school as far as it has been filled.
pub(super) struct School<'a> {
    pub(super) store: &'a mut dyn Store,
    caller: &'a Caller,
    accounts: HashMap<UserId, Account>,
    /// The people in whose name applications are moved.
    callers: HashMap<UserId, Caller>,
    sections: HashMap<SectionId, Section>,
    /// The identifiers of the audit trail, and where it begins.
    pub(super) ids: Ids,
    trail_begins: DateTime<Utc>,
}

impl<'a> School<'a> {
    fn new(store: &'a mut dyn Store, caller: &'a Caller, trail_begins: DateTime<Utc>) -> Self {
        let (accounts, callers, sections) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { store, caller, accounts, callers, sections, ids: Ids::default(), trail_begins }
    }

    /// What goes on in the school besides.
    fn go_through(&mut self, plan: &Plan, landed: &Landed) -> Result<(), DemoError> {
        for meeting in &plan.meetings {
            self.meet(meeting, plan.now)?;
        }
        for announcement in &plan.announcements {
            self.announce(announcement, plan.now)?;
        }
        for event in &plan.events {
            self.add_event(event)?;
        }
        for task in &plan.tasks {
            self.set_task(task, plan.now)?;
        }
        for module in &plan.modules {
            self.give_out(module, landed.file(module.file)?)?;
        }
        for conversation in &plan.conversations {
            self.converse(conversation, plan.now)?;
        }
        Ok(())
    }

    fn set(&mut self, settings: Settings) -> Result<(), DemoError> {
        let values = SettingsValues {
            school_name: rooms::SCHOOL.parse().legal()?,
            address: Some(Lines::try_new(rooms::ADDRESS).legal()?),
            time_zone: rooms::TIME_ZONE.parse().legal()?,
            currency: Currency::try_new(rooms::CURRENCY).legal()?,
            locale: Locale::try_new(rooms::LOCALE).legal()?,
            classmates_may_chat: true,
            ..settings.values.clone()
        };
        let version = settings.version;
        let changed = self.caller.may::<ManageSettings>(settings).legal()?.change(values, version).legal()?;
        Ok(self.store.save_settings(&changed)?)
    }

    fn add_catalog(&mut self, plan: &Plan) -> Result<(), DemoError> {
        self.add_all(&plan.years, |store, year| store.add_school_year(year))?;
        self.add_all(&plan.terms, |store, term| store.add_term(term))?;
        self.add_all(&plan.levels, |store, level| store.add_grade_level(level))?;
        self.add_all(&plan.subjects, |store, subject| store.add_subject(subject))
    }

    fn add_all<T: Versioned + Clone>(
        &mut self,
        records: &[T],
        add: impl Fn(&mut dyn Store, &CatalogSaved<T>) -> Result<(), StoreError>,
    ) -> Result<(), DemoError> {
        for record in records {
            let permitted = self.caller.may::<ManageCatalog<T>>(Catalog(record.clone())).legal()?;
            add(self.store, &permitted.create())?;
        }
        Ok(())
    }

    fn add_person(&mut self, person: &Person) -> Result<(), DemoError> {
        let permitted = self.caller.may::<ManageAccount<NewAccount>>(person.account.clone()).legal()?;
        let made = permitted.create(person.since);
        self.store.add_account(&made)?;
        let account = made.into_account();
        if let Login::Used { hash, last } = person.login {
            self.store.set_password(account.id, &PasswordHash(hash.to_owned()), person.since)?;
            self.store.note_login(account.id, last)?;
            if !account.roles.are_family() {
                let entry = entry("login.succeeded", "user", Some(account.id));
                let caller = Caller::proved(account.id, self.ids.next(), origin());
                self.note(&caller, last, &entry)?;
            }
        }
        self.accounts.insert(account.id, account);
        Ok(())
    }

    fn let_go(&mut self, person: &Person) -> Result<(), DemoError> {
        let Some(left) = person.left else { return Ok(()) };
        let account = self.account(person.account.id)?.clone();
        let version = account.version;
        let permitted = self.caller.may::<ManageAccount>(account).legal()?;
        Ok(self.store.save_account(&permitted.deactivate(version, left).legal()?)?)
    }

    fn open_section(&mut self, section: &Section) -> Result<(), DemoError> {
        let adviser = section.facts.adviser.and_then(|adviser| self.accounts.get(&adviser));
        let opened = self.caller.may::<ManageSection>(section.clone()).legal()?.open(adviser).legal()?;
        self.store.add_section(&opened)?;
        self.sections.insert(section.id, opened.into_section());
        Ok(())
    }

    fn assign(&mut self, lesson: &Lesson) -> Result<(), DemoError> {
        let section = self.section(lesson.section)?.clone();
        let permitted = self.caller.may::<ManageAssignment<Section>>(section).legal()?;
        let assigned = permitted.assign(lesson.id, lesson.subject, self.account(lesson.teacher)?).legal()?;
        Ok(self.store.add_assignment(&assigned)?)
    }

    fn link(&mut self, link: &Link) -> Result<(), DemoError> {
        let student = self.account(link.student)?.clone();
        let permitted = self.caller.may::<ManageGuardian<Account>>(student).legal()?;
        let linked = permitted.link(link.id, self.account(link.guardian)?, link.terms).legal()?;
        Ok(self.store.add_guardian(&linked)?)
    }

    /// Takes an application along its way, and places the student at its end.
    fn enroll(&mut self, history: &History) -> Result<(), DemoError> {
        let (first, others) =
            history.steps.split_first().ok_or("an application begins with a step").legal()?;
        let History { student, school_year, grade_level, place, .. } = *history;
        let application = Application { student, school_year, grade_level };
        let caller = self.caller_of(first.by)?;
        let permitted = caller.may::<ManageEnrollment<Application>>(application).legal()?;
        let made = permitted.submit(first.remarks.clone(), first.at);
        self.store.add_progress(&made)?;
        self.note_move("enrollment.submitted", &caller, &made)?;
        let mut progress = made.into_progress();
        for step in others {
            progress = self.advance(progress, step, place)?;
        }
        Ok(())
    }

    fn advance(
        &mut self,
        progress: Progress,
        step: &Step,
        place: Option<(PlacementId, SectionId)>,
    ) -> Result<Progress, DemoError> {
        let caller = self.caller_of(step.by)?;
        let place = place.filter(|_| step.to == EnrollmentStatus::Enrolled);
        if let Some((id, section)) = place {
            self.place(
                &caller,
                progress.student,
                NewPlacement { id, placed_on: day_of(step.at) },
                section,
                step.at,
            )?;
        }
        let stage = Stage::try_new(step.to, place.map(|(_, section)| section)).legal()?;
        let permitted = caller.may::<ManageEnrollment>(progress).legal()?;
        let moved = permitted.advance(stage, step.remarks.clone(), step.at).legal()?;
        self.store.record_move(&moved)?;
        self.note_move("enrollment.moved", &caller, &moved)?;
        Ok(moved.into_progress())
    }

    /// Places a student whose application is still looked at.
    fn welcome(&mut self, guest: &Guest) -> Result<(), DemoError> {
        let Guest { id, student, section, by, since } = *guest;
        let caller = self.caller_of(by)?;
        let new = NewPlacement { id, placed_on: day_of(since) };
        self.place(&caller, student, new, section, since)
    }

    fn place(
        &mut self,
        caller: &Caller,
        student: UserId,
        new: NewPlacement,
        section: SectionId,
        at: DateTime<Utc>,
    ) -> Result<(), DemoError> {
        let permitted = caller.may::<ManagePlacement<Section>>(self.section(section)?.clone()).legal()?;
        let placed = permitted.place(self.account(student)?, new, None, false).legal()?;
        self.store.save_placement(&placed)?;
        // The database counts as well, and has the last word.
        self.sections.entry(section).and_modify(|section| section.enrolled += 1);
        let after = json!({ "section_id": section.uuid() });
        let entry = AuditEntry { after: Some(after), ..entry("placement.saved", "placement", Some(student)) };
        self.note(caller, at, &entry)
    }

    pub(super) fn account(&self, id: UserId) -> Result<&Account, DemoError> {
        self.accounts.get(&id).ok_or("there is no such person").legal()
    }

    fn section(&self, id: SectionId) -> Result<&Section, DemoError> {
        self.sections.get(&id).ok_or("there is no such section").legal()
    }

    /// A person of the staff as a caller.
    pub(super) fn caller_of(&mut self, id: UserId) -> Result<Caller, DemoError> {
        if let Some(known) = self.callers.get(&id) {
            return Ok(known.clone());
        }
        let roles = self.account(id)?.roles.all().to_vec();
        let actor = Arc::new(Actor::person(id, roles, Standing::default()));
        let caller = Caller::person(actor, 0, self.ids.next(), origin());
        self.callers.insert(id, caller.clone());
        Ok(caller)
    }

    /// Notes a move in the audit trail, as the use case would.
    fn note_move(&mut self, action: &'static str, caller: &Caller, moved: &Moved) -> Result<(), DemoError> {
        let (progress, step) = (moved.progress(), moved.step());
        let year = progress.school_year.uuid();
        let entry = AuditEntry {
            before: step.from.map(|from| json!({ "status": from.code(), "school_year_id": year })),
            after: Some(json!({
                "status": step.to.code(),
                "school_year_id": year,
                "section_id": progress.stage.section().map(domain::Id::uuid),
                "remarks": step.remarks.as_ref().map(Lines::as_str),
            })),
            ..entry(action, "enrollment_progress", Some(progress.student))
        };
        self.note(caller, step.at, &entry)
    }

    pub(super) fn note(
        &mut self,
        caller: &Caller,
        at: DateTime<Utc>,
        entry: &AuditEntry,
    ) -> Result<(), DemoError> {
        if at < self.trail_begins {
            return Ok(());
        }
        Ok(self.store.audit(self.ids.at(at), caller, at, entry)?)
    }
}

pub(super) fn entry(action: &'static str, record_kind: &'static str, record: Option<UserId>) -> AuditEntry {
    AuditEntry { action, record_kind, record_id: record.map(UserId::uuid), before: None, after: None }
}

/// Everything that the demo says has happened came from itself.
pub(super) fn origin() -> Origin {
    Origin { request_id: NAME.to_owned(), ..Origin::default() }
}
