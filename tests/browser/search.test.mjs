// Search in a real browser: what is found, by keyboard and with an input method, what is shown, what it costs, and what is
// there without a script.

import assert from "node:assert/strict";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { script } from "./client.mjs";
import { serve } from "./server.mjs";
import { DESK, PHONE, axe, build, openPage, workshop } from "./tools.mjs";

const { halfTyped, joined, words } = await script("search-words.js");
const { Index, shardOf } = await script("search-index.js");

const BASE = "/repo";
const NOTE = "/06-full-notes/argo-cd/";
const WORDS = new URL("../fixtures/search/words.json", import.meta.url);

let work;
before(async () => { work = await workshop(); });
after(() => work?.close());

/** Builds a vault of these files, `{ path: text }`. */
async function vaultOf(name, files) {
  const vault = join(work.folder, name);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(vault, path, ".."), { recursive: true });
    await writeFile(join(vault, path), text);
  }
  return build(join(work.folder, `${name}-site`), { vault });
}

/** The index of a built site, read without a browser. */
function readIndex(folder) {
  const load = async (url) => new Response(await readFile(join(folder, decodeURI(url.pathname))));
  return Index.open(new URL("http://localhost/search/"), load);
}

async function titlesOf(index, query, topics) {
  const { notes } = await index.search(query, topics);
  return Promise.all(notes.map(async (id) => (await index.note(id)).title));
}

describe("the reader of the index", () => {
  test("words are cut as the build cuts them", async () => {
    const rows = JSON.parse(await readFile(fileURLToPath(WORDS), "utf8"));
    assert.ok(rows.length > 30);
    for (const row of rows) {
      const found = words(row.text).map((word) => [word.text, ...(word.stem ? [word.stem] : [])]);
      assert.deepEqual(found, row.words, row.text);
      assert.equal(joined(row.text), row.joined, row.text);
    }
  });

  test("a syllable that is being typed stands for what it may become", () => {
    const all = (word) => halfTyped(word).map(({ rest, next }) => `${rest}+${next}`);
    assert.deepEqual(all("소유ㄱ"), ["소유+ㄱ"]);
    assert.deepEqual(all("소유거"), ["소유+ㄱ"]);
    assert.deepEqual(all("클럿"), ["클러+ㅅ"]);
    assert.deepEqual(all("갑없"), ["갑업+ㅅ"]);
    assert.deepEqual(all("간"), ["가+ㄴ"]);
    assert.deepEqual(all("ㄱ"), []);
    assert.deepEqual(all("kube"), []);
    for (const [typed, meant] of [["서ㅇ", "서울"], ["서우", "서울"], ["=argo", "argo"], ["co", "co*"], ["com", "compute"], ["京", "京都"]]) {
      assert.equal(shardOf(typed, 256), shardOf(meant, 256));
    }
  });

  test("the best place of a word decides, then the path", async () => {
    const index = await readIndex(await vaultOf("rank", {
      "a body.md": "zebra",
      "b heading.md": "## Zebra",
      "c topic.md": "#zebra text",
      "d alias.md": "---\naliases: [Zebra]\n---\n",
      "e often.md": "zebra zebra zebra zebra",
      "f Zebra crossing.md": "---\ntitle: Zebra crossing\n---\n",
      "g Zebra.md": "---\ntitle: Zebra\n---\n",
      "h body.md": "zebra",
      "i.md": "---\ntitle: The zebra\n---\n",
    }));
    const expected = [
      "Zebra", "Zebra crossing", "d alias", "The zebra", "b heading", "c topic", "e often", "a body", "h body",
    ];
    assert.deepEqual(await titlesOf(index, "zebra"), expected);
    assert.deepEqual(await titlesOf(index, "ＺＥＢＲＡ"), expected);
    assert.deepEqual(await titlesOf(index, "zebra cro"), ["Zebra crossing"]);
    assert.deepEqual((await titlesOf(index, "ze")).sort(), [...expected].sort());
    assert.deepEqual(await titlesOf(index, "zebracrossing"), ["Zebra crossing"]);
    assert.deepEqual(await titlesOf(index, "zebra", ["zebra"]), ["c topic"]);
  });

  test("Korean is found with particles, in compounds, decomposed and half typed", async () => {
    const index = await readIndex(await vaultOf("korean", {
      "1.md": "서울은 넓다.",
      "2.md": "서울에서는 쿠버네티스클러스터를 쓴다.",
      "3.md": "소유권의 이전과 힙에 든 값",
      "4.md": "3월의 東京都",
    }));
    for (const [query, expected] of [
      ["서울", ["1", "2"]],
      ["서울은", ["1", "2"]],
      ["\u1109\u1165\u110b\u116e\u11af", ["1", "2"]],
      ["서ㅇ", ["1", "2"]],
      ["서울에ㅅ", ["1", "2"]],
      ["클러스터", ["2"]],
      ["클러스터에서", ["2"]],
      ["서울 클러", ["2"]],
      ["소유ㄱ", ["3"]],
      ["소유거", ["3"]],
      ["힙", ["3"]],
      ["3월", ["4"]],
      ["京都", ["4"]],
      ["東京都", ["4"]],
      ["都", ["4"]],
      ["부산", []],
      ["🟩", []],
      ["", []],
    ]) {
      assert.deepEqual((await titlesOf(index, query)).sort(), expected, query);
    }
  });
});

