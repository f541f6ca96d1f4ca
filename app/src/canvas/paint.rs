//! What is painted and not in the page's tree: the lines between cards, and, far out, the cards themselves.

use bayplan_model::layout::edge::{Axis, Curve, connect};
use bayplan_model::layout::viewport::Viewport;
use bayplan_model::layout::{Lane, Point, Rect, Size};
use bayplan_model::record::{Kind, RecordId};
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::scene::{Link, Scene};

/// Below this zoom cards are painted: their text could not be read.
pub const FAR: f64 = 0.3;

/// What a painting shows beside the scene.
#[derive(Clone, Debug, Default)]
pub struct Extra {
    /// A card that is being dragged, and where it is now.
    pub dragged: Option<(RecordId, Rect)>,
    /// What is selected.
    pub selected: Option<RecordId>,
    /// A line that is being drawn, from a card to the pointer.
    pub drawing: Option<(Rect, Point)>,
}

/// Colours of the page's theme, as the browser resolves them.
#[derive(Clone, Debug, Default)]
struct Palette {
    ink: String,
    line: String,
    paper: String,
    desk: String,
    accent: String,
}

impl Palette {
    /// Reads the colours from elements that wear them: a custom property's own text is not resolved.
    fn read(canvas: &HtmlCanvasElement) -> Self {
        let color = |class: &str| {
            canvas
                .parent_element()
                .and_then(|parent| parent.query_selector(class).ok().flatten())
                .and_then(|probe| window().get_computed_style(&probe).ok().flatten())
                .and_then(|style| style.get_property_value("color").ok())
                .unwrap_or_default()
        };
        Self {
            ink: color(".probe-ink"),
            line: color(".probe-line"),
            paper: color(".probe-paper"),
            desk: color(".probe-desk"),
            accent: color(".probe-accent"),
        }
    }
}

/// The curve of a link, with cards where they are now.
pub fn curve(scene: &Scene, link: &Link, dragged: Option<&(RecordId, Rect)>) -> Option<Curve> {
    let rect = |index: u32| {
        let (id, rect) = scene.cards.get_index(usize::try_from(index).ok()?)?;
        match dragged {
            Some((moved, rect)) if moved == id => Some((id, *rect)),
            _ => Some((id, *rect)),
        }
    };
    let ((_, from), (to_id, to)) = (rect(link.from)?, rect(link.to)?);
    let axis = match lane(to_id) {
        Lane::Below => Axis::Vertical,
        Lane::Flow => Axis::Horizontal,
    };
    Some(connect(from, to, axis))
}

fn lane(id: &RecordId) -> Lane {
    match id.kind() {
        Kind::Network | Kind::Role | Kind::LogGroup | Kind::Scaling | Kind::Namespace => {
            Lane::Below
        }
        _ => Lane::Flow,
    }
}

/// Paints the scene as the viewport shows it.
pub fn paint(canvas: &HtmlCanvasElement, scene: &Scene, view: Viewport, size: Size, extra: &Extra) {
    let Some(context) = canvas
        .get_context("2d")
        .ok()
        .flatten()
        .and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok())
    else {
        return;
    };
    let ratio = window().device_pixel_ratio().max(1.0);
    fit_pixels(canvas, size, ratio);
    let palette = Palette::read(canvas);
    let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    context.clear_rect(0.0, 0.0, size.width * ratio, size.height * ratio);
    let _ = context.set_transform(
        view.zoom * ratio,
        0.0,
        0.0,
        view.zoom * ratio,
        view.offset.x * ratio,
        view.offset.y * ratio,
    );
    let visible = view.visible(size).grown(40.0);
    if view.zoom < FAR {
        paint_cards(&context, scene, view, visible, extra, &palette);
    }
    paint_links(&context, scene, view, visible, extra, &palette);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a screen's width in pixels"
)]
fn fit_pixels(canvas: &HtmlCanvasElement, size: Size, ratio: f64) {
    let (width, height) = ((size.width * ratio) as u32, (size.height * ratio) as u32);
    if canvas.width() != width || canvas.height() != height {
        canvas.set_width(width);
        canvas.set_height(height);
    }
}

