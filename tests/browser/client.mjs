// Scripts of the theme under Node, for tests that need no browser.

import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const folder = mkdtempSync(join(tmpdir(), "kbgen-client-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
cpSync(fileURLToPath(new URL("../../themes/default/js", import.meta.url)), folder, { recursive: true });
// Older releases of Node take a file for a module only where a package says so, and the theme is not a package.
writeFileSync(join(folder, "package.json"), '{"type":"module"}');

/** The exports of a script. */
export function script(name) {
  return import(pathToFileURL(join(folder, name)).href);
}
