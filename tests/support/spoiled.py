"""Content files that are spoiled: bytes, characters, lines, YAML; each is checked in a process of its own, measured.

    python tests/support/spoiled.py SEED FIRST LAST

prints a line of JSON for each case that is not as it must be.  A case is its number: the same file, the same spoiling.
"""

import io
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypedDict

from generator import workers

# As much as no command may take, whatever it is given: seconds of a processor, bytes in all.
SECONDS, MEGABYTES = 10, 600
_KILLED_AFTER, _BYTES = 60, 3_000_000_000
_POOL = workers.pool

NASTY = (
    # numbers, dates, words that YAML or Python take for others
    *("9" * 400, "-0", "1e999", "0x7fffffffffffffff", "1_000", "0o17", "١٢٣", "²", ".inf", ".nan", "-1",
      "99999999999999999999"),
    *("2024-13-45", "12:30:45", "yes", "NO", "null", "~", "true", "=", "<<", "<<: *a", "*a", "&a", "&a b",
      "!!python/object:os.system x"),
    *("!!binary aGk=", "!!set {a, b}", "!<tag:x> y", "!", "!!", "%YAML 1.1", "---", "...", "--- >", "? a",
      "? [a]: b", ": ", "-", "- - - -"),
    # signs, open ends
    *("[", "]", "{", "}", "{a: b", "[a, b", '"', "'", '"\\x00"', '"\\ud800"', '"\\U0001F600"', '"\\q"', "|", ">",
      "|+9", ">-\n", "#", "# 注", "`", "@", "%"),
    *("a: b: c", "a:b", "：", "，", "- ", "-　甲", "\t- 甲", "\t", "　", " ", "  ", "    甲"),
    # characters
    *("\0", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff", "\u202e甲",
      "\u200b", "\u00ad", "\U000e0001", "\U0010ffff"),
    *("e\u0301" * 50, "\U0001f468\u200d\U0001f469", "\u3400\U00020000", "\r", "\r\n", "\n", "\v\f"),
    # long, deep, many
    *("长" * 20_000, "a" * 100_000, "[" * 500, "{a: " * 500, "- " * 500, "(" * 5_000, "（" * 5_000, "《" * 5_000,
      "、" * 5_000, "“" * 3_000),
    *("县民政局、" * 2_000, "《中华人民共和国" * 1_000, "一" * 5_000 + "、", "12345" * 2_000, "甲；" * 3_000,
      "1." * 3_000, ". " * 3_000),
    # what templates, Markdown, HTML, formats, paths and regular expressions would take for their own
    *("{{ 7*7 }}", "{% raw %}", "{#a}", "{: .x }", "<script>", "</td></tr>", "<!--", "-->", "&lt;&#0;",
      "[a](javascript:x)", "![](//x.y)", "```", "~~~", "    ```"),
    *("%s%n", "{0}", "${x}", "../../etc/passwd", "/", "\\", "C:\\a", "con", "a/b", ".", "..", "(?P<a>", "(a+)+$",
      "[[", "\\1", "*" * 3_000, "_" * 3_000, "|" * 3_000),
    *("<" * 3_000, "[" * 3_000 + "](", "a@" * 2_000, "http://" * 1_000, "&" * 3_000, "#" * 3_000, "`" * 3_001,
      "> " * 1_000, "1. " * 1_000),
)  # fmt: skip

_LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
WHOLE = (
    "", "\n", "#", "# 只有注释\n", "---\n", "...\n", "--- a\n--- b\n", "[]", "{}", "null", "a", "- a\n", "0", "\ufeff",
    "\ufeffa: b\n",
    _LAUGHS, "a: &a\n" + "  - *a\n" * 5_000, "a: &a {b: *a}\n", "x: " + "[" * 100_000, "x: " + "{a: " * 50_000,
    "\n".join(" " * n + "a:" for n in range(3_000)), "\n".join(" " * n + "- a" for n in range(2_000)), "- " * 100_000,
    "a: b\n" * 50_000, "\n".join(f"k{n}: v" for n in range(100_000)),
    "categories:\n" + "  - name: 甲\n    duties: []\n" * 30_000,
    "? " * 20_000, "a: '" + "x" * 1_000_000, 'a: "' + "\\u0041" * 200_000 + '"', "a: |\n" + "  x\n" * 300_000,
    "a: " + "甲" * 2_000_000,
    "\0" * 1000, "\x00\x01\x02", "%YAML 9.9\n---\na: b\n", "%TAG ! tag:x,2000:\n---\n!a b\n",
    "!!python/object/apply:os.system [ls]\n", "<<: {a: b}\n",
    "# " + "注" * 1_000_000, "a: b # " + "x" * 500_000, "\t\t\t", "a:\n\tb: c\n", "\n" * 1_000_000, " " * 1_000_000,
    "#\n" * 500_000,
    "\u2028" * 10_000, "a: [" + "x, " * 200_000, "a: [" + ", " * 200_000 + "]", "- [" * 3_000 + "]" * 3_000,
    "'" * 100_001, '"' * 100_001,
    "<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x\n", "a: b\n" + "=" * 300_000, "：".join("键值" * 50_000),
    "-甲\n" * 50_000, "甲：乙\n" * 50_000,
)  # fmt: skip


