// Aids to reading: previews of links and footnotes, pictures in full, the width of the text.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "./server.mjs";
import { DESK, PHONE, axe, build, openPage, workshop } from "./tools.mjs";

const NOTE = "/06-full-notes/argo-cd/";
const LINKS = "/01-guide/링크/";
const FOOTNOTES = "/01-guide/강조와-주석/";
const PICTURES = "/01-guide/embeds/";

describe("aids to reading", () => {
  let work;
  let site;

  before(async () => {
    work = await workshop();
    site = await serve(build(join(work.folder, "site")), "");
  });
  after(async () => {
    site?.stop();
    await work?.close();
  });

  async function open(path, options) {
    const opened = await openPage(work.browser, site.origin, { viewport: DESK, ...options });
    await opened.page.goto(site.origin + encodeURI(path), { waitUntil: "networkidle" });
    return opened;
  }

  const preview = (page) => page.locator(".kb-preview");
  /** A link of the article to another note. */
  const link = (page) => page.locator('article a.internal-link[href^="/"]:not([href*="#"])').first();

  test("a link that is pointed at shows what it leads to, and nothing is requested before", async () => {
    const { page, requests, troubles, close } = await open(LINKS);
    const before = requests.length;
    await page.mouse.move(5, 5);
    await page.waitForTimeout(400);
    assert.equal(requests.length, before);
    const target = await link(page).getAttribute("href");
    await link(page).hover();
    await preview(page).waitFor();
    const pages = requests.slice(before).filter((request) => !request.endsWith(".js"));
    assert.deepEqual(pages.slice(0, 1), [new URL(target, site.origin).href]);
    assert.ok((await page.locator(".kb-preview-text").innerText()).length > 40);
    assert.equal(await page.locator(".kb-preview [id], .kb-preview script, .kb-preview [onclick]").count(), 0);
    await close();
    assert.deepEqual(troubles, []);
  });

  test("it stays while the pointer is on it, goes when the pointer leaves, and Esc sends it away", async () => {
    const { page, close } = await open(LINKS);
    await link(page).hover();
    await preview(page).waitFor();
    const box = await preview(page).boundingBox();
    await page.mouse.move(box.x + 40, box.y + 20, { steps: 5 });
    await page.waitForTimeout(500);
    assert.equal(await preview(page).count(), 1);
    await page.mouse.move(2, 2, { steps: 3 });
    await preview(page).waitFor({ state: "detached" });
    await link(page).hover();
    await preview(page).waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await preview(page).count(), 0);
    await close();
  });

  test("the keyboard's focus shows it too, and going on hides it", async () => {
    const { page, close } = await open(LINKS);
    await link(page).evaluate((element) => element.focus({ focusVisible: true }));
    await preview(page).waitFor();
    await page.keyboard.press("Tab");
    await page.waitForTimeout(250);
    const focused = await page.evaluate(() => document.activeElement.closest(".kb-preview"));
    assert.equal(focused, null, "nothing in a preview takes the focus");
    await page.keyboard.press("Escape");
    assert.equal(await preview(page).count(), 0);
    await close();
  });

  test("a link to a heading shows its section, a footnote its text", async () => {
    const { page, close } = await open(FOOTNOTES);
    await page.locator(".footnote-link").first().hover();
    await preview(page).waitFor();
    const note = await page.locator(".footnotes li").first().innerText();
    assert.ok(note.startsWith((await preview(page).innerText()).slice(0, 10)), note);
    await page.goto(site.origin + encodeURI(LINKS), { waitUntil: "networkidle" });
    const part = page.locator('article a.internal-link[href^="/"][href*="#"]:not([href*="#^"])').first();
    const id = decodeURIComponent((await part.getAttribute("href")).split("#")[1]);
    await part.hover();
    await preview(page).waitFor();
    assert.ok(await page.locator(".kb-preview-text > *").count(), id);
    await close();
  });

  test("a page that cannot be loaded shows nothing and breaks nothing", async () => {
    const { page, close } = await open(LINKS);
    await page.route(`**${encodeURI(await link(page).getAttribute("href"))}`, (route) => route.abort());
    await link(page).hover();
    await page.waitForTimeout(900);
    assert.equal(await preview(page).count(), 0);
    await close();
  });

  test("a finger gets no preview", async () => {
    const { page, requests, close } = await open(LINKS, { hasTouch: true, viewport: PHONE });
    const before = requests.length;
    await link(page).dispatchEvent("pointerover", { pointerType: "touch", bubbles: true });
    await page.waitForTimeout(500);
    assert.equal(requests.length, before);
    await close();
  });

  test("nothing moves and axe finds nothing while a preview is open", async () => {
    for (const colorScheme of ["light", "dark"]) {
      const { page, close } = await open(LINKS, { colorScheme, reducedMotion: "reduce" });
      await page.evaluate(() => {
        globalThis.shift = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { globalThis.shift += entry.value; }))
          .observe({ type: "layout-shift" });
      });
      await link(page).hover();
      await preview(page).waitFor();
      await page.waitForTimeout(200);
      assert.equal(await page.evaluate(() => globalThis.shift), 0);
      assert.deepEqual(await axe(page), []);
      await close();
    }
  });

  test("a picture opens as large as the window by pointer and keyboard, and Esc leads back to it", async () => {
    for (const viewport of [DESK, PHONE]) {
      const { page, troubles, close } = await open(PICTURES, { viewport, reducedMotion: "reduce" });
      const picture = page.locator("article img[role=button]").first();
      const small = await picture.boundingBox();
      await picture.click();
      const large = await page.locator(".kb-lightbox img").boundingBox();
      assert.ok(large.width > small.width && large.width <= viewport.width && large.height <= viewport.height);
      assert.deepEqual(await axe(page), []);
      await page.keyboard.press("Escape");
      await page.locator(".kb-lightbox").waitFor({ state: "detached" });
      assert.ok(await picture.evaluate((element) => element === document.activeElement));
      await page.keyboard.press("Enter");
      await page.locator(".kb-lightbox button").click();
      await page.locator(".kb-lightbox").waitFor({ state: "detached" });
      await close();
      assert.deepEqual(troubles, []);
    }
  });

  test("the width of the text is switched, remembered, and there before the first paint", async () => {
    const { page, close } = await open(NOTE, { viewport: { width: 1440, height: 900 } });
    const width = () => page.locator("article").evaluate((article) => article.clientWidth);
    const narrow = await width();
    await page.locator("button.kb-width").click();
    const wide = await width();
    assert.ok(wide > narrow, `${narrow}, ${wide}`);
    await page.reload({ waitUntil: "commit" });
    await page.waitForSelector("article");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.width), "wide");
    assert.equal(await width(), wide);
    await close();
  });
});
