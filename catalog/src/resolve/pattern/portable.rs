//! The parts of a pattern that ECMAScript (with the flag `u`) or `regex-lite` lacks or reads in
//! another way.

use regex_syntax::ast::{
    Assertion, AssertionKind, Ast, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet,
    ClassSetItem, Flags, Group, GroupKind, HexLiteralKind, Literal, LiteralKind, Repetition, Span,
    SpecialLiteralKind,
};

use super::{LIST, Mistake, NO_FLAGS};
use crate::rule::Rule;
use crate::rule::meaning::{PATTERN_PORTABLE, PATTERN_SYNTAX};

const ESCAPE_IT: &str = "write a backslash before it";
const NO_ESCAPE: &str = "the character needs no backslash";
const SPELL_OUT: &str = "spell out the characters: `[a-z]` for lower-case letters";

const UNKNOWN: &str = "is not valid in ECMAScript";

/// Finds the first such part.
pub(super) fn check(pattern: &str, ast: &Ast) -> Result<(), Mistake> {
    Check { pattern }.ast(ast)
}

struct Check<'p> {
    pattern: &'p str,
}

type Checked = Result<(), Mistake>;

impl Check<'_> {
    fn ast(&self, ast: &Ast) -> Checked {
        match ast {
            Ast::Empty(_) => Ok(()),
            Ast::Flags(set) => self.flags(set.span),
            Ast::Literal(literal) => self.literal(literal, false),
            Ast::Dot(span) => self.unportable(
                **span,
                "excludes different line ends in ECMAScript and in Rust",
                r"write `[^\n]`, or `\.` for a full stop",
            ),
            Ast::Assertion(assertion) => self.assertion(assertion),
            Ast::ClassUnicode(class) => self.unsupported(class.span, UNICODE, LIST),
            Ast::ClassPerl(class) => self.perl(class, false),
            Ast::ClassBracketed(class) => self.class(class),
            Ast::Repetition(repetition) => self.repetition(repetition),
            Ast::Group(group) => self.group(group),
            Ast::Alternation(alternation) => {
                alternation.asts.iter().try_for_each(|ast| self.ast(ast))
            }
            Ast::Concat(concat) => concat.asts.iter().try_for_each(|ast| self.ast(ast)),
        }
    }

    fn literal(&self, literal: &Literal, in_class: bool) -> Checked {
        let span = literal.span;
        match (&literal.kind, literal.c) {
            (LiteralKind::Verbatim, ']') if in_class => {
                self.unportable(span, "ends the class in ECMAScript", ESCAPE_IT)
            }
            // The end of a range.
            (LiteralKind::Verbatim, '[') if in_class => {
                self.unportable(span, "should be escaped inside a class", ESCAPE_IT)
            }
            (LiteralKind::Verbatim, ']' | '}') if !in_class => {
                self.unportable(span, "must be escaped in ECMAScript", ESCAPE_IT)
            }
            (LiteralKind::Verbatim, _) => Ok(()),
            (
                LiteralKind::Meta | LiteralKind::Superfluous,
                '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|'
                | '/',
            ) => Ok(()),
            (LiteralKind::Meta, '-') if in_class => Ok(()),
            (LiteralKind::Meta | LiteralKind::Superfluous, _) => {
                self.unportable(span, "is not an escape in ECMAScript", NO_ESCAPE)
            }
            (LiteralKind::HexFixed(HexLiteralKind::X | HexLiteralKind::UnicodeShort), _)
            | (LiteralKind::HexBrace(HexLiteralKind::UnicodeShort), _) => Ok(()),
            (
                LiteralKind::Special(
                    SpecialLiteralKind::FormFeed
                    | SpecialLiteralKind::Tab
                    | SpecialLiteralKind::LineFeed
                    | SpecialLiteralKind::CarriageReturn
                    | SpecialLiteralKind::VerticalTab,
                ),
                _,
            ) => Ok(()),
            (
                LiteralKind::Octal
                | LiteralKind::HexFixed(_)
                | LiteralKind::HexBrace(_)
                | LiteralKind::Special(_),
                _,
            ) => self.unportable(span, UNKNOWN, SPELL_OUT),
        }
    }

    fn assertion(&self, assertion: &Assertion) -> Checked {
        let hint = match assertion.kind {
            AssertionKind::StartLine
            | AssertionKind::EndLine
            | AssertionKind::WordBoundary
            | AssertionKind::NotWordBoundary => return Ok(()),
            AssertionKind::StartText => "write `^`",
            AssertionKind::EndText => "write `$`",
            AssertionKind::WordBoundaryStart
            | AssertionKind::WordBoundaryEnd
            | AssertionKind::WordBoundaryStartAngle
            | AssertionKind::WordBoundaryEndAngle
            | AssertionKind::WordBoundaryStartHalf
            | AssertionKind::WordBoundaryEndHalf => r"write `\b`",
        };
        self.unportable(assertion.span, UNKNOWN, hint)
    }

    fn perl(&self, class: &ClassPerl, in_class: bool) -> Checked {
        let hint = match (&class.kind, class.negated, in_class) {
            (ClassPerlKind::Digit | ClassPerlKind::Word, ..) => return Ok(()),
            (ClassPerlKind::Space, false, false) => r"write `[ \t\n\r\f\v]`",
            (ClassPerlKind::Space, false, true) => {
                r"write ` \t\n\r\f\v` in its place, with the space"
            }
            (ClassPerlKind::Space, true, false) => r"write `[^ \t\n\r\f\v]`",
            (ClassPerlKind::Space, true, true) => "list the characters that the class has",
        };
        self.unportable(class.span, "matches different white space in ECMAScript and in Rust", hint)
    }

    fn class(&self, class: &ClassBracketed) -> Checked {
        match &class.kind {
            ClassSet::Item(item) => self.item(item),
            ClassSet::BinaryOp(operation) => {
                let hint = r"write one class of all characters, or `\-`, `\&`, `\~`";
                self.unsupported(operation.span, "operations on character classes", hint)
            }
        }
    }

    fn item(&self, item: &ClassSetItem) -> Checked {
        match item {
            ClassSetItem::Empty(_) => Ok(()),
            ClassSetItem::Literal(literal) => self.literal(literal, true),
            ClassSetItem::Range(range) => {
                self.literal(&range.start, true)?;
                self.literal(&range.end, true)
            }
            ClassSetItem::Ascii(class) => self.unportable(
                class.span,
                "is a POSIX class, which is not valid in ECMAScript",
                SPELL_OUT,
            ),
            ClassSetItem::Unicode(class) => self.unsupported(class.span, UNICODE, LIST),
            ClassSetItem::Perl(class) => self.perl(class, true),
            ClassSetItem::Bracketed(class) => {
                let is_posix = self.text(class.span).starts_with("[:");
                let hint = if is_posix { LIST } else { r"write `\[` for the character" };
                self.unsupported(class.span, "nested character classes", hint)
            }
            ClassSetItem::Union(union) => union.items.iter().try_for_each(|item| self.item(item)),
        }
    }

    fn repetition(&self, repetition: &Repetition) -> Checked {
        self.ast(&repetition.ast)?;
        let operator = repetition.op.span;
        if matches!(*repetition.ast, Ast::Assertion(_) | Ast::Repetition(_)) {
            let why = "repeats what ECMAScript cannot repeat";
            return self.unportable(operator, why, "put what is repeated into `(?:…)`");
        }
        let is_count = |inside: &str| {
            let (low, high) = inside.split_once(',').unwrap_or((inside, ""));
            let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            !low.is_empty() && is_number(low) && is_number(high)
        };
        let counted = self.text(operator).trim_end_matches('?').strip_prefix('{');
        if counted.is_some_and(|counted| !is_count(counted.trim_end_matches('}'))) {
            let why = "is not a repetition in ECMAScript";
            return self.unportable(operator, why, "write `{n}` or `{n,m}`");
        }
        Ok(())
    }

    fn group(&self, group: &Group) -> Checked {
        match &group.kind {
            GroupKind::CaptureIndex(_) => {}
            GroupKind::CaptureName { starts_with_p: true, name } => {
                let span = Span::new(group.span.start, name.span.start);
                let why = "opens a named group in a way that is not valid in ECMAScript";
                let hint = "write `(?<name>…)`, or `(?:…)` without a name";
                return self.unportable(span, why, hint);
            }
            GroupKind::CaptureName { starts_with_p: false, name } => {
                let letters = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
                if !name.name.bytes().all(letters) {
                    let hint =
                        "name the group by letters, digits and underscores, or write `(?:…)`";
                    return self.unportable(name.span, "is not a name in every language", hint);
                }
            }
            GroupKind::NonCapturing(Flags { items, .. }) if items.is_empty() => {}
            GroupKind::NonCapturing(flags) => {
                let mut end = flags.span.end;
                end.offset += ":".len();
                self.flags(Span::new(group.span.start, end))?;
            }
        }
        self.ast(&group.ast)
    }

    fn flags(&self, span: Span) -> Checked {
        self.unportable(span, "sets flags, which are not valid in ECMAScript", NO_FLAGS)
    }

    fn text(&self, span: Span) -> &str {
        self.pattern.get(span.start.offset..span.end.offset).unwrap_or_default()
    }

    /// Refuses what ECMAScript lacks or reads in another way.
    fn unportable(&self, span: Span, why: &str, hint: &'static str) -> Checked {
        let message = format!("`{}` {why}", self.text(span));
        Err(mistake(&PATTERN_PORTABLE, message, hint, span))
    }

    /// Refuses what `regex-lite` lacks.
    fn unsupported(&self, span: Span, what: &str, hint: &'static str) -> Checked {
        let message =
            format!("the pattern is not a valid regular expression: {what} are not supported");
        Err(mistake(&PATTERN_SYNTAX, message, hint, span))
    }
}

const UNICODE: &str = "Unicode character classes";

fn mistake(rule: &'static Rule, message: String, hint: &'static str, span: Span) -> Mistake {
    Mistake { rule, message, hint, range: Some(span.start.offset..span.end.offset) }
}
