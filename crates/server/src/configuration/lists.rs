use std::net::{IpAddr, Ipv4Addr};

use url::{Host, Url};

/// An origin exactly as browsers send it: `https://school.example:8443`, lower case, without a path and
/// without a port that the scheme implies. `None` for everything else.
pub(super) fn origin(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && !text.contains('*');
    (is_web && url.origin().ascii_serialization() == text).then_some(url)
}

/// Whether what crosses the network under this address is sealed, or crosses none.
pub(super) fn is_sealed(url: &Url) -> bool {
    url.scheme() == "https" || is_this_machine(url)
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The address of a proxy, an IPv4 address always written as one. The address that stands for every
/// address is none.
pub(super) fn proxy(text: &str) -> Option<IpAddr> {
    let address = text.parse::<IpAddr>().ok()?.to_canonical();
    (!address.is_unspecified() && address != IpAddr::V4(Ipv4Addr::BROADCAST)).then_some(address)
}

/// The parts of a list with commas between; empty ones are left out.
pub(super) fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_exact() {
        for exact in [
            "https://school.example",
            "https://school.example:8443",
            "http://localhost:5173",
            "http://[::1]:81",
        ] {
            assert!(origin(exact).is_some(), "{exact}");
        }
        for other in [
            "*",
            "null",
            "",
            "school.example",
            "https://school.example/",
            "https://school.example/app",
            "https://School.example",
            "https://school.example:443",
            "http://[::1]:80",
            "https://*.school.example",
            "https://ana:secret@school.example",
            "https://school.example?x",
            "https://school.example#x",
            "ftp://school.example",
            "file:///",
            "https://school.example https://evil.example",
        ] {
            assert!(origin(other).is_none(), "{other}");
        }
    }

    #[test]
    fn only_https_and_this_machine_are_sealed() {
        let sealed = |text| origin(text).as_ref().is_some_and(is_sealed);
        for safe in [
            "https://a.example",
            "http://localhost:5000",
            "http://127.0.0.1",
            "http://app.localhost",
            "http://[::1]:5000",
        ] {
            assert!(sealed(safe), "{safe}");
        }
        for open in [
            "http://a.example",
            "http://10.0.0.1",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example",
        ] {
            assert!(!sealed(open), "{open}");
        }
    }

    #[test]
    fn proxies_are_single_addresses() {
        assert_eq!(proxy("10.0.0.1"), Some(IpAddr::from([10, 0, 0, 1])));
        assert_eq!(proxy("::ffff:10.0.0.1"), Some(IpAddr::from([10, 0, 0, 1])));
        for none in ["0.0.0.0", "::", "10.0.0.0/8", "proxy.example", "", "255.255.255.255", "10.0.0.1:80"] {
            assert_eq!(proxy(none), None, "{none}");
        }
        assert_eq!(parts(" a, b ,,c,").collect::<Vec<_>>(), ["a", "b", "c"]);
    }
}
