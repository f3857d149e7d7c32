"""Holds the files that hosts read to what the hosts document, beyond the workflows' JSON schema.

Run it from the repository's root, in an environment with requirements.txt.
"""

import re
import sys
import tomllib
from pathlib import Path

from ruamel.yaml import YAML

# Top-level keys of netlify.toml, and the keys of [build] and of each [context.*], which may hold any of [build]'s.
# Source: Netlify's "File-based configuration".
NETLIFY_TABLES = {"build", "context", "dev", "edge_functions", "functions", "headers", "images", "plugins", "redirects"}
NETLIFY_BUILD = {"base", "command", "edge_functions", "environment", "functions", "ignore", "processing", "publish"}
NETLIFY_CONTEXTS = {"production", "deploy-preview", "branch-deploy", "dev"}

# The lowest major version of each action that still runs on a supported Node, and the only actions allowed here: a
# workflow that can write to Pages runs nobody else's code.
ACTIONS = {
    "actions/checkout": 7,
    "actions/configure-pages": 6,
    "actions/upload-pages-artifact": 5,
    "actions/deploy-pages": 5,
}

failures = []


def expect(condition, message):
    if not condition:
        failures.append(message)


def check_netlify(path):
    config = tomllib.loads(path.read_text(encoding="utf-8"))
    expect(set(config) <= NETLIFY_TABLES, f"{path}: unknown tables {set(config) - NETLIFY_TABLES}")
    build = config.get("build", {})
    blocks = {"build": build, **{f"context.{name}": block for name, block in config.get("context", {}).items()}}
    for name, block in blocks.items():
        expect(set(block) <= NETLIFY_BUILD, f"{path}: unknown keys in [{name}]: {set(block) - NETLIFY_BUILD}")
        expect("kbgen" in block["command"] or "cargo run" in block["command"], f"{path}: [{name}] does not build")
    expect(build.get("publish") == "public", f"{path}: publishes {build.get('publish')!r}, not kbgen's output folder")
    expect(set(config.get("context", {})) <= NETLIFY_CONTEXTS, f"{path}: unknown deploy context")


def check_actions(path, workflow):
    for job in workflow["jobs"].values():
        for step in job.get("steps", []):
            if "uses" not in step:
                continue
            action, _, version = step["uses"].partition("@v")
            expect(action in ACTIONS, f"{path}: {action} is not on the list of actions")
            expect(version.isdigit() and int(version) >= ACTIONS.get(action, 0), f"{path}: {step['uses']} is too old")


def check_publishing(publish, daily):
    expect("workflow_call" in publish["on"], "publish.yml cannot be called by daily.yml")
    expect("schedule" not in publish["on"], "a schedule in publish.yml would be switched off together with publishing")
    for entry in daily["on"]["schedule"]:
        minute = entry["cron"].split()[0]
        expect(re.fullmatch(r"[0-9]+", minute) and int(minute) != 0, f"daily.yml runs at minute {minute}")
        expect("timezone" in entry, "daily.yml does not say whose midnight it means")
    called = [job["uses"] for job in daily["jobs"].values() if "uses" in job]
    expect(called == ["./.github/workflows/publish.yml"], f"daily.yml calls {called}")
    # A called workflow has no permission that its caller lacks.
    for scope, access in publish["permissions"].items():
        expect(daily["permissions"].get(scope) == access, f"daily.yml lacks `{scope}: {access}`")


def main():
    yaml = YAML(typ="safe")
    workflows = {path: yaml.load(path) for path in sorted(Path(".github/workflows").glob("*.yml"))}
    for path, workflow in workflows.items():
        check_actions(path, workflow)
    by_name = {path.name: workflow for path, workflow in workflows.items()}
    check_publishing(by_name["publish.yml"], by_name["daily.yml"])
    check_netlify(Path("netlify.toml"))
    for failure in failures:
        print(f"error: {failure}", file=sys.stderr)
    if failures:
        sys.exit(1)
    print(f"ok: {len(workflows)} workflows and netlify.toml")


main()
