// Navigation in a real browser: by keyboard, on a phone, to a random note; below a path.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "./server.mjs";
import { DESK, PHONE, build, openPage, until, workshop } from "./tools.mjs";

const BASE = "/repo";
const NOTE = "/06-full-notes/argo-cd/";

describe("the ways from page to page", () => {
  let work;
  let site;

  before(async () => {
    work = await workshop();
    site = await serve(build(join(work.folder, "site"), { base: BASE }), BASE);
  });
  after(async () => {
    site?.stop();
    await work?.close();
  });

  const open = (options) => openPage(work.browser, site.origin, options);
  const url = (path) => site.origin + BASE + encodeURI(path);

  for (const [name, viewport] of [["desk", DESK], ["phone", PHONE]]) {
    test(`Tab goes once through a whole page, from the skip link to the footer, on a ${name}`, async () => {
      const { page, close } = await open({ viewport, reducedMotion: "reduce" });
      await page.goto(url(NOTE), { waitUntil: "load" });
      const stops = [];
      for (;;) {
        await page.keyboard.press("Tab");
        const stop = await page.evaluate(() => {
          const element = document.activeElement;
          if (element === document.body) return null;
          const box = element.getBoundingClientRect();
          const within = box.bottom > 0 && box.top < innerHeight && box.left < innerWidth;
          const shown = box.width > 0 && box.height > 0 && within;
          const { outlineStyle, outlineWidth } = getComputedStyle(element);
          window.seen ??= [];
          const again = window.seen.includes(element);
          window.seen.push(element);
          const before = again || window.seen.at(-2)?.compareDocumentPosition(element);
          return {
            name: element.outerHTML.slice(0, 90),
            part: element.matches(".kb-skip") ? "skip" : element.closest("header.kb-header, main, footer").localName,
            forward: !again && (before === undefined || Boolean(before & Node.DOCUMENT_POSITION_FOLLOWING)),
            visible: shown && outlineStyle !== "none" && outlineWidth !== "0px",
          };
        });
        if (!stop) break;
        assert.ok(stop.forward && stop.visible, JSON.stringify(stop));
        stops.push(stop);
        assert.ok(stops.length < 200, "nothing traps");
      }
      const parts = stops.map(({ part }) => part).filter((part, at, all) => part !== all[at - 1]);
      assert.deepEqual(parts, ["skip", "header", "main", "footer"]);
      await close();
    });
  }

  test("the sidebar is open beside the text, and unfolds on a phone, with and without scripts", async () => {
    for (const javaScriptEnabled of [true, false]) {
      const desk = await open({ viewport: DESK, javaScriptEnabled });
      await desk.page.goto(url(NOTE), { waitUntil: "load" });
      assert.ok(await desk.page.locator(".kb-side a[aria-current=location]").isVisible());
      assert.equal(await desk.page.locator(".kb-side summary").isVisible(), false);
      await desk.page.locator(".kb-side a", { hasText: "02 - English" }).click();
      assert.equal(desk.page.url(), url("/02-english/"));
      await desk.close();
      const phone = await open({ viewport: PHONE, javaScriptEnabled });
      await phone.page.goto(url(NOTE), { waitUntil: "load" });
      assert.equal(await phone.page.locator(".kb-side a").first().isVisible(), false);
      await phone.page.locator(".kb-side summary").click();
      await phone.page.locator(".kb-side a", { hasText: "폴더" }).first().click();
      assert.equal(phone.page.url(), url("/folders/"));
      await phone.close();
    }
  });

  test("on a phone the entry of the page is in view, and without scripts no room is kept for switches", async () => {
    const { page, close } = await open({ viewport: PHONE });
    for (const path of ["/", "/due/", "/graph/", "/random/"]) {
      await page.goto(url(path), { waitUntil: "load" });
      const box = await page.locator(".kb-nav [aria-current]").boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= PHONE.width, `${path}: ${box.x}`);
    }
    await close();
    for (const viewport of [PHONE, DESK]) {
      const plain = await open({ viewport, javaScriptEnabled: false });
      await plain.page.goto(url(NOTE), { waitUntil: "load" });
      for (const button of await plain.page.locator(".kb-bar button").all()) {
        assert.equal(await button.boundingBox(), null);
      }
      await plain.close();
    }
  });

  test("the way to a note by chance draws one with scripts, and without them leads to those of the build", async () => {
    const { page, troubles, close } = await open({ viewport: DESK });
    const found = new Set();
    for (const chance of [0, 0.3, 0.6, 0.999]) {
      await page.addInitScript((number) => { Math.random = () => number; }, chance);
      const from = url(NOTE);
      await page.goto(from, { waitUntil: "load" });
      await page.locator(".kb-nav summary").click();
      await page.locator(".kb-nav a[data-icon=random]").click();
      const head = page.locator("article.markdown-rendered, .kb-title").first();
      await until(() => page.url() !== from && head.isVisible());
      assert.notEqual(page.url(), url("/random/"));
      found.add(page.url());
    }
    assert.equal(found.size, 4);
    await close();
    assert.deepEqual(troubles, []);
    const plain = await open({ viewport: PHONE, javaScriptEnabled: false });
    await plain.page.goto(url(NOTE));
    await plain.page.locator(".kb-nav summary").click();
    await plain.page.locator(".kb-nav a[data-icon=random]").click();
    assert.equal(plain.page.url(), url("/random/"));
    await plain.page.locator("main .kb-title-list a").first().click();
    assert.equal(await plain.page.locator("article.markdown-rendered").count(), 1);
    await plain.close();
  });

  test("without its data, the way to a note by chance still leads to those of the build", async () => {
    const { page, close } = await open({ viewport: DESK });
    await page.route("**/search/index.json", (route) => route.fulfill({ status: 404 }));
    await page.goto(url(NOTE), { waitUntil: "load" });
    await page.locator(".kb-nav summary").click();
    await page.locator(".kb-nav a[data-icon=random]").click();
    await page.waitForURL(url("/random/"));
    await close();
  });

  test("a note leads to the one before it and the one after it", async () => {
    const { page, close } = await open({ viewport: PHONE, javaScriptEnabled: false });
    await page.goto(url(NOTE));
    const here = page.url();
    await page.locator(".kb-near a[rel=next]").click();
    assert.notEqual(page.url(), here);
    await page.locator(".kb-near a[rel=prev]").click();
    assert.equal(page.url(), here);
    await close();
  });
});
