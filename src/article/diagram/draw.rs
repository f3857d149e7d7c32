//! Mermaid source to SVG. All limits but the last are counts, so the same source is always drawn or always
//! refused.

use std::panic::catch_unwind;
use std::sync::LazyLock;
use std::time::Duration;

use merman::svg::{RenderResourcePolicy, ResourceLimitId, SvgRenderOptions};
use merman::{
    Engine, MermaidConfig, OperationControl, RenderError, RenderOutput, RenderRequest, Renderer, SvgEnvironment,
    SvgRequest,
};
use serde_json::json;

use super::list::palette;

/// The most bytes of a diagram's source.
const SOURCE: usize = 32 << 10;
/// The most nodes, edges and the like.
const ITEMS: usize = 2000;
/// The most steps of the layout.
const WORK: usize = 4_000_000;
/// The most bytes of SVG that the library may write.
const SVG: usize = 2 << 20;
/// A time limit for cases no count bounds, such as a Gantt chart that excludes weekends for millennia; a diagram that
/// a person wrote takes milliseconds.
const DEADLINE: Duration = Duration::from_secs(5);

const NO_KIND: &str = "it does not begin with the name of a kind of diagram";

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| {
    // Text for the labels of flowcharts, which the library breaks into lines; the others are placed better as HTML.
    let parts: Vec<String> = palette().collect();
    let mut variables: serde_json::Map<_, _> =
        (1..).zip(&parts).map(|(number, colour)| (format!("pie{number}"), json!(colour))).collect();
    variables.insert("xyChart".to_owned(), json!({ "plotColorPalette": parts.join(",") }));
    let config = json!({
        "htmlLabels": true,
        "look": "classic",
        "theme": "base",
        "themeVariables": variables,
        // The library's own are so close that they overlap.
        "gantt": { "axisFormat": "%m-%d" },
    });
    Renderer::new().with_engine(Engine::new().with_site_config(MermaidConfig::from_value(config)))
});

/// The unchecked SVG of a diagram.
///
/// # Errors
/// The reason why there is none, in English, in lower case.
pub(super) fn svg(source: &str) -> Result<String, String> {
    if source.len() > SOURCE {
        return Err(format!("it is longer than {} KiB", SOURCE >> 10));
    }
    // The panic hook of `cli` also knows the library, and prints nothing for it.
    catch_unwind(|| render(source)).unwrap_or_else(|_| Err("it cannot be read".to_owned()))
}

fn render(source: &str) -> Result<String, String> {
    let mut limits = RenderResourcePolicy::interactive();
    let most = [
        (ResourceLimitId::MaxModelItems, ITEMS),
        (ResourceLimitId::MaxLayoutWorkUnits, WORK),
        (ResourceLimitId::MaxSvgBytes, SVG),
    ];
    for (limit, most) in most {
        limits.apply_limit(limit, most).map_err(|error| error.to_string())?;
    }
    let request = SvgRequest {
        environment: SvgEnvironment::deterministic().with_resource_policy(limits),
        options: SvgRenderOptions { diagram_id: Some("d".to_owned()), ..SvgRenderOptions::default() },
        ..SvgRequest::default()
    };
    let control = OperationControl::new().with_deadline(DEADLINE);
    match RENDERER.render(RenderRequest::svg(source, control, request)) {
        Ok(RenderOutput::Svg(Some(svg))) => Ok(svg.into_parts().0),
        Ok(_) | Err(RenderError::NoDiagram) => Err(NO_KIND.to_owned()),
        Err(RenderError::Cancelled(_) | RenderError::ResourceLimitExceeded(_)) => Err("it is too large".to_owned()),
        Err(error) => Err(reason(&error.to_string())),
    }
}

/// The library's error message, in one short line.
fn reason(error: &str) -> String {
    let line = error.lines().next().unwrap_or_default();
    if line.starts_with("No Mermaid diagram") {
        return NO_KIND.to_owned();
    }
    line.strip_prefix("Diagram parse error ").unwrap_or(line).chars().take(200).collect()
}
