// The weight of a page: what a reader downloads besides the note itself.

import assert from "node:assert/strict";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";

import { serve } from "./server.mjs";
import { DESK, build, openPage, pagesOf, shiftOf, workshop } from "./tools.mjs";

const KB = 1024;
const gzipped = (text) => gzipSync(text, { level: 9 }).length;

describe("the weight of the demo site", () => {
  let work;
  let folder;
  let site;

  before(async () => {
    work = await workshop();
    folder = build(join(work.folder, "site"));
    site = await serve(folder, "");
  });
  after(async () => {
    site?.stop();
    await work?.close();
  });

  test("the chrome of every note's page is at most 8 KB, 3 KB compressed", async () => {
    const notes = await weighed(folder);
    assert.ok(notes.length > 40, `only ${notes.length} notes`);
    assert.deepEqual(notes.filter(tooHeavy), []);
  });

  test("the page around one note of 2,000 weighs what it does around one of 100, and fits the budget", async () => {
    const weigh = async (folders, each) => {
      const vault = join(work.folder, `vault-${folders}`);
      for (let folder = 1; folder <= folders; folder++) {
        await mkdir(join(vault, `주제 ${folder}`, "깊이"), { recursive: true });
        for (let note = 1; note <= each; note++) {
          const topics = `[[분야 ${(folder * each + note) % (folders * 5)}]] [[공통]]`;
          const boxes = "review_1day: true\nreview_4day: false\nreview_7day: false";
          const properties = `first_study: 2024-10-0${1 + note % 9}\n${boxes}\nsubject: 과목 ${folder}`;
          const text = `---\n${properties}\n---\n${topics}\n\n## 하나\n\n본문 [[노트 1]]\n`;
          await writeFile(join(vault, `주제 ${folder}`, note % 2 ? "깊이" : ".", `노트 ${note}.md`), text);
        }
      }
      const site = build(join(work.folder, `site-${folders}`), { vault, base: "/repo" });
      const weights = await Promise.all(["주제-2/노트-6", "주제-2/깊이/노트-7"].map(async (path) => {
        const chrome = withoutTheNote(await readFile(join(site, path, "index.html"), "utf8"));
        return [Buffer.byteLength(chrome), gzipped(chrome)];
      }));
      return weights.flat();
    };
    const [small, large] = [await weigh(5, 20), await weigh(40, 50)];
    const sizes = `${small} bytes among 100 notes, ${large} among 2,000`;
    large.forEach((bytes, at) => {
      assert.ok(Math.abs(bytes - small[at]) <= 0.05 * small[at], sizes);
      assert.ok(bytes <= (at % 2 ? 3 : 8) * KB, sizes);
    });
  });

  test("the style sheet is at most 12 KB compressed, the entry script 15 KB", async () => {
    const assets = await readdir(join(folder, "assets"));
    const weigh = async (pattern) => {
      const [name, ...more] = assets.filter((asset) => pattern.test(asset));
      assert.ok(name && more.length === 0, `one ${pattern}`);
      return gzipped(await readFile(join(folder, "assets", name)));
    };
    const [style, entry] = [await weigh(/^kbgen\..*\.css$/), await weigh(/^main\..*\.js$/)];
    assert.ok(style <= 12 * KB, `style sheet: ${style} bytes`);
    assert.ok(entry <= 15 * KB, `entry script: ${entry} bytes`);
  });

  test("a note without pictures needs three requests, also on another day than the build's", async () => {
    for (const day of ["2024-10-27", "2024-11-20"]) {
      const { page, requests, close } = await openPage(work.browser, site.origin, { viewport: DESK });
      await page.clock.setFixedTime(new Date(`${day}T03:00:00Z`));
      await page.goto(`${site.origin}/02-english/git-branching/`, { waitUntil: "networkidle" });
      assert.equal(await page.locator("article img").count(), 0);
      assert.ok(requests.length <= 3, requests.join("\n"));
      await close();
    }
  });
});