def spoil(text: bytes, drawn: random.Random) -> bytes:
    """One file, spoiled once or a few times."""
    if drawn.random() < 0.06:
        return drawn.choice(WHOLE).encode("utf-8", "surrogatepass")
    for _ in range(drawn.choice((1, 1, 1, 2, 4))):
        text = drawn.choice(SPOILING)(text, drawn)
    return text


def _bytes(text: bytes, drawn: random.Random) -> bytes:
    at, count = drawn.randrange(len(text) + 1), drawn.choice((0, 1, 2, 3, 50))
    own = drawn.choice(
        (b"", bytes([drawn.randrange(256)]), drawn.randbytes(4), b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\x80", b"\0")
    )
    return text[:at] + own + text[at + count :]


def _characters(text: bytes, drawn: random.Random) -> bytes:
    whole = text.decode("utf-8", "replace")
    at, count = drawn.randrange(len(whole) + 1), drawn.choice((0, 0, 1, 2, 5, 100))
    return _encoded(whole[:at] + drawn.choice(NASTY) + whole[at + count :])


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _lines(text: bytes, drawn: random.Random) -> bytes:
    lines = text.decode("utf-8", "replace").split("\n")
    at, to = drawn.randrange(len(lines)), drawn.randrange(len(lines))
    match drawn.randrange(7):
        case 0:
            del lines[at : at + drawn.choice((1, 2, 30))]
        case 1:
            lines[at:at] = lines[to : to + drawn.choice((1, 2, 30))]
        case 2:
            lines[at], lines[to] = lines[to], lines[at]
        case 3:
            lines[at] = " " * drawn.choice((1, 2, 7)) + lines[at]
        case 4:
            lines[at] = lines[at].removeprefix(" " * drawn.choice((1, 2, 4)))
        case 5:
            lines[at:at] = [" " * drawn.randrange(10) + drawn.choice(NASTY)] * drawn.choice((1, 1, 3, 1000))
        case _:
            lines[at] = lines[at].replace(": ", drawn.choice((":", "：", " : ", ":: ", ":\t", " ")), 1)
    return _encoded("\n".join(lines))


def _values(text: bytes, drawn: random.Random) -> bytes:
    """Another value, or another key, where one stands."""
    whole = text.decode("utf-8", "replace")
    found = list(re.finditer(r"(?m)(?<=: )(?! )[^\n]+$|(?<=- )(?! )[^\n]+$|[a-z_]+(?=:)", whole))
    if not found:
        return text
    one = drawn.choice(found)
    own = drawn.choice((*NASTY, *(drawn.choice(found)[0] for _ in range(30))))
    if drawn.random() < 0.5:
        own = json.dumps(own, ensure_ascii=drawn.random() < 0.5)
    return _encoded(whole[: one.start()] + own + whole[one.end() :])


SPOILING: tuple[Callable[[bytes, random.Random], bytes], ...] = (_bytes, _characters, _lines, _values, _values, _values)


class Found(TypedDict):
    """What came of a case: the exit code (None where a signal ended it), what was said, what it took."""

    file: str
    command: str
    code: int | None
    said: str
    seconds: float
    megabytes: float


def wrong(found: Found) -> str:
    """What is not as it must be; empty where all is well."""
    # A pool that tests share (`sparing.py`) is not given back by the copy of the process.
    said = re.sub(r"(?m)^.*resource_tracker: There appear.*\n(?: .*\n)?", "", found["said"])
    said = re.sub(r"“.*?”|【.*?】", "“”", said, flags=re.DOTALL)
    if found["code"] not in (0, 1, 2):
        return "ended by a signal"
    if "程序出错了" in said or "Traceback" in said or "是程序的问题" in said:
        return "a mistake of the program"
    if found["seconds"] > SECONDS:
        return "too slow"
    if found["megabytes"] > MEGABYTES:
        return "too large"
    for line in said.splitlines():
        text = re.sub(r"^\S*?:\d+:\d+:|\[[a-z-]+\]$|Noto \w+ CJK SC", "", line)
        if re.search(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}", text) or not re.search("[\u4e00-\u9fff]", text):
            return "not in Chinese"
    if found["code"] == 1 and "内容有错误" not in said and not re.search(r":\d+:\d+: ", said):
        return "fails without a place"
    return ""


def ran(content: Path, *command: str) -> Found:
    """Run a command of the program in a copy of this process, which has it loaded."""
    from generator.__main__ import main

    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        # The copy has all that this process has; what the command takes is counted from there.
        whole, held = (
            int(one) * resource.getpagesize() for one in Path("/proc/self/statm").read_text("ascii").split()[:2]
        )
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_AS, (whole + _BYTES, whole + _BYTES))
            resource.setrlimit(resource.RLIMIT_CPU, (_KILLED_AFTER, _KILLED_AFTER))
            signal.alarm(6 * _KILLED_AFTER)
            # Also where a test's own output is caught.
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(number, "w"), "utf-8") for number in (1, 2))
            # The processes that tests share (`sparing.py`) are the copied process's.
            workers.pool = _POOL
            code = 99
            try:
                code = main([*command, "--content", str(content)])
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(code)
        _, status, used = os.wait4(child, 0)
        said.seek(0)
        return Found(
            file="",
            command=command[0],
            code=os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else None,
            said=said.read(),
            seconds=round(used.ru_utime + used.ru_stime, 2),
            megabytes=round(used.ru_maxrss / 1024 - held / 1024**2, 1),
        )


