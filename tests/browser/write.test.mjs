// Ticking in a real browser: `kbgen serve --write`, by keyboard and by touch.

import assert from "node:assert/strict";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { DATE, DEMO, DESK, PHONE, axe, openPage, serve, until, workshop } from "./tools.mjs";

const NOTE = "06 - Full Notes/Terraform.md";
const PAGE = "/06-full-notes/terraform/";
const PATIENCE = { timeout: 10_000 };

describe("ticking from a page", () => {
  let work;
  let vault;
  let preview;

  before(async () => {
    work = await workshop();
    vault = join(work.folder, "vault");
    await cp(DEMO, vault, { recursive: true });
    preview = await serve(vault, "--write");
  });
  after(async () => {
    preview?.stop();
    await work?.close();
  });

  const open = async (path, options) => {
    const opened = await openPage(work.browser, preview.origin, { viewport: DESK, ...options });
    // The reader's day is the server's.
    await opened.page.clock.setFixedTime(`${DATE}T12:00:00+09:00`);
    await opened.page.goto(preview.origin + path, { waitUntil: "load" });
    return opened;
  };
  const text = () => readFile(join(vault, NOTE), "utf8");
  const log = () => readFile(join(vault, ".kbgen/reviews.tsv"), "utf8");

  test("a note is ticked with a grade and taken back by keyboard alone, and the page follows", async () => {
    const before = await text();
    const { page, troubles, close } = await open(PAGE);
    const box = page.locator(".kb-review .kb-write");
    assert.deepEqual(await box.getByRole("button").allInnerTexts(), ["1일 복습 완료", "하", "중", "상"]);
    await box.getByRole("button", { name: "상" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "4일 복습 완료" }).waitFor(PATIENCE);
    const ticked = await text();
    assert.equal(ticked, before.replace("❤1일복습여부: false", "❤1일복습여부: true").replace("복습: 1일 복습", "복습: 4일 복습"));
    assert.match(await log(), /^2024-10-27\t06 - Full Notes\/Terraform\.md\t1\t3\tfalse → true\t/m);
    const undo = page.locator(".kb-review").getByRole("button", { name: "되돌리기" });
    await undo.waitFor(PATIENCE);
    await undo.focus();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "1일 복습 완료" }).waitFor(PATIENCE);
    assert.equal(await text(), before);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("a row of the due page is ticked on a phone, and what was done last can be taken back there", async () => {
    const before = await text();
    const { page, troubles, close } = await open("/due/", { viewport: PHONE, hasTouch: true });
    const row = page.locator('[data-group="overdue"] .kb-entry', { hasText: "Terraform" });
    await row.getByRole("button").tap();
    const last = page.locator(".kb-write-last");
    await last.waitFor(PATIENCE);
    assert.match(await last.innerText(), /방금 완료: Terraform \(1일 복습\)/);
    await row.waitFor({ state: "detached", ...PATIENCE });
    await last.getByRole("button", { name: "되돌리기" }).tap();
    await row.waitFor(PATIENCE);
    assert.equal(await text(), before);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("the quiz ends with buttons that tick what was answered, with the grade", async () => {
    const before = await text();
    const { page, troubles, close } = await open("/quiz/");
    await page.waitForSelector(".kb-quiz-tools:not([hidden])");
    const note = page.locator(".kb-quiz-note", { has: page.locator("h2", { hasText: "Terraform" }) });
    await note.locator("summary").first().click();
    await page.locator(".kb-quiz-tools select").selectOption("topic:IaC");
    await page.locator("[data-do='start']").click();
    for (let n = 0; n < 30 && (await page.locator(".kb-quiz-bar").isVisible()); n++) {
      await page.keyboard.press("Space");
      await page.keyboard.press("2");
    }
    const item = page.locator(".kb-quiz-ticks li", { hasText: "Terraform" });
    await item.getByRole("button").click();
    await until(async () => (await text()) !== before);
    assert.equal(await text(), before.replace("❤1일복습여부: false", "❤1일복습여부: true").replace("복습: 1일 복습", "복습: 4일 복습"));
    assert.match(await log(), /^2024-10-27\t06 - Full Notes\/Terraform\.md\t1\t2\tfalse → true\t/m);
    assert.deepEqual(troubles, []);
    await close();
    const due = await open("/due/");
    await due.page.locator(".kb-write-last").getByRole("button", { name: "되돌리기" }).click(PATIENCE);
    await until(async () => (await text()) === before);
    await due.close();
  });

  test("rows that the page had no room for get their buttons too", async () => {
    const many = join(work.folder, "many");
    await mkdir(many);
    for (let number = 0; number < 200; number++) {
      await writeFile(join(many, `n${number}.md`), "---\nfirst_study: 2024-10-01\nreview_1: false\n---\n");
    }
    const other = await serve(many, "--write");
    const { page, close } = await openPage(work.browser, other.origin, { viewport: DESK });
    await page.clock.setFixedTime(`${DATE}T12:00:00Z`);
    await page.goto(`${other.origin}/due/`, { waitUntil: "load" });
    const rows = page.locator('[data-group="overdue"] .kb-entry');
    await rows.first().getByRole("button").waitFor(PATIENCE);
    await page.locator('[data-group="overdue"] .kb-more button').click();
    await until(async () => (await rows.count()) === 200);
    assert.equal(await rows.last().getByRole("button").count(), 1);
    await close();
    other.stop();
  });

  test("a note that changed under the page is left alone, and the page says why", async () => {
    const { page, close } = await open(PAGE);
    // Changed after the button is pressed and before the server gets the request.
    await page.route("**/__kbgen/review", async (route) => {
      await writeFile(join(vault, NOTE), `${await text()}\nchanged\n`);
      await route.continue();
    });
    const said = page.evaluate(
      () => new Promise((done) => {
        const status = document.querySelector(".kb-review .kb-write-said");
        const observer = new MutationObserver(() => status.dataset.ok && done(status.textContent));
        observer.observe(status, { attributes: true, childList: true });
      }),
    );
    await page.getByRole("button", { name: "1일 복습 완료" }).click();
    assert.match(await said, /그 사이에 노트가 바뀌어 저장하지 않았습니다/);
    assert.match(await text(), /changed\n$/);
    assert.match(await text(), /❤1일복습여부: false/);
    await close();
  });

  test("the buttons are legible, large enough and fit a phone", async () => {
    for (const colorScheme of ["light", "dark"]) {
      for (const viewport of [DESK, PHONE]) {
        for (const path of [PAGE, "/due/"]) {
          const { page, close } = await open(path, { viewport, colorScheme });
          await page.locator(".kb-write").first().waitFor(PATIENCE);
          assert.deepEqual(await axe(page), [], `${path} ${colorScheme} ${viewport.width}`);
          assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
          await close();
        }
      }
    }
  });
});
