//! Bases, each made once a build: many pages may embed one, and it shows the same on all of them unless it refers to
//! `this`, the note that it is in.

use crate::diag::{Diagnostic, codes};
use crate::parse::base::Base;
use crate::text::Span;
use std::ops::Range;

use super::context::MadeBase;
use super::page::ARTICLE_LIMIT;
use super::writer::Writer;

impl<'a> Writer<'_, 'a> {
    /// Some views, each after its title. Those of a base that is the same on every page are made once.
    pub fn base_views(&mut self, base: &'a Base, which: Range<usize>, place: Span, title: impl Fn(&mut Self, usize)) {
        let context = self.page.context;
        let exhausted = match context.bases.place(context.site, self.page.embeds.host(false), base) {
            Some(place) => {
                let made = place.get_or_init(|| self.made_base(base));
                for ix in which {
                    title(self, ix);
                    self.push(&made.views[ix]);
                }
                made.exhausted
            }
            None => {
                let run = self.base_run(base);
                for ix in which {
                    title(self, ix);
                    self.view(&run, &base.views[ix]);
                }
                run.exhausted()
            }
        };
        if exhausted {
            self.report(|note| {
                Diagnostic::new(codes::BASE_LIMIT, "the base needs too much time, so some of its cells are empty")
                    .at(&note.parsed.source, place)
                    .help("filter before you compute: put the cheapest filter first")
            });
        }
    }

    /// All views, until there is more than a page may hold.
    fn made_base(&mut self, base: &'a Base) -> MadeBase {
        let run = self.base_run(base);
        let around = std::mem::take(&mut self.page.out);
        let mut total = 0;
        let views = base.views.iter().map(|view| {
            if total <= ARTICLE_LIMIT {
                self.view(&run, view);
            }
            total += self.page.out.len();
            std::mem::take(&mut self.page.out).into()
        });
        let views = views.collect();
        self.page.out = around;
        MadeBase { views, exhausted: run.exhausted() }
    }
}
