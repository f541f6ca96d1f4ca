//! A command as one text, split as Compose splits it: by a shell's rules for quotes, without a shell.

/// The words of a command; `None` if a quote is not closed.
pub(super) fn words(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word = None::<String>;
    let mut quote = None::<char>;
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some('\''), _) => word.get_or_insert_default().push(c),
            (_, '\\') => {
                let next = characters.next();
                // In double quotes a backslash goes before a few characters only.
                if quote.is_some() && !matches!(next, Some('"' | '\\' | '$' | '`' | '\n')) {
                    word.get_or_insert_default().push('\\');
                }
                word.get_or_insert_default().extend(next);
            }
            (Some(_), _) => word.get_or_insert_default().push(c),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, _) if c.is_whitespace() => words.extend(word.take()),
            (None, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn quotes_keep_words_together() {
        for (text, expected) in [
            ("bundle exec thin -p 3000", vec!["bundle", "exec", "thin", "-p", "3000"]),
            ("sh -c 'echo \"$HOME\" && exit'", vec!["sh", "-c", "echo \"$HOME\" && exit"]),
            ("a \"b \\\"c\\\" \\d\" ''", vec!["a", "b \"c\" \\d", ""]),
            ("  a\\ b\n c  ", vec!["a b", "c"]),
            ("", vec![]),
        ] {
            assert_eq!(words(text).unwrap(), expected, "{text}");
        }
        assert_eq!(words("it's"), None);
    }
}
