//! Commands in one line: words as a shell separates and quotes them, with nothing else that a shell does. No variable is
//! filled in, no pattern expanded, and `&&` is a word like any other.

/// Why a line is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandLineError {
    /// A quote without its other one.
    #[error("a quote is not closed")]
    OpenQuote,
    /// A backslash that nothing follows.
    #[error("nothing follows the last backslash")]
    OpenEscape,
}

/// The words of a line. Between words is white space, line ends included; single quotes keep everything as it stands;
/// in double quotes `\"` and `\\` are the letter after the backslash; elsewhere a backslash keeps the next letter.
///
/// # Errors
/// When a quote is not closed, or the line ends in a backslash.
pub fn parse_words(line: &str) -> Result<Vec<String>, CommandLineError> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            _ if letter.is_whitespace() => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match letters.next().ok_or(CommandLineError::OpenQuote)? {
                        '\'' => break,
                        inside => word.push(inside),
                    }
                }
            }
            '"' => quoted(&mut letters, word.get_or_insert_default())?,
            '\\' => {
                let escaped = letters.next().ok_or(CommandLineError::OpenEscape)?;
                word.get_or_insert_default().push(escaped);
            }
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    Ok(words)
}

/// What stands in double quotes, to the closing one.
fn quoted(letters: &mut std::str::Chars<'_>, word: &mut String) -> Result<(), CommandLineError> {
    loop {
        match letters.next().ok_or(CommandLineError::OpenQuote)? {
            '"' => return Ok(()),
            '\\' => match letters.next().ok_or(CommandLineError::OpenQuote)? {
                escaped @ ('"' | '\\') => word.push(escaped),
                other => word.extend(['\\', other]),
            },
            inside => word.push(inside),
        }
    }
}

/// A line of words, which [`parse_words`] and a shell read as these words: quoted is what has a meaning to either.
#[must_use]
pub fn write_words<S: AsRef<str>>(words: &[S]) -> String {
    let written: Vec<String> = words.iter().map(|word| write_word(word.as_ref())).collect();
    written.join(" ")
}

fn write_word(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_@%+=:,./-".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else if !word.contains('\'') {
        format!("'{word}'")
    } else if word.contains(['$', '`', '!']) {
        // A shell fills these in within double quotes.
        format!("'{}'", word.replace('\'', r"'\''"))
    } else {
        format!("\"{}\"", word.replace('\\', r"\\").replace('"', "\\\""))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_read_as_a_shell_reads_them() {
        for (line, words) in [
            ("", &[][..]),
            ("  ", &[]),
            ("nginx -g 'daemon off;'", &["nginx", "-g", "daemon off;"]),
            (r#"sh -c "echo \"hi\" \n""#, &["sh", "-c", r#"echo "hi" \n"#]),
            (r"a\ b c", &["a b", "c"]),
            ("a'b'\"c\"", &["abc"]),
            ("'' \"\"", &["", ""]),
            ("a\n b", &["a", "b"]),
            ("'a\nb'", &["a\nb"]),
            ("echo $X && true", &["echo", "$X", "&&", "true"]),
        ] {
            assert_eq!(parse_words(line).unwrap(), words, "{line}");
        }
        for (line, error) in [
            ("'a", CommandLineError::OpenQuote),
            ("\"a\\\"", CommandLineError::OpenQuote),
            ("a\\", CommandLineError::OpenEscape),
        ] {
            assert_eq!(parse_words(line), Err(error), "{line}");
        }
    }

    #[test]
    fn words_are_quoted_where_they_have_to_be() {
        for (words, line) in [
            (&["nginx", "-g", "daemon off;"][..], "nginx -g 'daemon off;'"),
            (&["", "it's"], r#"'' "it's""#),
            (&["it's $5"], r"'it'\''s $5'"),
            (&["${var.command}"], "'${var.command}'"),
            (&["--url=http://localhost:80/"], "--url=http://localhost:80/"),
        ] {
            assert_eq!(write_words(words), line);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(words in prop::collection::vec(any::<String>(), 0..6)) {
            prop_assert_eq!(parse_words(&write_words(&words)).unwrap(), words);
        }

        #[test]
        fn any_line_is_read_or_refused(line in any::<String>()) {
            if let Ok(words) = parse_words(&line) {
                prop_assert_eq!(parse_words(&write_words(&words)), Ok(words));
            }
        }
    }
}
