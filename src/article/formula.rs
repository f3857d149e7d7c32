//! Math, as MathML; as its source where it cannot be converted.

use crate::article::math::mathml;
use crate::diag::{Diagnostic, codes};
use crate::parse::tree::{Node, Text};

use super::writer::Writer;

impl Writer<'_, '_> {
    /// The inside of an element of the class `math`.
    pub fn math(&mut self, node: Node, tex: Text, display: bool) {
        self.page.article.math = true;
        let tex = self.str(tex);
        match mathml(tex, display) {
            Ok(math) => self.push(&math),
            Err(reason) => {
                self.report(|note| {
                    Diagnostic::new(codes::MATH_INVALID, format!("this formula is shown as its source: {reason}"))
                        .at(&note.parsed.source, node.span)
                        .help("kbgen knows the commands of LaTeX and amsmath, without definitions of new ones")
                });
                self.push("<code>");
                self.text(tex);
                self.push("</code>");
            }
        }
    }
}
