// A static host for tests: a folder served below a base path, with the headers of its own `_headers` file and its 404
// page.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".wav": "audio/wav",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/** Serves `folder` at `base` ("" or "/repo") on a free port of the loopback; gives its origin and a way to stop it. */
export async function serve(folder, base) {
  const rules = await readHeaders(folder);
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });

  async function answer(request, response) {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    if (!path.startsWith(`${base}/`)) {
      response.writeHead(404).end("outside the base path");
      return;
    }
    const inside = path.slice(base.length);
    const file = await find(folder, inside);
    if (file === "redirect") {
      response.writeHead(301, { location: encodeURI(`${path}/`) }).end();
      return;
    }
    const type = TYPES[extname(file ?? "404.html")] ?? "application/octet-stream";
    const body = await readFile(file ?? join(folder, "404.html"));
    response.writeHead(file ? 200 : 404, { "content-type": type, ...headersFor(rules, inside) }).end(body);
  }

  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, stop: () => server.close() };
}

/** The file that a host answers with, "redirect" where the address of a folder lacks its slash, undefined for none. */
async function find(folder, path) {
  const file = join(folder, normalize(path));
  const info = await stat(file).catch(() => undefined);
  if (info?.isFile()) return file;
  if (!info?.isDirectory()) return undefined;
  if (!path.endsWith("/")) return "redirect";
  const index = join(file, "index.html");
  return (await stat(index).catch(() => undefined)) ? index : undefined;
}

/** The rules of `_headers`: a line with a path pattern, then indented `name: value` lines; `! name` takes a header of
 * an earlier rule away. */
async function readHeaders(folder) {
  const text = await readFile(join(folder, "_headers"), "utf8").catch(() => "");
  const rules = [];
  for (const line of text.split("\n")) {
    if (!line.trim() || line.trim().startsWith("#")) continue;
    if (!/^\s/.test(line)) {
      const pattern = line.trim().split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
      rules.push({ path: new RegExp(`^${pattern.join(".*")}$`), headers: {} });
    } else {
      const [, taken, name, value] = line.match(/^\s+(!\s*)?([^:]+):?\s*(.*)$/);
      rules.at(-1).headers[name.trim().toLowerCase()] = taken ? undefined : value.trim();
    }
  }
  return rules;
}

function headersFor(rules, path) {
  const all = Object.assign({}, ...rules.filter((rule) => rule.path.test(path)).map((rule) => rule.headers));
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
