//! The endpoint of `serve --write` (S-WRITE): a page ticks a note's box, with a grade, or undoes that.
//!
//! ```text
//! POST /__kbgen/review
//! Content-Type: application/json          at most 4 KiB
//! X-Kbgen-Token: <the token of the page>
//! {"action": "done", "note": "<id>", "source": "<SHA-256>", "grade": 1, "again": false}
//! {"action": "undo", "note": "<id>", "source": "<SHA-256>"}
//! ```
//!
//! `grade` (1 badly, 2 so so, 3 well) and `again` may be left out. `id` and `source` are those that the page was given
//! (see [`tick_ui`]). The answer is `{"result": "done", "step": 4, "next": {"step": 7, "due": "2025-03-12"}, "lost":
//! []}`, where the result may also be `already` or `undone`, and `lost` are the steps that a note without boxes no longer
//! has once it gets one; or, with a status of 400 and above, `{"error": "edit::changed", "message": "…", "help": "…"}`.
//! Several notes are several requests, one after the other: each waits for the one before, and each note is written or
//! refused on its own.
//!
//! Pages need not use this directly. `write.js` gives scripts of the preview `kbgenWrite`, announced by the event
//! `kbgen-write` on `document`: `kbgenWrite.notes` (by a page's path: its `step`), `kbgenWrite.done(path, {grade, again})`
//! and `kbgenWrite.undo(path)`, both promises of `{ok, status, message, …answer}`, which never reject;
//! `kbgenWrite.inRow(row)` gives a row made later its button. Without `--write` there is no `kbgenWrite`, so a page that
//! finds none shows no button.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::diag::Diagnostic;
use crate::edit::{Change, Done, EditContext, Editor, Reason, Refusal, Ticked};
use crate::index::NoteId;
use crate::pipeline::Build;
use crate::serve::state::LiveSite;
use crate::serve::tick_access::TickEndpoint;
use crate::serve::tick_ui::{name_of, source_hash, step_value};
use crate::serve::{guard, tick_ui};

const TOKEN: &str = "x-kbgen-token";
const LIMIT: usize = 4 << 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TickRequest {
    action: Action,
    note: String,
    source: String,
    grade: Option<u8>,
    #[serde(default)]
    again: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Action {
    Done,
    Undo,
}

/// Answers a request to the endpoint, whatever its method.
pub async fn answer(live: Arc<LiveSite>, request: Request) -> Response {
    let Some(writer) = live.writer.clone() else { return StatusCode::NOT_FOUND.into_response() };
    let (head, body) = request.into_parts();
    if let Some(status) = refusal(&writer, &head.method, &head.headers, &live) {
        return status.into_response();
    }
    let Ok(body) = axum::body::to_bytes(body, LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let order = match serde_json::from_slice::<TickRequest>(&body) {
        Ok(order) if order.grade.is_none_or(|grade| (1..=3).contains(&grade)) => order,
        _ => return StatusCode::BAD_REQUEST.into_response(),
    };
    let carried_out = tokio::task::spawn_blocking(move || carry_out(&live.current().build, &writer, &order));
    match carried_out.await {
        Ok(Ok(result)) => json_answer(StatusCode::OK, &result),
        Ok(Err(refusal)) => refused(&refusal),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The status to refuse a request with before its body is read.
fn refusal(writer: &TickEndpoint, method: &Method, headers: &HeaderMap, live: &LiveSite) -> Option<StatusCode> {
    if guard::is_foreign_write(headers, live.address) {
        return Some(StatusCode::FORBIDDEN);
    }
    if *method != Method::POST {
        return Some(StatusCode::METHOD_NOT_ALLOWED);
    }
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let mime = text(header::CONTENT_TYPE).and_then(|mime| mime.split(';').next()).unwrap_or_default().trim();
    if !mime.eq_ignore_ascii_case("application/json") {
        return Some(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let token = headers.get(TOKEN).map_or(&b""[..], |token| token.as_bytes());
    if !is_same(token, writer.token().as_bytes()) {
        return Some(StatusCode::FORBIDDEN);
    }
    let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    length.is_some_and(|length| length > LIMIT).then_some(StatusCode::PAYLOAD_TOO_LARGE)
}

/// Compares in constant time: it does not depend on where the difference is.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

fn carry_out(build: &Build, writer: &TickEndpoint, order: &TickRequest) -> Result<Value, Refusal> {
    let note = note_of(build, order)?;
    let vault = EditContext { root: &writer.root, site: &build.site, schedule: &build.schedule, config: &build.config };
    let mut editor = Editor::open(vault)?;
    match order.action {
        Action::Undo => {
            let undone = editor.undo(Some(note))?;
            Ok(json!({ "result": "undone", "step": step_value(undone.step), "next": null }))
        }
        Action::Done => match editor.done(note, Done { again: order.again, grade: order.grade })? {
            Ticked::Already => Ok(json!({ "result": "already", "step": null, "next": null })),
            Ticked::Change(change) => {
                editor.write(&change)?;
                Ok(done(&change))
            }
        },
    }
}

fn done(change: &Change) -> Value {
    let next = change.next.map(|(step, due)| json!({ "step": step, "due": due.to_string() }));
    json!({ "result": "done", "step": change.step.map(step_value), "next": next, "lost": change.lost })
}

/// The requested note of the route table, if its source is still the one that the page shows.
fn note_of(build: &Build, order: &TickRequest) -> Result<NoteId, Refusal> {
    let found = build.site.ids().find(|(_, note)| name_of(note) == order.note);
    let (id, note) = found.ok_or_else(|| Refusal::unknown("no note of the site is called so"))?;
    if source_hash(note) == order.source {
        return Ok(id);
    }
    Err(Refusal::changed(note.path()))
}

fn refused(refusal: &Refusal) -> Response {
    let status = match refusal.reason {
        Reason::Missing => StatusCode::NOT_FOUND,
        Reason::Changed => StatusCode::CONFLICT,
        Reason::Unfit => StatusCode::UNPROCESSABLE_ENTITY,
        Reason::NoSpace => StatusCode::INSUFFICIENT_STORAGE,
        Reason::Io => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let Diagnostic { code, message, help, .. } = &refusal.diagnostic;
    json_answer(status, &json!({ "error": code.as_str(), "message": message, "help": help }))
}

fn json_answer(status: StatusCode, value: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

/// The files that only `serve --write` has, and the tags that load them.
pub fn file(live: &LiveSite, path: &str) -> Option<(&'static str, &'static str)> {
    live.writer.as_ref()?;
    match path {
        tick_ui::SCRIPT => Some(("text/javascript; charset=utf-8", tick_ui::SCRIPT_TEXT)),
        tick_ui::STYLE => Some(("text/css; charset=utf-8", tick_ui::STYLE_TEXT)),
        _ => None,
    }
}
