// The search index: the parsing of a query, the notes it finds and their order, and the cost.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { script } from "./client.mjs";
import { serve } from "./server.mjs";
import { DESK, openPage, vaultOf, workshop } from "./tools.mjs";

const { halfTyped, joined, words } = await script("search-words.js");
const { Index, shardOf } = await script("search-index.js");

const WORDS = new URL("../fixtures/search/words.json", import.meta.url);

let work;
before(async () => { work = await workshop(); });
after(() => work?.close());

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

  test("a syllable that is being typed matches what it may become", () => {
    const all = (word) => halfTyped(word).map(({ rest, next }) => `${rest}+${next}`);
    assert.deepEqual(all("소유ㄱ"), ["소유+ㄱ"]);
    assert.deepEqual(all("소유거"), ["소유+ㄱ"]);
    assert.deepEqual(all("클럿"), ["클러+ㅅ"]);
    assert.deepEqual(all("갑없"), ["갑업+ㅅ"]);
    assert.deepEqual(all("간"), ["가+ㄴ"]);
    assert.deepEqual(all("ㄱ"), []);
    assert.deepEqual(all("kube"), []);
    for (const [typed, meant] of [
      ["서ㅇ", "서울"], ["서우", "서울"], ["=argo", "argo"], ["co", "co*"], ["com", "compute"], ["京", "京都"],
    ]) {
      assert.equal(shardOf(typed, 256), shardOf(meant, 256));
    }
  });

  test("the best place of a word decides, then the path", async () => {
    const index = await readIndex(await vaultOf(work, "rank", {
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
    const index = await readIndex(await vaultOf(work, "korean", {
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
    const config = { "kbgen.toml": "[search]\nchoseong = true\n" };
    const asked = await readIndex(await vaultOf(work, "choseong", { ...config, ...notes }));
    assert.deepEqual((await titlesOf(asked, "ㅅㅇ")).sort(), ["부산", "서울 여행"]);
    assert.deepEqual(await titlesOf(asked, "ㅅㅇㅇㅎ"), ["서울 여행"]);
    const plain = await readIndex(await vaultOf(work, "no-choseong", notes));
    assert.deepEqual(await titlesOf(plain, "ㅅㅇ"), []);
  });
});

describe("the weight of search", () => {
  test("whatever words notes are made of, no query of one word costs more than 100 KB", async () => {
    let seed = 7;
    const next = (n) => (seed = (seed * 48271) % 2147483647) % n;
    // A thousand first syllables, and letters; almost no word comes twice.
    const syllable = () => String.fromCharCode(0xac00 + 11 * next(1000));
    const hangul = () => Array.from({ length: 2 + next(3) }, syllable).join("");
    const latin = () => Array.from({ length: 4 + next(7) }, () => String.fromCharCode(97 + next(26))).join("");
    for (const [name, word, words] of [["hangul", hangul, 500], ["latin", latin, 640]]) {
      const files = {};
      for (let n = 0; n < 400; n++) {
        files[`f${n % 20}/${word()} ${n}.md`] = Array.from({ length: words }, word).join(" ");
      }
      const folder = await vaultOf(work, `random-${name}`, files);
      const heaviest = async (below, pattern) => {
        const names = (await readdir(join(folder, below))).filter((file) => pattern.test(file));
        const weigh = async (file) => gzipSync(await readFile(join(folder, below, file)), { level: 6 }).length;
        return Math.max(...(await Promise.all(names.map(weigh))));
      };
      let scripts = 0;
      for (const name of ["search", "search-index"]) {
        scripts += await heaviest("assets", new RegExp(`^${name}\\.[0-9a-f]+\\.js$`));
      }
      // A word's own shard and that of titles that begin so are the same; ten results may be on ten shelves.
      const rest = (await heaviest("search", /^index\.json$/)) + 10 * (await heaviest("search/notes", /json$/));
      const shard = await heaviest("search/terms", /txt$/);
      assert.ok(shard > 10 * 1024, `the vault is too small: ${shard} bytes`);
      const weights = `${name}: scripts ${scripts}, titles ${rest}, shard ${shard} bytes`;
      assert.ok(scripts + rest + shard <= 100 * 1024, weights);
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
    const folder = await vaultOf(work, "many", files);
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
