//! `/due/`: every review note once, in the group that it belongs to on the build's day. A group shows its first
//! [`PAGE_SIZE`] notes: a page of thousands helps nobody, and `review.json` has them all.

use std::collections::BTreeMap;

use crate::config::ReviewPublish;
use crate::path::UrlPath;
use crate::render::calendar::CALENDAR;
use crate::render::pages::head::DUE;
use crate::render::pages::list::PAGE_SIZE;
use crate::render::pages::{Made, Pages};
use crate::render::view::{DueGroup, DueKey, DueView, EntryView, PageHead};
use crate::review::Group;

impl Pages {
    pub fn due(&self) -> Made {
        let today = self.schedule.today.date;
        let mut groups: BTreeMap<DueKey, DueGroup> = BTreeMap::new();
        if self.config.review.publish == ReviewPublish::Full {
            for entry in &self.schedule.entries {
                let group = groups.entry(key(entry.group(today))).or_default();
                group.total += 1;
                if group.entries.len() < PAGE_SIZE {
                    group.entries.push(EntryView { updated: None, ..self.row(entry.note) });
                }
            }
        }
        let title = self.word("nav.due");
        self.page(&DueView {
            head: PageHead { section: Some("due".to_owned()), ..self.head(&title, &UrlPath::new(DUE)) },
            counts: self.counts_view(),
            whole: groups.values().all(|group| group.entries.len() == group.total as usize),
            groups: groups.into_iter().map(|(key, group)| DueGroup { key, ..group }).collect(),
            calendar_href: Some(self.href(&UrlPath::new(CALENDAR))),
            subscribe_html: self.subscribe_html().to_owned(),
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
