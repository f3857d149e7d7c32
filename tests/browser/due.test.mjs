// The due page on a later day than the build's: its groups are those that a build of that day has, without a new build.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "./server.mjs";
import { DESK, build, openPage, until, workshop } from "./tools.mjs";

// Noon in Seoul, whose day the demo vault counts by.
const noon = (day) => new Date(`${day}T03:00:00Z`);

describe("the due page", () => {
  let work;
  const sites = {};

  before(async () => {
    work = await workshop();
    for (const date of ["2024-10-15", "2024-10-27"]) {
      sites[date] = await serve(build(join(work.folder, date), { date }), "");
    }
  });
  after(async () => {
    Object.values(sites).forEach((site) => site.stop());
    await work?.close();
  });

  /** The due page of the site built on one day, in a browser whose clock shows another. */
  async function open(built, clock, path = "/due/") {
    const opened = await openPage(work.browser, sites[built].origin, { viewport: DESK });
    await opened.page.clock.setFixedTime(clock);
    await opened.page.goto(sites[built].origin + path, { waitUntil: "load" });
    if (path === "/due/") await opened.page.waitForSelector(".kb-filters:not([hidden])");
    return opened;
  }

  test("a stale build shows the reader's day, as a build of that day does", async () => {
    const stale = await open("2024-10-15", noon("2024-10-27"));
    const fresh = await open("2024-10-27", noon("2024-10-27"));
    const expected = await whatItSays(fresh.page);
    assert.ok(expected.groups.overdue.length > 5 && expected.groups.due.length > 3, "the demo vault has work to do");
    assert.deepEqual(await whatItSays(stale.page), expected);
    assert.equal(await fresh.page.locator(".kb-old").isVisible(), false);
    assert.match(await stale.page.locator(".kb-old").innerText(), /12/);
    assert.deepEqual([...stale.troubles, ...fresh.troubles], []);
    await stale.close();
    await fresh.close();
  });

  test("the day is the vault's, not the reader's zone's, and begins at its midnight", async () => {
    for (const [time, stamp] of [["2024-10-26T14:59:00Z", "2024-10-26"], ["2024-10-26T15:00:00Z", "2024-10-27"]]) {
      const { page, close } = await open("2024-10-15", new Date(time));
      assert.match(await page.locator("[data-group='due'] .kb-stamp").innerText(), new RegExp(stamp));
      await close();
    }
  });

  test("without scripts it says which day it speaks of", async () => {
    const { page, close } = await openPage(work.browser, sites["2024-10-15"].origin, { javaScriptEnabled: false });
    await page.goto(`${sites["2024-10-15"].origin}/due/`);
    assert.match(await page.locator(".kb-due-now").innerText(), /2024-10-15/);
    assert.match(await page.locator("[data-group='due'] h2").innerText(), /2024-10-15/);
    await close();
  });

  test("a note's own page and the front page say how old the build is, and the note its state of today", async () => {
    const note = await open("2024-10-15", noon("2024-10-27"), "/06-full-notes/terraform/");
    await note.page.waitForSelector(".kb-review .kb-stamp:has-text('2024-10-27')");
    assert.equal(await note.page.locator(".kb-review").getAttribute("data-state"), "overdue");
    assert.match(await note.page.locator(".kb-review .kb-late").innerText(), /12/);
    await note.close();
    const home = await open("2024-10-15", noon("2024-10-27"), "/");
    await home.page.waitForSelector(".kb-old:not([hidden])");
    assert.match(await home.page.locator(".kb-old").innerText(), /12/);
    await home.close();
  });

  test("it is filtered by topic and sorted by title, and says so in its counts", async () => {
    const { page, troubles, close } = await open("2024-10-27", noon("2024-10-27"));
    const overdue = page.locator("[data-group='overdue']");
    const titles = () => overdue.locator(".kb-entry:visible .kb-entry-title").allInnerTexts();
    const all = await titles();
    await page.locator("[data-filter='topic']").selectOption("DevOps");
    const some = await titles();
    assert.ok(some.length > 0 && some.length < all.length);
    assert.ok(some.every((title) => all.includes(title)));
    assert.equal(await overdue.locator("h2 .kb-n").innerText(), String(some.length));
    await page.locator("[data-filter='topic']").selectOption("");
    await page.locator("[data-sort]").selectOption("title");
    assert.deepEqual(await titles(), [...all].sort((a, b) => a.localeCompare(b, "ko")));
    await page.locator("[data-sort]").selectOption("urgency");
    assert.deepEqual(await titles(), all);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("the board shows every state in columns, works without scripts, and is remembered", async () => {
    const { page, close } = await open("2024-10-27", noon("2024-10-27"));
    const columns = () => page.locator(".kb-group:visible").count();
    assert.equal(await page.locator("[data-group='retired']").isVisible(), false);
    await page.getByRole("radio").nth(1).check();
    assert.equal(await columns(), 7);
    const [first, second] = await page.locator(".kb-group").evaluateAll((all) => all.map((one) => one.offsetTop));
    assert.equal(first, second);
    await page.reload();
    await page.waitForSelector(".kb-filters:not([hidden])");
    assert.equal(await columns(), 7);
    await close();
    const plain = await openPage(work.browser, sites["2024-10-27"].origin, { javaScriptEnabled: false });
    await plain.page.goto(`${sites["2024-10-27"].origin}/due/`);
    await plain.page.getByRole("radio").nth(1).check();
    assert.equal(await plain.page.locator(".kb-group:visible").count(), 7);
    await plain.close();
  });
});

describe("the due page with thousands of notes", () => {
  let work;
  let site;
  const sites = [];

  before(async () => {
    work = await workshop();
    const vault = join(work.folder, "vault");
    await mkdir(vault);
    for (let number = 0; number < 2000; number++) {
      const day = String(1 + (number % 25)).padStart(2, "0");
      const boxes = `review_1: true\nreview_4: ${number % 3 === 0}\nreview_7:`;
      const properties = `first_study: 2024-10-${day}\n${boxes}\nsubject: S${number % 7}\ndifficulty: low`;
      const text = `---\n${properties}\n---\n[[T${number % 40}]]\n`;
      await writeFile(join(vault, `n${number}.md`), text);
    }
    for (const date of ["2024-10-15", "2024-10-27"]) {
      sites.push(await serve(build(join(work.folder, date), { vault, date }), ""));
    }
    site = sites[1];
  });
  after(async () => {
    sites.forEach((site) => site.stop());
    await work?.close();
  });

  async function open(site) {
    const opened = await openPage(work.browser, site.origin, { viewport: DESK });
    await opened.page.clock.setFixedTime(noon("2024-10-27"));
    await opened.page.goto(`${site.origin}/due/`, { waitUntil: "networkidle" });
    return opened;
  }

  test("it is filtered without a visible pause, and shows more when asked", async () => {
    const { page, requests, troubles, close } = await open(site);
    const rest = () => requests.filter((url) => url.endsWith("/due/rest.json")).length;
    assert.equal(rest(), 0, "the rest is fetched when it is needed");
    const filter = (value) => page.evaluate(async (value) => {
      const select = document.querySelector("[data-filter='topic']");
      const start = performance.now();
      select.value = value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return performance.now() - start;
    }, value);
    await filter("T3");
    await until(async () => (await page.locator(".kb-group:visible .kb-entry").count()) === 50);
    const times = [];
    for (const topic of ["T5", "", "T7", ""]) times.push(await filter(topic));
    assert.ok(Math.max(...times) < 250, `filtering took ${times.map(Math.round)} ms`);
    assert.equal(rest(), 1);
    await filter("T5");
    const shown = await page.locator(".kb-group:visible .kb-entry").count();
    const counts = await page.locator(".kb-group:visible .kb-n").allInnerTexts();
    const counted = counts.reduce((sum, n) => sum + Number(n), 0);
    assert.equal(shown, counted, "50 notes of one topic fit");
    await filter("");
    const overdue = page.locator("[data-group='overdue']");
    const before = await overdue.locator(".kb-entry").count();
    await overdue.locator(".kb-more button").click();
    assert.equal(await overdue.locator(".kb-entry").count(), before + 100);
    const [old, made] = [overdue.locator(".kb-entry").first(), overdue.locator(".kb-entry").last()];
    const shape = (row) => row.evaluate((element) => {
      const parts = [...element.querySelectorAll("*")];
      return parts.map((one) => `${one.tagName}.${one.className}`).join(" ");
    });
    assert.equal(await shape(made), await shape(old), "a row made by the script has the shape of the theme's");
    assert.deepEqual(troubles, []);
    await close();
  });

  test("a stale build groups all of them for the reader's day", async () => {
    const numbers = (page) => page.locator(".kb-group .kb-n").allInnerTexts();
    const [stale, fresh] = [await open(sites[0]), await open(site)];
    const expected = await numbers(fresh.page);
    await until(async () => (await numbers(stale.page)).join() === expected.join());
    const first = async (page) => {
      const titles = page.locator("[data-group='overdue'] .kb-entry-title");
      return titles.evaluateAll((all) => all.slice(0, 50).map((one) => one.textContent));
    };
    assert.deepEqual(await first(stale.page), await first(fresh.page));
    assert.deepEqual([...stale.troubles, ...fresh.troubles], []);
    await stale.close();
    await fresh.close();
  });
});

/** The text of the page that depends on the day. */
function whatItSays(page) {
  return page.evaluate(() => {
    const words = (root, selector) => root.querySelector(selector)?.textContent.trim();
    const entry = (item) => ({
      title: words(item, ".kb-entry-title"),
      state: words(item, ".kb-state"),
      step: words(item, ".kb-step"),
      date: [words(item, ".kb-date"), item.querySelector(".kb-date time")?.dateTime],
      late: words(item, ".kb-late"),
      dots: [...item.querySelectorAll("[data-dot]")].map((dot) => dot.dataset.dot).join(" "),
    });
    const groups = [...document.querySelectorAll(".kb-group")].map((group) => [
      group.dataset.group,
      [...group.querySelectorAll(".kb-entry")].map(entry),
    ]);
    return {
      sum: words(document, ".kb-due-sum"),
      counts: words(document, ".kb-counts").split(/\s+/),
      menu: words(document, ".kb-nav [aria-current] .kb-count"),
      numbers: [...document.querySelectorAll(".kb-group h2 .kb-n")].map((n) => n.textContent),
      stamps: [...document.querySelectorAll(".kb-group h2 .kb-stamp")].map((stamp) => stamp.textContent),
      empty: [...document.querySelectorAll(".kb-empty")].map((empty) => !empty.hidden),
      groups: Object.fromEntries(groups),
    };
  });
}
