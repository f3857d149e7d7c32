//! One of each view, with every optional part filled, around titles that the caller chooses.

use crate::theme::Renderer;
use crate::view::*;

pub fn site(language: &str, base: &str) -> SiteView {
    let nav =
        |key: &str, path: &str, count| NavItem { key: key.into(), label: None, href: format!("{base}{path}"), count };
    SiteView {
        title: if language == "ko" { "배움 노트" } else { "Learning notes" }.into(),
        language: language.into(),
        base: base.into(),
        home_href: format!("{base}/"),
        author: Some("Kim".into()),
        stamp: Some(StampView { date: "2024-10-27".into(), timezone: "Asia/Seoul".into(), day_start: "00:00".into() }),
        nav: vec![
            nav("home", "/", None),
            nav("due", "/due/", Some(9)),
            nav("topics", "/tags/", None),
            nav("subjects", "/subjects/", None),
            nav("quiz", "/quiz/", None),
            nav("progress", "/progress/", None),
            nav("graph", "/graph/", None),
        ],
        more: vec![nav("recent", "/recent/", None), nav("orphans", "/orphans/", None)],
        search_href: Some(format!("{base}/search/")),
        manifest_href: format!("{base}/manifest.webmanifest"),
        feeds: vec![
            FeedView { key: "notes".into(), mime: "application/atom+xml".into(), href: format!("{base}/feed.xml") },
            FeedView { key: "calendar".into(), mime: "text/calendar".into(), href: format!("{base}/review.ics") },
        ],
    }
}

pub fn link(label: &str, href: &str) -> LinkView {
    LinkView { label: label.into(), href: Some(href.into()) }
}

pub fn head(title: &str, section: &str, href: &str) -> PageHead {
    PageHead {
        title: title.into(),
        full_title: format!("{title} · 배움 노트"),
        description: Some(title.into()),
        href: href.into(),
        canonical: Some(format!("https://notes.example{href}")),
        section: Some(section.into()),
        breadcrumbs: vec![link("06 - Full Notes", "/06-full-notes/"), link(title, "/06-full-notes/x/")],
        ..PageHead::default()
    }
}

/// A review view: `done` of the steps 1, 4, 7 and 14 are ticked; the first study day is 2024-10-01.
pub fn review(state: ReviewState, done: usize, days_late: u32) -> ReviewView {
    let dates = ["2024-10-02", "2024-10-05", "2024-10-08", "2024-10-15"];
    let dot = |(place, step): (usize, u32)| DotView {
        step: Some(step),
        date: Some(dates[place].into()),
        state: match place {
            _ if place < done => DotState::Done,
            _ if place == done => DotState::Next,
            _ if state == ReviewState::Overdue => DotState::Missed,
            _ => DotState::Open,
        },
    };
    let mut dots: Vec<DotView> = [1, 4, 7, 14].into_iter().enumerate().map(dot).collect();
    dots.push(DotView::default());
    let at = dates.get(done).map(|&date| String::from(date));
    let extra = state == ReviewState::Extra;
    ReviewView {
        state,
        step: [1, 4, 7, 14].get(done).copied(),
        due: at.clone(),
        days_late,
        since: extra.then(|| "2024-10-15".into()),
        first_studied: Some("2024-10-01".into()),
        day_number: Some(26),
        dots,
        done: done as u32,
        total: 5,
        difficulty: Some(Difficulty::Medium),
        plan: PlanView {
            kind: if extra { PlanKind::Extra } else { PlanKind::Step },
            first: Some("2024-10-01".into()),
            at: at.or(Some("2024-10-15".into())),
            step: (!extra).then_some(14),
        },
    }
}

