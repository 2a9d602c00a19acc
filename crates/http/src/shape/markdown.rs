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
    let mut options = Options::empty();
    options.insert(Options::ENABLE_STRIKETHROUGH);
    options.insert(Options::ENABLE_TABLES);
    let events = Parser::new_ext(written, options).filter_map(|event| match event {
        // Of an image stays what it says.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        other => Some(other),
    });
    let mut made = String::with_capacity(written.len() * 2);
    html::push_html(&mut made, events);
    CLEANER.clean(&made).to_string()
}

#[cfg(test)]
mod tests {
    use super::markdown;

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

    #[test]
    fn the_largest_text_and_the_deepest_nesting_end() {
        for heavy in
            ["> ".repeat(9_999) + "a", "[".repeat(20_000), "*a ".repeat(6_000), "- ".repeat(9_999) + "a"]
        {
            assert!(!markdown(&heavy).is_empty());
        }
    }
}
