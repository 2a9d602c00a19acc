use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

/// What of HTML is ever sent. No images, no styles: nothing that fetches, nothing that covers the page.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    const TAGS: [&str; 25] = [
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ];
    let mut cleaner = Builder::empty();
    cleaner
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .set_tag_attribute_values(HashMap::from([("a", HashMap::from([("target", "_blank")]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    cleaner
});

/// What a person wrote in Markdown, as HTML that is safe to show. The only place where such HTML is made. HTML
/// within the Markdown is shown as the text that it is.
pub fn markdown(written: &str) -> String {
    CLEANER.clean(&unclean(written)).to_string()
}

/// How many marks may stand within each other. Of what lies deeper stays what it says: cleaning takes as long as
/// the square of the depth.
const DEEPEST: usize = 32;

fn unclean(written: &str) -> String {
    let mut options = Options::empty();
    options.insert(Options::ENABLE_STRIKETHROUGH);
    options.insert(Options::ENABLE_TABLES);
    let mut depth = 0_usize;
    let events = Parser::new_ext(written, options).filter(move |event| {
        let within = depth;
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => return true,
        }
        within.max(depth) <= DEEPEST
    });
    let events = events.filter_map(|event| match event {
        // Of an image stays what it says.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        other => Some(other),
    });
    let mut made = String::with_capacity(written.len() * 2);
    html::push_html(&mut made, events);
    made
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, markdown, unclean};

    #[test]
    fn what_people_write_is_shown() {
        assert_eq!(markdown("Hello **all**"), "<p>Hello <strong>all</strong></p>\n");
        assert_eq!(markdown("1. one\n2. two"), "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n");
        let link = markdown("[here](https://school.example/a?b=c&d)");
        for part in [
            "href=\"https://school.example/a?b=c&amp;d\"",
            "rel=\"noopener noreferrer nofollow\"",
            "target=\"_blank\"",
        ] {
            assert!(link.contains(part), "{link}");
        }
    }

    #[test]
    fn nothing_that_acts_gets_through() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "a <b onclick=alert(1)>b</b>",
            "[a](javascript:alert(1))",
            "[a](JaVaScRiPt:alert(1))",
            "[a](data:text/html;base64,PHNjcmlwdD4=)",
            "[a](//evil.example)",
            "[a](java\nscript:alert(1))",
            "<javascript:alert(1)>",
            "![x](https://evil.example/pixel.png)",
            "<style>*{display:none}</style>",
            "<iframe src=https://evil.example></iframe>",
            "<svg/onload=alert(1)>",
            "<div style=\"position:fixed\">x</div>",
            "`<script>`",
            "[x]: javascript:alert(1)\n\n[x]",
        ] {
            let shown = markdown(hostile);
            // What stands between the brackets acts; what is shown as text does not.
            let tags = shown.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or(rest));
            for tag in tags {
                let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
                assert!(["p", "a", "code"].contains(&name), "{hostile} became {shown}");
                for sign in ["href", "src", "style", " on"] {
                    assert!(!tag.contains(sign), "{hostile} became {shown}");
                }
            }
        }
    }

    #[test]
    fn html_is_shown_as_the_text_that_it_is() {
        assert_eq!(markdown("a <b>b</b>"), "<p>a &lt;b&gt;b&lt;/b&gt;</p>\n");
    }

    /// How many elements lie within each other at the deepest place.
    fn depth_of(html: &str) -> usize {
        let (mut depth, mut deepest) = (0_usize, 0);
        for tag in html.split('<').skip(1) {
            match tag.strip_prefix('/') {
                Some(_) => depth = depth.saturating_sub(1),
                None if ["br", "hr"].iter().any(|alone| tag.starts_with(alone)) => {}
                None => depth += 1,
            }
            deepest = deepest.max(depth);
        }
        deepest
    }

    #[test]
    fn however_deep_the_marks_lie_the_html_is_shallow_and_keeps_what_they_say() {
        let table = |depth| format!("{0}|said|\n{0}|-|\n", "> ".repeat(depth));
        for heavy in [
            "> ".repeat(9_999) + "said",
            "- ".repeat(9_999) + "said",
            "*".repeat(9_998) + "said" + &"*".repeat(9_998),
            "*a ".repeat(5_000) + "said" + &" a*".repeat(2_400),
            "~~a ".repeat(2_500) + "said" + &" a~~".repeat(2_500),
            table(DEEPEST),
            table(DEEPEST - 1),
            table(DEEPEST - 2),
        ] {
            let html = unclean(&heavy);
            // Rows of a table are two elements.
            assert!(depth_of(&html) <= DEEPEST + 2, "{}", depth_of(&html));
            assert!(html.contains("said"));
            assert!(markdown(&heavy).contains("said"));
        }
        let shallow = "> ".repeat(DEEPEST - 1) + "said";
        assert_eq!(depth_of(&unclean(&shallow)), DEEPEST);
    }

    #[test]
    fn the_largest_texts_end() {
        for heavy in ["[".repeat(20_000), "*a ".repeat(6_000), "![".repeat(10_000), "<".repeat(20_000)] {
            assert!(!markdown(&heavy).is_empty());
        }
    }
}
