//! Every call to the file system fails once, and the output is the old site or the new one.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use super::*;

/// The way the site is put in place.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    First,
    Exchange,
    TwoSteps,
    OneByOne,
}

/// A built site with foreign files, as the way wants it.
fn home(way: Way) -> Home {
    let home = Home::new();
    if way != Way::First {
        home.build(OLD).unwrap();
        home.write("CNAME", "example.org");
    }
    if way == Way::OneByOne {
        home.write(".git/HEAD", "ref");
    }
    home
}

fn build_with(home: &Home, fs: Fs) -> Result<Report, Failure> {
    open_with(home.place.clone(), Arc::default(), fs)?.publish(&site(NEW), &|_| {})
}

#[test]
fn whichever_call_fails_the_output_is_old_or_new_and_the_error_names_a_path() {
    for way in [Way::First, Way::Exchange, Way::TwoSteps, Way::OneByOne] {
        for n in 0.. {
            let home = home(way);
            let before = tree(&home.place.out);
            let mut fs = Fs::new();
            let left = Arc::new(AtomicUsize::new(n));
            fs.fault.left = left.clone();
            fs.fault.no_exchange = way == Way::TwoSteps;
            let result = build_with(&home, fs);
            let mut expected = texts(NEW);
            expected.extend(
                before
                    .iter()
                    .filter(|(path, _)| ["CNAME", ".git/HEAD"].contains(&path.as_str()))
                    .map(|(path, text)| (path.clone(), text.clone())),
            );
            match result {
                Ok(_) => assert_eq!(home.tree(), expected, "{way:?} {n}"),
                Err(failure) => {
                    assert_eq!(failure.kind, FailureKind::Io);
                    let message = &failure.diagnostic.message;
                    assert!(message.contains(home.folder.path().to_str().unwrap()), "{message}");
                    assert_eq!(tree(&home.place.out), before, "{way:?} {n} {message}");
                    assert_eq!(home.residue(), [""; 0], "{way:?} {n} {message}");
                }
            }
            // The next build finds all in order, and leaves nothing of the one that failed.
            home.build(NEW).unwrap();
            assert_eq!(home.tree(), expected, "{way:?} {n}");
            assert_eq!(home.residue(), [""; 0], "{way:?} {n}");
            let is_through = left.load(Ordering::Relaxed) != usize::MAX;
            if is_through {
                assert!(n > 10, "{way:?} makes only {n} calls");
                break;
            }
        }
    }
}

#[test]
fn a_full_disk_is_called_by_its_name() {
    let home = home(Way::Exchange);
    let mut fs = Fs::new();
    fs.fault.left = Arc::new(AtomicUsize::new(12));
    fs.fault.kind = std::io::ErrorKind::StorageFull;
    let failure = build_with(&home, fs).unwrap_err();
    assert!(failure.diagnostic.message.starts_with("no space left to "), "{}", failure.diagnostic.message);
}

#[test]
fn a_site_that_was_moved_aside_by_a_killed_build_is_moved_back() {
    let home = home(Way::Exchange);
    let before = tree(&home.place.out);
    let aside = home.folder.path().join(".out.kbgen-999999999-old");
    std::fs::rename(&home.place.out, &aside).unwrap();
    std::fs::create_dir(home.folder.path().join(".out.kbgen-999999999")).unwrap();
    drop(open(home.place.clone(), Arc::default()).unwrap());
    assert_eq!(tree(&home.place.out), before);
    assert_eq!(home.residue(), [""; 0]);
}

#[test]
fn only_folders_called_like_a_workplace_are_taken_for_residue() {
    let home = home(Way::Exchange);
    for name in [".out.kbgen-", ".out.kbgen-12x", ".other.kbgen-12", "out.kbgen-12"] {
        std::fs::create_dir(home.folder.path().join(name)).unwrap();
    }
    std::fs::create_dir_all(home.folder.path().join(".out.kbgen-12/a")).unwrap();
    home.build(NEW).unwrap();
    let mut residue = home.residue();
    residue.sort();
    assert_eq!(residue, [".other.kbgen-12", ".out.kbgen-", ".out.kbgen-12x", "out.kbgen-12"]);
}
