//! `/due/`: every review note once, in its group on the build's day.
//!
//! A page of thousands of notes is not useful, so the page has a limited number of rows, the most urgent first. Where
//! there are more, `/due/rest.json` has the others, for the script to filter, sort and group them.

use crate::pages::kind::Plan;
use crate::pages::scope::Scope;
use crate::routes::Route;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Serialize;

use crate::index::order::natural_key;
use crate::index::{NoteId, TopicId};
use crate::pages::context::{Made, Pages};
use crate::pages::review::tick_view;
use crate::review::{Entry, Group, State};
use crate::view::{ChipView, Difficulty, DotState, DueGroup, DueKey, DueView, EntryView, PageHead, PlanKind, PlanView};

/// The rows of the page.
const MAX_ROWS: usize = 150;
/// The rows that every group may have, however many those before it have.
const MIN_GROUP_ROWS: usize = 10;

/// A row in `rest.json`.
#[derive(Serialize)]
struct RestRow<'a> {
    title: &'a str,
    href: String,
    plan: PlanKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Difficulty>,
    order: u32,
    /// For each box of the ladder: its step and its day; without the day for a ticked box.
    dots: Vec<(u32, Option<String>)>,
    long_term: bool,
    /// Indices into the chips.
    chips: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    property: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<String>,
}

/// The number of due or overdue notes.
pub(super) fn count(scope: Scope<'_>) -> u32 {
    (scope.schedule.count(State::Overdue) + scope.schedule.count(State::Due)) as u32
}

pub(super) fn plan(plan: &mut Plan) {
    plan.page(Route::Due, Pages::due);
    if plan.pages.due_has_rest() {
        plan.text(Route::DueRest, Pages::due_rest);
    }
}

impl Pages {
    pub fn due(&self) -> Made {
        let title = self.translate("nav.due");
        let (topics, subjects) = self.due_filters();
        let shown = self.due_groups();
        let groups = shown.into_iter().map(|(key, (total, entries))| DueGroup {
            key,
            total,
            entries: entries.into_iter().map(|entry| self.due_row(entry)).collect(),
        });
        self.page(&DueView {
            head: PageHead {
                section: Some("due".to_owned()),
                description: self.describe("due", &title, self.schedule.entries.len()),
                ..self.head(&title, &Route::Due.url())
            },
            counts: self.counts_view(),
            groups: groups.collect(),
            rest_href: self.due_has_rest().then(|| self.href(&Route::DueRest.url())),
            topics,
            subjects,
            quiz_href: self.href(&Route::Quiz.url()),
            calendar_href: Some(self.href(&Route::Calendar.url())),
            subscribe_html: self.subscribe_html()?.to_owned(),
        })
    }

    /// Whether some notes do not fit the page.
    pub(super) fn due_has_rest(&self) -> bool {
        self.names_due_notes() && self.schedule.entries.len() > MAX_ROWS
    }

    /// The notes of the page by group: the number of all, and the shown ones.
    fn due_groups(&self) -> BTreeMap<DueKey, (u32, Vec<&Entry>)> {
        let today = self.schedule.today.date;
        let mut groups: BTreeMap<DueKey, (u32, Vec<&Entry>)> = BTreeMap::new();
        if !self.names_due_notes() {
            return groups;
        }
        for entry in &self.schedule.entries {
            let group = groups.entry(key(entry.group(today))).or_default();
            group.0 += 1;
            group.1.push(entry);
        }
        let least: usize = groups.values().map(|(_, entries)| entries.len().min(MIN_GROUP_ROWS)).sum();
        let mut room = MAX_ROWS.saturating_sub(least);
        for (_, entries) in groups.values_mut() {
            let more = entries.len().saturating_sub(MIN_GROUP_ROWS).min(room);
            room -= more;
            entries.truncate(MIN_GROUP_ROWS + more);
        }
        groups
    }

    fn due_row(&self, entry: &Entry) -> EntryView {
        let tick = tick_view(self.site.note(entry.note), entry);
        EntryView { updated: None, tick, ..self.row(entry.note) }
    }

