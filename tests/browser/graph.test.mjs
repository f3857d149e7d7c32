// The map of all notes: pointer, keyboard, search and filters lead to notes, it stays fluid with thousands of them, and
// every note's page has a picture of its own links.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "./server.mjs";
import { DESK, PHONE, axe, build, openPage, workshop } from "./tools.mjs";

const NOTE = "/06-full-notes/argo-cd/";

describe("the graph", () => {
  let work;
  let site;

  before(async () => {
    work = await workshop();
    site = await serve(build(join(work.folder, "site"), { base: "/repo" }), "/repo");
  });
  after(async () => {
    site?.stop();
    await work?.close();
  });

  const url = (path) => `${site.origin}/repo${path}`;

  /** The map, drawn. */
  async function map(options, path = "/graph/") {
    const opened = await openPage(work.browser, site.origin, { viewport: DESK, reducedMotion: "reduce", ...options });
    await opened.page.goto(url(path), { waitUntil: "networkidle" });
    return opened;
  }

  const selected = (page) => page.locator(".kb-map-info h2").textContent();

  test("the keyboard goes from note to note, shows where it is, and opens one", async () => {
    const { page, troubles, close } = await map();
    await page.locator("canvas").focus();
    await page.keyboard.press("ArrowRight");
    const seen = [await selected(page)];
    for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "+", "-", "0"]) {
      await page.keyboard.press(key);
      const title = await selected(page);
      if (title !== seen.at(-1)) seen.push(title);
    }
    assert.ok(new Set(seen).size >= 3, `stays at ${seen}`);
    const target = await page.locator(".kb-map-info h2 a").getAttribute("href");
    await page.keyboard.press("Enter");
    await page.waitForURL(target);
    assert.equal(await page.locator("h1").first().count(), 1);
    await close();
    assert.deepEqual(troubles, []);
  });

  test("Esc lets go, and Tab leaves the map for the buttons, the neighbours and the lists", async () => {
    const { page, close } = await map();
    await page.locator("canvas").focus();
    await page.keyboard.press("ArrowUp");
    assert.notEqual(await selected(page), "");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".kb-map-info h2").count(), 0);
    await page.keyboard.press("ArrowUp");
    for (let stop = 0; stop < 4; stop += 1) await page.keyboard.press("Tab");
    assert.ok(await page.locator(".kb-map-info a:focus").count(), "the selected note's link has the focus");
    await close();
  });

  test("a search finds a note, shows it, and a query is only text", async () => {
    const { page, troubles, close } = await map();
    const box = page.getByRole("searchbox");
    await box.fill("<img src=x onerror=alert(1)>");
    assert.equal(await page.locator(".kb-map-found button").count(), 0);
    await box.fill("argo");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.locator(".kb-map-found button:focus").textContent(), "Argo CD");
    await page.keyboard.press("Enter");
    assert.equal(await selected(page), "Argo CD");
    const neighbours = page.locator(".kb-map-info li a");
    const links = await neighbours.evaluateAll((all) => all.map((link) => new URL(link.href).pathname));
    assert.ok(links.length > 3 && links.every((link) => link.startsWith("/repo/")), links.join(" "));
    await close();
    assert.deepEqual(troubles, []);
  });

  test("filters leave the notes of a topic and of a state", async () => {
    const { page, close } = await map();
    const coloured = () => page.locator("canvas").evaluate((canvas) => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let at = 3; at < data.length; at += 4) if (data[at]) count += 1;
      return count;
    });
    await page.waitForTimeout(100);
    const all = await coloured();
    await page.locator('[data-filter="topic"]').selectOption({ label: "DevOps" });
    await page.waitForTimeout(100);
    const some = await coloured();
    await page.locator('[data-filter="state"]').selectOption("retired");
    await page.waitForTimeout(100);
    const few = await coloured();
    assert.ok(all > some && some > few, `${all}, ${some}, ${few} pixels`);
    await close();
  });

  test("a click opens a note; a finger's first tap shows it", async () => {
    for (const hasTouch of [false, true]) {
      const { page, close } = await map({ hasTouch, viewport: hasTouch ? PHONE : DESK });
      await page.getByRole("searchbox").fill("argo cd");
      await page.locator(".kb-map-found button").first().click();
      const box = await page.locator("canvas").boundingBox();
      // The note that was found is in the middle.
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      if (hasTouch) {
        await page.locator(".kb-map-info").evaluate((info) => info.replaceChildren());
        await page.touchscreen.tap(x, y);
        assert.equal(await selected(page), "Argo CD");
      } else {
        await page.mouse.click(x, y);
        await page.waitForURL(url(NOTE));
      }
      await close();
    }
  });

  test("the map opens at the note that the reader comes from", async () => {
    const { page, close } = await map({}, NOTE);
    await page.locator(".kb-graph figcaption a").click();
    await page.waitForURL(url("/graph/"));
    await page.locator(".kb-map-info h2").waitFor();
    assert.equal(await selected(page), "Argo CD");
    await close();
  });

  test("nothing moves while the map loads, and data that cannot be loaded is reported", async () => {
    const { page, close } = await map();
    const shift = await page.evaluate(() => new Promise((done) => {
      let sum = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }))
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(sum), 200);
    }));
    assert.equal(shift, 0);
    await page.route("**/data.json", (route) => route.abort());
    await page.reload({ waitUntil: "networkidle" });
    assert.ok(await page.getByRole("alert").isVisible());
    await close();
  });

  test("axe finds nothing on the map with a selected note, nor in a note's picture", async () => {
    const found = [];
    for (const viewport of [PHONE, DESK]) {
      for (const colorScheme of ["light", "dark"]) {
        const { page, close } = await map({ viewport, colorScheme });
        await page.locator("canvas").focus();
        await page.keyboard.press("ArrowUp");
        for (const violation of await axe(page)) found.push(`${viewport.width} px, ${colorScheme}: ${violation}`);
        await page.goto(url("/03-tags/devops/"), { waitUntil: "load" });
        for (const violation of await axe(page)) found.push(`${viewport.width} px, ${colorScheme}: ${violation}`);
        await close();
      }
    }
    assert.deepEqual(found, []);
  });

  test("without scripts a note's picture has links that work, and the graph's page its lists", async () => {
    const { page, close } = await map({ javaScriptEnabled: false }, NOTE);
    const link = page.locator(".kb-graph svg a").first();
    const target = await link.getAttribute("href");
    await link.click();
    assert.equal(new URL(page.url()).pathname, encodeURI(target));
    await page.goto(url("/graph/"));
    assert.equal(await page.locator("canvas:visible, button:visible, input:visible").count(), 0);
    assert.ok((await page.locator("main .kb-cards a:visible").count()) > 20);
    await close();
  });
});

