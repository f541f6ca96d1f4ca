//! Expressions that people typed: told from literal text, and spaced as `terraform fmt` does.
//!
//! Recognition follows the HCL native syntax specification (`hclsyntax/spec.md`), without heredocs
//! and template directives (`%{ if … }`), which nobody needs inside a `${…}`.

use super::lexer::{Kind, Token, tokens};

/// The longest `${…}` looked at, in bytes, so that hostile text cannot make the search quadratic.
const LONGEST: usize = 2_048;
/// The deepest nesting of brackets and strings, so that hostile text cannot exhaust the stack.
const DEEPEST: u32 = 48;

/// A piece of a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Literal(String),
    /// What stood between `${` and `}`, tidied.
    Expression(String),
}

/// Splits a string into literal text and the expressions in its `${…}`; literals are never empty
/// and never neighbours.
pub(super) fn parse_template(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        if let Some(before) = before.strip_suffix('$') {
            literal.push_str(before);
            literal.push_str("${");
            rest = after;
            continue;
        }
        literal.push_str(before);
        match split_expression(after).and_then(|(inside, rest)| Some((tidy(inside)?, rest))) {
            Some((expression, after)) => {
                if !literal.is_empty() {
                    parts.push(Part::Literal(std::mem::take(&mut literal)));
                }
                parts.push(Part::Expression(expression));
                rest = after;
            }
            None => {
                literal.push_str("${");
                rest = after;
            }
        }
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    parts
}

/// Writes `${expression}`. An object gets a blank between its brace and the template's.
pub(super) fn write_interpolation(out: &mut String, expression: &str) {
    out.push_str(if expression.starts_with('{') { "${ " } else { "${" });
    out.push_str(expression);
    out.push_str(if expression.ends_with('}') { " }" } else { "}" });
}

/// Given what follows a `${`, returns what it encloses and what comes after its `}`.
pub(in crate::export) fn split_expression(text: &str) -> Option<(&str, &str)> {
    #[derive(PartialEq)]
    enum In {
        Braces,
        Quotes,
    }
    let deepest = DEEPEST as usize;
    let mut nesting = vec![In::Braces];
    let mut characters = text.char_indices().take_while(|(at, _)| *at < LONGEST);
    while let Some((at, character)) = characters.next() {
        match (nesting.last().filter(|_| nesting.len() <= deepest)?, character) {
            (In::Braces, '{') => nesting.push(In::Braces),
            (In::Braces, '"') => nesting.push(In::Quotes),
            (In::Quotes, '\\') => {
                characters.next();
            }
            // `$${` is an escape, in which no expression begins.
            (In::Quotes, '$') if text.get(at..)?.starts_with("$${") => {
                characters.nth(1);
            }
            (In::Quotes, '$') if text.get(at..)?.starts_with("${") => {
                characters.next();
                nesting.push(In::Braces);
            }
            (In::Braces, '}') | (In::Quotes, '"') => {
                nesting.pop();
                if nesting.is_empty() {
                    return Some((text.get(..at)?, text.get(at + 1..)?));
                }
            }
            _ => {}
        }
    }
    None
}

/// Spaces an expression as `terraform fmt` would, on one line, without comments; `None` if it is
/// not an expression.
pub(super) fn tidy(text: &str) -> Option<String> {
    tidy_nested(text, 0)
}

pub(super) fn tidy_nested(text: &str, depth: u32) -> Option<String> {
    if depth > DEEPEST {
        return None;
    }
    // `terraform fmt` takes the quotes and `${}` off an expression that is nothing but that.
    if let Some((inside, "\"")) = text.trim().strip_prefix("\"${").and_then(split_expression) {
        return tidy_nested(inside, depth + 1);
    }
    let tokens = tokens(text, depth)?;
    let mut parser = Parser { rest: &tokens, taken: Vec::new() };
    parser.expression(depth)?;
    parser.rest.is_empty().then(|| join(&parser.taken))
}

fn join(tokens: &[Token]) -> String {
    let mut out = String::new();
    let mut before: Option<&Token> = None;
    let mut left: Option<&Token> = None;
    for token in tokens {
        if left.is_some_and(|left| spaced(before, left, token)) {
            out.push(' ');
        }
        out.push_str(&token.text);
        (before, left) = (left, Some(token));
    }
    out
}

/// Whether a blank stands between `left` and `right`, where `before` precedes `left`. The first
/// rule that applies decides.
fn spaced(before: Option<&Token>, left: &Token, right: &Token) -> bool {
    use Kind::{
        Bang, CloseBrace, CloseBracket, CloseParenthesis, Colon, Comma, Dot, DoubleColon, Ellipsis,
        Equal, Identifier, Minus, Number, OpenBrace, OpenBracket, OpenParenthesis, Operator,
        Question,
    };
    match (left.kind, right.kind) {
        (Identifier, OpenParenthesis)
        | (DoubleColon | Dot, _)
        | (_, DoubleColon | Dot | Comma | Ellipsis) => false,
        (Comma, _) => true,
        // `for x in [a]`, where `in` is not a list with an index.
        (Identifier, _)
            if left.text == "in" && before.is_some_and(|token| token.kind == Identifier) =>
        {
            true
        }
        (Identifier | Number | CloseParenthesis | CloseBracket | CloseBrace, OpenBracket)
        | (Bang, _) => false,
        // A minus after the end of an operand subtracts, any other negates.
        (Minus, _) => !before.is_none_or(|token| {
            matches!(
                token.kind,
                OpenParenthesis
                    | OpenBracket
                    | OpenBrace
                    | Equal
                    | Colon
                    | Comma
                    | Question
                    | Operator
                    | Minus
                    | Bang
            )
        }),
        (OpenBrace, CloseBrace) => false,
        (OpenBrace, _) | (_, CloseBrace) => true,
        (OpenParenthesis | OpenBracket, _) | (_, CloseParenthesis | CloseBracket) => false,
        _ => true,
    }
}

