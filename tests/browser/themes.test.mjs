// The plain theme in a real browser: every kind of page passes axe without any script, and nothing waits for one. And
// the additions of a vault to its theme: scripts of other hosts, an accent of its own.

import assert from "node:assert/strict";
import { cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";

import { serve } from "./server.mjs";
import { DEMO, DESK, KINDS, PHONE, axe, build, openPage, pagesOf, shiftOf, workshop } from "./tools.mjs";

/** Browsers let the keyboard into what scrolls by themselves; for older ones the default theme has a script. */
const NO_SCRIPT = { "scrollable-region-focusable": { enabled: false } };

let work;

before(async () => { work = await workshop(); });
after(() => work?.close());

describe("the plain theme", () => {
  let folder;
  let site;
  let pages;

  before(async () => {
    const config = join(work.folder, "plain.toml");
    await writeFile(config, `${await readFile(join(DEMO, "kbgen.toml"), "utf8")}\n[theme]\nname = "plain"\n`);
    folder = build(join(work.folder, "plain"), { config, base: "/repo" });
    ({ pages } = await pagesOf(folder));
    site = await serve(folder, "/repo");
  });
  after(() => site?.stop());

  const url = (path) => `${site.origin}/repo${encodeURI(path)}`;

  for (const [kind, path] of Object.entries(KINDS)) {
    test(`axe finds nothing: ${kind}`, async () => {
      const found = [];
      for (const viewport of [PHONE, DESK]) {
        for (const colorScheme of ["light", "dark"]) {
          const options = { viewport, colorScheme, reducedMotion: "reduce" };
          const { page, close } = await openPage(work.browser, site.origin, options);
          await page.goto(url(path), { waitUntil: "load" });
          const violations = await axe(page, NO_SCRIPT);
          found.push(...violations.map((violation) => `${viewport.width} px, ${colorScheme}: ${violation}`));
          await close();
        }
      }
      assert.deepEqual(found, []);
    });
  }

  test("every page loads without trouble, fits a phone, does not move, and has no script", async () => {
    const { page, troubles, requests, close } = await openPage(work.browser, site.origin, { viewport: PHONE });
    const wrong = [];
    for (const path of pages) {
      await page.goto(url(path), { waitUntil: "load" });
      const [overflow, scripts] = await page.evaluate(() => [
        document.documentElement.scrollWidth - innerWidth,
        document.scripts.length + document.querySelectorAll("[href$='.js'], [onclick]").length,
      ]);
      if (overflow > 0) wrong.push(`${path}: ${overflow} px too wide`);
      if (scripts > 0) wrong.push(`${path}: ${scripts} scripts`);
      const shift = await shiftOf(page);
      if (shift > 0) wrong.push(`${path}: moves by ${shift}`);
    }
    await close();
    assert.deepEqual(troubles, []);
    assert.deepEqual(wrong, []);
    assert.deepEqual(requests.filter((address) => address.endsWith(".js")), []);
  });

  test("nothing that a page says is hidden, and no control is dead", async () => {
    const { page, close } = await openPage(work.browser, site.origin, { viewport: PHONE });
    const lost = [];
    for (const path of Object.values(KINDS)) {
      await page.goto(url(path), { waitUntil: "load" });
      const found = await page.evaluate(() => {
        document.querySelectorAll("details").forEach((details) => { details.open = true; });
        const says = (element) => element.textContent.trim() || element.querySelector("a, img");
        const all = [...document.querySelectorAll("main *")];
        const hidden = all.filter((element) => !element.checkVisibility() && says(element));
        // Titles of drawings, and dots that repeat the words beside them.
        const lost = hidden.filter((element) => !element.closest("svg, .kb-dots"));
        const buttons = [...document.querySelectorAll("button, select, dialog, input:not(article input, [disabled])")];
        return [...lost, ...buttons].map((element) => element.outerHTML.slice(0, 120));
      });
      lost.push(...found.map((html) => `${path}: ${html}`));
    }
    await close();
    assert.deepEqual(lost, []);
  });

  test("its style sheet is small, and a note needs two requests", async () => {
    const sheets = (await readdir(join(folder, "assets"))).filter((name) => /^kbgen\..*\.css$/.test(name));
    assert.equal(sheets.length, 1);
    const size = gzipSync(await readFile(join(folder, "assets", sheets[0])), { level: 9 }).length;
    assert.ok(size <= 3 * 1024, `${size} bytes compressed`);
    const { page, requests, close } = await openPage(work.browser, site.origin, { viewport: DESK });
    await page.goto(url("/02-english/git-branching/"), { waitUntil: "networkidle" });
    assert.ok(requests.length <= 2, requests.join("\n"));
    await close();
  });
});

describe("what a vault adds to its theme", () => {
  let site;

  before(async () => {
    const vault = join(work.folder, "vault");
    const hooks = join(vault, "theme/templates/hooks");
    await mkdir(hooks, { recursive: true });
    await cp(join(DEMO, "02 - English"), join(vault, "notes"), { recursive: true });
    await writeFile(join(hooks, "after-content.html"), '<script src="https://giscus.app/client.js" async></script>\n');
    await writeFile(join(vault, "kbgen.toml"), `
[theme.options]
accent = "#ffee00"
width = "52rem"
font_headings = "Noto Serif CJK KR"

[theme.csp]
script = ["https://giscus.app"]
style = ["https://giscus.app"]
frame = ["https://giscus.app"]
`);
    site = await serve(build(join(work.folder, "added"), { vault }), "");
  });
  after(() => site?.stop());

  test("a script of a host that the config names runs, with its style and its frame, and no other does", async () => {
    const { page, troubles, close } = await openPage(work.browser, site.origin, { viewport: DESK });
    const answer = (contentType, body) => (route) => route.fulfill({ contentType, body });
    await page.route("https://giscus.app/client.js", answer("text/javascript", `
      const make = (name, properties) => Object.assign(document.createElement(name), properties);
      const style = make("link", { rel: "stylesheet", href: "https://giscus.app/default.css" });
      document.head.append(style);
      document.currentScript?.after(make("iframe", { src: "https://giscus.app/widget", title: "Comments" }));
      document.body.dataset.comments = "";
      document.body.append(make("script", { src: "https://evil.test/x.js" }));
    `));
    await page.route("https://giscus.app/default.css", answer("text/css", "body { --from-giscus: 1; }"));
    await page.route("https://giscus.app/widget", answer("text/html", "<p>comments</p>"));
    await page.goto(`${site.origin}/notes/git-branching/`, { waitUntil: "networkidle" });
    assert.equal(await page.locator("body[data-comments]").count(), 1);
    const property = () => getComputedStyle(document.body).getPropertyValue("--from-giscus").trim();
    assert.equal(await page.evaluate(property), "1");
    assert.equal(await page.frameLocator("iframe").locator("p").innerText(), "comments");
    const blocked = troubles.filter((trouble) => trouble.includes("evil.test"));
    assert.ok(blocked.some((trouble) => trouble.includes("Content Security Policy")), troubles.join("\n"));
    const expected = (trouble) => trouble.includes("evil.test") || trouble.includes("giscus.app");
    assert.deepEqual(troubles.filter((trouble) => !expected(trouble)), []);
    await close();
  });

  test("an accent that was given as a colour can be read, and width and fonts are those of the config", async () => {
    for (const colorScheme of ["light", "dark"]) {
      const options = { viewport: { width: 1800, height: 900 }, colorScheme, reducedMotion: "reduce" };
      const { page, close } = await openPage(work.browser, site.origin, options);
      await page.route("https://giscus.app/**", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
      for (const path of ["/notes/git-branching/", "/", "/search/"]) {
        await page.goto(site.origin + path, { waitUntil: "load" });
        assert.deepEqual(await axe(page), [], `${path}, ${colorScheme}`);
      }
      await page.goto(`${site.origin}/notes/git-branching/`, { waitUntil: "load" });
      const [width, font] = await page.evaluate(() => {
        const article = document.querySelector("article");
        return [article.getBoundingClientRect().width / 16, getComputedStyle(document.querySelector("h1")).fontFamily];
      });
      assert.ok(Math.abs(width - 52) < 1, `${width}rem`);
      assert.match(font, /^"Noto Serif CJK KR"/);
      await close();
    }
  });
});
