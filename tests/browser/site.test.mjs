// The demo site in a real browser: every page loads cleanly, at the root of a host and below a path; every kind of page
// passes axe in both colour schemes, on a phone and on a desk; nothing is lost without scripts.
//
// Environment: KBGEN, the binary; CHROMIUM, the browser; or SITE, a folder built at the root, to look at that instead.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";

import { chromium } from "playwright-core";

import { serve } from "./server.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const DATE = "2024-10-27";
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };

/** One page of each kind. A kind that the site has no page of fails its test. */
const KINDS = {
  home: "/",
  "note with reviews": "/06-full-notes/argo-cd/",
  "note with callouts": "/01-guide/callouts/",
  "note with tables and code": "/01-guide/표와-코드/",
  "note with embeds": "/01-guide/embeds/",
  "note with lists": "/01-guide/lists-toggles-and-tasks/",
  "note with math": "/01-guide/math/",
  "note in English": "/02-english/spaced-repetition/",
  folder: "/06-full-notes/",
  topics: "/tags/",
  topic: "/tags/devops/",
  taxonomy: "/subjects/",
  term: "/subjects/aws/",
  due: "/due/",
  quiz: "/quiz/",
  progress: "/progress/",
  search: "/search/",
  graph: "/graph/",
  "not found": "/404/",
};

let work;
let browser;

before(async () => {
  work = await mkdtemp(join(tmpdir(), "kbgen-browser-"));
  // A container's root may not make the sandbox, and its /dev/shm is small.
  const args = ["--no-sandbox", "--disable-dev-shm-usage"];
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
});

after(async () => {
  await browser?.close();
  await rm(work, { recursive: true, force: true });
});

for (const base of ["", "/repo"]) {
  describe(`the site at ${base || "the root"}`, () => {
    let site;
    let pages;

    before(async () => {
      const folder = await build(base);
      pages = await pagesOf(folder);
      site = await serve(folder, base);
    });
    after(() => site?.stop());

    const open = (options) => openPage(browser, site.origin, options);
    const url = (path) => site.origin + base + encodeURI(path);

    test("every page loads without an error, a foreign request or a broken policy, and fits a phone", async () => {
      const { page, troubles, close } = await open({ viewport: PHONE });
      const wide = [];
      for (const path of pages) {
        await page.goto(url(path), { waitUntil: "load" });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (overflow > 0) wide.push(`${path}: ${overflow} px`);
      }
      await close();
      assert.ok(pages.length > 40, `only ${pages.length} pages`);
      assert.deepEqual(troubles, []);
      assert.deepEqual(wide, [], "pages that scroll sideways at 360 px");
    });

    test("every address in every page leads to something", async () => {
      const { page, close } = await open({ javaScriptEnabled: false });
      const known = new Map();
      const broken = [];
      for (const path of pages) {
        await page.goto(url(path), { waitUntil: "domcontentloaded" });
        const targets = await page.$$eval("[href], [src]", (all) => all.map((element) => element.href || element.src));
        for (const target of new Set(targets)) {
          const address = String(target).split("#")[0];
          if (!address.startsWith(site.origin)) continue;
          if (!known.has(address)) known.set(address, (await fetch(address)).status);
          if (known.get(address) !== 200) broken.push(`${path}: ${decodeURI(address)} (${known.get(address)})`);
        }
      }
      await close();
      assert.deepEqual(broken, []);
    });

    test("a page that does not exist shows the 404 page with working links", async () => {
      const { page, close } = await open({ javaScriptEnabled: false });
      const response = await page.goto(url("/no/such/page/"));
      assert.equal(response.status(), 404);
      await page.locator("header a").first().click();
      assert.equal(page.url(), url("/"));
      await close();
    });

    if (base !== "") return;

    for (const [kind, path] of Object.entries(KINDS)) {
      test(`axe finds nothing: ${kind}`, async () => {
        assert.ok(pages.includes(path) || path === "/404/", `the site has no page ${path}`);
        const found = [];
        for (const viewport of [PHONE, DESK]) {
          for (const colorScheme of ["light", "dark"]) {
            const { page, close } = await open({ viewport, colorScheme, reducedMotion: "reduce" });
            await page.goto(url(path), { waitUntil: "load" });
            for (const violation of await axe(page)) found.push(`${viewport.width} px, ${colorScheme}: ${violation}`);
            await close();
          }
        }
        assert.deepEqual(found, []);
      });
    }

    test("the colour switch changes the page, is remembered, and does not flash", async () => {
      const { page, close } = await open({ colorScheme: "light" });
      await page.goto(url("/"), { waitUntil: "load" });
      const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await background();
      await page.locator("button.kb-theme").click();
      const dark = await background();
      assert.notEqual(dark, light);
      await page.goto(url("/due/"), { waitUntil: "commit" });
      await page.waitForFunction(() => document.body);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
      assert.equal(await background(), dark);
      await close();
    });

    test("without scripts every kind of page has its text and its navigation, and no dead control", async () => {
      const { page, close } = await open({ javaScriptEnabled: false, viewport: PHONE });
      for (const path of Object.values(KINDS)) {
        await page.goto(url(path), { waitUntil: "load" });
        const text = await page.locator("main").innerText();
        assert.ok(text.trim().length > 0, `${path} is empty`);
        assert.ok((await page.locator("header nav a:visible").count()) > 0, `${path} has no navigation`);
        assert.equal(await page.locator("button:visible").count(), 0, `${path} shows a button that does nothing`);
      }
      await close();
    });

    test("the keyboard reaches the content by the skip link, and focus is visible", async () => {
      const { page, close } = await open({ viewport: DESK });
      await page.goto(url(KINDS["note with reviews"]), { waitUntil: "load" });
      await page.keyboard.press("Tab");
      assert.ok(await page.locator("a.kb-skip:focus").isVisible());
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => document.activeElement.id), "kb-main");
      await close();
    });
  });
}

/** Builds the demo vault for a base path; the built folder. */
async function build(base) {
  if (process.env.SITE && base === "") return process.env.SITE;
  assert.ok(process.env.KBGEN, "KBGEN must name the kbgen binary");
  const out = join(work, base.slice(1) || "root");
  const url = base ? ["--base-url", `https://kbgen.invalid${base}/`] : [];
  execFileSync(
    process.env.KBGEN,
    ["build", join(ROOT, "content-sample"), "--out", out, "--date", DATE, "--quiet", "--no-cache", ...url],
    { stdio: "inherit" },
  );
  return out;
}

/** The paths of all pages of a built site, in order, without the 404 page that only a host's answer has. */
async function pagesOf(folder) {
  const files = await readdir(folder, { recursive: true });
  const indexes = files.filter((file) => file === "index.html" || file.endsWith(`${sep}index.html`));
  const folders = indexes.map((file) => file.split(sep).slice(0, -1));
  return folders.map((names) => `/${names.map((name) => `${name}/`).join("")}`).sort();
}

/** A page that writes down what goes wrong in it: errors, foreign requests, failed ones, violations of the policy. */
async function openPage(browser, origin, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const troubles = [];
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
    if (!url.startsWith(origin) && !url.startsWith("data:") && !url.startsWith("blob:")) trouble(`requests ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) trouble(`${response.url()} is answered with ${response.status()}`);
  });
  return { page, troubles, close: () => context.close() };
}

/** What axe finds. `target-size` is off by default; a note's own order of headings is its author's. */
async function axe(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
      rules: { "target-size": { enabled: true }, "heading-order": { enabled: false } },
    }),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}