describe("the weight of larger vaults", () => {
  let work;
  const folders = {};
  let site;

  before(async () => {
    work = await workshop();
    for (const notes of [100, 2000]) {
      const vault = join(work.folder, `vault-${notes}`);
      await mkdir(join(vault, "공부"), { recursive: true });
      await writeFile(join(vault, "kbgen.toml"), '[site]\ntitle = "배움의 정원"\nauthor = "김배움"\n');
      for (let number = 0; number < notes; number++) {
        await writeFile(join(vault, "공부", `노트 ${number}.md`), note(number));
      }
      folders[notes] = build(join(work.folder, `site-${notes}`), { vault, base: "/notes" });
    }
    site = await serve(folders[2000], "/notes");
  });
  after(async () => {
    site?.stop();
    await work?.close();
  });

  test("a page's chrome keeps its limits with 2,000 notes, and is that of 100 notes within 5 %", async () => {
    const means = [];
    for (const folder of Object.values(folders)) {
      const notes = await weighed(folder);
      assert.deepEqual(notes.filter(tooHeavy), []);
      means.push(notes.reduce((sum, { raw }) => sum + raw, 0) / notes.length);
    }
    const [few, many] = means;
    assert.ok(Math.abs(many / few - 1) <= 0.05, `${Math.round(few)} bytes and ${Math.round(many)}`);
  });

  test("a text note needs three requests, none of them to another host, and does not move", async () => {
    const { page, requests, troubles, close } = await openPage(work.browser, site.origin, { viewport: DESK });
    await page.goto(`${site.origin}/notes/${encodeURI("공부/노트-1234")}/`, { waitUntil: "networkidle" });
    assert.ok(requests.length <= 3, requests.join("\n"));
    assert.equal(await shiftOf(page), 0);
    assert.deepEqual(troubles, []);
    await close();
  });
});

/** A note of a study vault: topics, a review ladder, a subject, links and a few lines of text. */
function note(number) {
  const day = String(1 + (number % 25)).padStart(2, "0");
  const boxes = `review_1: true\nreview_4: ${number % 3 === 0}\nreview_7:`;
  const properties = `created: 2024-09-${day}\nfirst_study: 2024-10-${day}\n${boxes}\nsubject: 과목 ${number % 7}`;
  const links = [1, 7, 31].map((step) => `[[노트 ${(number * step + 3) % 100}]]`).join(", ");
  const notes = `## 핵심 필기\n\n분산 시스템에서 복제는 가용성을 높인다. ${links}를 함께 본다.`;
  const summary = `## 요약\n\n${"망각 곡선은 복습으로 완만해진다. ".repeat(3)}`;
  return `---\n${properties}\n---\n[[주제 ${number % 40}]]\n\n${notes}\n\n${summary}\n`;
}

/** The weight of every note's page of a site without the note itself. */
async function weighed(folder) {
  const notes = [];
  for (const path of (await pagesOf(folder)).pages) {
    const html = await readFile(join(folder, path, "index.html"), "utf8");
    if (!html.includes('<article class="markdown-rendered"')) continue;
    const chrome = withoutTheNote(html);
    notes.push({ path, raw: Buffer.byteLength(chrome), small: gzipped(chrome) });
  }
  return notes;
}

const tooHeavy = ({ raw, small }) => raw > 8 * KB || small > 3 * KB;

/** A page without the note's own parts: the article, the contents, the backlinks, the graph, the rows of its lists.
 * */
function withoutTheNote(html) {
  return html
    .replace(/<ul class="kb-entries[^"]*">[\s\S]*?<\/ul>/g, "")
    .replace(/<article class="markdown-rendered"[\s\S]*<\/article>/, "")
    .replace(/<nav class="kb-toc"[\s\S]*?<\/nav>/, "")
    .replace(/<section class="kb-backlinks"[\s\S]*?<\/section>/, "")
    .replace(/<figure class="kb-graph"[\s\S]*?<\/figure>/, "");
}
