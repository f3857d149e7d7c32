//! `/progress/`: the progress of the notes, past reviews, and coming ones.

use crate::index::NoteId;
use crate::pages::chart;
use crate::pages::context::{Made, Pages};
use crate::pages::kind::Plan;
use crate::pages::review::state_view;
use crate::path::UrlPath;
use crate::review::forecast::load;
use crate::review::history::History;
use crate::review::{Entry, State};
use crate::routes::Route;
use crate::view::{LinkView, PageHead, ProgressView, ShareGroup, ShareView};

/// The days of the forecast.
const DAYS: u32 = 30;
/// The order of a progress bar: finished notes first.
const DONE_FIRST: [State; 8] = [
    State::Retired,
    State::Ahead,
    State::Extra,
    State::Upcoming,
    State::Due,
    State::Overdue,
    State::NotStarted,
    State::Unscheduled,
];
/// The rows of a table of topics or terms, and of the weak notes.
const ROWS: usize = 20;

pub(super) fn plan(plan: &mut Plan) {
    plan.page(Route::Progress, Pages::progress);
}

impl Pages {
    pub fn progress(&self) -> Made {
        let schedule = &self.schedule;
        let today = schedule.today.date;
        let load = load(schedule, DAYS);
        let history = History::of(schedule);
        let (done, total) = boxes(schedule.entries.iter());
        let weak: Vec<&Entry> = schedule.entries.iter().filter(|entry| history.is_weak(entry)).collect();
        let named = weak.iter().take(if self.names_due_notes() { ROWS } else { 0 });
        let mut shares = Vec::new();
        if !self.site.topics.is_empty() {
            let topics = self.site.topics.iter().map(|topic| {
                let url = topic.note.map_or(&topic.url, |note| &self.site.note(note).url);
                (&topic.name, url, &topic.notes[..])
            });
            shares.extend(self.shares(self.link(&self.translate("nav.topics"), &Route::Topics.url()), topics));
        }
        for taxonomy in &self.site.taxonomies {
            let terms = taxonomy.terms.iter().map(|term| (&term.name, &term.url, &term.notes[..]));
            shares.extend(self.shares(self.link(&self.taxonomy_title(taxonomy), &taxonomy.url), terms));
        }
        self.page(&ProgressView {
            head: PageHead {
                section: Some("progress".to_owned()),
                description: self.describe("progress", "", self.schedule.entries.len()),
                ..self.head(&self.translate("nav.progress"), &Route::Progress.url())
            },
            counts: self.counts_view(),
            done,
            total,
            percent: percent(done, total),
            streak: history.streak(schedule),
            forecast: chart::forecast(&load),
            heatmap: chart::heatmap(today, &history, &load),
            shares,
            weak: named.map(|entry| self.row(entry.note)).collect(),
            weak_total: weak.len() as u32,
        })
    }

    /// The topics or terms with the most review notes; `None` where no review note has one.
    fn shares<'a>(
        &self,
        all: LinkView,
        groups: impl Iterator<Item = (&'a String, &'a UrlPath, &'a [NoteId])>,
    ) -> Option<ShareGroup> {
        let entries = |notes: &'a [NoteId]| notes.iter().filter_map(|&id| self.entry(id));
        let mut groups: Vec<_> = groups
            .map(|(name, url, notes)| (name, url, notes, entries(notes).count()))
            .filter(|group| group.3 > 0)
            .collect();
        let total = groups.len() as u32;
        groups.sort_by_key(|group| std::cmp::Reverse(group.3));
        let row = |(name, url, notes, count): (&'a String, &UrlPath, &'a [NoteId], usize)| {
            let in_state = |state: State| entries(notes).filter(|entry| entry.state == state).count() as u32;
            let counts = DONE_FIRST.map(|state| (state_view(state), in_state(state)));
            let (done, total) = boxes(entries(notes));
            ShareView {
                label: name.clone(),
                href: self.href(url),
                notes: count as u32,
                due: in_state(State::Due) + in_state(State::Overdue),
                percent: percent(done, total),
                pieces: chart::pieces(&counts),
            }
        };
        (total > 0).then(|| ShareGroup { all, total, rows: groups.into_iter().take(ROWS).map(row).collect() })
    }
}

/// The number of ticked boxes and of all boxes.
fn boxes<'a>(entries: impl Iterator<Item = &'a Entry>) -> (u32, u32) {
    entries.map(Entry::progress).fold((0, 0), |sum, (done, total)| (sum.0 + done, sum.1 + total))
}

fn percent(done: u32, total: u32) -> u32 {
    (u64::from(done) * 100 / u64::from(total.max(1))) as u32
}