/// Recognises an expression, moving its tokens from `rest` to `taken`.
struct Parser<'a> {
    rest: &'a [Token],
    taken: Vec<Token>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<Kind> {
        self.rest.first().map(|token| token.kind)
    }

    fn peek_text(&self) -> Option<&str> {
        self.rest.first().map(|token| token.text.as_str())
    }

    fn take(&mut self) -> Option<()> {
        let (first, rest) = self.rest.split_first()?;
        self.taken.push(first.clone());
        self.rest = rest;
        Some(())
    }

    fn accept(&mut self, kind: Kind) -> bool {
        self.peek() == Some(kind) && self.take().is_some()
    }

    fn expect(&mut self, kind: Kind) -> Option<()> {
        self.accept(kind).then_some(())
    }

    fn accept_word(&mut self, word: &str) -> bool {
        self.peek() == Some(Kind::Identifier)
            && self.peek_text() == Some(word)
            && self.take().is_some()
    }

    fn expression(&mut self, depth: u32) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        self.operand(depth)?;
        while matches!(self.peek(), Some(Kind::Operator | Kind::Minus)) {
            self.take()?;
            self.operand(depth)?;
        }
        if self.accept(Kind::Question) {
            self.expression(depth + 1)?;
            self.expect(Kind::Colon)?;
            self.expression(depth + 1)?;
        }
        Some(())
    }

    fn operand(&mut self, depth: u32) -> Option<()> {
        while matches!(self.peek(), Some(Kind::Bang | Kind::Minus)) {
            self.take()?;
        }
        match self.peek()? {
            Kind::Number | Kind::Quoted => self.take()?,
            Kind::Identifier => {
                self.take()?;
                while self.accept(Kind::DoubleColon) {
                    self.expect(Kind::Identifier)?;
                }
                if self.accept(Kind::OpenParenthesis) {
                    self.items(Kind::CloseParenthesis, depth)?;
                }
            }
            Kind::OpenParenthesis => {
                self.take()?;
                self.expression(depth + 1)?;
                self.expect(Kind::CloseParenthesis)?;
            }
            Kind::OpenBracket => {
                self.take()?;
                if self.accept_word("for") {
                    self.for_header(depth)?;
                    self.expression(depth + 1)?;
                    self.for_end(Kind::CloseBracket, depth)?;
                } else {
                    self.items(Kind::CloseBracket, depth)?;
                }
            }
            Kind::OpenBrace => {
                self.take()?;
                if self.accept_word("for") {
                    self.for_header(depth)?;
                    self.expression(depth + 1)?;
                    self.expect(Kind::FatArrow)?;
                    self.expression(depth + 1)?;
                    self.accept(Kind::Ellipsis);
                    self.for_end(Kind::CloseBrace, depth)?;
                } else {
                    self.entries(depth)?;
                }
            }
            _ => return None,
        }
        self.accessors(depth)
    }

    /// `.name`, `.0`, `.*`, `[index]`, `[*]`.
    fn accessors(&mut self, depth: u32) -> Option<()> {
        loop {
            if self.accept(Kind::Dot) {
                if !self.accept(Kind::Identifier) && !self.accept(Kind::Number) {
                    self.star()?;
                }
            } else if self.accept(Kind::OpenBracket) {
                if self.star().is_none() {
                    self.expression(depth + 1)?;
                }
                self.expect(Kind::CloseBracket)?;
            } else {
                return Some(());
            }
        }
    }

    fn star(&mut self) -> Option<()> {
        (self.peek_text() == Some("*")).then_some(())?;
        self.take()
    }

    /// `a, b, c...` up to and including `close`.
    fn items(&mut self, close: Kind, depth: u32) -> Option<()> {
        while !self.accept(close) {
            self.expression(depth + 1)?;
            if close == Kind::CloseParenthesis && self.accept(Kind::Ellipsis) {
                return self.expect(close);
            }
            if !self.accept(Kind::Comma) {
                return self.expect(close);
            }
        }
        Some(())
    }

    /// `key = value, key: value` up to and including the brace. A line break separates as well;
    /// it becomes a comma here.
    fn entries(&mut self, depth: u32) -> Option<()> {
        while !self.accept(Kind::CloseBrace) {
            self.expression(depth + 1)?;
            if !self.accept(Kind::Equal) {
                self.expect(Kind::Colon)?;
            }
            self.expression(depth + 1)?;
            if self.accept(Kind::Comma) || self.peek() == Some(Kind::CloseBrace) {
                continue;
            }
            self.rest.first()?.on_new_line.then_some(())?;
            self.taken.push(Token::comma());
        }
        Some(())
    }

    fn for_header(&mut self, depth: u32) -> Option<()> {
        self.expect(Kind::Identifier)?;
        if self.accept(Kind::Comma) {
            self.expect(Kind::Identifier)?;
        }
        self.accept_word("in").then_some(())?;
        self.expression(depth + 1)?;
        self.expect(Kind::Colon)
    }

    fn for_end(&mut self, close: Kind, depth: u32) -> Option<()> {
        if self.accept_word("if") {
            self.expression(depth + 1)?;
        }
        self.expect(close)
    }
}
