use mail_parser::MessageParser;

/// A mail as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The sender that the envelope names.
    pub from: String,
    /// The recipients that the envelope names.
    pub to: Vec<String>,
    /// User and password, when the mailer logged in.
    pub login: Option<(String, String)>,
    /// Headers and body as they were sent, lines ending with CR LF.
    pub source: String,
}

impl Mail {
    /// The subject, decoded.
    pub fn subject(&self) -> String {
        self.parsed(|mail| mail.subject().map(str::to_owned))
    }

    /// The text, decoded, lines ending with LF.
    pub fn body(&self) -> String {
        self.parsed(|mail| mail.body_text(0).map(|text| text.replace("\r\n", "\n")))
    }

    /// A header as it was sent; empty when there is none.
    pub fn header(&self, name: &str) -> String {
        self.parsed(|mail| mail.header_raw(name).map(|value| value.trim().to_owned()))
    }

    /// The names of all headers.
    pub fn header_names(&self) -> Vec<String> {
        let parsed = MessageParser::default().parse(&self.source);
        parsed.map_or_else(Vec::new, |mail| {
            mail.headers().iter().map(|header| header.name().to_owned()).collect()
        })
    }

    /// The first address in the text that a person could follow; empty when there is none.
    pub fn link(&self) -> String {
        let body = self.body();
        let link =
            body.split_whitespace().find(|word| word.starts_with("http://") || word.starts_with("https://"));
        link.unwrap_or_default().to_owned()
    }

    fn parsed(&self, read: impl FnOnce(&mail_parser::Message<'_>) -> Option<String>) -> String {
        MessageParser::default().parse(&self.source).as_ref().and_then(read).unwrap_or_default()
    }
}
