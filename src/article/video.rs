//! External addresses that Obsidian embeds as more than a picture.

/// The host and the rest of an http or https address.
fn parts(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let (host, path) = rest.find(['/', '?', '#']).map_or((rest, ""), |at| rest.split_at(at));
    Some((host, path))
}

fn is_host(host: &str, names: &[&str]) -> bool {
    let host = host.split_once('.').filter(|(first, _)| ["www", "m"].contains(first)).map_or(host, |(_, rest)| rest);
    names.iter().any(|name| host.eq_ignore_ascii_case(name))
}

/// The video id of a YouTube watch, share or embed address.
pub(super) fn youtube_id(url: &str) -> Option<&str> {
    let (host, path) = parts(url)?;
    let id = if is_host(host, &["youtu.be"]) {
        path.strip_prefix('/')?
    } else if is_host(host, &["youtube.com", "youtube-nocookie.com"]) {
        match path.strip_prefix("/watch") {
            Some(query) => query.split(['?', '&', '#']).find_map(|pair| pair.strip_prefix("v="))?,
            None => ["/embed/", "/shorts/", "/live/", "/v/"].iter().find_map(|start| path.strip_prefix(start))?,
        }
    } else {
        return None;
    };
    let id = id.split(['?', '&', '#', '/']).next().unwrap_or(id);
    let valid = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    valid.then_some(id)
}

/// Whether this is a post on X or Twitter.
pub(super) fn is_post(url: &str) -> bool {
    parts(url).is_some_and(|(host, path)| is_host(host, &["twitter.com", "x.com"]) && path.contains("/status/"))
}

/// `https://host` of an https address, as a source of a content security policy.
pub(super) fn origin(url: &str) -> Option<String> {
    let (host, _) = parts(url)?;
    let https = url.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"));
    let plain = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:".contains(&b));
    (https && plain).then(|| format!("https://{}", host.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn youtube_addresses_give_their_video() {
        for (url, id) in [
            ("https://www.youtube.com/watch?v=NnTvZWp5Q7o", Some("NnTvZWp5Q7o")),
            ("https://m.youtube.com/watch?list=x&v=NnTvZWp5Q7o&t=4", Some("NnTvZWp5Q7o")),
            ("https://youtu.be/NnTvZWp5Q7o?si=a", Some("NnTvZWp5Q7o")),
            ("https://www.youtube.com/embed/NnTvZWp5Q7o", Some("NnTvZWp5Q7o")),
            ("https://www.youtube.com/@someone", None),
            ("https://www.youtube.com/watch?v=\"><b>", None),
            ("https://notyoutube.com/watch?v=NnTvZWp5Q7o", None),
            ("https://youtube.com.evil.test/embed/x", None),
        ] {
            assert_eq!(youtube_id(url), id, "{url}");
        }
    }

    #[test]
    fn only_a_plain_https_host_goes_into_the_policy() {
        assert_eq!(origin("https://Maps.Example.org:8443/a?b").as_deref(), Some("https://maps.example.org:8443"));
        for url in ["http://a.b/", "https://a.b;script-src", "https://u@a.b/", "https:///x", "mailto:a@b.c"] {
            assert_eq!(origin(url), None, "{url}");
        }
    }
}
