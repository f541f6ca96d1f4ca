//! Numbers as text, by what the JSON library brings: the standard library's printer has tables of its own, which
//! do not compress.

use serde_json::Number;

/// A number as CSS and people read it: `0.25`, `2`.
pub fn text(value: f64) -> String {
    let mut text = Number::from_f64(value).map_or_else(String::new, |number| number.to_string());
    if text.ends_with(".0") {
        text.truncate(text.len() - 2);
    }
    text
}

/// A length in CSS.
pub fn px(value: f64) -> String {
    text(value) + "px"
}

/// A place in CSS, as a `transform`.
pub fn translate(x: f64, y: f64) -> String {
    format!("translate({},{})", px(x), px(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_no_fraction() {
        assert_eq!(text(2.0), "2");
        assert_eq!(text(-0.25), "-0.25");
        assert_eq!(px(120.0), "120px");
        assert_eq!(translate(1.5, -20.0), "translate(1.5px,-20px)");
    }

    #[test]
    fn what_is_no_number_is_nothing() {
        assert_eq!(text(f64::NAN), "");
    }
}
