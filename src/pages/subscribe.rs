//! The reminder instructions: the box at the end of a reminder section, with the calendar's address for a phone to
//! scan.

use crate::routes::Route;
use fast_qr::{ECL, QRBuilder};

use crate::article::Insert;
use crate::index::NoteId;
use crate::pages::context::Pages;
use crate::review::cue::{SectionKind, sections};
use crate::view::{QrView, SubscribeView};

/// Light modules around a code, so that cameras find it.
const QUIET: usize = 4;

impl Pages {
    /// The box at the end of a note's reminder section.
    pub(super) fn reminder(&self, note: NoteId) -> Option<Insert<'_>> {
        let html = self.subscribe_html().ok().filter(|html| !html.is_empty())?;
        let sections = sections(&self.site.note(note).parsed, self.titles());
        let section = sections.iter().find(|section| section.kind == SectionKind::Reminder)?;
        Some(Insert { before: section.body.end, html })
    }

    pub(super) fn subscribe_view(&self) -> SubscribeView {
        let base = &self.config.site.base;
        let calendar = base.absolute(&Route::Calendar.url());
        let address = calendar.split_once("://").filter(|_| base.origin.is_some()).map(|(_, address)| address);
        let webcal_href = address.map(|address| format!("webcal://{address}"));
        SubscribeView { qr: webcal_href.as_deref().and_then(qr), webcal_href, calendar_href: calendar }
    }
}

/// The code of an address; `None` where it is too long for one.
fn qr(address: &str) -> Option<QrView> {
    // A code on a screen does not wear off, so the least redundancy is enough, and its modules are large.
    let code = QRBuilder::new(address).ecl(ECL::L).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        let mut pen = None;
        let mut x = 0;
        while x < code.size {
            let run = (x..code.size).take_while(|&at| code[y][at].value()).count();
            if run > 0 {
                match pen {
                    Some(pen) => path.push_str(&format!("m{} 0h{run}", x - pen)),
                    None => path.push_str(&format!("M{} {}.5h{run}", x + QUIET, y + QUIET)),
                }
                pen = Some(x + run);
            }
            x += run.max(1);
        }
    }
    Some(QrView { size: (code.size + 2 * QUIET) as u32, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_finders_inside_the_quiet_zone() {
        let code = qr("webcal://you.github.io/notes/review.ics").unwrap();
        assert_eq!(code.size, 29 + 8);
        assert!(code.path.starts_with("M4 4.5h7m"), "{}", code.path);
        assert!(code.path.contains("M4 5.5h1m5 0h1m"), "{}", code.path);
        assert_eq!(qr(&"x".repeat(4000)), None);
    }
}