pub fn entry(title: &str, review: Option<ReviewView>) -> EntryView {
    EntryView {
        title: title.into(),
        href: "/06-full-notes/argo-cd/".into(),
        folder: Some(link("06 - Full Notes", "/06-full-notes/")),
        chips: vec![
            ChipView { label: "DevOps".into(), href: "/03-tags/devops/".into(), topic: true, subject: false },
            ChipView { label: title.into(), href: "/subjects/cloud/".into(), topic: false, subject: true },
        ],
        review,
        updated: Some("2024-10-20".into()),
        tick: Some(TickView {
            property: Some("🧡4일복습여부".into()), command: format!("kbgen done '{title}'")
        }),
        order: 0,
    }
}

pub fn folders(renderer: &Renderer, title: &str) -> FoldersView {
    FoldersView {
        head: head(title, "notes", "/repo/folders/"),
        folders: counted(title),
        listing: listing(renderer, title),
    }
}

pub fn recent(title: &str) -> RecentView {
    let entry =
        |folder| RecentEntry { title: title.into(), href: "/repo/x/".into(), date: "2024-10-27".into(), folder };
    let entries = vec![entry(Some(link(title, "/repo/f/"))), entry(None)];
    let months = vec![RecentMonth { month: "2024-10-01".into(), entries }];
    RecentView { head: head(title, "recent", "/repo/recent/"), total: 300, shown: 2, months }
}

pub fn sections(title: &str) -> SectionsView {
    let notes = || vec![link(title, "/repo/x/")];
    SectionsView {
        head: head(title, "orphans", "/repo/orphans/"),
        about: title.into(),
        sections: vec![
            SectionView { title: None, notes: notes() },
            SectionView { title: Some(link(title, "/repo/f/")), notes: notes() },
            SectionView { title: Some(LinkView { label: title.into(), href: None }), notes: notes() },
        ],
        pagination: Some(PaginationView { page: 1, pages: 2, prev_href: None, next_href: Some("/repo/x/".into()) }),
    }
}

pub fn side(title: &str) -> SideView {
    let link = |depth, here| SideLink { label: title.into(), href: "/repo/f/".into(), depth, here };
    SideView {
        folders: vec![link(0, false), link(1, true)],
        folders_href: Some("/repo/folders/".into()),
        more: Some(CountedLink { href: "/repo/f/".into(), depth: 1, total: 12, ..CountedLink::default() }),
        topics: vec![link(0, false)],
        topics_href: Some("/repo/tags/".into()),
    }
}

pub fn listing(renderer: &Renderer, title: &str) -> ListingView {
    let rows = [
        entry(title, Some(review(ReviewState::Overdue, 1, 22))),
        entry("Kubernetes", Some(review(ReviewState::Extra, 4, 0))),
        entry("Terraform", None),
    ];
    ListingView {
        spans_folders: true,
        rows_html: rows.iter().map(|row| renderer.render_row(row).expect("a row renders")).collect(),
        total: 412,
        due: Some(3),
        pagination: Some(PaginationView {
            page: 2,
            pages: 3,
            prev_href: Some("/06-full-notes/".into()),
            next_href: Some("/06-full-notes/3/".into()),
        }),
    }
}

pub fn counted(label: &str) -> Vec<CountedLink> {
    let row = |label: &str, depth, total, due| CountedLink {
        label: label.into(),
        href: "/tags/devops/".into(),
        depth,
        total,
        due,
    };
    vec![row(label, 0, 12, 3), row("CI CD", 1, 4, 0), row("Argo", 2, 1, 1), row("운영체제", 0, 7, 0)]
}

fn property(key: &str, kind: PropertyKind, parts: Vec<PropertyPart>, stored: Option<&str>) -> PropertyView {
    let value = |part| PropertyValue { parts: vec![part], day: None, time: None };
    let values = parts.into_iter().map(value).collect();
    PropertyView { key: key.into(), kind, values, stored: stored.map(Into::into) }
}

fn part(label: &str, href: Option<&str>) -> PropertyPart {
    PropertyPart { label: label.into(), href: href.map(Into::into), external: false }
}

