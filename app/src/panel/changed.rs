//! Which lines of a text are new.

/// For each line of `after`, whether it is new against `before`: a longest common subsequence of what differs
/// between the common start and the common end.
pub fn changed_lines(before: &str, after: &str) -> Vec<bool> {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..]
        .iter()
        .rev()
        .zip(new[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old, middle) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut changed = vec![false; new.len()];
    // A text that is all different needs no table.
    if old.len() * middle.len() > 250_000 {
        changed[start..start + middle.len()].fill(true);
        return changed;
    }
    let width = middle.len() + 1;
    let mut length = vec![0_u32; (old.len() + 1) * width];
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in middle.iter().enumerate().rev() {
            length[i * width + j] = if a == b {
                length[(i + 1) * width + j + 1] + 1
            } else {
                length[(i + 1) * width + j].max(length[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while j < middle.len() {
        if i < old.len() && old[i] == middle[j] {
            i += 1;
            j += 1;
        } else if i < old.len() && length[(i + 1) * width + j] >= length[i * width + j + 1] {
            i += 1;
        } else {
            changed[start + j] = true;
            j += 1;
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::changed_lines;

    #[test]
    fn only_new_lines_are_marked() {
        for (before, after, expected) in [
            ("a\nb\nc", "a\nb\nc", vec![false, false, false]),
            ("a\nb\nc", "a\nx\nc", vec![false, true, false]),
            ("a\nc", "a\nb\nc", vec![false, true, false]),
            ("a\nb\nc", "a\nc", vec![false, false]),
            ("", "a", vec![true]),
            ("a", "", vec![]),
            ("a\nb\nc\nd", "x\na\nc\ny\nd", vec![true, false, false, true, false]),
        ] {
            assert_eq!(changed_lines(before, after), expected, "{before:?} {after:?}");
        }
    }
}