describe("what a query may be", () => {
  test("initial consonants find titles and headings where the config says so", async () => {
    const notes = { "서울 여행.md": "걷는다", "부산.md": "## 서울 가는 길", "c.md": "서울" };
    const asked = await readIndex(await vaultOf("choseong", { "kbgen.toml": "[search]\nchoseong = true\n", ...notes }));
    assert.deepEqual((await titlesOf(asked, "ㅅㅇ")).sort(), ["부산", "서울 여행"]);
    assert.deepEqual(await titlesOf(asked, "ㅅㅇㅇㅎ"), ["서울 여행"]);
    const plain = await readIndex(await vaultOf("no-choseong", notes));
    assert.deepEqual(await titlesOf(plain, "ㅅㅇ"), []);
  });
});

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

  test("nothing of it is fetched before it is asked for", async () => {
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

    const active = () => page.locator("[role=option][aria-selected=true]").evaluateAll((all) => all.map(({ id }) => id));
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
    const compose = (text) => session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
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
    const hostile = await vaultOf("hostile", {
      "x.md": "---\ntitle: \"<img src=x onerror=alert(1)> zebra\"\naliases: [\"<b>q</b>\"]\n---\n#to<i>pic\n\nA `<img src=x onerror=alert(2)>` zebra.",
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
          for (const violation of await axe(page)) found.push(`${what}, ${viewport.width} px, ${colorScheme}: ${violation}`);
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

  test("where the index cannot be had, the link leads to the page", async () => {
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

  test("a lost connection is told, and asking again works", async () => {
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

  test("an index that was replaced meanwhile is read anew, and that is said", async () => {
    const vault = join(work.folder, "moving");
    await cp(fileURLToPath(new URL("../../content-sample", import.meta.url)), vault, { recursive: true });
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

describe("the weight of search", () => {
  test("whatever words notes are made of, no query of one word costs more than 100 KB", async () => {
    let seed = 7;
    const next = (n) => (seed = (seed * 48271) % 2147483647) % n;
    // A thousand first syllables, and letters; hardly a word comes twice.
    const hangul = () => Array.from({ length: 2 + next(3) }, () => String.fromCharCode(0xac00 + 11 * next(1000))).join("");
    const latin = () => Array.from({ length: 4 + next(7) }, () => String.fromCharCode(97 + next(26))).join("");
    for (const [name, word, words] of [["hangul", hangul, 500], ["latin", latin, 640]]) {
      const files = {};
      for (let n = 0; n < 400; n++) files[`f${n % 20}/${word()} ${n}.md`] = Array.from({ length: words }, word).join(" ");
      const folder = await vaultOf(`random-${name}`, files);
      const heaviest = async (below, pattern) => {
        const weights = (await readdir(join(folder, below))).filter((file) => pattern.test(file)).map(async (file) => gzipSync(await readFile(join(folder, below, file)), { level: 6 }).length);
        return Math.max(...(await Promise.all(weights)));
      };
      let scripts = 0;
      for (const name of ["search", "search-index"]) {
        scripts += await heaviest("assets", new RegExp(`^${name}\\.[0-9a-f]+\\.js$`));
      }
      // A word's own shard and that of titles that begin so are one; ten results may lie on ten shelves.
      const rest = (await heaviest("search", /^index\.json$/)) + 10 * (await heaviest("search/notes", /json$/));
      const shard = await heaviest("search/terms", /txt$/);
      assert.ok(shard > 10 * 1024, `the vault is no test: ${shard} bytes`);
      assert.ok(scripts + rest + shard <= 100 * 1024, `${name}: scripts ${scripts}, titles ${rest}, shard ${shard} bytes`);
    }
  });

  test("scripts are at most 15 KB compressed, and the first result of 2,000 notes costs at most 100 KB", async () => {
    const syllables = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추".split("");
    // The same words on every run; a note has some two hundred of several thousand.
    let seed = 1;
    const next = (n) => (seed = (seed * 48271) % 2147483647) % n;
    const word = () => Array.from({ length: 2 + next(3) }, () => syllables[next(syllables.length)]).join("");
    const known = Array.from({ length: 6000 }, word);
    const files = {};
    for (let n = 0; n < 2000; n++) {
      const text = Array.from({ length: 200 }, () => known[Math.min(next(6000), next(6000))]).join("은 ");
      files[`f${n % 40}/노트 ${n}.md`] = `# ${known[n]}\n\n${text}`;
    }
    const folder = await vaultOf("many", files);
    const small = async (path) => gzipSync(await readFile(join(folder, path)), { level: 6 }).length;
    let scripts = 0;
    for (const name of await readdir(join(folder, "assets"))) {
      if (/^(search|search-index)\..*\.js$/.test(name)) scripts += await small(join("assets", name));
    }
    assert.ok(scripts > 0 && scripts <= 15 * 1024, `scripts: ${scripts} bytes`);

    const site = await serve(folder, "");
    const { page, requests, troubles, close } = await openPage(work.browser, site.origin, { viewport: DESK });
    await page.goto(`${site.origin}/f0/노트-0/`, { waitUntil: "networkidle" });
    const before = requests.length;
    await page.keyboard.press("/");
    await page.locator("dialog[open] input").waitFor();
    await page.keyboard.insertText(known[5]);
    await page.locator("[role=option]").first().waitFor();
    const fetched = new Set(requests.slice(before).map((request) => decodeURI(new URL(request).pathname)));
    let bytes = 0;
    for (const path of fetched) bytes += await small(path.endsWith("/") ? `${path}index.html` : path);
    assert.ok(bytes <= 100 * 1024, `${bytes} bytes for ${[...fetched].join(" ")}`);
    assert.deepEqual(troubles, []);
    await close();
    site.stop();
  });
});
