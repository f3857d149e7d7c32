//! The answer to a request.

use std::convert::Infallible;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use axum::body::Body as Answer;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, unfold};
use percent_encoding::percent_decode_str;

use crate::path::{OutPath, UrlPath, nfc};
use crate::rendered::Body;
use crate::routes::Route;
use crate::serve::range::{Wanted, wanted};
use crate::serve::state::LiveSite;
use crate::serve::{assets, guard, tick_access, tick_endpoint, tick_ui};

/// The longest address in bytes; longer ones are refused.
const PATH_LIMIT: usize = 8 << 10;

/// The server's only handler.
pub async fn answer(State(live): State<Arc<LiveSite>>, request: Request) -> Response {
    let path = request.uri().path();
    if path == tick_access::PATH && live.writer.is_some() {
        return sealed(tick_endpoint::answer(live, request).await);
    }
    let internal = path.starts_with(Route::Preview.path());
    if let Some(status) = guard::refusal(request.method(), request.headers(), live.address, internal) {
        return sealed(status.into_response());
    }
    let absolute_form = request.uri().authority().is_some();
    let Some(path) = decode(path).filter(|_| !absolute_form) else {
        return sealed(StatusCode::BAD_REQUEST.into_response());
    };
    let response = match path.as_str() {
        assets::SCRIPT => typed("text/javascript; charset=utf-8", assets::SCRIPT_TEXT),
        assets::STYLE => typed("text/css; charset=utf-8", assets::STYLE_TEXT),
        assets::PROBLEMS => typed("application/json", live.problems()),
        assets::EVENTS => Sse::new(versions(&live)).keep_alive(KeepAlive::default()).into_response(),
        path if let Some((mime, text)) = tick_endpoint::file(&live, path) => typed(mime, text),
        _ => {
            let method = request.method().clone();
            let headers = request.headers().clone();
            let made = tokio::task::spawn_blocking(move || page(&live, &path, &method, &headers));
            made.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
    };
    sealed(response)
}

/// The path of a request, decoded once; `None` for a path that no page can have.
fn decode(path: &str) -> Option<String> {
    if path.len() > PATH_LIMIT || !path.starts_with('/') || path.contains("//") {
        return None;
    }
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let odd = decoded.split('/').any(|segment| segment == ".." || segment == ".");
    (!odd && !decoded.contains(['\\', '\0'])).then(|| nfc(&decoded).into_owned())
}

/// Headers of every answer: no other site may use it, and no cache keeps it.
fn sealed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

fn typed(mime: &'static str, body: impl Into<Answer>) -> Response {
    ([(header::CONTENT_TYPE, mime)], body.into()).into_response()
}

/// The event stream: the current version at once, and each that follows.
fn versions(live: &LiveSite) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    let receiver = live.subscribe();
    unfold((receiver, true), |(mut receiver, first)| async move {
        if !first && receiver.changed().await.is_err() {
            return None;
        }
        let version = *receiver.borrow_and_update();
        Some((Ok(Event::default().data(version.to_string())), (receiver, false)))
    })
}

