//! The classes that a theme styles, and the grammars' scopes that each of them represents.

use std::sync::LazyLock;

use syntect::parsing::{ClearAmount, Scope, ScopeStackOp};

macro_rules! classes {
    ($($class:ident = $name:literal, $doc:literal, [$($scope:literal),*];)*) => {
        /// The class of a piece of code. The complete list of classes that highlighting writes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Class { $(#[doc = $doc] $class,)* }

        impl Class {
            /// The CSS class.
            pub fn name(self) -> &'static str {
                match self { $(Self::$class => $name,)* }
            }
        }

        /// Every CSS class that highlighting writes.
        pub const CLASSES: &[&str] = &[$($name),*];

        const SCOPES: &[(&str, Class)] = &[$($(($scope, Class::$class),)*)*];
    };
}

classes! {
    Comment = "hl-comment", "A comment.", ["comment"];
    Keyword = "hl-keyword", "A word of the language: `if`, `fn`, `this`.", ["keyword", "storage", "variable.language"];
    Operator = "hl-operator", "An operator sign.", ["keyword.operator"];
    String = "hl-string", "A string, its quotes included.", ["string", "punctuation.definition.string", "markup.raw"];
    Escape = "hl-escape", "An escape in a string, a placeholder.", ["constant.character.escape", "constant.other.placeholder"];
    Number = "hl-number", "A number.", ["constant.numeric"];
    Constant = "hl-constant", "A constant: `true`, `null`, `MAX`.",
        ["constant", "support.constant", "variable.other.constant", "entity.name.constant"];
    Function = "hl-function", "A function, defined or called.",
        ["entity.name.function", "variable.function", "support.function"];
    Type = "hl-type", "A type, class or module.",
        ["entity.name.type", "entity.name.class", "entity.name.struct", "entity.name.enum", "entity.name.trait",
         "entity.name.interface", "entity.name.union", "entity.name.namespace", "entity.name.module",
         "entity.name.impl", "entity.other.inherited-class", "support.type", "support.class", "storage.type.numeric"];
    Variable = "hl-variable", "A parameter, a shell or template variable.",
        ["variable.parameter", "variable.other.readwrite.shell", "variable.other.php", "variable.other.perl",
         "variable.other.dollar"];
    Property = "hl-property", "The key of a mapping: JSON, TOML, CSS.",
        ["meta.mapping.key", "entity.name.tag.yaml", "entity.name.tag.toml", "support.type.property-name", "entity.name.table",
         "support.function.key", "variable.other.key"];
    Tag = "hl-tag", "The name of an element, a CSS selector.", ["entity.name.tag"];
    Attribute = "hl-attribute", "An attribute of an element, an annotation.",
        ["entity.other.attribute-name", "variable.annotation", "meta.annotation.identifier"];
    Macro = "hl-macro", "A macro, a preprocessor line.",
        ["support.macro", "entity.name.macro", "keyword.control.import.include", "keyword.control.directive"];
    Heading = "hl-heading", "A heading of Markdown, a section of an INI file.",
        ["markup.heading", "entity.name.section"];
    Strong = "hl-strong", "Bold text of a markup language.", ["markup.bold"];
    Emphasis = "hl-emphasis", "Italic text of a markup language.", ["markup.italic"];
    Link = "hl-link", "A link of a markup language.", ["markup.underline.link"];
    Inserted = "hl-inserted", "A line that a patch adds.", ["markup.inserted"];
    Deleted = "hl-deleted", "A line that a patch takes away.", ["markup.deleted"];
    Meta = "hl-meta", "The header of a patch, a prompt, a document mark.",
        ["meta.diff.header", "meta.diff.range", "meta.toc-list", "entity.other.document"];
}

/// Scopes that begin embedded code: their content does not inherit the class around them.
const RESETS: [&str; 4] = ["source", "text", "meta.interpolation", "meta.template.expression"];

struct Table {
    /// The longest scope first, so that the first match is the closest.
    classes: Vec<(Scope, Class)>,
    resets: Vec<Scope>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let scope = |text: &str| Scope::new(text).expect("the scopes of this table are well-formed");
    let mut classes: Vec<(Scope, Class)> = SCOPES.iter().map(|&(text, class)| (scope(text), class)).collect();
    classes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
    Table { classes, resets: RESETS.iter().map(|text| scope(text)).collect() }
});

/// The effect of a scope on the class of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Its content does not inherit the class around it.
    Reset,
    Own(Option<Class>),
}

impl Meaning {
    fn of(scope: Scope) -> Self {
        if TABLE.resets.iter().any(|reset| reset.is_prefix_of(scope)) {
            return Self::Reset;
        }
        Self::Own(TABLE.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|&(_, class)| class))
    }

    /// The class inside a scope of the class `around`.
    fn within(self, around: Option<Class>) -> Option<Class> {
        match (around, self) {
            (_, Self::Reset) => None,
            // Everything within a comment is comment, and the quotes of a key are key.
            (Some(Class::Comment), _) => around,
            (Some(Class::Property), Self::Own(Some(Class::String))) => around,
            (_, Self::Own(Some(own))) => Some(own),
            (_, Self::Own(None)) => around,
        }
    }
}

/// Operations on the stack of scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Push(Meaning),
    Pop(usize),
    /// Removes this many scopes until the next `Restore`; `None`: all.
    Clear(Option<usize>),
    Restore,
    Noop,
}

impl Op {
    pub fn of(op: &ScopeStackOp) -> Self {
        match op {
            ScopeStackOp::Push(scope) => Self::Push(Meaning::of(*scope)),
            ScopeStackOp::Pop(count) => Self::Pop(*count),
            ScopeStackOp::Clear(ClearAmount::TopN(count)) => Self::Clear(Some(*count)),
            ScopeStackOp::Clear(ClearAmount::All) => Self::Clear(None),
            ScopeStackOp::Restore => Self::Restore,
            ScopeStackOp::Noop => Self::Noop,
        }
    }
}

/// The classes of the scopes that are open, in step with the parser's own stack of scopes.
#[derive(Default)]
pub(super) struct ClassStack {
    open: Vec<Option<Class>>,
    cleared: Vec<Vec<Option<Class>>>,
}

impl ClassStack {
    pub fn top(&self) -> Option<Class> {
        self.open.last().copied().flatten()
    }

    /// The number of open scopes.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    pub fn apply(&mut self, op: Op) {
        match op {
            Op::Push(meaning) => self.open.push(meaning.within(self.top())),
            Op::Pop(count) => self.open.truncate(self.open.len().saturating_sub(count)),
            Op::Clear(amount) => {
                let keep = amount.map_or(0, |count| self.open.len().saturating_sub(count));
                self.cleared.push(self.open.split_off(keep));
            }
            Op::Restore => self.open.extend(self.cleared.pop().unwrap_or_default()),
            Op::Noop => {}
        }
    }
}