fn paint_links(
    context: &CanvasRenderingContext2d,
    scene: &Scene,
    view: Viewport,
    visible: Rect,
    extra: &Extra,
    palette: &Palette,
) {
    let selected = extra
        .selected
        .as_ref()
        .and_then(|id| scene.cards.get_index_of(id))
        .and_then(|index| u32::try_from(index).ok());
    let is_hot = |link: &Link| selected.is_some_and(|at| at == link.from || at == link.to);
    let mut labels: Vec<(Point, &str, bool)> = Vec::new();
    for hot in [false, true] {
        context.set_stroke_style_str(if hot { &palette.accent } else { &palette.ink });
        context.set_line_width(if hot { 2.0 } else { 1.5 } / view.zoom.max(0.4));
        context.begin_path();
        for link in scene.graph.links.iter().filter(|link| is_hot(link) == hot) {
            let Some(curve) = curve(scene, link, extra.dragged.as_ref()) else { continue };
            if !curve.bounds().overlaps(visible) {
                continue;
            }
            trace(context, curve);
            if view.zoom >= 0.5 && !link.label.is_empty() {
                labels.push((curve.label(), &link.label, hot));
            }
        }
        context.stroke();
    }
    if let Some((from, to)) = extra.drawing {
        context.set_stroke_style_str(&palette.accent);
        context.set_line_width(2.0 / view.zoom);
        context.begin_path();
        trace(context, connect(from, Rect::new(to.x, to.y, 1.0, 1.0), Axis::Horizontal));
        context.stroke();
    }
    context.set_font("11px Inter, system-ui, sans-serif");
    context.set_text_align("center");
    context.set_text_baseline("middle");
    context.set_line_join("round");
    for (at, text, hot) in labels {
        context.set_stroke_style_str(&palette.desk);
        context.set_line_width(5.0);
        let _ = context.stroke_text(text, at.x, at.y);
        context.set_fill_style_str(if hot { &palette.accent } else { &palette.ink });
        let _ = context.fill_text(text, at.x, at.y);
    }
}

fn trace(context: &CanvasRenderingContext2d, curve: Curve) {
    context.move_to(curve.from.x, curve.from.y);
    context.bezier_curve_to(
        curve.out.x,
        curve.out.y,
        curve.into.x,
        curve.into.y,
        curve.to.x,
        curve.to.y,
    );
}

fn paint_cards(
    context: &CanvasRenderingContext2d,
    scene: &Scene,
    view: Viewport,
    visible: Rect,
    extra: &Extra,
    palette: &Palette,
) {
    context.set_fill_style_str(&palette.paper);
    context.set_stroke_style_str(&palette.line);
    context.set_line_width(1.0 / view.zoom);
    let shown = || {
        scene
            .cards
            .iter()
            .map(|(id, rect)| match &extra.dragged {
                Some((moved, now)) if moved == id => (id, *now),
                _ => (id, *rect),
            })
            .filter(|(_, rect)| rect.overlaps(visible))
    };
    context.begin_path();
    for rect in scene.frames.values().filter(|rect| rect.overlaps(visible)) {
        context.rect(rect.x, rect.y, rect.width, rect.height);
    }
    context.stroke();
    context.begin_path();
    for (_, rect) in shown() {
        context.rect(rect.x, rect.y, rect.width, rect.height);
    }
    context.fill();
    context.stroke();
    if let Some((_, rect)) = shown().find(|(id, _)| Some(*id) == extra.selected.as_ref()) {
        context.set_stroke_style_str(&palette.accent);
        context.set_line_width(2.0 / view.zoom);
        context.stroke_rect(rect.x, rect.y, rect.width, rect.height);
    }
    if view.zoom > 0.12 {
        context.set_fill_style_str(&palette.ink);
        context.set_font("600 26px Inter, system-ui, sans-serif");
        context.set_text_align("left");
        context.set_text_baseline("middle");
        for (id, rect) in shown() {
            let _ = context.fill_text_with_max_width(
                id.name(),
                rect.x + 12.0,
                rect.y + rect.height / 2.0,
                rect.width - 24.0,
            );
        }
    }
}