def cases(content: Path, seed: int, numbers: range) -> Iterator[tuple[int, str, bytes]]:
    """Each case: its number, the file, and what it says then."""
    files = sorted(path for path in content.rglob("*") if path.suffix in (".yml", ".md", ".txt"))
    for number in numbers:
        drawn = random.Random(f"{seed}/{number}")
        path = drawn.choice(files)
        yield number, path.relative_to(content).as_posix(), spoil(path.read_bytes(), drawn)


def tried(content: Path, file: str, text: bytes, is_rendered: bool = True) -> Iterator[Found]:
    """What the commands make of a content with a file that says something else; the file is as it was afterwards."""
    path = content / file
    before = path.read_bytes()
    path.write_bytes(text)
    try:
        found = ran(content, "check")
        yield found
        if found["code"] == 0 and is_rendered:
            with tempfile.TemporaryDirectory() as folder:
                yield ran(content, "render", "--output", f"{folder}/docs")
    finally:
        path.write_bytes(before)


def contents(folder: Path) -> Path:
    """A content that has every kind of file: two townships of the demo, the vocabulary, pages."""
    from support.places import CONTENT, DEMO

    shutil.copytree(DEMO, folder)
    for name in ("vocabulary", "pages"):
        for path in (CONTENT / name).iterdir():
            if not (folder / name / path.name).exists():
                (folder / name).mkdir(exist_ok=True)
                shutil.copy(path, folder / name / path.name)
    (folder / "townships/jia/yi/overrides.yml").write_text("departments: []\nnotes: []\n", "utf-8")
    return folder


def main(seed: int, first: int, last: int) -> None:
    """Try cases, and print those that are wrong."""
    with tempfile.TemporaryDirectory() as place:
        content = contents(Path(place) / "content")
        ran(content, "check")
        counts: dict[str, int] = {}
        for number, file, text in cases(content, seed, range(first, last)):
            # What passes takes ten times as long to render as to check.
            for found in tried(content, file, text, number % 8 == 0):
                key = f"{found['command']} {found['code']}"
                counts[key] = counts.get(key, 0) + 1
                if why := wrong(found):
                    found["file"] = f"{number} {file}"
                    found["said"] = found["said"][-600:]
                    print(json.dumps({"why": why, **found}, ensure_ascii=False), flush=True)  # noqa: T201
        print(json.dumps(counts), file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
