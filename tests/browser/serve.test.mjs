// The preview in a real browser: a page follows the vault, and reports its problems.

import assert from "node:assert/strict";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { DATE, DEMO, DESK, PHONE, axe, openPage, serve, workshop } from "./tools.mjs";

const NOTE = "06 - Full Notes/Helm.md";
const PAGE = "/06-full-notes/helm/";
// A debug build on a busy machine; what a reader waits is printed.
const PATIENCE = { timeout: 10_000 };

describe("the preview", () => {
  let work;
  let vault;
  let preview;

  before(async () => {
    work = await workshop();
    vault = join(work.folder, "vault");
    await cp(DEMO, vault, { recursive: true });
    preview = await serve(vault);
  });
  after(async () => {
    preview?.stop();
    await work?.close();
  });

  const open = async (path, options) => {
    const opened = await openPage(work.browser, preview.origin, { viewport: DESK, ...options });
    // A preview is of the reader's own day; on another one the changed labels move the page a little while it loads.
    await opened.page.clock.setFixedTime(`${DATE}T12:00:00+09:00`);
    await opened.page.goto(preview.origin + path, { waitUntil: "load" });
    return opened;
  };
  const edit = async (change) => writeFile(join(vault, NOTE), change(await readFile(join(vault, NOTE), "utf8")));

  test("a page reloads when its note is saved, and shows the new text where the reader was", async (t) => {
    const { page, troubles, close } = await open(PAGE);
    await page.waitForSelector(".kb-live");
    // The page's own script has run, which may still move what is above.
    await page.locator(".kb-theme:visible").first().waitFor(PATIENCE);
    await page.evaluate(() => scrollTo(0, 300));
    await page.waitForTimeout(200);
    const there = await page.evaluate(() => scrollY);
    assert.ok(there >= 300);
    const since = performance.now();
    await edit((text) => `${text}\nA sentence that was not there.\n`);
    await page.getByText("A sentence that was not there.").waitFor(PATIENCE);
    t.diagnostic(`shown after ${Math.round(performance.now() - since)} ms`);
    await page.waitForFunction((there) => scrollY === there, there, PATIENCE);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("a broken note keeps the site up, is named with its line, and is gone when mended", async () => {
    const whole = await readFile(join(vault, NOTE), "utf8");
    const { page, close } = await open("/");
    await edit((text) => text.replace("---\n", "---\npublish: perhaps\n"));
    const overlay = page.locator(".kb-live[data-worst='error']");
    await overlay.waitFor(PATIENCE);
    assert.match(await overlay.locator("summary").innerText(), /^kbgen: 1 error, \d+ warnings$/);
    const [first] = await overlay.locator("li").allInnerTexts();
    assert.match(first, /Helm\.md:2:/);
    await writeFile(join(vault, NOTE), whole);
    await overlay.waitFor({ state: "detached", ...PATIENCE });
    await close();
  });

  test("the overlay is legible, fits a phone, and stays folded once it was", async () => {
    const whole = await readFile(join(vault, NOTE), "utf8");
    await edit((text) => text.replace("---\n", "---\npublish: perhaps\n"));
    for (const colorScheme of ["light", "dark"]) {
      const { page, close } = await open("/404/", { viewport: PHONE, colorScheme });
      await page.locator(".kb-live[data-worst='error'] li").first().waitFor(PATIENCE);
      assert.deepEqual(await axe(page), [], colorScheme);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
      await page.locator(".kb-live summary").click();
      await page.reload({ waitUntil: "load" });
      await page.locator(".kb-live").waitFor(PATIENCE);
      assert.equal(await page.locator(".kb-live li").first().isVisible(), false);
      await close();
    }
    await writeFile(join(vault, NOTE), whole);
  });
});
