"""What is sent is written as old phones read it: the scripts' syntax and interfaces, the styles' selectors."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.places import PROJECT

SCRIPTS = "templates/theme/assets"
# A selector that old browsers do not know makes them drop the whole rule.
NEW_SELECTOR = re.compile(r":(?:is|where|has|focus-visible|popover-open)\b|::details-content|:not\([^()]*,")
# Such rules stand where old browsers do not look, or say no more than that something is left out.
ENCLOSED = re.compile(r"@(?:container|supports)[^{]*\{(?:[^{}]*\{(?:[^{}]|\{[^{}]*\})*\}|[^{}])*\}")
NEW_PROPERTY = re.compile(r"(?<![\w-])(?:inset(?:-\w+)*|(?:margin|padding|border)-(?:inline|block)(?:-\w+)*)\s*:")


def messages(source: str) -> list[tuple[int, str | None]]:
    """Where a script breaks which rule, by line; None is what is no script at all."""
    node = Path(sys.executable).with_name("node")
    command = [node, "node_modules/eslint/bin/eslint.js", "--format", "json", "--stdin"]
    answer = subprocess.run(
        [*command, "--stdin-filename", f"{SCRIPTS}/one.js"],
        input=source,
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=False,
    )
    assert answer.stdout, f"先运行 make lint；{answer.stderr}"
    return [(one["line"], one["ruleId"]) for one in json.loads(answer.stdout)[0]["messages"]]


def eslint(source: str) -> set[str | None]:
    """The rules that a script breaks."""
    return {rule for _, rule in messages(source)}


@pytest.mark.slow
def test_lint_reports_what_is_too_new() -> None:
    """Syntax, built-ins, global interfaces and members of any object, each by its rule; what old phones know passes."""
    assert eslint("export const one = (a) => ({ ...a, b: [...a.c].filter(Boolean) });") == set()
    planted = """
      export const a = {};
      a.b ||= a?.c ?? 1;
      try { a(); } catch {}
      Object.fromEntries([]);
      new ResizeObserver(() => {});
      document.body.replaceChildren();
      const media = matchMedia("print");
      media.addEventListener("change", a);
    """
    assert eslint(planted) == {
        "es-x/no-logical-assignment-operators",
        "es-x/no-optional-chaining",
        "es-x/no-nullish-coalescing-operators",
        "es-x/no-optional-catch-binding",
        "es-x/no-object-fromentries",
        "compat/compat",
        "qingdan/no-new-members",
    }


def test_lint_knows_members_by_their_names() -> None:
    """Methods and properties that came after the oldest browsers, whatever object they are asked of."""
    members = [
        "findLast()",
        "at(-1)",
        "flatMap(one)",
        "requestSubmit()",
        "checkVisibility()",
        "inert",
        "toggleAttribute()",
    ]
    known = ["find()", "at", "map(one)", "submit()", "getClientRects()", "hidden", "setAttribute()"]
    lines = [f"one.{member};" for member in members + known]
    broken = messages("\n".join(["const one = {};", *lines]))
    assert [number - 2 for number, rule in broken if rule == "qingdan/no-new-members"] == list(range(len(members)))


def test_minified_scripts_stay_as_old(site: Path) -> None:
    """The minifier brings in no newer syntax, nor takes things out of their order: all scripts of the built site."""
    files = sorted((site / "assets").rglob("*.js"))
    assert len(files) > 10
    # In blocks and without imports and exports, so that they are one script.
    scripts = (
        re.sub(r"\bimport(?=[\"{*])[^;]*;|\bexport(?:\{[^}]*\};?|\s+)", "", one.read_text("utf-8")) for one in files
    )
    broken = eslint("\n".join(f"{{{one}\n}}" for one in scripts))
    assert None not in broken, "not one script"
    assert {rule for rule in broken if rule.startswith("es-x/") or rule == "no-use-before-define"} == set()


def test_styles_mean_the_same_in_old_browsers(site: Path) -> None:
    """No rule that old browsers would drop, no property that they do not know, but where nothing depends on it."""
    [sheet] = (site / "assets").rglob("style.css")
    # Material's own come first, ours are a line each.
    own = "".join(sheet.read_text("utf-8").splitlines()[-2:])
    text = ENCLOSED.sub("", own)
    selectors = re.findall(r"([^{};]+)\{", text)
    assert len(selectors) > 50
    mixed = [one for one in selectors if NEW_SELECTOR.search(one) and not all(map(NEW_SELECTOR.search, _list(one)))]
    assert mixed == []
    assert [one for one in selectors if re.search(r":(?:is|where)\b", one)] == []
    assert NEW_PROPERTY.findall(text) == []


def _list(selectors: str) -> list[str]:
    return re.split(r",(?![^()]*\))", selectors)
