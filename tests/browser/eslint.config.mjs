// The rules for every script: those of the theme, of the preview, and of the browser tests. Run from the root folder
// (tests/run.sh client).

import js from "@eslint/js";
import globals from "globals";

/** A module of the theme is joined with others by the build (src/theme/scripts.rs), which reads it line by line. */
const JOINED = [
  ["TemplateElement[value.raw=/\\n/]", "The build takes comments out line by line: write \\n."],
  ["Literal[value=/\\u002f\\*\\*\\s/]", "The build would take this for a comment."],
  ["ExportDefaultDeclaration", "Joined modules have no default: give the export a name."],
  ["ImportNamespaceSpecifier, ImportDefaultSpecifier", "Only names in braces are joined; others cost a request."],
].map(([selector, message]) => ({ selector, message }));

const SERVED = ["src/serve/*.js"];
const THEME = ["themes/*/js/*.js"];
const TESTS = ["tests/browser/*.mjs"];

export default [
  // A single statement that goes into every page as it is written.
  { ignores: ["**/node_modules/", "themes/default/js/boot.js", "target/", "public/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2023 },
    rules: {
      "consistent-return": "error",
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-depth": ["error", 4],
      "max-len": ["error", 120],
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", { max: 60, skipComments: true }],
      "no-eval": "error",
      "no-implicit-globals": "error",
      "no-param-reassign": "error",
      "no-shadow": "error",
      "no-throw-literal": "error",
      "no-unused-expressions": "error",
      "no-unused-vars": ["error", { caughtErrors: "all" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  {
    files: THEME,
    languageOptions: { globals: globals.browser },
    rules: { "no-restricted-syntax": ["error", ...JOINED] },
  },
  { files: SERVED, languageOptions: { sourceType: "script", globals: globals.browser } },
  {
    files: TESTS,
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    // A suite is one function, and a function that runs in a page sees nothing of the names around it.
    rules: { "max-lines-per-function": "off", "no-shadow": "off" },
  },
];
