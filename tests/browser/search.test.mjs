// Search in a real browser: by keyboard and with an input method, its results, and the page without a script.

import assert from "node:assert/strict";
import { cp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "./server.mjs";
import { DEMO, DESK, PHONE, axe, build, openPage, vaultOf, workshop } from "./tools.mjs";

const BASE = "/repo";
const NOTE = "/06-full-notes/argo-cd/";

let work;
before(async () => { work = await workshop(); });
after(() => work?.close());

describe("search on the demo site below a path", () => {
  let folder;
  let site;
  before(async () => {
    folder = build(join(work.folder, "repo"), { base: BASE });
    site = await serve(folder, BASE);
  });
  after(() => site?.stop());

  const url = (path) => site.origin + BASE + encodeURI(path);
  const options = (page) => page.locator("[role=option]");
  /** A page with the dialog open. */
  async function withDialog(settings) {
    const opened = await openPage(work.browser, site.origin, { viewport: DESK, ...settings });
    await opened.page.goto(url(NOTE), { waitUntil: "load" });
    await opened.page.keyboard.press("/");
    await opened.page.locator("dialog[open] input").waitFor();
    return opened;
  }

  test("nothing of it is fetched before it is opened", async () => {
    const { page, requests, close } = await openPage(work.browser, site.origin, { viewport: DESK });
    await page.goto(url(NOTE), { waitUntil: "networkidle" });
    assert.deepEqual(requests.filter((request) => request.includes("search") || request.includes("snippet")), []);
    await close();
  });

  test("a slash opens it, arrows walk, Enter goes, with marks and without trouble", async () => {
    const { page, troubles, close } = await withDialog();
    const field = page.locator("dialog input");
    assert.ok(await field.evaluate((input) => input === document.activeElement));
    await page.keyboard.type("쿠버네티스를");
    await options(page).first().waitFor();
    assert.equal(await field.getAttribute("aria-expanded"), "true");
    await page.locator(".kb-result-text mark").first().waitFor();
    const marks = await page.locator("mark").allTextContents();
    assert.ok(marks.includes("쿠버네티스"), marks.join(" "));

    const selected = page.locator("[role=option][aria-selected=true]");
    const active = () => selected.evaluateAll((all) => all.map(({ id }) => id));
    assert.deepEqual(await active(), []);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await active(), ["kb-result-1"]);
    assert.equal(await field.getAttribute("aria-activedescendant"), "kb-result-1");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.deepEqual(await active(), []);
    await page.keyboard.press("ArrowUp");
    assert.deepEqual(await active(), [await options(page).last().getAttribute("id")]);
    const target = await options(page).last().evaluate((option) => option.href);
    await page.keyboard.press("Enter");
    await page.waitForURL(target);
    assert.ok(await page.locator("article.markdown-rendered").isVisible());
    assert.deepEqual(troubles, []);
    await close();
  });

  test("Esc closes it and gives the focus back; the link opens it too", async () => {
    const { page, troubles, close } = await openPage(work.browser, site.origin, { viewport: DESK });
    await page.goto(url(NOTE), { waitUntil: "load" });
    const link = page.locator("a.kb-search");
    await link.focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog[open] input").waitFor();
    await page.keyboard.type("argo");
    await options(page).first().waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    assert.ok(await link.evaluate((element) => element === document.activeElement));
    assert.equal(page.url(), url(NOTE));
    await link.click();
    assert.equal(await page.locator("dialog[open] input").inputValue(), "argo");
    await page.getByRole("button", { name: "닫기" }).click();
    assert.equal(await page.locator("dialog[open]").count(), 0);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("an input method may be half way through a syllable", async () => {
    const { page, close } = await withDialog();
    const session = await page.context().newCDPSession(page);
    const compose = (text) => {
      const end = text.length;
      return session.send("Input.imeSetComposition", { text, selectionStart: end, selectionEnd: end });
    };
    for (const text of ["쿠", "쿠버", "쿠버네", "쿠버네ㅌ"]) await compose(text);
    await page.locator("[role=option]", { hasText: "Kubernetes" }).first().waitFor();
    // The Enter that ends a composition is the input method's.
    await page.evaluate(() => {
      const key = { key: "Enter", keyCode: 229, isComposing: true, bubbles: true };
      document.querySelector("dialog input").dispatchEvent(new KeyboardEvent("keydown", key));
    });
    assert.equal(page.url(), url(NOTE));
    await session.send("Input.insertText", { text: "쿠버네티스" });
    assert.equal(await page.locator("dialog input").inputValue(), "쿠버네티스");
    await options(page).first().waitFor();
    await close();
  });

  test("topics filter the results", async () => {
    const { page, troubles, close } = await withDialog();
    await page.keyboard.type("클러스터");
    await options(page).first().waitFor();
    const all = await options(page).count();
    const chip = page.getByRole("button", { name: "IaC", exact: true });
    await chip.click();
    await page.locator(".kb-finder-topics [aria-pressed=true]").waitFor();
    assert.equal(await chip.getAttribute("aria-pressed"), "true");
    assert.ok(await chip.evaluate((element) => element === document.activeElement));
    const some = await options(page).allTextContents();
    assert.ok(some.length < all && some.length > 0 && some.every((text) => text.includes("IaC")), some.join());
    await chip.click();
    await page.waitForFunction((n) => document.querySelectorAll("[role=option]").length === n, all);
    assert.deepEqual(troubles, []);
    await close();
  });

  test("a query in the address is shown, and is text whatever it holds", async () => {
    const { page, troubles, close } = await openPage(work.browser, site.origin, { viewport: DESK });
    await page.goto(url("/search/?q=배포"), { waitUntil: "load" });
    await options(page).first().waitFor();
    assert.equal(await page.locator(".kb-find input").inputValue(), "배포");
    assert.ok(await page.locator(".kb-titles").isHidden());
    await page.locator(".kb-find input").fill("카나리");
    await page.waitForFunction(() => new URL(location.href).searchParams.get("q") === "카나리");
    await page.locator(".kb-find input").fill("");
    await page.locator(".kb-titles").waitFor();

    const evil = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>";
    await page.goto(`${url("/search/")}?q=${encodeURIComponent(evil)}`, { waitUntil: "load" });
    await page.locator(".kb-finder-status:not(:empty)").waitFor();
    await page.waitForTimeout(500);
    assert.ok((await page.locator(".kb-finder-status").textContent()).includes("<img src=x"));
    assert.equal(await page.locator("main img, main script").count(), 0);
    assert.notEqual(await page.title(), "broken");
    assert.deepEqual(troubles, []);
    await close();
  });

  test("titles and texts of notes are text too", async () => {
    const hostile = await vaultOf(work, "hostile", {
      "x.md": [
        "---", "title: \"<img src=x onerror=alert(1)> zebra\"", "aliases: [\"<b>q</b>\"]", "---",
        "#to<i>pic", "", "A `<img src=x onerror=alert(2)>` zebra.",
      ].join("\n"),
    });
    const other = await serve(hostile, "");
    const { page, troubles, close } = await openPage(work.browser, other.origin, { viewport: DESK });
    await page.goto(`${other.origin}/search/?q=zebra`, { waitUntil: "load" });
    await page.locator(".kb-result-text mark").waitFor();
    assert.equal(await page.locator("[role=option] :not(span, mark)").count(), 0);
    assert.ok((await options(page).textContent()).includes("<img src=x onerror=alert(1)>"));
    assert.deepEqual(troubles, []);
    await close();
    other.stop();
  });

  test("axe finds nothing in the dialog and on the page, light and dark, on a phone and on a desk", async () => {
    const found = [];
    for (const viewport of [PHONE, DESK]) {
      for (const colorScheme of ["light", "dark"]) {
        const { page, troubles, close } = await withDialog({ viewport, colorScheme, reducedMotion: "reduce" });
        const look = async (what) => {
          const violations = await axe(page);
          found.push(...violations.map((violation) => `${what}, ${viewport.width} px, ${colorScheme}: ${violation}`));
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (wide > 0) found.push(`${what}, ${viewport.width} px: ${wide} px too wide`);
        };
        await look("the empty dialog");
        await page.keyboard.type("클러스터");
        await page.locator(".kb-result-text mark").first().waitFor();
        await page.keyboard.press("ArrowDown");
        await look("the dialog");
        await page.goto(url("/search/"), { waitUntil: "load" });
        await page.locator(".kb-find input").waitFor();
        await look("the page");
        await page.goto(url("/search/?q=devops"), { waitUntil: "load" });
        await page.locator(".kb-result-text").first().waitFor();
        await page.locator(".kb-finder-topics button").first().click();
        await page.locator(".kb-finder-topics [aria-pressed=true]").waitFor();
        await look("results");
        found.push(...troubles);
        await close();
      }
    }
    assert.deepEqual(found, []);
  });

  test("the page does not move when the field comes", async () => {
    const { page, close } = await openPage(work.browser, site.origin, { viewport: DESK });
    await page.goto(url("/search/"), { waitUntil: "load" });
    await page.locator(".kb-find input").waitFor();
    const shift = await page.evaluate(() => new Promise((done) => {
      const observer = new PerformanceObserver(() => {});
      observer.observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(observer.takeRecords().reduce((sum, { value }) => sum + value, 0)), 200);
    }));
    assert.equal(shift, 0);
    await close();
  });

  test("without scripts the page is an index of all titles", async () => {
    const { page, close } = await openPage(work.browser, site.origin, { javaScriptEnabled: false, viewport: PHONE });
    await page.goto(url(NOTE), { waitUntil: "load" });
    await page.locator("a.kb-search").click();
    assert.equal(page.url(), url("/search/"));
    assert.equal(await page.locator("input, button:visible").count(), 0);
    await page.locator(".kb-initials a", { hasText: "ㅋ" }).click();
    await page.locator(".kb-title-list a", { hasText: "카나리 배포" }).click();
    assert.ok(await page.locator("article.markdown-rendered").isVisible());
    await close();
  });

  test("where the index cannot be loaded, the link leads to the page", async () => {
    const { page, troubles, close } = await openPage(work.browser, site.origin, { viewport: DESK });
    await page.route("**/search/index.json", (route) => route.abort());
    await page.goto(url(NOTE), { waitUntil: "load" });
    await page.keyboard.press("/");
    await page.waitForURL(url("/search/"));
    assert.ok(await page.locator(".kb-title-list").first().isVisible());
    await page.waitForLoadState("networkidle");
    assert.ok(!troubles.some((trouble) => trouble.includes("TypeError")), troubles.join("\n"));
    await close();
  });

  test("a lost connection is reported, and a retry works", async () => {
    const { page, close } = await withDialog();
    await page.route("**/search/terms/**", (route) => route.abort());
    await page.keyboard.type("클러스터");
    const again = page.getByRole("button", { name: "다시 시도" });
    await again.waitFor();
    await page.unroute("**/search/terms/**");
    await again.click();
    await options(page).first().waitFor();
    await close();
  });

  test("an index that was replaced meanwhile is read again, and the page says so", async () => {
    const vault = join(work.folder, "moving");
    await cp(DEMO, vault, { recursive: true });
    const out = build(join(work.folder, "moving-site"), { vault });
    const host = await serve(out, "");
    const { page, close } = await openPage(work.browser, host.origin, { viewport: DESK });
    await page.goto(`${host.origin}/search/`, { waitUntil: "load" });
    await page.locator(".kb-find input").waitFor();
    await writeFile(join(vault, "New.md"), "새로운얼룩말은 클러스터에 있다");
    await rm(join(vault, "06 - Full Notes", "Helm.md"));
    build(out, { vault });
    await page.locator(".kb-find input").fill("얼룩말");
    await page.locator("[role=option]", { hasText: "New" }).waitFor();
    assert.match(await page.locator(".kb-finder-status").textContent(), /새로 올라와/);
    await page.locator(".kb-find input").fill("클러스터");
    await page.locator("[role=option]", { hasText: "New" }).waitFor();
    assert.ok(!(await options(page).allTextContents()).some((text) => text.startsWith("Helm")));
    await close();
    host.stop();
  });
});
