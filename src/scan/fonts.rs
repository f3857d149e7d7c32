//! The fonts of social images: the one of the config, else one of the system's known fonts. They are read here, and
//! passed on as bytes.

use std::path::Path;
use std::sync::Arc;

/// A font file's bytes for headings and for small text; one file where it has both.
#[derive(Clone, Debug)]
pub struct FontFiles {
    pub bold: Arc<[u8]>,
    pub regular: Arc<[u8]>,
}

/// The largest font file, bytes.
const LIMIT: u64 = 64 << 20;

/// The places of fonts with Hangul, then with Latin letters alone: a bold file and a regular one. The first existing
/// pair is used.
const KNOWN: &[(&str, &str)] = &[
    // Debian, Ubuntu, Alpine; Arch; Fedora.
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    ("/usr/share/fonts/noto/NotoSansCJK-Bold.ttc", "/usr/share/fonts/noto/NotoSansCJK-Regular.ttc"),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc", "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"),
    (
        "/usr/share/fonts/google-noto-sans-cjk-vf-fonts/NotoSansCJK-VF.ttc",
        "/usr/share/fonts/google-noto-sans-cjk-vf-fonts/NotoSansCJK-VF.ttc",
    ),
    ("/usr/share/fonts/truetype/nanum/NanumGothicBold.ttf", "/usr/share/fonts/truetype/nanum/NanumGothic.ttf"),
    // macOS.
    ("/System/Library/Fonts/AppleSDGothicNeo.ttc", "/System/Library/Fonts/AppleSDGothicNeo.ttc"),
    // Windows.
    ("C:/Windows/Fonts/malgunbd.ttf", "C:/Windows/Fonts/malgun.ttf"),
    // No Hangul.
    ("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    ("/usr/share/fonts/TTF/DejaVuSans-Bold.ttf", "/usr/share/fonts/TTF/DejaVuSans.ttf"),
    ("/usr/share/fonts/dejavu-sans-fonts/DejaVuSans-Bold.ttf", "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf"),
];

/// The system's best font; `None` where none of the known ones exists.
pub fn of_system() -> Option<FontFiles> {
    KNOWN.iter().find_map(|(bold, regular)| {
        let files = FontFiles { bold: read(Path::new(bold)).ok()?, regular: read(Path::new(regular)).ok()? };
        Some(files)
    })
}

/// The font of a file.
///
/// # Errors
/// The reason why it cannot be read, in a few words.
pub fn of_file(path: &Path) -> Result<FontFiles, String> {
    let bytes = read(path)?;
    Ok(FontFiles { bold: bytes.clone(), regular: bytes })
}

fn read(path: &Path) -> Result<Arc<[u8]>, String> {
    let reason = |error: std::io::Error| error.kind().to_string();
    let meta = std::fs::metadata(path).map_err(reason)?;
    if !meta.is_file() {
        return Err("it is not a file".to_owned());
    }
    if meta.len() > LIMIT {
        return Err(format!("it is larger than {} MiB", LIMIT >> 20));
    }
    std::fs::read(path).map(Arc::from).map_err(reason)
}
