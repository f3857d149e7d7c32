// What the browser tests share: building the demo vault, opening pages, and looking for trouble in them.
//
// Environment: KBGEN, the binary; CHROMIUM, the browser.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

export const DEMO = fileURLToPath(new URL("../../content-sample", import.meta.url));
export const DATE = "2024-10-27";
export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 900 };
export const KBGEN = process.env.KBGEN;

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A browser and a folder for what a file of tests builds; `close` ends both. */
export async function workshop() {
  assert.ok(KBGEN, "KBGEN must name the kbgen binary");
  const folder = await mkdtemp(join(tmpdir(), "kbgen-browser-"));
  // A container's root may not make the sandbox, and its /dev/shm is small.
  const args = ["--no-sandbox", "--disable-dev-shm-usage"];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
  const close = async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { browser, folder, close };
}

/** Builds a vault into `out` as it is on `date`, for a base path; gives `out`. */
export function build(out, { vault = DEMO, date = DATE, base = "" } = {}) {
  const url = base ? ["--base-url", `https://kbgen.invalid${base}/`] : [];
  const options = ["--out", out, "--date", date, "--quiet", "--no-cache", ...url];
  execFileSync(KBGEN, ["build", vault, ...options], { stdio: ["ignore", "ignore", "inherit"] });
  return out;
}

/** The addresses of a built site, in order: its pages, without the 404 page that only a host's answer has, and the former
 * addresses that lead on to one. */
export async function pagesOf(folder) {
  const files = await readdir(folder, { recursive: true });
  const indexes = files.filter((file) => file === "index.html" || file.endsWith(`${sep}index.html`)).sort();
  const pages = [];
  const redirects = [];
  for (const file of indexes) {
    const path = `/${file.slice(0, -"index.html".length).replaceAll(sep, "/")}`;
    const html = await readFile(join(folder, file), "utf8");
    (html.includes('http-equiv="refresh"') ? redirects : pages).push(path);
  }
  return { pages, redirects };
}

/** A page that writes down what goes wrong in it: errors, foreign requests, failed ones, violations of the policy. */
export async function openPage(browser, origin, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const troubles = [];
  const requests = [];
  const trouble = (text) => troubles.push(`${decodeURI(page.url())}: ${text}`);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) trouble(message.text());
  });
  page.on("pageerror", (error) => trouble(String(error)));
  page.on("requestfailed", (request) => {
    // A player or viewer that is left before its file is there cancels the request.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") trouble(`${request.url()} failed`);
  });
  page.on("request", (request) => {
    const url = request.url();
    // The browser's viewer of PDF files is an extension of its own.
    const own = /^(data|blob|chrome|chrome-extension):/.test(url);
    if (!own) requests.push(url);
    if (!own && !url.startsWith(origin)) trouble(`requests ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) trouble(`${response.url()} is answered with ${response.status()}`);
  });
  return { page, troubles, requests, close: () => context.close() };
}

/** Waits for what scripts do; the pages' policy forbids the evaluation that playwright's own way needs. */
export async function until(check) {
  for (let tries = 0; tries < 100; tries++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`not within five seconds: ${check}`);
}

/** What axe finds. `target-size` is off by default; a note's own order of headings is its author's. */
export async function axe(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
      rules: { "target-size": { enabled: true }, "heading-order": { enabled: false } },
    }),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}

/** Starts the preview of a vault on a free port; its origin and a way to end it. */
export function serve(vault, ...flags) {
  const options = ["serve", vault, "--date", DATE, "--color", "never", ...flags];
  const child = spawn(KBGEN, options, { stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => child.kill("SIGTERM");
  return new Promise((ready, fail) => {
    let said = "";
    const read = (bytes) => {
      said += bytes;
      const origin = said.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
      if (origin) ready({ origin, stop });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", (code) => fail(new Error(`kbgen serve ended with ${code}: ${said}`)));
  });
}
