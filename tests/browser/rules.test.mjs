// The review rules of the scripts under Node: they return the results of the program (tests/suite/client.rs).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { script } from "./client.mjs";

const read = (path) => readFile(new URL(path, import.meta.url), "utf8");
const { days, states } = JSON.parse(await read("../fixtures/review/client.json"));
const { byUrgency, groupOf, statusOn, today } = await script("review-rules.js");

test("today is the build's zone's, and begins at the build's hour", () => {
  assert.ok(days.length > 100);
  for (const { now, timezone, day_start, date } of days) {
    assert.equal(today({ timezone, day_start }, new Date(now)), date, `${now} in ${timezone} from ${day_start}`);
  }
});

test("every plan has the program's state, date and group on every day", () => {
  assert.ok(states.length > 400);
  assert.equal(new Set(states.map(({ state }) => state)).size, 8, "every state is asked for");
  assert.equal(new Set(states.map(({ group }) => group)).size, 7, "every group is asked for");
  for (const { plan, day, state, date, late, group } of states) {
    const found = statusOn(plan, day);
    assert.deepEqual(found, { state, date, late }, `${JSON.stringify(plan)} on ${day}`);
    assert.equal(groupOf(found, day), group, `${JSON.stringify(plan)} on ${day}`);
  }
});

test("the most urgent comes first: days late for a step's length, then the least known, then the path", () => {
  const item = (name, at, step, level, order) => {
    const data = { plan: "step", first: "2024-10-01", at, step, level };
    return { name, data, order, now: statusOn(data, "2024-10-27") };
  };
  const items = [
    item("path 2", "2024-10-20", "7", "high", 2),
    item("path 1", "2024-10-20", "7", "high", 1),
    item("low", "2024-10-20", "7", "low", 9),
    item("none", "2024-10-20", "7", undefined, 5),
    item("short step", "2024-10-25", "1", "high", 6),
    item("today", "2024-10-27", "1", "low", 0),
    item("next", "2024-10-28", "1", "low", 0),
  ];
  const order = [...items].sort(byUrgency).map(({ name }) => name);
  assert.deepEqual(order, ["short step", "low", "none", "path 1", "path 2", "today", "next"]);
});