test("a map of 4,000 notes moves at 30 frames a second and more", async () => {
  const work = await workshop();
  const vault = join(work.folder, "vault");
  await mkdir(vault);
  for (let note = 0; note < 4000; note += 1) {
    const links = [1, 2, 3, 4, 5, 6, 7, 8].map((step) => `[[n${(note * (2 * step + 1) + step * 37) % 4000}]]`);
    await writeFile(join(vault, `n${note}.md`), `See ${links.join(" and ")}.\n`);
  }
  const site = await serve(build(join(work.folder, "site"), { vault }), "");
  const { page, troubles, close } = await openPage(work.browser, site.origin, { viewport: DESK });
  await page.goto(`${site.origin}/graph/`, { waitUntil: "networkidle" });
  await page.waitForTimeout(2500);
  const box = await page.locator("canvas").boundingBox();
  await page.mouse.move(box.x + 300, box.y + 300);
  await page.mouse.down();
  const frames = page.evaluate(() => new Promise((done) => {
    const times = [];
    const step = (now) => {
      times.push(now);
      if (now - times[0] < 1500) requestAnimationFrame(step);
      else done(times);
    };
    requestAnimationFrame(step);
  }));
  for (let step = 0; step < 60; step += 1) await page.mouse.move(box.x + 300 + step * 3, box.y + 300 + step);
  const times = await frames;
  const gaps = times.slice(1).map((time, index) => time - times[index]).sort((a, b) => a - b);
  await page.mouse.up();
  await close();
  site.stop();
  await work.close();
  assert.deepEqual(troubles, []);
  const middle = gaps[Math.floor(gaps.length / 2)];
  assert.ok(middle <= 34, `half of the frames take more than ${middle} ms`);
});
