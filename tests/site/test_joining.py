"""Scripts are joined into the files that pages fetch, and do there what they do by themselves."""

import json
from pathlib import Path

import pytest

from generator.project import TEMPLATES
from generator.site.assets import read_assets
from generator.site.joining import join
from generator.site.plain import SiteError
from support.scripts import node

# A page with a part of its own, and what another page asks for too.  `same` is a name in three scopes.
SCRIPTS = {
    "page/main.js": """import { twice } from "./part.js";
import { add, COUNTS } from "../shared.js";
import "../classic.js";

const same = "main";
export const done = import("../later.js").then(({ late }) => [same, twice(1), add(1, 1), COUNTS.length, late, known]);
""",
    "page/part.js": """import { add } from "../shared.js";

const same = 1;
export function twice(one) {
  return add(one, same);
}
""",
    "shared.js": """export { add, COUNTS } from "./shared/sum.js";
""",
    "shared/sum.js": """export const COUNTS = [];
const same = 0;
export class Never {}
export async function never() {}
export const add = (one, other) => {
  COUNTS.push(one);
  return one + other + same;
};
""",
    "other.js": """import { add } from "./shared.js";
add(2, 2);
""",
    "later.js": """export const late = "late";
""",
    "classic.js": """self.known = "known";
""",
}


def test_a_module_of_one_file_is_part_of_it() -> None:
    """What several ask for, what comes later and classic scripts stay files."""
    files = join(SCRIPTS)
    assert sorted(files) == ["classic.js", "later.js", "other.js", "page/main.js", "shared.js"]
    assert files["classic.js"] == SCRIPTS["classic.js"]
    assert files["page/main.js"].count("import * as $shared from") == 1


def test_joined_scripts_do_the_same(tmp_path: Path) -> None:
    """The same answer from the scripts as they are written and as they are joined; state is shared, names are not."""
    answers = []
    for name, scripts in (("written", SCRIPTS), ("joined", join(SCRIPTS))):
        for path, text in scripts.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_text(text, "utf-8")
        (tmp_path / name / "package.json").write_text('{"type": "module"}', "utf-8")
        text = (
            'globalThis.self = globalThis; await import("./other.js"); const { done } = await import("./page/main.js");'
            " console.log(JSON.stringify(await done));"
        )
        (tmp_path / name / "test.js").write_text(text, "utf-8")
        answer = node(tmp_path / name / "test.js")
        assert not answer.stderr
        answers.append(json.loads(answer.stdout))
    assert answers == [["main", 2, 2, 3, "late", "known"]] * 2


@pytest.mark.parametrize(
    "line",
    [
        'import * as all from "./b.js";',
        'import one from "./b.js";',
        'import { one as other } from "./b.js";',
        "export default 1;",
        "export let one = 1;",
        "export { one };",
        'export * from "./b.js";',
        "const later = import(name);",
    ],
)
def test_what_cannot_be_joined_is_refused(line: str) -> None:
    """Not left to the browser of some reader: the site is not made."""
    with pytest.raises(SiteError) as refused:
        join({"a.js": f'import {{\n  one,\n}} from "./b.js";\n{line}\n', "b.js": "export const one = 1;\n"})
    (said,) = refused.value.details
    assert said.startswith("a.js:4:1: 脚本不能这样写；")
    assert line.endswith(said.rpartition("：“")[2].removesuffix("”"))


def test_circles_are_refused() -> None:
    """Of two that import each other neither can come first."""
    one, other = (f'import {{ {name} }} from "./{name}.js";\nexport const {own} = 1;\n' for name, own in ("ba", "ab"))
    with pytest.raises(SiteError) as refused:
        join({"a.js": one, "b.js": other})
    assert refused.value.details[0].startswith("脚本互相引用，成了圈：")


def test_script_that_is_not_there_is_named() -> None:
    """Who asks for it, and for what."""
    with pytest.raises(SiteError) as refused:
        join({"page/a.js": 'import { one } from "../b.js";\n'})
    assert refused.value.details == ["page/a.js：没有它引用的脚本 b.js"]


def test_syntax_is_told_in_chinese(tmp_path: Path) -> None:
    """The file, and what finds the line; what the minifier says is kept for those who ask."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/a.js").write_text("const a = ;\n", "utf-8")
    with pytest.raises(SiteError) as refused:
        read_assets(tmp_path)
    assert refused.value.details == ["a.js：语法不对；make lint 会指出哪一行"]
    assert "unexpected ;" in refused.value.original[0]


def test_pages_fetch_few_files() -> None:
    """The theme's scripts as pages have them: these files and no more."""
    assert [name for name in read_assets(TEMPLATES / "theme").files if name.endswith(".js")] == [
        *("compare/page.js", "edit/page.js"),
        *("offline/instead.js", "offline/kept.js", "offline/page.js", "offline/worker.js"),
        *("page/as-of.js", "page/lost.js", "page/main.js", "page/speak.js", "page/township.js"),
        *("search/afterwards.js", "search/elsewhere.js", "search/letter.js", "search/nothing.js", "search/page.js"),
        *("search/slips.js", "search/sounds.js", "search/spelling.js", "search/suggest.js"),
        *("shared.js", "start.js"),
    ]
