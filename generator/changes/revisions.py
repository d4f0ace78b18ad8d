"""Revisions: a content folder as it was at a git revision, and a new one that holds an edit of it."""

import io
import os
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.read.folder import TOWNSHIPS, county_ids, limited_bytes
from generator.words.characters import or_known


class NoSuchRevision(Exception):
    """Neither a folder nor a revision of this repository."""


class NotCommitted(ValueError):
    """A commit that cannot be made; its message is for people."""


def _git(
    arguments: list[str], folder: Path, said: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    own = {**os.environ, **environment} if environment else None
    return subprocess.run(["git", *arguments], cwd=folder, input=said, env=own, capture_output=True, check=False)


def _or_branch(name: str, folder: Path) -> str:
    """Which branch was meant, here or elsewhere, or which there are."""
    found = _git(["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes"], folder)
    names = found.stdout.decode("utf-8", "replace").split()
    if not names:
        return "；请检查名字，或用 git log 看有哪些版本"
    # Of a clone, the branches of where it came from are there under another name.
    elsewhere = [one for one in names if one.endswith(f"/{name}")]
    return f"；是否指“{elsewhere[0]}”？" if elsewhere else or_known(name, names)


@contextmanager
def content_at(name: str, content: Path) -> Iterator[Path]:
    """The folder `name`, or the content folder as of the git revision `name`, for as long as the context lasts."""
    if Path(name).is_dir():
        yield Path(name)
        return
    # Resolved first, and as what it is: a name must never be taken for an option of git's.
    made = _git(["rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}"], content)
    if not made.returncode:
        made = _git(["archive", "--format=zip", made.stdout.decode().strip(), "."], content)
    if made.returncode:
        raise NoSuchRevision(f"“{name}”既不是文件夹，也不是这个仓库的版本{_or_branch(name, content)}")
    with TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(made.stdout)) as archive:
            archive.extractall(folder)
        yield Path(folder)


def commit_on_branch(
    content: Path,
    branch: str,
    files: Mapping[str, str],
    was: Mapping[str, bytes | None],
    message: str,
    *,
    replaces: bool = False,
) -> str:
    """Commit files of the content folder on a new branch that begins at HEAD, and give the commit's id.

    The folder itself, the index and the branch that is checked out stay as they are.  `was` is what the edit was made
    of, and must be what HEAD has; `replaces` lets a branch of this name go.  Raises NotCommitted.
    """

    def git(*arguments: str, said: bytes | None = None, index: str = "") -> bytes:
        made = _git([*arguments], content, said, **({"GIT_INDEX_FILE": index} if index else {}))
        if made.returncode:
            raise NotCommitted(_meant(made.stderr.decode("utf-8", "replace")))
        return made.stdout

    if _git(["rev-parse", "--is-inside-work-tree"], content).returncode:
        raise NotCommitted(f"{content} 不在 git 的仓库里；不要 --branch，直接写入")
    if _git(["check-ref-format", "--branch", branch], content).returncode:
        raise NotCommitted(f"“{branch}”不能是分支的名字；请用字母、数字、- 和 /")
    reference = f"refs/heads/{branch}"
    # In CI no branch is checked out, but a commit.
    if _git(["symbolic-ref", "-q", "HEAD"], content).stdout.decode().strip() == reference:
        raise NotCommitted(f"现在就在分支 {branch} 上；请先 git switch 到别的分支")
    if not _git(["show-ref", "--verify", "--quiet", reference], content).returncode and not replaces:
        raise NotCommitted(f"已经有分支 {branch}；请换一个名字（--branch 名字），或先删去它")
    head = git("rev-parse", "HEAD").decode().strip()
    prefix = git("rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").removesuffix("\n")
    for file, raw in was.items():
        shown = _git(["show", f"HEAD:{prefix}{file}"], content)
        kept = None if shown.returncode else shown.stdout
        if (kept or b"").replace(b"\r\n", b"\n") != (raw or b"").replace(b"\r\n", b"\n"):
            raise NotCommitted(f"{file} 有没有提交的改动；请先提交（git commit），再用 --branch")
    with TemporaryDirectory() as folder:
        index = str(Path(folder, "index"))
        git("read-tree", "HEAD", index=index)
        for file, text in files.items():
            blob = git("hash-object", "-w", "--stdin", said=text.encode()).decode().strip()
            git("update-index", "--add", "--cacheinfo", f"100644,{blob},{prefix}{file}", index=index)
        tree = git("write-tree", index=index).decode().strip()
    commit = git("commit-tree", tree, "-p", head, "-F", "-", said=message.encode()).decode().strip()
    git("update-ref", reference, commit)
    return commit


def branches_behind(content: Path, names: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """The branches made of an older content than HEAD's, which does not hold them, and their last commits' messages.

    `names` are those that are wanted; without any, all.  What is checked out anywhere is left alone.
    Raises NoSuchRevision for a name that is no branch, and for a folder in no repository.
    """
    wanted = [f"refs/heads/{name}" for name in names] or ["refs/heads"]
    form = "--format=%(refname:lstrip=2)%00%(worktreepath)"
    found = _git(["for-each-ref", form, "--no-merged=HEAD", *wanted], content)
    if found.returncode:
        raise NoSuchRevision(f"{content} 不在 git 的仓库里，或还没有提交过；没有分支可以重做")
    for name in names:
        if _git(["show-ref", "--verify", "--quiet", f"refs/heads/{name}"], content).returncode:
            raise NoSuchRevision(f"没有分支 {name}；请用 git branch 看有哪些")
    for line in found.stdout.decode("utf-8", "replace").splitlines():
        name, _, is_checked_out = line.partition("\0")
        reference = f"refs/heads/{name}"
        is_same = not _git(["diff", "--quiet", f"{reference}^", "HEAD", "--", "."], content).returncode
        if not is_checked_out and not is_same:
            message = _git(["log", "-1", "--format=%B", reference], content).stdout
            yield name, message.decode("utf-8", "replace")


def _meant(said: str) -> str:
    """What git says, for people."""
    if "user.name" in said or "user.email" in said or "identity" in said or "ident name" in said:
        return 'git 还不知道是谁提交；请先运行 git config user.name "姓名" 和 git config user.email "邮箱"'
    if "ref HEAD" in said or "unknown revision" in said or "ambiguous argument" in said:
        return "仓库里还没有提交过，或没有检出分支；请先提交一次"
    return "git 没有做成；请在内容文件夹里运行 git status 看看"


def counties_that_differ(old: Path, new: Path) -> list[str]:
    """The ids of those counties of the new folder in which any file is another than in the old one."""
    return [id for id in county_ids(new) if _files(old / TOWNSHIPS / id) != _files(new / TOWNSHIPS / id)]


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): limited_bytes(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
