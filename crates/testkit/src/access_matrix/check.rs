use std::collections::BTreeSet;

use domain::{access::ActionKind, identity::Role};

use super::{AccessMatrix, GuardianRight, Reach, Route, Target, TargetKind};

impl AccessMatrix {
    /// What in the file contradicts something else in it, in words; nothing in a usable file.
    pub(super) fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        for action in ActionKind::ALL {
            let named = self.capabilities.iter().flat_map(|one| [one.read, one.manage]).flatten();
            if named.filter(|one| *one == action).count() != 1 {
                found.push(format!("{} is not in exactly one capability", action.code()));
            }
        }
        found.extend(self.doubled());
        for target in &self.targets {
            found.extend(self.contradictions_of_target(target));
        }
        for route in &self.routes {
            found.extend(self.contradictions_of_route(route));
        }
        found
    }

    fn doubled(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let routes = self.routes.iter().map(|one| {
            (
                one.method.as_str(),
                super::without_parameter_names(&one.path),
                one.case.as_deref().unwrap_or_default(),
            )
        });
        let targets = self.targets.iter().map(|one| ("target", one.id.clone(), ""));
        let capabilities = self.capabilities.iter().map(|one| ("capability", one.id.clone(), ""));
        routes
            .chain(targets)
            .chain(capabilities)
            .filter(|key| !seen.insert(key.clone()))
            .map(|(kind, name, case)| format!("{kind} {name} {case} stands twice"))
            .collect()
    }

    fn contradictions_of_target(&self, target: &Target) -> Vec<String> {
        let mut found = Vec::new();
        let id = &target.id;
        let standings = [
            (Reach::Own, &target.own),
            (Reach::Child, &target.child),
            (Reach::OwnSection, &target.own_section),
            (Reach::OwnSubject, &target.own_subject),
            (Reach::Addressed, &target.addressed),
        ];
        for (situation, standing) in standings {
            let Some(standing) = standing else { continue };
            for (role, counts) in &standing.counts {
                if !counts.contains(&situation) {
                    found.push(format!("{id}: {situation:?} of {role} does not count as itself"));
                }
            }
        }
        if target.kind == TargetKind::Mine && target.own.is_none() {
            found.push(format!("{id}: nobody can own what is the caller's own"));
        }
        if !self.routes.iter().any(|route| &route.target == id) {
            found.push(format!("{id}: no route leads to it"));
        }
        found
    }

    /// The rights that a guardian link must carry for the entries that judge the route, as far as parents have a
    /// part in them through a child.
    fn rights_through_a_child(&self, route: &Route) -> Vec<GuardianRight> {
        let known_by = self.target_of(route).and_then(|target| target.known_by);
        let through_a_child = |one: &ActionKind| {
            let reach = self.reach(Role::Parent, *one);
            reach.iter().any(|one| matches!(one, Reach::Child | Reach::OwnSection | Reach::Addressed))
        };
        let judged = route.any_of.iter().copied().chain(known_by).filter(through_a_child);
        judged.filter_map(|one| self.capability_of(one)).map(|one| one.right).collect()
    }

    /// The right without which a guardian link makes its holder a stranger to what the route names.
    pub fn right_of(&self, route: &Route) -> Option<GuardianRight> {
        let first = || route.any_of.first().and_then(|one| self.capability_of(*one)).map(|one| one.right);
        self.rights_through_a_child(route).first().copied().or_else(first)
    }

    fn contradictions_of_route(&self, route: &Route) -> Vec<String> {
        let name = format!("{} {}", route.method, route.path);
        let Some(target) = self.target_of(route) else {
            return vec![format!("{name}: there is no target {}", route.target)];
        };
        let mut found = Vec::new();
        if route.any_of.is_empty() {
            found.push(format!("{name}: nothing guards it"));
        }
        let rights = self.rights_through_a_child(route);
        if target.kind == TargetKind::Record && rights.windows(2).any(|pair| pair[0] != pair[1]) {
            found.push(format!("{name}: two rights of a guardian decide, so no link lacks just the one"));
        }
        let unreadable = |role: Role| {
            let reads = target.known_by.is_none_or(|known| !self.reach(role, known).is_empty());
            !reads && route.any_of.iter().any(|one| !self.reach(role, *one).is_empty())
        };
        if target.kind == TargetKind::Record
            && let Some(role) = Role::ALL.into_iter().find(|role| unreadable(*role))
        {
            found.push(format!("{name}: {role} may do it without ever knowing what it is done to"));
        }
        found
    }
}
