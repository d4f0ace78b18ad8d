"""One language a place: what is said of the program itself is English, for whoever programs."""

import io
import re
import subprocess
import tokenize
from pathlib import Path

from support.places import PROJECT

# For those who run a site, who may be no programmers.
OPERATORS = ("content/", "deploy/", "requirements/")
COMMENTS = {
    ".css": r"/\*.*?\*/",
    ".html": r"\{#.*?#\}|<!--.*?-->",
    ".j2": r"\{##.*?##\}",
    ".js": r"/\*.*?\*/|(?<![^\s;{}()])//[^\n]*",
}
COMMENTS[".mjs"] = COMMENTS[".js"]
LISTED = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
FILES = [
    PROJECT / name
    for name in LISTED.splitlines()
    if Path(name).suffix in (".py", *COMMENTS) and not name.startswith(OPERATORS) and (PROJECT / name).is_file()
]


def comments(file: Path) -> list[str]:
    """The comments of a file."""
    text = file.read_text("utf-8")
    if file.suffix == ".py":
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        return [token.string for token in tokens if token.type == tokenize.COMMENT]
    return re.findall(COMMENTS[file.suffix], text, re.DOTALL)


def test_comments_are_english() -> None:
    """Chinese words stand in them as examples, never most of the letters."""
    chinese = [
        (file, comment)
        for file in FILES
        for comment in comments(file)
        if len(re.findall("[\u4e00-\u9fff]", comment)) > len(re.findall("[A-Za-z]", comment))
    ]
    assert chinese == []
