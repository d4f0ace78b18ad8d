"""A copy of the project, to put faults into: what is committed, and on top of it what is not yet."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from mutants.choose import git

# Not in git, and not changed by tests.
LENT = (".venv", "node_modules")


def copy(root: Path, to: Path) -> None:
    """A clone of the repository at `root` with the files as they lie there."""
    subprocess.run(["git", "clone", "--quiet", "--shared", str(root), str(to)], check=True)
    for path in git(root, "diff", "--name-only", "--no-renames", "-z", "HEAD").split("\0"):
        if path and (root / path).exists():
            shutil.copyfile(root / path, to / path)
        elif path:
            (to / path).unlink(missing_ok=True)
    for path in git(root, "ls-files", "--others", "--exclude-standard", "-z").split("\0"):
        if path and (root / path).is_file() and not (root / path).is_symlink():
            (to / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / path, to / path)
    for name in LENT:
        if (root / name).exists():
            (to / name).symlink_to((root / name).resolve())


def more(copy: Path, count: int) -> list[Path]:
    """The copy and others like it, `count` in all."""
    others = [copy.with_name(f"{copy.name}-{number}") for number in range(1, count)]
    for other in others:
        shutil.copytree(copy, other, symlinks=True)
    return [copy, *others]


# What tests look at, but for this command itself and what is written about the program.
LOOKED_AT = ("generator", "templates", "content", "tests", "mkdocs.yml", "pyproject.toml", "requirements")
NOT_LOOKED_AT = ("tests/mutants/", "tests/project/test_mutants.py")


def state(root: Path) -> str:
    """Changes with every file that decides whether a test notices."""
    names = git(root, "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *LOOKED_AT).split("\0")
    digest = hashlib.sha256()
    for name in sorted(set(names)):
        if name and not name.startswith(NOT_LOOKED_AT) and (root / name).is_file():
            digest.update(name.encode() + b"\0" + hashlib.sha256((root / name).read_bytes()).digest())
    return digest.hexdigest()[:16]
