//! The diagnostics of a build, without the build's output.

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::path::OutPath;
use crate::rendered::Rendered;
use crate::social;

/// The diagnostics of making every file of the site but its social images, in path order of the files. A body is
/// dropped as soon as it is made, so memory holds one page for each thread.
///
/// # Errors
/// An error that would stop the build: a template that fails.
pub fn findings(rendered: &Rendered) -> Result<Vec<Diagnostic>, Box<Diagnostic>> {
    let mut paths: Vec<&OutPath> = rendered.paths();
    paths.retain(|path| !social::is_picture(path));
    let made: Vec<Result<Vec<Diagnostic>, Box<Diagnostic>>> =
        paths.par_iter().filter_map(|path| rendered.body(path)).map(|made| Ok(made?.diagnostics)).collect();
    let mut all = Vec::new();
    for diagnostics in made {
        all.extend(diagnostics?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::diag::{Outcome, codes};
    use crate::rendered::{Body, Maker};

    fn rendered(files: Vec<(&str, Maker)>) -> Rendered {
        let mut rendered = Rendered::new(BTreeMap::new);
        files.into_iter().for_each(|(path, maker)| rendered.add(OutPath::new(path), maker));
        rendered
    }

    fn says(message: &'static str) -> Maker {
        Box::new(move || Ok(Outcome::new(Body::Bytes(Vec::new()), vec![Diagnostic::new(codes::LINK_MISSING, message)])))
    }

    #[test]
    fn the_diagnostics_of_every_file_come_in_path_order() {
        let found = findings(&rendered(vec![("b", says("2")), ("a", says("1")), ("c", says("3"))])).unwrap();
        assert_eq!(found.iter().map(|d| &*d.message).collect::<Vec<_>>(), ["1", "2", "3"]);
    }

    #[test]
    fn the_first_template_that_fails_is_named() {
        let fails = |message: &'static str| -> Maker {
            Box::new(move || Err(Box::new(Diagnostic::new(codes::THEME_TEMPLATE, message))))
        };
        let error = findings(&rendered(vec![("c", fails("3")), ("b", fails("2")), ("a", says("1"))])).unwrap_err();
        assert_eq!(error.message, "2");
    }
}
