// The quiz: a session with the keyboard alone, one with a thumb, results that stay, topics, and pages fetched on
// demand.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "./server.mjs";
import { DATE, DESK, PHONE, axe, build, openPage, until, workshop } from "./tools.mjs";

const noon = new Date(`${DATE}T03:00:00Z`);
const question = (number) => `---
first_study: 2024-10-20
review_1day: false
---
[[Topic ${number % 40}]]

# Cue

- Question ${number}?
    - Answer ${number}.
`;

describe("the quiz", () => {
  let work;
  let demo;
  let many;

  before(async () => {
    work = await workshop();
    demo = await serve(build(join(work.folder, "demo")), "");
    const vault = join(work.folder, "vault");
    await mkdir(vault);
    for (let number = 0; number < 70; number++) {
      await writeFile(join(vault, `n${String(number).padStart(3, "0")}.md`), question(number));
    }
    many = await serve(build(join(work.folder, "many"), { vault }), "");
  });
  after(async () => {
    demo?.stop();
    many?.stop();
    await work?.close();
  });

  async function open(site, path = "/quiz/", options = { viewport: DESK }) {
    const opened = await openPage(work.browser, site.origin, options);
    await opened.page.clock.setFixedTime(noon);
    await opened.page.goto(site.origin + path, { waitUntil: "networkidle" });
    await opened.page.waitForSelector(".kb-quiz-tools:not([hidden])");
    return opened;
  }

  const place = (page) => page.locator(".kb-quiz-bar [role='status']").innerText();
  const shown = (page) => page.locator(".kb-card:visible summary").allInnerTexts();

  test("a whole session needs no more than the keyboard", async () => {
    const { page, troubles, close } = await open(demo);
    const all = await shown(page);
    assert.ok(all.length > 10, "the demo vault has questions that are due");
    await page.keyboard.press("Space");
    assert.equal(await page.locator(".kb-card[open]:visible .kb-answer").count(), 1, "Space shows the first answer");
    assert.deepEqual(await shown(page), all.slice(0, 1));
    await page.keyboard.press("3");
    assert.deepEqual(await shown(page), all.slice(1, 2), "a grade leads on");
    await page.keyboard.press("2");
    assert.deepEqual(await shown(page), all.slice(1, 2), "what was not seen is not graded");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(".kb-card[open]:visible").count(), 1, "Enter shows the answer");
    await page.keyboard.press("j");
    await page.keyboard.press("ArrowDown");
    assert.match(await place(page), new RegExp(`^4 / ${all.length}`));
    await page.keyboard.press("k");
    await page.keyboard.press("ArrowUp");
    assert.match(await place(page), /^2 /);
    await page.keyboard.press("?");
    assert.equal(await page.locator(".kb-quiz-help").isVisible(), true);
    await page.keyboard.press("j");
    assert.match(await place(page), /^2 /, "the help takes the keys");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".kb-quiz-help").isVisible(), false);
    await page.keyboard.press("Escape");
    assert.equal((await shown(page)).length, all.length, "Escape leaves the session");
    assert.equal(await page.locator(".kb-quiz-bar").isVisible(), false);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("keys that are typed elsewhere, or composed, are left alone", async () => {
    const { page, close } = await open(demo);
    await page.locator(".kb-quiz-tools select").focus();
    await page.keyboard.press("j");
    assert.equal(await page.locator(".kb-quiz-bar").isVisible(), false);
    await page.locator("body").evaluate((body) => {
      document.activeElement.blur();
      body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", isComposing: true, bubbles: true }));
      body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", ctrlKey: true, bubbles: true }));
    });
    assert.equal(await page.locator(".kb-quiz-bar").isVisible(), false);
    await close();
  });

  test("on a phone a thumb is enough, and the results stay and say what to tick", async () => {
    const permissions = ["clipboard-read", "clipboard-write"];
    const { page, troubles, close } = await open(demo, "/quiz/", { viewport: PHONE, hasTouch: true, permissions });
    const first = page.locator(".kb-quiz-note:visible").first();
    const title = await first.locator("h2").innerText();
    const count = await first.locator(".kb-card").count();
    const command = await first.locator(".kb-quiz-tick").getAttribute("data-command");
    await page.locator("[data-do='start']").tap();
    for (let n = 0; n < count; n++) {
      const box = await page.locator("[data-do='reveal']").boundingBox();
      assert.ok(box.y > PHONE.height / 2 && box.height >= 44, "in reach of the thumb, and large enough for it");
      await page.locator("[data-do='reveal']").tap();
      await page.locator(`.kb-quiz-bar [data-grade='${n ? 3 : 2}']`).tap();
    }
    assert.deepEqual(await axe(page), []);
    await page.reload({ waitUntil: "networkidle" });
    await page.locator("[data-do='result']").tap();
    assert.match(await page.locator(".kb-quiz-score").innerText(), new RegExp(`\\b${count}`));
    const ticks = page.locator(".kb-quiz-ticks li");
    assert.equal(await ticks.count(), 1);
    assert.match(await ticks.innerText(), new RegExp(title));
    assert.ok((await ticks.innerText()).includes(command));
    await page.locator("[data-do='copy']").tap();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(copied.startsWith(`${DATE}\n\n- [ ] ${title} (`) && copied.includes(command), copied);
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("[data-do='save']").tap()]);
    assert.equal(download.suggestedFilename(), `quiz-${DATE}.md`);
    assert.deepEqual(await axe(page), []);
    await page.locator("[data-do='forget']").tap();
    assert.equal(await page.evaluate(() => localStorage.getItem("kb-quiz")), "{}");
    assert.deepEqual(troubles, []);
    await close();
  });

  test("one topic is asked, from a link too", async () => {
    const { page, close } = await open(demo, "/quiz/?topic=kubernetes");
    await until(async () => (await page.locator(".kb-quiz-tools select").inputValue()) === "topic:Kubernetes");
    const notes = page.locator(".kb-quiz-note:visible");
    assert.ok((await notes.count()) >= 3);
    for (const chips of await notes.locator(".kb-meta").allInnerTexts()) assert.match(chips, /Kubernetes/);
    await close();
  });

  test("more questions are fetched when they are needed, and no sooner", async () => {
    const { page, requests, troubles, close } = await open(many);
    const pages = () => requests.filter((url) => url.includes("/quiz/page/")).map((url) => new URL(url).pathname);
    assert.deepEqual(pages(), []);
    assert.equal((await shown(page)).length, 30);
    await page.keyboard.press("j");
    assert.equal(await place(page), "1 / 30+");
    for (let n = 0; n < 28; n++) await page.keyboard.press("j");
    await until(async () => (await place(page)) === "29 / 60+");
    assert.deepEqual(pages(), ["/quiz/page/2/"]);
    await page.keyboard.press("Escape");
    await page.locator(".kb-quiz-tools select").selectOption("topic:Topic 29");
    await until(async () => (await page.locator("[data-do='start'] .kb-n").innerText()) === "1+");
    await page.keyboard.press("j");
    await until(async () => (await place(page)) === "1 / 2");
    assert.deepEqual(pages(), ["/quiz/page/2/", "/quiz/page/3/"]);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("a stale build asks what is due on the reader's day", async () => {
    const old = await serve(build(join(work.folder, "old"), { date: "2024-10-15" }), "");
    const titles = (page) => page.locator(".kb-quiz-note:visible h2").allInnerTexts();
    const stale = await open(old);
    const fresh = await open(demo);
    assert.deepEqual((await titles(stale.page)).sort(), (await titles(fresh.page)).sort());
    old.stop();
    await stale.close();
    await fresh.close();
  });

  test("without scripts each question opens by itself", async () => {
    const { page, close } = await openPage(work.browser, demo.origin, { javaScriptEnabled: false });
    await page.goto(`${demo.origin}/quiz/`);
    assert.equal(await page.locator(".kb-answer").first().isVisible(), false);
    await page.locator(".kb-card summary").first().click();
    assert.equal(await page.locator(".kb-answer").first().isVisible(), true);
    assert.equal(await page.locator("button:visible").count(), 0, "no button that does nothing");
    await close();
  });
});
