//! Which part of the world the screen shows.

use super::geometry::{Point, Rect, Size};

/// The smallest zoom, at which a drawing of 2,000 services still fits a screen.
pub const LEAST_ZOOM: f64 = 0.02;
/// The greatest zoom.
pub const GREATEST_ZOOM: f64 = 4.0;

/// A view of the world: a point of it is on the screen at `point * zoom + offset`.
///
/// Operations given something that is not a number change nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Where the world's origin is on the screen, in screen px from its top left corner.
    pub offset: Point,
    /// Screen px for a px of the world, from [`LEAST_ZOOM`] to [`GREATEST_ZOOM`].
    pub zoom: f64,
}

impl Default for Viewport {
    fn default() -> Self {
        Self { offset: Point::new(0.0, 0.0), zoom: 1.0 }
    }
}

impl Viewport {
    /// From the world to the screen.
    #[must_use]
    pub fn to_screen(self, world: Point) -> Point {
        Point::new(world.x * self.zoom + self.offset.x, world.y * self.zoom + self.offset.y)
    }

    /// From the screen to the world.
    #[must_use]
    pub fn to_world(self, screen: Point) -> Point {
        Point::new((screen.x - self.offset.x) / self.zoom, (screen.y - self.offset.y) / self.zoom)
    }

    /// The part of the world that a screen of this size shows.
    #[must_use]
    pub fn visible(self, screen: Size) -> Rect {
        let size = Size::new(screen.width / self.zoom, screen.height / self.zoom);
        Rect::at(self.to_world(Point::default()), size)
    }

    /// Moves what is seen by (`by.x`, `by.y`) screen px: to the right and down if positive.
    #[must_use]
    pub fn panned(self, by: Point) -> Self {
        self.or(Self {
            offset: Point::new(self.offset.x + by.x, self.offset.y + by.y),
            zoom: self.zoom,
        })
    }

    /// Multiplies the zoom, within its limits; what is at `anchor` on the screen stays there.
    #[must_use]
    pub fn zoomed_at(self, anchor: Point, factor: f64) -> Self {
        self.with_zoom_at(anchor, self.zoom * factor)
    }

    /// Sets the zoom, within its limits; what is at `anchor` on the screen stays there.
    #[must_use]
    pub fn with_zoom_at(self, anchor: Point, zoom: f64) -> Self {
        let zoom = zoom.clamp(LEAST_ZOOM, GREATEST_ZOOM);
        let held = self.to_world(anchor);
        self.or(Self {
            offset: Point::new(anchor.x - held.x * zoom, anchor.y - held.y * zoom),
            zoom,
        })
    }

    /// Puts a point of the world in the middle of the screen.
    #[must_use]
    pub fn centered_on(self, world: Point, screen: Size) -> Self {
        self.or(Self {
            offset: Point::new(
                screen.width / 2.0 - world.x * self.zoom,
                screen.height / 2.0 - world.y * self.zoom,
            ),
            zoom: self.zoom,
        })
    }

    /// Shows all of `bounds` in the middle, with `padding` screen px around it, no larger than
    /// `greatest` (1 so that a small drawing is not blown up).
    #[must_use]
    pub fn fit(bounds: Rect, screen: Size, padding: f64, greatest: f64) -> Self {
        let share = |room: f64, length: f64| (room - 2.0 * padding).max(1.0) / length.max(1.0);
        let zoom = share(screen.width, bounds.width)
            .min(share(screen.height, bounds.height))
            .min(greatest)
            .clamp(LEAST_ZOOM, GREATEST_ZOOM);
        let at_zoom = Self::default().or(Self { offset: Point::default(), zoom });
        at_zoom.centered_on(bounds.center(), screen)
    }

    /// Pans the least that shows `rect` of the world with `padding` screen px around it; of a rect
    /// larger than the screen, its top left.
    #[must_use]
    pub fn revealing(self, rect: Rect, screen: Size, padding: f64) -> Self {
        let corner = self.to_screen(rect.origin());
        let step = |start: f64, length: f64, room: f64| {
            let least = padding - start;
            let most = room - padding - length - start;
            if least > 0.0 { least } else { most.clamp(least, 0.0) }
        };
        if !corner.is_finite() || !padding.is_finite() {
            return self;
        }
        self.panned(Point::new(
            step(corner.x, rect.width * self.zoom, screen.width),
            step(corner.y, rect.height * self.zoom, screen.height),
        ))
    }

    fn or(self, next: Self) -> Self {
        if next.offset.is_finite() && next.zoom.is_finite() { next } else { self }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SCREEN: Size = Size::new(1_000.0, 500.0);

    fn viewport() -> impl Strategy<Value = Viewport> {
        (-1e5..1e5, -1e5..1e5, LEAST_ZOOM..GREATEST_ZOOM)
            .prop_map(|(x, y, zoom)| Viewport { offset: Point::new(x, y), zoom })
    }

    proptest! {
        #[test]
        fn there_and_back(view in viewport(), x in -1e5..1e5, y in -1e5..1e5) {
            let point = Point::new(x, y);
            prop_assert!(view.to_world(view.to_screen(point)).distance(point) < 1e-6);
        }

        #[test]
        fn zooming_holds_the_anchor(
            view in viewport(), x in 0.0..1e3, y in 0.0..1e3, factor in 0.01..100.0,
        ) {
            let anchor = Point::new(x, y);
            let zoomed = view.zoomed_at(anchor, factor);
            prop_assert!((LEAST_ZOOM..=GREATEST_ZOOM).contains(&zoomed.zoom));
            prop_assert!(zoomed.to_screen(view.to_world(anchor)).distance(anchor) < 1e-3);
        }

        #[test]
        fn fitting_shows_all(
            x in -1e4..1e4, y in -1e4..1e4, width in 0.0..4e4, height in 0.0..2e4,
        ) {
            let bounds = Rect::new(x, y, width, height);
            let view = Viewport::fit(bounds, SCREEN, 24.0, 1.0);
            prop_assert!(view.zoom <= 1.0);
            if view.zoom > LEAST_ZOOM {
                prop_assert!(view.visible(SCREEN).grown(1e-3).encloses(bounds));
            }
        }

        #[test]
        fn revealing_shows_what_fits(view in viewport(), x in -1e4..1e4, y in -1e4..1e4) {
            let rect = Rect::new(x, y, 100.0, 50.0);
            let shown = view.revealing(rect, SCREEN, 10.0);
            prop_assert_eq!(shown.zoom, view.zoom);
            prop_assert!(shown.visible(SCREEN).grown(1e-3).encloses(rect));
            if view.visible(SCREEN).grown(-10.0 / view.zoom).encloses(rect) {
                prop_assert_eq!(shown, view);
            }
        }
    }

    #[test]
    fn what_is_no_number_changes_nothing() {
        let view = Viewport { offset: Point::new(5.0, 6.0), zoom: 2.0 };
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(view.panned(Point::new(bad, 0.0)), view);
            assert_eq!(view.zoomed_at(Point::new(bad, 0.0), 2.0), view);
            assert_eq!(view.centered_on(Point::new(0.0, bad), SCREEN), view);
            assert_eq!(view.revealing(Rect::new(bad, 0.0, 1.0, 1.0), SCREEN, 0.0), view);
            let fitted = Viewport::fit(Rect::new(bad, 0.0, 10.0, bad), SCREEN, 0.0, 1.0);
            assert!(fitted.offset.is_finite() && fitted.zoom.is_finite());
        }
        assert_eq!(view.zoomed_at(Point::default(), f64::NAN), view);
    }
}
