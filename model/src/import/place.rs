//! From an offset in a text to what people call it: line, column, and the line itself with a mark under it.

/// The most characters of a line that an excerpt shows, left and right of the place.
const AROUND: usize = 50;

/// The lines of a text.
pub(super) struct Lines<'a>(&'a str);

impl<'a> Lines<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self(text)
    }

    fn before(&self, offset: usize) -> &'a str {
        self.0.get(..offset).unwrap_or(self.0)
    }

    /// The line of a byte offset, counted from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.before(offset).bytes().filter(|byte| *byte == b'\n').count() + 1
    }

    /// The column of a byte offset in characters, counted from 1; a byte-order mark counts for nothing.
    pub(super) fn column(&self, offset: usize) -> usize {
        let before = self.before(offset);
        let line = before.rsplit_once('\n').map_or(before, |(_, line)| line);
        line.chars().filter(|c| *c != '\u{feff}').count() + 1
    }

    /// The line of an offset as an excerpt: its number, the text, and a mark under the place.
    pub(super) fn excerpt(&self, offset: usize) -> String {
        let number = self.line(offset).to_string();
        let start = self.before(offset).rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.0.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
        let shown: Vec<char> = line
            .chars()
            .filter(|c| *c != '\u{feff}')
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let column = self.column(offset) - 1;
        let from = column.saturating_sub(AROUND);
        let clipped: String = shown.iter().skip(from).take(2 * AROUND).collect();
        let left = if from > 0 { "…" } else { "" };
        let right = if shown.len() > from + 2 * AROUND { "…" } else { "" };
        let indent = " ".repeat(number.len());
        let pad = " ".repeat(column - from + left.chars().count());
        format!("{number} | {left}{clipped}{right}\n{indent} | {pad}^")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "\u{feff}{\n\t\"é😀\": x\n}";
        let lines = Lines::new(text);
        let offset = text.find('x').unwrap();
        assert_eq!((lines.line(offset), lines.column(offset)), (2, 8));
        assert_eq!(lines.excerpt(offset), "2 |  \"é😀\": x\n  |        ^");
        assert_eq!((lines.line(text.len()), lines.column(text.len())), (3, 2));
        assert_eq!(lines.column(3), 1);
    }

    #[test]
    fn long_lines_are_clipped_around_the_place() {
        let text = format!("{}x{}", "a".repeat(200), "b".repeat(200));
        let excerpt = Lines::new(&text).excerpt(200);
        let (line, mark) = excerpt.split_once('\n').unwrap();
        let at = mark.chars().position(|c| c == '^').unwrap();
        assert_eq!(line.chars().nth(at), Some('x'));
        assert!(line.chars().count() < 120, "{line}");
    }
}
