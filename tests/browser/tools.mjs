// Tools of the browser tests: building the demo vault, opening pages, and finding errors in them.
//
// Environment: KBGEN, the binary; CHROMIUM, the browser.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
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

/** One page of each kind. A kind that the site has no page of fails its test. */
export const KINDS = {
  home: "/",
  "note with reviews": "/06-full-notes/argo-cd/",
  "note with callouts": "/01-guide/callouts/",
  "note with tables and code": "/01-guide/표와-코드/",
  "note with embeds": "/01-guide/embeds/",
  "note with lists": "/01-guide/lists-toggles-and-tasks/",
  "note with math": "/01-guide/math/",
  "note with emphasis": "/01-guide/강조와-주석/",
  "note with links": "/01-guide/링크/",
  "note with properties": "/01-guide/properties/",
  "note with headings and blocks": "/01-guide/제목과-블록/",
  "note with a canvas": "/01-guide/canvas/",
  "note with bases": "/01-guide/bases/",
  canvas: "/01-guide/배포-지도.canvas/",
  base: "/01-guide/학습-노트.base/",
  "note in English": "/02-english/spaced-repetition/",
  folder: "/06-full-notes/",
  "all folders": "/folders/",
  "recently changed": "/recent/",
  "by chance": "/random/",
  topics: "/tags/",
  topic: "/tags/관측성/",
  "topic with a note": "/03-tags/devops/",
  taxonomy: "/subjects/",
  term: "/subjects/aws/",
  due: "/due/",
  progress: "/progress/",
  quiz: "/quiz/",
  "more of the quiz": "/quiz/page/2/",
  search: "/search/",
  graph: "/graph/",
  "not found": "/404/",
};

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
export function build(out, { vault = DEMO, date = DATE, base = "", config } = {}) {
  const url = base ? ["--base-url", `https://kbgen.invalid${base}/`] : [];
  const named = config ? ["--config", config] : [];
  const options = ["--out", out, "--date", date, "--quiet", "--no-cache", ...url, ...named];
  execFileSync(KBGEN, ["build", vault, ...options], { stdio: ["ignore", "ignore", "inherit"] });
  return out;
}

/** Builds a vault of these files, `{ path: text }`, in the folder of a workshop. */
export async function vaultOf({ folder }, name, files) {
  const vault = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(vault, path, ".."), { recursive: true });
    await writeFile(join(vault, path), text);
  }
  return build(join(folder, `${name}-site`), { vault });
}

/** The addresses of a built site, in order: its pages, without the 404 page that only a host's answer has, and the
 * former addresses that lead on to one. */
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

/** A page that records its errors: exceptions, foreign requests, failed ones, violations of the policy. */
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

/** The browser's layout shift since the page began to load, once it was scrolled;
 * in thousandths, as in Lighthouse: where text is updated to the reader's day, the next word moves slightly.
 * */
export async function shiftOf(page) {
  const shift = await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
    await document.fonts.ready;
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
      scrollTo(0, y);
      await frame();
    }
    scrollTo(0, 0);
    await frame();
    return new Promise((done) => {
      const observer = new PerformanceObserver((list) => {
        done(list.getEntries().reduce((sum, shift) => sum + (shift.hadRecentInput ? 0 : shift.value), 0));
      });
      observer.observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(0), 100);
    });
  });
  return Math.round(shift * 1000) / 1000;
}

/** The violations that axe reports. `target-size` is off by default; a note's own order of headings is its author's. */
export async function axe(page, rules = {}) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((rules) =>
    globalThis.axe.run(document, {
      runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
      rules: { "target-size": { enabled: true }, "heading-order": { enabled: false }, ...rules },
    }), rules,
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
