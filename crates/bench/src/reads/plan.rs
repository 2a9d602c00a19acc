use crate::school::{EVENTS, Kind, LEVELS, LoggedIn, READERS, SHELVES, STUDENTS, YEARS};

/// One kind of read.
pub(crate) struct Read {
    /// Its name in the report.
    pub(crate) name: &'static str,
    /// What is sent, by a different person each.
    pub(crate) requests: Vec<Vec<u8>>,
    /// What the statement mentions by which it is known.
    pub(crate) mentions: &'static str,
    /// What the parameters of the statement are.
    pub(crate) parameters: Vec<Parameter>,
    /// How pgbench chooses the variables of the parameters.
    pub(crate) variables: String,
    /// How many rows the statement gives.
    pub(crate) rows: i64,
    /// What must be reached.
    pub(crate) bar: ReadBar,
    /// How many times its median the slowest of a hundred answers may take.
    pub(crate) spread: Option<f64>,
}

/// What must be reached, next to pgbench.
#[derive(Clone, Copy)]
pub(crate) enum ReadBar {
    /// This part of its rate, with many connections.
    Rate(f64),
    /// At most so many times its median, with one connection each.
    Median(f64),
}

/// A parameter of a statement.
pub(crate) enum Parameter {
    /// An identifier whose number is a variable.
    Id(Kind, &'static str),
    /// A list of that one identifier.
    Ids(Kind, &'static str),
    /// Always the same number.
    Number(u32),
    /// Always the same literal.
    Literal(&'static str),
}

impl Parameter {
    fn for_pgbench(&self) -> String {
        match self {
            Self::Id(kind, variable) => kind.expression(variable),
            Self::Ids(kind, variable) => format!("ARRAY[{}]", kind.expression(variable)),
            Self::Number(number) => number.to_string(),
            Self::Literal(literal) => (*literal).to_owned(),
        }
    }

    fn example(&self) -> String {
        match self {
            Self::Id(kind, _) => format!("'{}'::uuid", kind.id(10)),
            Self::Ids(kind, _) => format!("ARRAY['{}'::uuid]", kind.id(10)),
            Self::Number(number) => number.to_string(),
            Self::Literal(literal) => (*literal).to_owned(),
        }
    }
}

impl Read {
    /// Everything that is measured.
    pub(crate) fn all(people: &LoggedIn) -> Vec<Self> {
        vec![Self::one_row(people), Self::list(people), Self::modules(people), Self::calendar(people)]
    }

    fn one_row(people: &LoggedIn) -> Self {
        let path = "/api/v1/enrollment/progress/me";
        Self {
            name: "one row",
            requests: people.readers.iter().map(|token| request(path, token)).collect(),
            mentions: "enrollment_progress",
            parameters: vec![Parameter::Id(Kind::Student, "student"), Parameter::Number(1)],
            variables: format!("\\set student random(1, {READERS}) * {}\n", STUDENTS / READERS),
            rows: 1,
            bar: ReadBar::Rate(0.5),
            spread: Some(4.0),
        }
    }

    fn list(people: &LoggedIn) -> Self {
        let paths = (0..YEARS * LEVELS).map(|number| {
            let (year, level) = (Kind::Year.id(number % YEARS + 1), Kind::Level.id(number / YEARS + 1));
            format!("/api/v1/sections?school_year_id={year}&grade_level_id={level}&limit=20")
        });
        let year = || Parameter::Id(Kind::Year, "year");
        let level = || Parameter::Id(Kind::Level, "level");
        let people = people.registrars.iter();
        Self {
            name: "list of 20",
            requests: people.zip(paths.cycle()).map(|(token, path)| request(&path, token)).collect(),
            mentions: "\"sections\".\"capacity\"",
            // The list, and the number of all, which is counted up to one beyond the farthest page.
            parameters: vec![
                year(),
                level(),
                Parameter::Number(10_001),
                year(),
                level(),
                Parameter::Number(20),
                Parameter::Number(0),
            ],
            variables: format!("\\set year random(1, {YEARS})\n\\set level random(1, {LEVELS})\n"),
            rows: 20,
            bar: ReadBar::Rate(0.6),
            spread: None,
        }
    }

    fn modules(people: &LoggedIn) -> Self {
        let path = |reader: u32| {
            let section = Kind::Section.id(reader % SHELVES + 1);
            format!("/api/v1/modules/section/{section}?limit=20")
        };
        let (section, reader) =
            (|| Parameter::Id(Kind::Section, "section"), || Parameter::Id(Kind::Student, "student"));
        let within = || Parameter::Ids(Kind::Section, "section");
        let step = STUDENTS / READERS;
        Self {
            name: "modules of a section",
            requests: (1..)
                .zip(&people.readers)
                .map(|(number, token)| request(&path(number), token))
                .collect(),
            mentions: "\"modules\".\"position\"",
            // The number of all, then the page with what the reader has opened of it.
            parameters: vec![
                within(),
                section(),
                Parameter::Number(10_001),
                reader(),
                Parameter::Number(1),
                reader(),
                within(),
                section(),
                Parameter::Number(20),
                Parameter::Number(0),
            ],
            variables: format!(
                "\\set reader random(1, {READERS})\n\\set student :reader * {step}\n\\set section :reader % {SHELVES} + 1\n"
            ),
            rows: 20,
            bar: ReadBar::Rate(0.6),
            spread: None,
        }
    }

    fn calendar(people: &LoggedIn) -> Self {
        let path = "/api/v1/calendar?from=2026-10-01&to=2026-10-31";
        Self {
            name: "calendar of a month",
            requests: people.registrars.iter().map(|token| request(path, token)).collect(),
            mentions: "settings.time_zone, entry.*",
            parameters: vec![
                Parameter::Literal("DATE '2026-10-01'"),
                Parameter::Literal("DATE '2026-10-31'"),
                Parameter::Literal("TIMESTAMPTZ '2026-09-29T00:00:00Z'"),
                Parameter::Literal("TIMESTAMPTZ '2026-11-02T00:00:00Z'"),
                Parameter::Number(6_000),
            ],
            variables: String::new(),
            rows: i64::from(EVENTS),
            bar: ReadBar::Median(3.0),
            spread: None,
        }
    }

    /// The statement as a script for pgbench, and with values that some record has.
    pub(crate) fn fill(&self, statement: &str) -> Option<Filled> {
        let is_whole = (1..=self.parameters.len()).all(|number| statement.contains(&format!("${number}")));
        let has_more = statement.contains(&format!("${}", self.parameters.len() + 1));
        (is_whole && !has_more).then(|| Filled {
            script: format!("{}{};\n", self.variables, self.replace(statement, Parameter::for_pgbench)),
            example: self.replace(statement, Parameter::example),
        })
    }

    fn replace(&self, statement: &str, value: impl Fn(&Parameter) -> String) -> String {
        // From the last one, because $1 is the beginning of $10.
        (1..)
            .zip(&self.parameters)
            .collect::<Vec<(usize, _)>>()
            .into_iter()
            .rev()
            .fold(statement.replace('\n', " "), |statement, (number, parameter)| {
                statement.replace(&format!("${number}"), &value(parameter))
            })
    }
}

/// A statement with its parameters filled in.
pub(crate) struct Filled {
    /// For pgbench, which chooses them anew each time.
    pub(crate) script: String,
    /// With values that some record has.
    pub(crate) example: String,
}

/// A request as a browser would send it.
fn request(path: &str, token: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nHost: homeroom.school.example\r\nConnection: keep-alive\r\n\
         User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n\
         Accept: application/json\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: en\r\n\
         Authorization: Bearer {token}\r\n\r\n"
    )
    .into_bytes()
}
