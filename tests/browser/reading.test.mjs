// Reading: colours without a flash, Korean and English type, paper, readers who want no motion or their own colours.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "./server.mjs";
import { DESK, build, openPage, workshop } from "./tools.mjs";

const NOTE = "/06-full-notes/argo-cd/";
const CALLOUTS = "/01-guide/callouts/";

describe("reading", () => {
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

  const open = async (path, options) => {
    const opened = await openPage(work.browser, site.origin, { viewport: DESK, ...options });
    await opened.page.goto(site.origin + encodeURI(path), { waitUntil: "load" });
    return opened;
  };

  test("light, dark and the system's choice are there before the body, on every load", async () => {
    for (const system of ["light", "dark"]) {
      const { page, close } = await open(NOTE, { colorScheme: system });
      // Records the root's attributes when the body begins: nothing is painted before that.
      await page.addInitScript(() => {
        const watch = new MutationObserver(() => {
          if (!document.body) return;
          watch.disconnect();
          const root = document.documentElement;
          window.atFirst = `${root.dataset.theme} ${getComputedStyle(root).colorScheme}`;
        });
        watch.observe(document, { childList: true, subtree: true });
      });
      const other = system === "light" ? "dark" : "light";
      const states = [
        [null, "undefined light dark"], [other, `${other} ${other}`], [system, `${system} ${system}`],
        ["nonsense", "undefined light dark"],
      ];
      for (const [stored, expected] of states) {
        await page.evaluate((value) => {
          if (value) localStorage.setItem("kb-theme", value);
          else localStorage.removeItem("kb-theme");
        }, stored);
        for (let load = 0; load < 2; load++) {
          await page.reload({ waitUntil: "load" });
          assert.equal(await page.evaluate(() => window.atFirst), expected, `${stored} on a ${system} system`);
        }
      }
      await close();
    }
  });

  test("the switch goes from the system's colours to the others and back to following the system", async () => {
    const { page, close } = await open(NOTE, { colorScheme: "dark" });
    const state = () => page.evaluate(() => {
      return [document.documentElement.dataset.theme ?? null, localStorage.getItem("kb-theme")];
    });
    await page.locator("button.kb-theme").click();
    assert.deepEqual(await state(), ["light", "light"]);
    await page.locator("button.kb-theme").click();
    assert.deepEqual(await state(), [null, null]);
    await close();
  });

  test("Korean breaks between words and is upright, code does not break", async () => {
    const { page, close } = await open(NOTE, {});
    const style = (selector, ...names) => page.locator(selector).first().evaluate((element, keys) => {
      return keys.map((key) => getComputedStyle(element)[key]);
    }, names);
    assert.deepEqual(await style(".markdown-rendered", "wordBreak", "overflowWrap"), ["keep-all", "anywhere"]);
    const [size, line, family] = await style(".markdown-rendered", "fontSize", "lineHeight", "fontFamily");
    assert.ok(Math.abs(parseFloat(line) / parseFloat(size) - 1.7) < 0.01, `${line} of ${size}`);
    for (const font of ["Pretendard", "Apple SD Gothic Neo", "Noto Sans KR", "Malgun Gothic"]) {
      assert.ok(family.includes(font), font);
    }
    assert.deepEqual(await style(".markdown-rendered pre code", "wordBreak", "overflowWrap"), ["normal", "normal"]);
    const slanted = await page.evaluate(() => {
      const article = document.querySelector("article");
      return ["em", "i", "cite", "dfn", "address"].filter((name) => {
        const element = article.appendChild(Object.assign(document.createElement(name), { textContent: "한글" }));
        return getComputedStyle(element).fontStyle !== "normal";
      });
    });
    assert.deepEqual(slanted, []);
    await close();
    const english = await open("/02-english/spaced-repetition/", {});
    const italic = await english.page.evaluate(() => {
      const element = document.querySelector("article").appendChild(document.createElement("em"));
      return getComputedStyle(element).fontStyle;
    });
    assert.equal(italic, "italic", "an English note keeps its italics");
    await english.close();
  });

  test("paper has the text alone, dark on white, with folded parts open and addresses written out", async () => {
    const { page, close } = await open(CALLOUTS, { colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    const around = ".kb-header, .kb-side, .kb-footer, .kb-skip, .kb-crumbs, .kb-near, .kb-toc, button";
    for (const part of around.split(", ")) {
      assert.equal(await page.locator(`${part}:visible`).count(), 0, part);
    }
    const folded = page.locator("article details:not([open])");
    assert.ok((await folded.count()) > 0, "the note has something folded");
    for (const part of await folded.all()) {
      assert.ok(await part.locator(":scope > :not(summary)").first().isVisible(), await part.innerText());
    }
    const [ink, paper] = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.documentElement);
      return [color, backgroundColor];
    });
    assert.deepEqual([ink, paper], ["rgb(34, 38, 43)", "rgb(255, 255, 255)"]);
    await page.goto(`${site.origin}${encodeURI("/01-guide/링크/")}`);
    const external = page.locator("article a.external-link:not(:has(img))").first();
    const shown = await external.evaluate((link) => {
      return [getComputedStyle(link, "::after").content, link.getAttribute("href")];
    });
    assert.ok(shown[0].includes(shown[1]), shown.join(" "));
    await close();
  });

  test("without motion nothing glides, and in forced colours icons, dots and states are still there", async () => {
    const still = await open(NOTE, { reducedMotion: "reduce" });
    const moving = await still.page.evaluate(() => {
      const animated = (element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return animationName !== "none" || transitionDuration.split(",").some((time) => parseFloat(time) > 0);
      };
      return [...document.querySelectorAll("*")].filter(animated).map((element) => element.outerHTML.slice(0, 60));
    });
    assert.deepEqual(moving, []);
    assert.equal(await still.page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");
    await still.close();
    const { page, close } = await open(NOTE, { forcedColors: "active" });
    const colour = (selector, pseudo) => page.locator(selector).first().evaluate((element, which) => {
      return getComputedStyle(element, which).backgroundColor;
    }, pseudo);
    const canvas = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    assert.notEqual(await colour(".kb-search .kb-icon"), canvas);
    assert.notEqual(await colour(".kb-nav a", "::before"), canvas);
    assert.notEqual(await colour(".kb-ladder li[data-dot=done]", "::before"), canvas);
    const state = page.locator(".kb-state").first();
    assert.equal(await state.evaluate((element) => getComputedStyle(element).borderTopStyle), "solid");
    await close();
  });

  test("every heading of a note has an address, that the keyboard shows and a link takes", async () => {
    const { page, close } = await open(NOTE, { reducedMotion: "reduce" });
    const headings = page.locator("article :is(h1, h2, h3, h4, h5, h6)[id]");
    const anchors = page.locator("article .kb-anchor");
    assert.ok((await headings.count()) > 2);
    assert.equal(await anchors.count(), await headings.count());
    const last = anchors.last();
    await last.focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    assert.equal(await last.evaluate((anchor) => getComputedStyle(anchor).opacity), "1");
    await page.keyboard.press("Enter");
    const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
    assert.equal(await headings.last().getAttribute("id"), id);
    await close();
  });
});