/// A file of the site: looked up in the snapshot's table, never on disk by its address.
fn page(live: &LiveSite, path: &str, method: &Method, headers: &HeaderMap) -> Response {
    // Read first: a page newer than its version reloads once too often, an older one would stay.
    let version = live.version();
    let snapshot = live.current();
    let rendered = &snapshot.build.rendered;
    let url = UrlPath::new(path);
    if let Some(found) = rendered.body(&url.to_out()) {
        let out = url.to_out();
        let tags =
            || live.writer.as_ref().map_or_else(String::new, |writer| tick_ui::tags(&snapshot.build, writer, &out));
        return file(found, &out, StatusCode::OK, (version, &tags), method, headers);
    }
    let folder = UrlPath::new(format!("{path}/"));
    if !url.is_page() && rendered.body_exists(&folder.to_out()) {
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, folder.encoded())]).into_response();
    }
    let missing = Route::NotFound.out();
    match rendered.body(&missing) {
        Some(found) => file(found, &missing, StatusCode::NOT_FOUND, (version, &String::new), method, &HeaderMap::new()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn file(
    made: Result<crate::diag::Outcome<Body>, Box<crate::diag::Diagnostic>>,
    out: &OutPath,
    status: StatusCode,
    (version, tags): (u64, &dyn Fn() -> String),
    method: &Method,
    headers: &HeaderMap,
) -> Response {
    let mime = mime_of(out);
    let body = match made {
        Ok(outcome) => outcome.value,
        Err(diagnostic) => {
            let text = crate::diag::render::human(&[*diagnostic], false);
            return (StatusCode::INTERNAL_SERVER_ERROR, text).into_response();
        }
    };
    match body {
        Body::Bytes(bytes) if mime.starts_with("text/html") => {
            let bytes = assets::inject(bytes, version, &tags());
            with_body(status, &mime, method, bytes)
        }
        Body::Bytes(bytes) => part_of(bytes, status, &mime, method, headers),
        Body::File(path) => from_disk(&path, &mime, method, headers),
    }
}

fn with_body(status: StatusCode, mime: &str, method: &Method, bytes: Vec<u8>) -> Response {
    let length = bytes.len();
    let body = if *method == Method::HEAD { Answer::empty() } else { Answer::from(bytes) };
    let headers = [(header::CONTENT_TYPE, mime.to_owned()), (header::CONTENT_LENGTH, length.to_string())];
    (status, headers, body).into_response()
}

fn part_of(bytes: Vec<u8>, status: StatusCode, mime: &str, method: &Method, headers: &HeaderMap) -> Response {
    let length = bytes.len() as u64;
    match asked(headers, length) {
        Wanted::Whole => with_body(status, mime, method, bytes),
        Wanted::Unsatisfiable => unsatisfiable(length),
        Wanted::Part(first, last) => {
            partial(mime, method, bytes[first as usize..=last as usize].to_vec(), first, last, length)
        }
    }
}

/// An attachment; its path comes from the scan, which proved that it is in the vault.
fn from_disk(path: &Path, mime: &str, method: &Method, headers: &HeaderMap) -> Response {
    let read = || -> std::io::Result<Response> {
        let mut file = crate::platform::open_regular(path)?;
        let length = file.metadata()?.len();
        let (first, last) = match asked(headers, length) {
            Wanted::Unsatisfiable => return Ok(unsatisfiable(length)),
            Wanted::Part(first, last) => (first, last),
            Wanted::Whole => {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes)?;
                return Ok(with_body(StatusCode::OK, mime, method, bytes));
            }
        };
        file.seek(SeekFrom::Start(first))?;
        let mut bytes = Vec::new();
        file.take(last - first + 1).read_to_end(&mut bytes)?;
        Ok(partial(mime, method, bytes, first, last, length))
    };
    // The message would name the path on this machine.
    read().unwrap_or_else(|_| (StatusCode::NOT_FOUND, "the attachment is gone").into_response())
}

fn asked(headers: &HeaderMap, length: u64) -> Wanted {
    wanted(headers.get(header::RANGE).and_then(|value| value.to_str().ok()), length)
}

fn partial(mime: &str, method: &Method, bytes: Vec<u8>, first: u64, last: u64, length: u64) -> Response {
    let mut response = with_body(StatusCode::PARTIAL_CONTENT, mime, method, bytes);
    if let Ok(range) = HeaderValue::from_str(&format!("bytes {first}-{last}/{length}")) {
        response.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    response
}

fn unsatisfiable(length: u64) -> Response {
    (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, format!("bytes */{length}"))]).into_response()
}

fn mime_of(out: &OutPath) -> String {
    let mime = mime_guess::from_path(out.as_str()).first_or_octet_stream();
    let text = mime.type_() == "text" || matches!(mime.subtype().as_str(), "javascript" | "json" | "xml");
    if text { format!("{}; charset=utf-8", mime.essence_str()) } else { mime.essence_str().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn an_address_is_decoded_once_and_odd_ones_are_refused() {
        assert_eq!(decode("/a/%ED%95%9C/").as_deref(), Some("/a/한/"));
        assert_eq!(decode("/a/%2561/").as_deref(), Some("/a/%61/"));
        for odd in ["/../x", "/%2e%2e%2fx", "/%5c..", "//x", "/a//b", "/%00", "/%ff", "x", "/a/%2e/"] {
            assert_eq!(decode(odd), None, "{odd}");
        }
        assert_eq!(decode(&format!("/{}", "a".repeat(64 << 10))), None);
    }
}
