//! Words and numbers in messages.

/// A whole number with its thousands grouped: 2,048.
#[must_use]
pub fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        grouped.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Alternatives in words: `tcp or udp`, `a, b or c`.
#[must_use]
pub fn one_of<S: AsRef<str>>(words: &[S]) -> String {
    joined(words, " or ")
}

/// Things in words: `web and worker`, `a, b and c`.
#[must_use]
pub fn all_of<S: AsRef<str>>(words: &[S]) -> String {
    joined(words, " and ")
}

fn joined<S: AsRef<str>>(words: &[S], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., end] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{}{last}{}", most.join(", "), end.as_ref())
        }
    }
}

/// A count with its noun: `1 container`, `2 containers`.
#[must_use]
pub fn count(number_of: usize, noun: &str) -> String {
    let s = if number_of == 1 { "" } else { "s" };
    format!("{} {noun}{s}", number(i64::try_from(number_of).unwrap_or(i64::MAX)))
}

/// A text with a capital letter at its start.
pub(crate) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => std::iter::once(first.to_ascii_uppercase()).chain(characters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (value, text) in [(0, "0"), (999, "999"), (2048, "2,048"), (-1_234_567, "-1,234,567")] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn words_are_joined() {
        assert_eq!(one_of(&["a"]), "a");
        assert_eq!(one_of(&["a", "b", "c"]), "a, b or c");
        assert_eq!(all_of(&["a", "b"]), "a and b");
        assert_eq!(count(2, "container"), "2 containers");
    }
}
