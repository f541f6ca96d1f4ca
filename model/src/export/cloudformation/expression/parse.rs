//! Terraform's expressions as trees: the part of them that CloudFormation has functions for.

use crate::export::hcl::{Token, TokenKind, split_expression, tokens};

/// The deepest nesting, so that hostile text cannot exhaust the stack.
const DEEPEST: usize = 24;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    /// A string, in parts.
    Text(Vec<Part>),
    Number(String),
    Flag(bool),
    Null,
    /// Names with dots between: `var.image`, `data.aws_vpc.main.id`.
    Chain(String),
    /// An element of a list.
    Element(Box<Expression>, usize),
    Call(String, Vec<Expression>),
    List(Vec<Expression>),
    Not(Box<Expression>),
    Binary(String, Box<Expression>, Box<Expression>),
    /// A condition and what is chosen by it.
    Choice(Box<Expression>, Box<Expression>, Box<Expression>),
}

/// A part of a string.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Literal(String),
    Expression(Expression),
}

/// Reads an expression; `None` for one that is more than these are.
pub(super) fn parse(text: &str) -> Option<Expression> {
    parse_nested(text, 0)
}

fn parse_nested(text: &str, depth: usize) -> Option<Expression> {
    if depth > DEEPEST {
        return None;
    }
    let tokens = tokens(text, 0)?;
    let mut parser = Parser { rest: &tokens, depth };
    let expression = parser.choice()?;
    parser.rest.is_empty().then_some(expression)
}

struct Parser<'t> {
    rest: &'t [Token],
    depth: usize,
}

/// Operators, those that bind least first.
const OPERATORS: [&[&str]; 3] = [&["||"], &["&&"], &["==", "!="]];

impl Parser<'_> {
    fn take(&mut self, kind: TokenKind) -> bool {
        match self.rest.split_first() {
            Some((token, rest)) if token.kind == kind => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn choice(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let condition = self.binary(0)?;
        let expression = if self.take(TokenKind::Question) {
            let then = self.choice()?;
            let otherwise = self.take(TokenKind::Colon).then(|| self.choice())??;
            Expression::Choice(Box::new(condition), Box::new(then), Box::new(otherwise))
        } else {
            condition
        };
        self.depth -= 1;
        Some(expression)
    }

    fn binary(&mut self, level: usize) -> Option<Expression> {
        let Some(operators) = OPERATORS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1)?;
        while let Some((token, rest)) = self.rest.split_first()
            && operators.contains(&token.text.as_str())
        {
            self.rest = rest;
            let right = self.binary(level + 1)?;
            left = Expression::Binary(token.text.clone(), Box::new(left), Box::new(right));
        }
        Some(left)
    }

    fn unary(&mut self) -> Option<Expression> {
        let mut negations = 0_usize;
        while self.take(TokenKind::Bang) {
            negations += 1;
        }
        if negations > DEEPEST {
            return None;
        }
        let mut expression = self.operand()?;
        while self.take(TokenKind::OpenBracket) {
            let (index, rest) = self.rest.split_first()?;
            self.rest = rest;
            let index = index.text.parse().ok().filter(|_| index.kind == TokenKind::Number)?;
            self.take(TokenKind::CloseBracket).then_some(())?;
            expression = Expression::Element(Box::new(expression), index);
        }
        for _ in 0..negations {
            expression = Expression::Not(Box::new(expression));
        }
        Some(expression)
    }

    fn operand(&mut self) -> Option<Expression> {
        let (token, rest) = self.rest.split_first()?;
        self.rest = rest;
        match token.kind {
            TokenKind::Quoted => quoted(&token.text, self.depth).map(Expression::Text),
            TokenKind::Number => Some(Expression::Number(token.text.clone())),
            TokenKind::OpenParenthesis => {
                let inner = self.choice()?;
                self.take(TokenKind::CloseParenthesis).then_some(inner)
            }
            TokenKind::OpenBracket => self.elements(TokenKind::CloseBracket).map(Expression::List),
            TokenKind::Identifier if self.take(TokenKind::OpenParenthesis) => {
                let arguments = self.elements(TokenKind::CloseParenthesis)?;
                Some(Expression::Call(token.text.clone(), arguments))
            }
            TokenKind::Identifier => self.chain(&token.text),
            _ => None,
        }
    }

    fn chain(&mut self, first: &str) -> Option<Expression> {
        let mut chain = first.to_owned();
        while self.take(TokenKind::Dot) {
            let (token, rest) = self.rest.split_first()?;
            self.rest = rest;
            if token.kind != TokenKind::Identifier {
                return None;
            }
            chain.push('.');
            chain.push_str(&token.text);
        }
        Some(match chain.as_str() {
            "true" => Expression::Flag(true),
            "false" => Expression::Flag(false),
            "null" => Expression::Null,
            _ => Expression::Chain(chain),
        })
    }

    /// Elements with commas between, up to the bracket that ends them.
    fn elements(&mut self, end: TokenKind) -> Option<Vec<Expression>> {
        let mut elements = Vec::new();
        while !self.take(end) {
            elements.push(self.choice()?);
            if !self.take(TokenKind::Comma) {
                return self.take(end).then_some(elements);
            }
        }
        Some(elements)
    }
}