pub fn note(title: &str, html: &str) -> NoteView {
    let toc = |depth, text: &str| TocEntry { depth, text: text.into(), href: "#x".into() };
    NoteView {
        head: head(title, "notes", "/06-full-notes/argo-cd/"),
        show_title: true,
        topics: vec![link("DevOps", "/03-tags/devops/"), link(title, "/tags/ci-cd/")],
        taxonomies: vec![TaxonomyValues {
            taxonomy: link("과목", "/subjects/"),
            values: vec![link("Argo CD", "/subjects/argo-cd/")],
        }],
        review: Some(review(ReviewState::Overdue, 1, 22)),
        minutes: Some(3),
        html: html.into(),
        toc: vec![toc(0, "단서 질문"), toc(0, title), toc(1, "구성 요소"), toc(0, "핵심 요약")],
        properties: vec![
            property("학습률", PropertyKind::Number, vec![part("0.8", None)], Some("0.6")),
            property("🧠장기기억", PropertyKind::Checkbox, vec![part("false", None)], None),
            property("tags", PropertyKind::Tags, vec![part("DevOps", Some("/tags/devops/"))], None),
            property(title, PropertyKind::List, vec![part(title, Some("/x/")), part("GitOps", Some("/y/"))], None),
        ],
        backlinks: vec![BacklinkView {
            title: title.into(),
            href: "/06-full-notes/gitops/".into(),
            contexts: vec![ContextView {
                before: "배포 도구로는 ".into(),
                link: title.into(),
                after: "가 널리 쓰인다. 저장소의 상태와 클러스터의 상태를 견준다.".into(),
            }],
        }],
        created: Some("2024-10-01".into()),
        updated: Some("2024-10-20".into()),
        topic: None,
        listing: None,
        folders: Vec::new(),
        graph_html: None,
        near: Some(NearView {
            prev: Some(link(title, "/06-full-notes/a/")),
            next: Some(link("Docker", "/06-full-notes/docker/")),
            all: Some(CountedLink { href: "/06-full-notes/".into(), total: 29, ..CountedLink::default() }),
        }),
    }
}

pub fn counts() -> CountsView {
    CountsView { overdue: 9, due: 2, upcoming: 3, extra: 4, retired: 2, unscheduled: 5, ..CountsView::default() }
}

pub fn home(title: &str) -> HomeView {
    HomeView {
        head: head(title, "home", "/"),
        summary: Some(SummaryView {
            counts: counts(),
            due_href: "/due/".into(),
            entries: vec![entry(title, Some(review(ReviewState::Overdue, 1, 22)))],
        }),
        note: None,
        topics: counted(title),
        folders: counted(title),
        recent_is_dated: true,
        recent: vec![entry(title, None), entry("Terraform", None)],
    }
}

pub fn due(title: &str) -> DueView {
    let group = |key, entries: Vec<EntryView>| DueGroup { key, total: entries.len() as u32, entries };
    let fresh = ReviewView { state: ReviewState::Unscheduled, plan: PlanView::default(), ..ReviewView::default() };
    DueView {
        head: head(title, "due", "/due/"),
        counts: counts(),
        rest_href: Some("/due/rest.json".into()),
        topics: vec![title.into()],
        subjects: vec![title.into()],
        groups: vec![
            group(
                DueKey::Overdue,
                vec![
                    entry(title, Some(review(ReviewState::Overdue, 1, 22))),
                    entry("Terraform", Some(review(ReviewState::Overdue, 0, 25))),
                ],
            ),
            group(DueKey::Due, vec![entry("Kubernetes 네트워크", Some(review(ReviewState::Due, 2, 0)))]),
            group(DueKey::Soon, vec![entry("운영체제의 스케줄링", Some(review(ReviewState::Upcoming, 3, 0)))]),
            group(DueKey::Extra, vec![entry("Argo CD", Some(review(ReviewState::Extra, 4, 0)))]),
            group(DueKey::Unscheduled, vec![entry("Docker", Some(fresh))]),
        ],
        quiz_href: "/quiz/".into(),
        calendar_href: Some("/review.ics".into()),
        subscribe_html: "<div class=\"kb-subscribe\"></div>".into(),
    }
}

