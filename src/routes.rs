//! The addresses that the site itself defines: one row for each file or folder that is not named by the vault.
//!
//! Names from a vault (notes, folders, attachments, taxonomies) must not collide with these, so the reserved names
//! are derived from the same table ([`reserved`]). No address is written out anywhere else.

use crate::path::{OutPath, UrlPath, fold};

macro_rules! routes {
    ($($(#[doc = $doc:literal])+ $route:ident = $path:literal;)+) => {
        /// A file or a folder of the site with an address of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Route {
            $($(#[doc = $doc])+ $route,)+
        }

        impl Route {
            /// All of them, in the order of the table.
            pub const ALL: &[Route] = &[$(Route::$route),+];

            /// The address below the base path. One that ends with `/` is a page (`/due/`), or the folder of files whose
            /// names vary (`/files/`).
            pub const fn path(self) -> &'static str {
                match self {
                    $(Route::$route => $path,)+
                }
            }
        }
    };
}

routes! {
    /// The front page.
    Home = "/";
    /// The page in place of one that does not exist, where hosts look for it.
    NotFound = "/404.html";
    /// The same page as a folder, for hosts that drop `.html`.
    NotFoundFolder = "/404/";
    /// The due page.
    Due = "/due/";
    /// The rows that the due page has no room for.
    DueRest = "/due/rest.json";
    /// One question at a time.
    Quiz = "/quiz/";
    /// Topics with the pages of their questions.
    QuizTopics = "/quiz/topics.json";
    /// Charts of the reviews.
    Progress = "/progress/";
    /// All topics; each has its page below.
    Topics = "/tags/";
    /// All folders.
    Folders = "/folders/";
    /// The map of all notes.
    Graph = "/graph/";
    /// The nodes and edges of the map.
    GraphData = "/graph/data.json";
    /// The notes changed most recently.
    Recent = "/recent/";
    /// Some notes at random.
    Random = "/random/";
    /// The notes that nothing links to.
    Orphans = "/orphans/";
    /// The search page.
    Search = "/search/";
    /// The file that the search script reads first.
    SearchIndex = "/search/index.json";
    /// The terms of the search index, in parts.
    SearchTerms = "/search/terms/";
    /// The titles of the search index, in parts.
    SearchNotes = "/search/notes/";
    /// The Atom feed of changed notes.
    Feed = "/feed.xml";
    /// The Atom feed of days with something due.
    ReviewFeed = "/review.xml";
    /// The calendar of days with something due.
    Calendar = "/review.ics";
    /// The review states as JSON.
    ReviewJson = "/review.json";
    /// The styles, scripts and pictures of the theme, named by their hash.
    Assets = "/assets/";
    /// The drawn pictures for links to the site.
    SocialImages = "/assets/social/";
    /// The attachments of the vault.
    Attachments = "/files/";
    /// The web manifest, by which a phone installs the site beside its apps.
    WebManifest = "/manifest.webmanifest";
    /// The rules for crawlers.
    Robots = "/robots.txt";
    /// The sitemap: the pages that search engines may index.
    Sitemap = "/sitemap.xml";
    /// Response headers, as Netlify and Cloudflare Pages read them.
    Headers = "/_headers";
    /// Redirects, as Netlify and Cloudflare Pages read them: not written, but a host would not serve a page there.
    Redirects = "/_redirects";
    /// The marker by which GitHub Pages publishes the folder as it is.
    NoJekyll = "/.nojekyll";
    /// The files that kbgen wrote and may replace.
    BuildManifest = "/.kbgen-manifest.json";
    /// The files that `kbgen serve` adds to the site; none of them is published.
    Preview = "/__kbgen/";
    /// The script that reloads a page that changed.
    PreviewScript = "/__kbgen/live.js";
    /// The style of the banner of problems.
    PreviewStyle = "/__kbgen/live.css";
    /// The versions of the site, as server-sent events.
    PreviewEvents = "/__kbgen/events";
    /// The problems of the last build.
    PreviewProblems = "/__kbgen/problems.json";
    /// The buttons that tick, with `--write`.
    TickScript = "/__kbgen/write.js";
    /// Their style.
    TickStyle = "/__kbgen/write.css";
    /// The endpoint to which they send ticks.
    TickEndpoint = "/__kbgen/review";
}

impl Route {
    /// The address.
    pub fn url(self) -> UrlPath {
        UrlPath::new(self.path())
    }

    /// The file that answers the address.
    pub fn out(self) -> OutPath {
        self.url().to_out()
    }

    /// The path of a single file, relative to the output folder.
    pub const fn file_name(self) -> &'static str {
        self.path().split_at(1).1
    }

    /// The address of something in a folder: `name` below [`path`](Self::path).
    pub fn below(self, name: impl std::fmt::Display) -> UrlPath {
        UrlPath::new(format!("{}{name}", self.path()))
    }

    /// Whether a file of the site is this one, or in this folder.
    pub fn holds(self, file: &OutPath) -> bool {
        let path = self.file_name();
        if path.is_empty() { *file == self.out() } else { file.as_str().starts_with(path) }
    }
}

/// The names that nothing from the vault may have at the root of the site: the first segment of each [`Route`]'s file.
pub fn reserved() -> impl Iterator<Item = String> {
    Route::ALL.iter().filter_map(|route| route.out().as_str().split('/').next().map(str::to_owned))
}

/// Whether a name is one of [`reserved`], whatever its case.
pub fn is_reserved(segment: &str) -> bool {
    let segment = fold(segment);
    reserved().any(|name| name == segment)
}

/// The address of a page (1-based) of a long list: the first is the list's own, the second `…/page/2/`.
pub fn page_of_list(list: &UrlPath, page: usize) -> UrlPath {
    if page <= 1 { list.clone() } else { UrlPath::new(format!("{list}page/{page}/")) }
}

/// Whether [`page_of_list`] may give this address to some list.
pub fn is_page_of_list(url: &UrlPath) -> bool {
    let mut segments = url.as_str().trim_end_matches('/').rsplit('/');
    let number = segments.next().unwrap_or_default();
    segments.next() == Some("page") && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_routes_have_one_address() {
        for (ix, route) in Route::ALL.iter().enumerate() {
            let same = |other: &&Route| other.path() == route.path();
            assert!(!Route::ALL[ix + 1..].iter().any(|other| same(&other)), "{route:?} has the address of another");
        }
    }

    #[test]
    fn the_first_segment_of_every_file_of_the_site_is_reserved() {
        for name in
            ["due", "recent", "folders", "orphans", "assets", "files", "404", "404.html", "index.html", "feed.xml"]
        {
            assert!(is_reserved(name), "{name}");
        }
        assert!(is_reserved("DUE") && is_reserved("Robots.TXT"), "hosts may not distinguish case");
        assert!(!is_reserved("data.json") && !is_reserved("terms") && !is_reserved("") && !is_reserved("notes"));
    }

    #[test]
    fn a_list_has_its_first_page_at_its_own_address() {
        let list = Route::Topics.below("aws/");
        assert_eq!(page_of_list(&list, 1), list);
        let second = page_of_list(&list, 2);
        assert_eq!(second.as_str(), "/tags/aws/page/2/");
        assert!(is_page_of_list(&second) && !is_page_of_list(&list) && !is_page_of_list(&UrlPath::new("/page/")));
    }

    #[test]
    fn a_route_knows_its_own_files() {
        assert!(Route::Due.holds(&Route::DueRest.out()) && Route::Home.holds(&OutPath::new("index.html")));
        assert!(!Route::Home.holds(&Route::Due.out()) && !Route::Due.holds(&OutPath::new("duet/index.html")));
        assert_eq!(Route::BuildManifest.file_name(), ".kbgen-manifest.json");
    }
}
