//! The requests that are allowed (P8): those of this machine's own browser, for the address that is served.

use std::net::SocketAddr;

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};

/// The status to refuse a request with, if it must be refused.
pub fn refusal(method: &Method, headers: &HeaderMap, address: SocketAddr, internal: bool) -> Option<StatusCode> {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) if is_own_host(host, address) => {}
        _ => return Some(StatusCode::FORBIDDEN),
    }
    if headers.get(header::ORIGIN).is_some_and(|origin| !is_own_origin(origin, address)) {
        return Some(StatusCode::FORBIDDEN);
    }
    // Requested only by kbgen's own pages: another site must not even load it as a script.
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if internal && site.is_some_and(|site| site != "same-origin" && site != "none") {
        return Some(StatusCode::FORBIDDEN);
    }
    (method != Method::GET && method != Method::HEAD).then_some(StatusCode::METHOD_NOT_ALLOWED)
}

/// Whether a request to write comes from anywhere but a page of this address: the host and the origin must be
/// named, once each, and be equal.
pub fn is_foreign_write(headers: &HeaderMap, address: SocketAddr) -> bool {
    let one = |name| {
        let mut values = headers.get_all(name).iter();
        values.next().filter(|_| values.next().is_none())
    };
    let (Some(host), Some(origin)) = (one(header::HOST), one(header::ORIGIN)) else { return true };
    let same = || {
        let (host, origin) = (host.to_str().ok()?, origin.to_str().ok()?);
        Some(origin.strip_prefix("http://")?.eq_ignore_ascii_case(host))
    };
    let site = headers.get("sec-fetch-site");
    !is_own_host(host, address) || same() != Some(true) || site.is_some_and(|site| site != "same-origin")
}

fn is_own_host(host: &HeaderValue, address: SocketAddr) -> bool {
    let Ok(host) = host.to_str() else { return false };
    let port = address.port();
    [format!("127.0.0.1:{port}"), format!("localhost:{port}")].iter().any(|own| own.eq_ignore_ascii_case(host))
}

fn is_own_origin(origin: &HeaderValue, address: SocketAddr) -> bool {
    let host = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
    host.and_then(|host| HeaderValue::from_str(host).ok()).is_some_and(|host| is_own_host(&host, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(list: &[(&'static str, &'static str)], internal: bool) -> Option<u16> {
        let address = SocketAddr::from(([127, 0, 0, 1], 4000));
        let mut headers = HeaderMap::new();
        for (name, value) in list {
            headers.append(*name, HeaderValue::from_static(value));
        }
        refusal(&Method::GET, &headers, address, internal).map(|status| status.as_u16())
    }

    #[test]
    fn only_the_served_address_may_be_asked_for() {
        assert_eq!(status(&[("host", "127.0.0.1:4000")], false), None);
        assert_eq!(status(&[("host", "LOCALHOST:4000")], false), None);
        for host in ["evil.test", "evil.test:4000", "127.0.0.1", "127.0.0.1:80", "192.168.0.5:4000"] {
            assert_eq!(status(&[("host", host)], false), Some(403), "{host}");
        }
        assert_eq!(status(&[], false), Some(403));
        assert_eq!(status(&[("host", "127.0.0.1:4000"), ("host", "127.0.0.1:4000")], false), Some(403));
    }

    #[test]
    fn other_origins_are_refused() {
        let host = ("host", "127.0.0.1:4000");
        assert_eq!(status(&[host, ("origin", "http://127.0.0.1:4000")], false), None);
        for origin in ["null", "http://evil.test", "https://127.0.0.1:4000", "http://127.0.0.1:4001"] {
            assert_eq!(status(&[host, ("origin", origin)], false), Some(403), "{origin}");
        }
        assert_eq!(status(&[host, ("sec-fetch-site", "cross-site")], true), Some(403));
        assert_eq!(status(&[host, ("sec-fetch-site", "same-origin")], true), None);
    }
}
