// The rules for every style sheet. Run from the root folder (tests/run.sh client).

export default {
  extends: ["stylelint-config-standard"],
  plugins: ["@stylistic/stylelint-plugin"],
  rules: {
    // A rule is one line where it has room, else a line for each declaration. An icon is one token.
    "@stylistic/max-line-length": [120, { ignorePattern: "/url\\(\"data:/" }],
    "@stylistic/indentation": 2,
    "@stylistic/block-opening-brace-space-before": "always",
    "@stylistic/block-opening-brace-space-after": "always-single-line",
    "@stylistic/block-closing-brace-space-before": "always-single-line",
    "@stylistic/block-opening-brace-newline-after": "always-multi-line",
    "@stylistic/block-closing-brace-newline-before": "always-multi-line",
    "@stylistic/declaration-block-semicolon-newline-after": "always-multi-line",
    "@stylistic/declaration-block-semicolon-space-after": "always-single-line",
    "@stylistic/declaration-block-trailing-semicolon": "always",
    "@stylistic/no-eol-whitespace": true,
    "@stylistic/number-leading-zero": "never",
    "@stylistic/string-quotes": "double",
    "max-nesting-depth": 1,
    "color-hex-length": "long",
    "value-keyword-case": ["lower", { camelCaseSvgKeywords: true, ignoreProperties: [/^--font/] }],
    // Some browsers know only these.
    "property-no-vendor-prefix": [true, { ignoreProperties: ["text-size-adjust", "mask"] }],
    "declaration-property-value-no-unknown": [
      true, { ignoreProperties: { "text-align": /^-(moz|webkit)-/ } },
    ],
    "declaration-block-single-line-max-declarations": null,
    // Blank lines part groups of rules, not rules.
    "at-rule-empty-line-before": null,
    "comment-empty-line-before": null,
    "custom-property-empty-line-before": null,
    "declaration-empty-line-before": null,
    "rule-empty-line-before": null,
    // The order of rules is that of the page: a more specific one of a part may precede a general one of the next.
    "no-descending-specificity": null,
    // Classes of Obsidian, Mermaid and the code highlighter are theirs.
    "selector-class-pattern": null,
  },
};
