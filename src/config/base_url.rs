//! The base URL: the address at which the site is mounted, checked and normalised.

use percent_encoding::percent_decode_str;

use crate::path::{BaseUrl, nfc};

/// The problem of a base URL, and its remedy.
type InvalidBaseUrl = (String, Option<String>);

/// Reads `https://user.github.io/repo/` into origin and prefix. Scheme and host are lower-cased, a default port and
/// trailing slashes are dropped, the path is percent-decoded and normalised to NFC.
///
/// # Errors
/// Another scheme than http and https, user information, a query, a fragment, an invalid host name, or a path with
/// `.`, `..`, empty segments or characters that would need escaping in every link.
pub fn parse_base_url(text: &str) -> Result<BaseUrl, InvalidBaseUrl> {
    let example = || Some("write it like `https://user.github.io/repo/`".to_owned());
    let Some((scheme, rest)) = text.trim().split_once("://") else {
        return Err(("must be a URL with a scheme and a host".to_owned(), example()));
    };
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "https" && scheme != "http" {
        return Err((format!("must begin with `https://` or `http://`, not `{scheme}://`"), example()));
    }
    if let Some(at) = rest.find(['?', '#']) {
        let part = if rest[at..].starts_with('?') { "a query" } else { "a fragment" };
        return Err((format!("must not have {part}"), Some(format!("leave out `{}`", &rest[at..]))));
    }
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority_of(authority, &scheme)?;
    Ok(BaseUrl { origin: Some(format!("{scheme}://{host}")), prefix: prefix_of(path)? })
}

fn authority_of(authority: &str, scheme: &str) -> Result<String, InvalidBaseUrl> {
    if authority.contains('@') {
        return Err(("must not contain a user name or password".to_owned(), None));
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let host = host.to_ascii_lowercase();
    let bracketed = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
    let valid = match bracketed {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => host.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        }),
    };
    if !valid {
        let help = (!host.is_ascii()).then(|| "write an international host name in its `xn--` form".to_owned());
        return Err((format!("has the host `{host}`, which is not a host name"), help));
    }
    let Some(port) = port else { return Ok(host) };
    match port.parse::<u16>() {
        Ok(443) if scheme == "https" => Ok(host),
        Ok(80) if scheme == "http" => Ok(host),
        Ok(number) => Ok(format!("{host}:{number}")),
        Err(_) => Err((format!("has the port `{port}`, which is not a port"), None)),
    }
}

fn prefix_of(path: &str) -> Result<String, InvalidBaseUrl> {
    let trimmed = path.trim_end_matches('/');
    let decoded = percent_decode_str(trimmed)
        .decode_utf8()
        .map_err(|_| ("has a path that is not UTF-8 when decoded".to_owned(), None))?;
    let prefix = nfc(&decoded).into_owned();
    if let Some(segment) = prefix.split('/').skip(1).find(|s| matches!(*s, "" | "." | "..")) {
        return Err((format!("must not have the path segment `{segment}`"), None));
    }
    let refused = |c: char| c.is_control() || c.is_whitespace() || r##""#%<>?\^`{|}"##.contains(c);
    match prefix.chars().find(|&c| refused(c)) {
        Some(c) => Err((format!("must not have `{}` in its path", c.escape_default()), None)),
        None => Ok(prefix),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_split_into_origin_and_prefix() {
        for (text, origin, prefix) in [
            ("https://u.github.io", "https://u.github.io", ""),
            ("https://u.github.io/", "https://u.github.io", ""),
            ("HTTPS://U.GitHub.io/Repo//", "https://u.github.io", "/Repo"),
            ("http://localhost:8080/a/b", "http://localhost:8080", "/a/b"),
            ("https://x.test:443/", "https://x.test", ""),
            ("https://[::1]:4000/a", "https://[::1]:4000", "/a"),
            ("https://x.test/%EB%85%B8%ED%8A%B8/", "https://x.test", "/노트"),
            ("https://x.test/\u{1112}\u{1161}\u{11ab}", "https://x.test", "/한"),
        ] {
            let base = parse_base_url(text).unwrap_or_else(|(message, _)| panic!("{text}: {message}"));
            assert_eq!((base.origin.as_deref(), base.prefix.as_str()), (Some(origin), prefix), "{text}");
        }
    }

    #[test]
    fn a_base_url_that_would_break_links_is_refused() {
        for (text, reason) in [
            ("example.com", "must be a URL with a scheme and a host"),
            ("ftp://x.test", "must begin with `https://` or `http://`, not `ftp://`"),
            ("https://x.test/?a=1", "must not have a query"),
            ("https://x.test/#top", "must not have a fragment"),
            ("https://u:p@x.test/", "must not contain a user name or password"),
            ("https:///repo", "has the host ``, which is not a host name"),
            ("https://한국.test", "has the host `한국.test`, which is not a host name"),
            ("https://x.test:99999", "has the port `99999`, which is not a port"),
            ("https://x.test/a/../b", "must not have the path segment `..`"),
            ("https://x.test/a//b", "must not have the path segment ``"),
            ("https://x.test/%2e%2e/", "must not have the path segment `..`"),
            ("https://x.test/a%20b", "must not have ` ` in its path"),
            ("https://x.test/%ff", "has a path that is not UTF-8 when decoded"),
        ] {
            assert_eq!(parse_base_url(text).unwrap_err().0, reason, "{text}");
        }
    }
}