pub fn quiz(title: &str) -> QuizView {
    let question = |answer: Option<&str>| QuizQuestion {
        id: "0123456789abcdef".into(),
        prompt_html: "웹훅이란?".into(),
        answer_html: answer.map(Into::into),
    };
    QuizView {
        head: head(title, "quiz", "/quiz/"),
        by_urgency: true,
        notes: vec![QuizNote {
            title: title.into(),
            href: "/06-full-notes/argo-cd/".into(),
            topics: vec![link(title, "/03-tags/devops/")],
            review: Some(review(ReviewState::Overdue, 1, 22)),
            tick: Some(TickView { property: Some(title.into()), command: format!("kbgen done '{title}'") }),
            questions: vec![question(Some("<p>거꾸로 부르는 API</p>")), question(None)],
        }],
        pagination: Some(PaginationView {
            page: 2,
            pages: 3,
            prev_href: Some("/quiz/".into()),
            next_href: Some("/quiz/page/3/".into()),
        }),
        topics_href: "/quiz/topics.json".into(),
        first_href: "/quiz/".into(),
    }
}

pub fn progress(title: &str) -> ProgressView {
    let part = BarPart { state: ReviewState::Overdue, n: 3, y: 20, height: 120 };
    let bar = BarView { date: "2024-10-27".into(), x: 3, y: 20, total: 3, parts: vec![part], labelled: true };
    let cell = CellView { date: "2024-10-26".into(), x: 0, y: 18, n: 2, level: 4, ahead: false };
    let piece = SharePiece { state: ReviewState::Retired, n: 2, x: 0, width: 1000 };
    let share = ShareView {
        label: title.into(),
        href: "/tags/devops/".into(),
        notes: 2,
        due: 1,
        percent: 80,
        pieces: vec![piece],
    };
    ProgressView {
        head: head(title, "progress", "/progress/"),
        counts: counts(),
        done: 4,
        total: 5,
        percent: 80,
        streak: 3,
        forecast: ForecastView {
            width: 24,
            height: 170,
            floor: 148,
            bar_width: 18,
            total: 3,
            beyond: 2,
            bars: vec![bar],
        },
        heatmap: HeatmapView {
            width: 14,
            height: 116,
            cell: 11,
            done: 2,
            empty_path: "M0 18h11v11h-11z".into(),
            cells: vec![cell.clone(), CellView { ahead: true, ..cell }],
            months: vec![MonthView { date: "2024-10-01".into(), x: 0, n: 2 }],
        },
        shares: vec![ShareGroup { all: link(title, "/tags/"), total: 3, rows: vec![share] }],
        weak: vec![entry(title, Some(review(ReviewState::Overdue, 1, 22)))],
        weak_total: 4,
    }
}

pub fn search(title: &str) -> SearchView {
    let initial = |label: &str, current| TitleLink { label: label.into(), href: "#x".into(), total: 2, current };
    SearchView {
        head: PageHead { breadcrumbs: Vec::new(), ..head(title, "search", "/search/") },
        total: 412,
        initials: vec![initial("ㄱ", true), initial("A", false), initial(title, false)],
        groups: vec![InitialView { label: title.into(), id: "a".into(), notes: vec![link(title, "/x/")] }],
        pagination: Some(PaginationView {
            page: 1,
            pages: 2,
            prev_href: None,
            next_href: Some("/search/a/page/2/".into()),
        }),
        topics_href: Some("/tags/".into()),
    }
}

pub fn graph(title: &str) -> GraphView {
    GraphView {
        head: head(title, "graph", "/graph/"),
        data_href: "/graph/data.json".into(),
        notes: 412,
        links: 1,
        hubs: counted(title),
        topics: counted(title),
        states: vec![ReviewState::Overdue, ReviewState::Extra],
    }
}
