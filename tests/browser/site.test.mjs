// The demo site in a real browser: every page loads cleanly, at the root of a host and below a path; every kind of page
// passes axe in both colour schemes, on a phone and on a desk; nothing is lost without scripts.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "./server.mjs";
import { DESK, KINDS, PHONE, axe, build, openPage, pagesOf, shiftOf, workshop } from "./tools.mjs";

let work;

before(async () => { work = await workshop(); });
after(() => work?.close());

for (const base of ["", "/repo"]) {
  describe(`the site at ${base || "the root"}`, () => {
    let site;
    let pages;
    let redirects;

    before(async () => {
      const folder = build(join(work.folder, base.slice(1) || "root"), { base });
      ({ pages, redirects } = await pagesOf(folder));
      site = await serve(folder, base);
    });
    after(() => site?.stop());

    const open = (options) => openPage(work.browser, site.origin, options);
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

    test("a former address leads on to the page, by itself and by a link", async () => {
      const { page, troubles, close } = await open({ javaScriptEnabled: false });
      assert.ok(redirects.length > 0);
      for (const path of redirects) {
        const html = await (await fetch(url(path))).text();
        const [, target] = html.match(/http-equiv="refresh" content="0; url=([^"]+)"/);
        assert.ok(html.split("<main")[1].includes(`href="${target}"`), `${path} has no link`);
        const address = new URL(target, url(path)).href;
        await page.goto(url(path), { waitUntil: "commit" });
        await page.waitForURL(address);
        const led = decodeURI(new URL(address).pathname).slice(base.length);
        assert.ok(pages.includes(led), `${path} leads to ${address}`);
      }
      await close();
      assert.deepEqual(troubles, []);
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

    test("nothing moves while a page of any kind loads, is scrolled, and is read on a later day", async () => {
      const moved = [];
      for (const viewport of [PHONE, DESK]) {
        for (const day of ["2024-10-27", "2024-11-20"]) {
          const { page, close } = await open({ viewport });
          await page.clock.setFixedTime(new Date(`${day}T03:00:00Z`));
          for (const [kind, path] of Object.entries(KINDS)) {
            await page.goto(url(path), { waitUntil: "load" });
            const shift = await shiftOf(page);
            if (shift > 0) moved.push(`${viewport.width} px, ${day}, ${kind}: ${shift}`);
          }
          await close();
        }
      }
      assert.deepEqual(moved, []);
    });

    test("scripts leave every note as high as it is without them", async () => {
      const heights = async (javaScriptEnabled) => {
        const { page, close } = await open({ viewport: PHONE, javaScriptEnabled });
        const all = {};
        for (const [kind, path] of Object.entries(KINDS)) {
          await page.goto(url(path), { waitUntil: "networkidle" });
          for (const article of await page.locator("article.markdown-rendered").all()) {
            all[kind] = (await article.boundingBox())?.height;
          }
        }
        await close();
        return all;
      };
      const without = await heights(false);
      assert.ok(Object.keys(without).length > 10);
      assert.deepEqual(await heights(true), without);
    });

    test("axe finds nothing in a note whose folded parts are open, nor in any class of highlighted code", async () => {
      for (const colorScheme of ["light", "dark"]) {
        const { page, close } = await open({ viewport: DESK, colorScheme, reducedMotion: "reduce" });
        await page.goto(url(KINDS["note with reviews"]), { waitUntil: "load" });
        const classes = await page.evaluate(() => {
          document.querySelectorAll("details").forEach((details) => { details.open = true; });
          const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
          const names = new Set(rules.flatMap((rule) => rule.selectorText?.match(/hl-[\w-]+/g) ?? []));
          const spans = [...names].map((name) => Object.assign(document.createElement("span"), { className: name }));
          spans.forEach((span) => { span.textContent = `${span.className} `; });
          document.querySelector("article pre code").append(...spans);
          return names.size;
        });
        assert.ok(classes > 15, `only ${classes} classes`);
        assert.deepEqual(await axe(page), [], colorScheme);
        await close();
      }
    });

    for (const kind of ["note with properties", "note with callouts", "note with tables and code", "base"]) {
      test(`axe finds nothing with every fold open: ${kind}`, async () => {
        for (const viewport of [PHONE, DESK]) {
          for (const colorScheme of ["light", "dark"]) {
            const { page, close } = await open({ viewport, colorScheme, reducedMotion: "reduce" });
            await page.goto(url(KINDS[kind]), { waitUntil: "load" });
            await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
            assert.deepEqual(await axe(page), [], `${viewport.width} px, ${colorScheme}`);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
            assert.equal(wide, false, `${viewport.width} px: the page scrolls sideways`);
            await close();
          }
        }
      });
    }

    test("the colour switch changes the page, is remembered, and does not flash", async () => {
      const { page, close } = await open({ colorScheme: "light" });
      await page.goto(url("/"), { waitUntil: "load" });
      const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
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
