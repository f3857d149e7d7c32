//! `/quiz/`: the cue questions of all listed notes, each with its answer folded away, some notes to a page.
//!
//! The notes are in the order of the due page, so the first pages have the notes due today and in the days after. A
//! script makes a session of them, and fetches further pages as it needs them; `topics.json` lists the pages of each
//! topic.

use crate::pages::kind::Plan;
use crate::pages::shared::{QUIZ_NOTES, QuizOrder};
use crate::routes::{Route, page_of_list};
use rayon::prelude::*;
use serde::Serialize;

use crate::article::{self, Article};
use crate::config::ReviewPublish;
use crate::index::{NoteId, Topic};
use crate::pages::context::{Made, Pages};
use crate::pages::list::numbered;
use crate::pages::review::tick_view;
use crate::review::cue::{self, Run};
use crate::view::{PageHead, QuizNote, QuizQuestion, QuizView};

/// A value in an address's query.
fn query(value: &str) -> String {
    percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// A topic in `topics.json`.
#[derive(Serialize)]
struct TopicPages<'a> {
    name: &'a str,
    notes: u32,
    /// 1-based.
    pages: Vec<u32>,
}

/// The requirements of questions for their page.
#[derive(Debug, Default)]
pub struct Needs {
    /// Sources of frames, for the page's policy.
    pub frame_src: Vec<String>,
    /// The styles of diagrams.
    pub diagrams: bool,
}

pub(super) fn plan(plan: &mut Plan) {
    for page in 1..=plan.pages.quiz_pages() {
        plan.add(page_of_list(&Route::Quiz.url(), page).to_out(), move |pages| pages.quiz(page));
    }
    plan.text(Route::QuizTopics, Pages::quiz_topics);
}

impl Pages {
    fn quiz_order(&self) -> &QuizOrder {
        self.shared.quiz_order.get_or_init(|| {
            let titles = self.titles();
            let notes = &self.site.notes;
            let has_questions: Vec<bool> =
                notes.par_iter().map(|note| note.listed() && cue::has_cue_section(&note.parsed, titles)).collect();
            let has_questions = |id: &NoteId| has_questions[id.0 as usize];
            let all = self.site.ids().map(|(id, _)| id);
            let order: Vec<NoteId> = if self.names_due_notes() {
                let scheduled = self.schedule.entries.iter().map(|entry| entry.note);
                scheduled.chain(all.filter(|&id| self.schedule.of(id).is_none())).filter(has_questions).collect()
            } else {
                all.filter(has_questions).collect()
            };
            QuizOrder::new(order, notes.len())
        })
    }

    /// Whether shared pages may name the due notes.
    pub(super) fn names_due_notes(&self) -> bool {
        self.config.review.publish == ReviewPublish::Full
    }

    /// The quiz of one topic, where some note of it has questions.
    pub(super) fn topic_quiz(&self, topic: &Topic) -> Option<String> {
        let has_questions =
            self.site_shows_reviews() && topic.notes.iter().any(|id| self.quiz_order().page_of[id.0 as usize] > 0);
        has_questions.then(|| format!("{}?topic={}", self.href(&Route::Quiz.url()), query(&topic.name)))
    }

    /// The number of the quiz's pages: at least one.
    pub(super) fn quiz_pages(&self) -> usize {
        self.quiz_order().order.len().div_ceil(QUIZ_NOTES).max(1)
    }

    /// A page (1-based) of the quiz.
    pub fn quiz(&self, page: usize) -> Made {
        let url = Route::Quiz.url();
        let notes = self.quiz_order().order.iter().skip((page - 1) * QUIZ_NOTES).take(QUIZ_NOTES);
        let mut needs = Needs::default();
        let notes = notes.map(|&id| self.quiz_note(id, &mut needs)).filter(|note| !note.questions.is_empty());
        let notes = notes.collect();
        needs.frame_src.sort();
        needs.frame_src.dedup();
        self.page(&QuizView {
            head: PageHead {
                section: Some("quiz".to_owned()),
                description: self.describe("quiz", "", self.quiz_order().order.len()),
                frame_src: needs.frame_src,
                diagrams: needs.diagrams,
                ..self.head(&self.translate("nav.quiz"), &page_of_list(&url, page))
            },
            by_urgency: self.names_due_notes(),
            notes,
            pagination: numbered(page, self.quiz_pages(), |page| self.href(&page_of_list(&url, page))),
            topics_href: self.href(&Route::QuizTopics.url()),
            first_href: self.href(&url),
        })
    }

    /// Listed notes that may have questions, in path order.
    pub fn notes_with_cues(&self) -> Vec<NoteId> {
        let mut notes = self.quiz_order().order.clone();
        notes.sort_unstable();
        notes
    }

    /// The questions of a note as HTML; their requirements are added to `needs`.
    pub fn questions(&self, id: NoteId, needs: &mut Needs) -> Vec<QuizQuestion> {
        let note = self.site.note(id);
        let questions = cue::questions(&note.parsed, self.titles());
        let ids = cue::ids(&note.parsed, &questions);
        let mut html = |runs: Vec<std::ops::Range<u32>>| {
            let Article { html, frame_src, mermaid, .. } = article::fragment(self.html_context(), id, runs);
            needs.frame_src.extend(frame_src);
            needs.diagrams |= mermaid;
            html
        };
        let questions = questions.into_iter().zip(ids).map(|(question, id)| {
            let prompt_html = html(vec![question.prompt]);
            let answer = question.answer.into_iter().map(|run| match run {
                Run::Inlines(run) => format!("<p>{}</p>\n", html(vec![run])),
                Run::Blocks(run) => html(vec![run]),
            });
            let answer: String = answer.collect();
            QuizQuestion { id, prompt_html, answer_html: Some(answer).filter(|html| !html.trim().is_empty()) }
        });
        questions.collect()
    }

    fn quiz_note(&self, id: NoteId, needs: &mut Needs) -> QuizNote {
        let note = self.site.note(id);
        let entry = self.entry(id).filter(|_| self.names_due_notes());
        QuizNote {
            title: note.title.clone(),
            href: self.href(&note.url),
            topics: note.topics.iter().map(|&topic| self.topic_link(topic)).collect(),
            review: entry.map(|entry| self.review_view(entry)),
            tick: entry.and_then(|entry| tick_view(note, entry)),
            questions: self.questions(id, needs),
        }
    }

    /// `/quiz/topics.json`: `{"pages": 3, "topics": [{"name": "DevOps", "notes": 12, "pages": [1, 3]}]}`, topics in
    /// display order.
    pub fn quiz_topics(&self) -> String {
        let page_of = &self.quiz_order().page_of;
        let topics = self.topics_in_order().into_iter().filter_map(|(id, _)| {
            let topic = self.site.topic(id);
            let mut pages: Vec<u32> = topic.notes.iter().map(|note| page_of[note.0 as usize]).collect();
            pages.retain(|&page| page > 0);
            let notes = pages.len() as u32;
            pages.sort_unstable();
            pages.dedup();
            (notes > 0).then_some(TopicPages { name: &topic.name, notes, pages })
        });
        let topics: Vec<TopicPages<'_>> = topics.collect();
        let topics = serde_json::to_string(&topics).expect("texts and numbers are always JSON");
        format!("{{\"pages\":{},\"topics\":{topics}}}\n", self.quiz_pages())
    }
}
