//! What can be evaluated, by the names of Obsidian's documentation ("Functions" and "Bases syntax" of its help).

/// Functions that belong to no value.
pub(super) const FUNCTIONS: [&str; 13] =
    ["date", "duration", "escapeHTML", "file", "if", "image", "link", "list", "max", "min", "now", "number", "today"];

/// Functions of a value.
pub(super) const METHODS: [&str; 40] = [
    "abs",
    "asFile",
    "asLink",
    "ceil",
    "contains",
    "containsAll",
    "containsAny",
    "date",
    "endsWith",
    "filter",
    "flat",
    "floor",
    "format",
    "hasLink",
    "hasProperty",
    "hasTag",
    "inFolder",
    "isEmpty",
    "isTruthy",
    "isType",
    "join",
    "linksTo",
    "lower",
    "map",
    "matches",
    "reduce",
    "repeat",
    "replace",
    "reverse",
    "round",
    "slice",
    "sort",
    "split",
    "startsWith",
    "time",
    "title",
    "toFixed",
    "toString",
    "trim",
    "unique",
];

/// Fields of a file.
pub(super) const FILE_FIELDS: [&str; 13] = [
    "backlinks",
    "basename",
    "ctime",
    "embeds",
    "ext",
    "file",
    "folder",
    "links",
    "mtime",
    "name",
    "path",
    "size",
    "tags",
];