    /// The topics and subjects of all review notes, in natural order.
    fn due_filters(&self) -> (Vec<String>, Vec<String>) {
        let mut topics: BTreeSet<TopicId> = BTreeSet::new();
        let mut subjects: BTreeSet<u32> = BTreeSet::new();
        let taxonomy = self.subjects();
        let entries = if self.names_due_notes() { &self.schedule.entries[..] } else { &[] };
        for note in entries.iter().map(|entry| self.site.note(entry.note)) {
            topics.extend(&note.topics);
            let of = note.terms.iter().filter(|term| Some(term.taxonomy as usize) == taxonomy);
            subjects.extend(of.map(|term| term.term));
        }
        let sorted = |mut names: Vec<String>| {
            names.sort_by_cached_key(|name| natural_key(name, self.config.site.language));
            names
        };
        let topics = topics.into_iter().map(|id| self.site.topic(id).name.clone());
        let term = |taxonomy: usize, term: u32| self.site.taxonomies[taxonomy].terms[term as usize].name.clone();
        let subjects = taxonomy.into_iter().flat_map(|at| subjects.iter().map(move |&ix| term(at, ix)));
        (sorted(topics.collect()), sorted(subjects.collect()))
    }

    /// `/due/rest.json`: `{"notes": […], "chips": […]}`, the notes in the order of the page. Written row by row: all
    /// rows together would be a large part of a build's memory.
    pub fn due_rest(&self) -> String {
        let shown: BTreeSet<NoteId> =
            self.due_groups().values().flat_map(|(_, entries)| entries).map(|entry| entry.note).collect();
        let mut chips = Chips::default();
        let json = "texts, numbers and lists of them are always JSON";
        let mut out = String::from("{\"notes\":[");
        for entry in self.schedule.entries.iter().filter(|entry| !shown.contains(&entry.note)) {
            out.push_str(if out.ends_with('[') { "\n" } else { ",\n" });
            out.push_str(&serde_json::to_string(&self.rest_row(entry, &mut chips)).expect(json));
        }
        let chips = serde_json::to_string(&chips.all).expect(json);
        write!(out, "\n],\"chips\":{chips}}}\n").expect("writing to a string cannot fail");
        out
    }

    fn rest_row(&self, entry: &Entry, chips: &mut Chips) -> RestRow<'_> {
        let EntryView { href, chips: own, review, tick, order, .. } = self.due_row(entry);
        let review = review.unwrap_or_default();
        let PlanView { kind, first, at, step } = review.plan;
        let dots = review.dots.into_iter().filter_map(|dot| {
            let open = dot.state != DotState::Done;
            Some((dot.step?, dot.date.filter(|_| open)))
        });
        let (property, command) = tick.map_or((None, None), |tick| (tick.property, Some(tick.command)));
        RestRow {
            title: &self.site.note(entry.note).title,
            href,
            plan: kind,
            first,
            at,
            step,
            level: review.difficulty,
            order,
            dots: dots.collect(),
            long_term: entry.long_term,
            chips: own.into_iter().map(|chip| chips.index_of(chip)).collect(),
            property,
            command,
        }
    }
}

/// Topics and subjects, each written once.
#[derive(Default)]
struct Chips {
    all: Vec<ChipView>,
    places: BTreeMap<(String, bool, bool), usize>,
}

impl Chips {
    fn index_of(&mut self, chip: ChipView) -> usize {
        let key = (chip.href.clone(), chip.topic, chip.subject);
        *self.places.entry(key).or_insert_with(|| {
            self.all.push(chip);
            self.all.len() - 1
        })
    }
}

fn key(group: Group) -> DueKey {
    match group {
        Group::Overdue => DueKey::Overdue,
        Group::Due => DueKey::Due,
        Group::Soon => DueKey::Soon,
        Group::Extra => DueKey::Extra,
        Group::Unscheduled => DueKey::Unscheduled,
        Group::Later => DueKey::Later,
        Group::Retired => DueKey::Retired,
    }
}