/// The parts of a string from its first quote to its last.
fn quoted(text: &str, depth: usize) -> Option<Vec<Part>> {
    let mut rest = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut parts = Vec::new();
    let mut literal = String::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("$${") {
            literal.push_str("${");
            rest = after;
        } else if let Some(after) = rest.strip_prefix("%%{") {
            literal.push_str("%{");
            rest = after;
        } else if let Some(after) = rest.strip_prefix("${") {
            let (inside, after) = split_expression(after)?;
            parts.push(Part::Literal(std::mem::take(&mut literal)));
            parts.push(Part::Expression(parse_nested(inside, depth + 1)?));
            rest = after;
        } else {
            let mut characters = rest.chars();
            match characters.next()? {
                '\\' => literal.push(match characters.next()? {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    plain @ ('"' | '\\') => plain,
                    // `\u00e9`: nobody writes that, and what is not read becomes a parameter.
                    _ => return None,
                }),
                other => literal.push(other),
            }
            rest = characters.as_str();
        }
    }
    parts.push(Part::Literal(literal));
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(text: &str) -> Box<Expression> {
        Box::new(Expression::Chain(text.to_owned()))
    }

    #[test]
    fn expressions_are_read_as_they_bind() {
        use Expression::{Binary, Call, Choice, Element, List, Not, Number, Text};
        let text = |text: &str| Box::new(Text(vec![Part::Literal(text.to_owned())]));
        let equal = |one, other| Box::new(Binary("==".to_owned(), one, other));
        for (written, expression) in [
            (
                "var.a == \"x\" && !var.b ? 1 : c.d",
                Choice(
                    Box::new(Binary(
                        "&&".to_owned(),
                        equal(chain("var.a"), text("x")),
                        Box::new(Not(chain("var.b"))),
                    )),
                    Box::new(Number("1".to_owned())),
                    chain("c.d"),
                ),
            ),
            ("split(\",\", var.a)[0]", {
                let call = Call("split".to_owned(), vec![*text(","), *chain("var.a")]);
                Element(Box::new(call), 0)
            }),
            ("[var.a, \"b\",]", List(vec![*chain("var.a"), *text("b")])),
            (
                "\"a$${b}\\n${var.c}\"",
                Text(vec![
                    Part::Literal("a${b}\n".to_owned()),
                    Part::Expression(*chain("var.c")),
                    Part::Literal(String::new()),
                ]),
            ),
        ] {
            assert_eq!(parse(written), Some(expression), "{written}");
        }
    }

    #[test]
    fn what_is_more_is_not_read() {
        for text in [
            "",
            "a +",
            "1 + 2",
            "a[\"k\"]",
            "{a = 1}",
            "[for x in y : x]",
            "a.0",
            "f(x...)",
            "a.*.id",
            "\"\\u00e9\"",
            "x ? y",
            &"(".repeat(100),
            &format!("{}a", "!".repeat(100)),
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
