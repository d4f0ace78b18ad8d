"""Folders that cannot take a site: told before the work, with the path and what to do, through the command line.

On real disks: a file system of its own, one that is read-only, one that is too small; as somebody who may not write.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.site import refuse, write
from support.places import DEMO, PROJECT

API = "api/v1/index.json"
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root may mount, and become another user")


def made(folder: Path) -> Path:
    """A site of ours, as far as anybody sees."""
    write.write_tree([(API, "{}"), ("index.html", "旧"), ("a/index.html", "旧")], folder)
    return folder


def refused(output: Path, content: Path = DEMO) -> str:
    """What is said of an output; nothing where it is fit."""
    try:
        refuse.unfit(output, content)
    except refuse.OutputRefused as error:
        return str(error)
    return ""


@contextmanager
def mounted(folder: Path, *options: str, kind: str = "tmpfs") -> Iterator[Path]:
    """A file system of its own on a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", "-t", kind, *options, kind, folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.decode()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user may go through, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="qingdan-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


# --- what is somebody's own ----------------------------------------------------------------------------


def test_what_is_somebodys_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project, the home folder, the content, and whatever holds one of them; and what is in the content."""
    home = tmp_path / "home/jia"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    content = shutil.copytree(DEMO, tmp_path / "x/内容")
    for output in (PROJECT, PROJECT.parent):
        assert refused(output).startswith(f"{output} 是项目的文件夹，或者里面有它（{PROJECT}），整个会被换掉；")
    for output in (home, home.parent):
        assert refused(output).startswith(f"{output} 是用户的主文件夹，或者里面有它（{home}），整个会被换掉；")
    for output in (content, content.parent, content / "../../x"):
        assert refused(output, content) == f"{output} 里面有内容文件夹 {content}，整个会被换掉；请换一个文件夹"
    for output in (content / "site", content / "townships/jia", PROJECT / "content/site"):
        assert refused(output, content).startswith(f"{output} 在内容文件夹 ")
    # A link to it is it.
    (tmp_path / "link").symlink_to(content)
    assert refused(content / "site", tmp_path / "link").startswith(f"{content}/site 在内容文件夹 {content} 里")
    assert [refused(one, content) for one in (home / "site", tmp_path / "site", content.parent / "site")] == [""] * 3


def test_place_of_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An output that holds it would be replaced with it, while all files of the new one are there."""
    content = shutil.copytree(DEMO, tmp_path / "content")
    monkeypatch.setattr(refuse, "CACHE", tmp_path / "out/cache")
    for output in (tmp_path / "out", tmp_path / "out/cache"):
        assert (
            refused(output, content)
            == f"{output} 里面有存中间结果的文件夹 {tmp_path}/out/cache，整个会被换掉；请换一个文件夹"
        )
    assert refused(tmp_path / "out/site", content) == ""
    for folder in (content, content / "townships", tmp_path, PROJECT):
        monkeypatch.setattr(refuse, "CACHE", folder)
        said = refused(tmp_path / "out/site", content)
        assert said.startswith(f"存中间结果的 {folder} ")
        assert said.endswith("；请用环境变量 QINGDAN_CACHE 另指一个文件夹")


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    """A file among the folders; a link that leads to itself; names and paths that are too long for what comes below."""
    (tmp_path / "file").write_text("", "utf-8")
    output = tmp_path / "file/x/site"
    assert refused(output) == (
        f"{output} 的路径中间，{tmp_path}/file 是文件，不是文件夹；请换一个文件夹，或移走这个文件"
    )
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    assert refused(tmp_path / "ring/site") == f"{tmp_path}/ring/site 的路径走不通（符号链接绕成了圈）；请换一个文件夹"
    assert refused(tmp_path / ("长" * 82)) == ""
    assert "的文件夹名太长，一段最多 248 个字节（一个汉字 3 个）；请换短的" in refused(tmp_path / ("长" * 83))
    deep = tmp_path.joinpath(*["d" * 200] * 19)
    assert re.search(r"的路径太长（\d+ 个字节，最多 3696 个）；请换一个浅一些的文件夹", refused(deep))
    assert refused(tmp_path.joinpath(*["d" * 200] * 18)) == ""


def test_longest_name_that_is_let_through_is_built(tmp_path: Path) -> None:
    """All that stands beside the output for a while has a name that the disk takes."""
    output = made(tmp_path / ("长" * 82))
    with write.reserved(output) as work:
        made(work / "site")
        write.swap(work / "site", output)
    assert [one.name for one in tmp_path.iterdir()] == [output.name]


# --- disks ---------------------------------------------------------------------------------------------


@needs_root
def test_mount_points(tmp_path: Path) -> None:
    """Nobody can rename one: of another disk, of a folder of the same disk, and one that is below the output."""
    with mounted(tmp_path / "own site"):
        output = tmp_path / "own site"
        assert refused(output) == (f"{output} 是挂载点，不能一步换上；请用它里面的一个文件夹，例如 {output}/qingdan")
        assert refused(output / "qingdan") == ""
    made(tmp_path / "real")
    (tmp_path / "bound").mkdir()
    subprocess.run(["mount", "--bind", tmp_path / "real", tmp_path / "bound"], check=True)
    try:
        assert refused(tmp_path / "bound").startswith(f"{tmp_path}/bound 是挂载点，")
    finally:
        subprocess.run(["umount", tmp_path / "bound"], check=True)
    assert refused(tmp_path / "bound") == ""
    with mounted(made(tmp_path / "site") / "a/photos"):
        assert refused(tmp_path / "site") == (
            f"{tmp_path}/site 里面有挂载点 {tmp_path}/site/a/photos；请先卸下，或换一个文件夹"
        )
    with mounted(tmp_path / "sitemap"):
        assert refused(tmp_path / "site") == ""


@needs_root
def test_disks_that_are_read_only_or_too_small(tmp_path: Path) -> None:
    """Read-only; too few bytes; too few inodes: each with what there is and what it takes."""
    with mounted(tmp_path / "ro", "-o", "ro"):
        assert refused(tmp_path / "ro/x/site") == f"{tmp_path}/ro 所在的磁盘是只读的；请换一个输出文件夹"
    with mounted(tmp_path / "small", "-o", "size=1m"):
        assert refused(tmp_path / "small/site") == (
            f"{tmp_path}/small 所在的磁盘太满：生成网站至少要 2 MB，现在只有 1 MB；请腾出空间，或用 --output 换一个磁盘"
        )
    with mounted(tmp_path / "few", "-o", "size=100m,nr_inodes=100") as folder:
        files = refuse.needed(folder, DEMO)[1]
        assert refused(folder / "site") == (
            f"{folder} 所在的磁盘放不下这么多文件（inode 不够）：网站至少有 {files} 个文件，现在只能再放 99 个；"
            "请删去不用的文件，或用 --output 换一个磁盘"
        )
    with mounted(tmp_path / "fit", "-o", "size=100m"):
        assert refused(tmp_path / "fit/site") == ""


@needs_root
def test_project_whose_build_is_on_another_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There its site cannot come from; it is prepared beside it."""
    for module in (write, refuse):
        monkeypatch.setattr(module, "PROJECT", tmp_path)
    with mounted(tmp_path / "build"), write.reserved(tmp_path / "site") as work:
        assert work == tmp_path / ".site.build"
        made(work / "site")
        write.swap(work / "site", tmp_path / "site")
    assert (tmp_path / "site/index.html").read_text("utf-8") == "旧"


def test_how_much_a_site_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the content: so much for itself, and more with every township; what is kept on the same disk takes nothing."""
    monkeypatch.setattr(refuse, "CACHE", tmp_path / "cache")
    output, content = tmp_path / "site", tmp_path / "content"
    (content / "townships/jia/yi").mkdir(parents=True)
    assert refuse.needed(output, content) == (2_000_000, 200)
    (content / "townships/jia/yi/basic.yml").write_bytes(b"#" * 200_000)
    (content / "townships/jia/yi/source.txt").write_bytes(b"#" * 200_000)
    assert refuse.needed(output, content) == (7_000_000, 600)
    (tmp_path / "cache/files").mkdir(parents=True)
    assert refuse.needed(output, content) == (7_000_000, 600)
    (tmp_path / "cache/files/3f").mkdir()
    assert refuse.needed(output, content) == (2_000_000, 200)


@needs_root
def test_what_is_kept_elsewhere_takes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From another disk it has to be copied."""
    monkeypatch.setattr(refuse, "CACHE", tmp_path / "cache")
    (tmp_path / "cache/files/3f").mkdir(parents=True)
    (tmp_path / "a.yml").write_bytes(b"#" * 200_000)
    with mounted(tmp_path / "disk") as folder:
        assert refuse.needed(folder / "site", tmp_path) == (7_000_000, 600)


@needs_root
def test_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it nothing is made; it may be elsewhere."""
    for folder, why in (("file", "是文件，不是文件夹"), ("ro", "所在的磁盘是只读的")):
        monkeypatch.setattr(refuse, "CACHE", tmp_path / folder / "cache")
        (tmp_path / "file").write_text("", "utf-8")
        with mounted(tmp_path / "ro", "-o", "ro"):
            assert refused(tmp_path / "site") == (
                f"存中间结果的 {tmp_path / folder} {why}；请改好，或用环境变量 QINGDAN_CACHE 指另一个文件夹"
            )


# --- other users -----------------------------------------------------------------------------------------


def as_nobody(output: Path) -> subprocess.CompletedProcess[str]:
    """The command line as a user who owns nothing."""
    return subprocess.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-m", "generator", "build",
         "--content", DEMO, "--output", output],
        cwd=PROJECT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@needs_root
@pytest.mark.slow
@pytest.mark.parametrize("case", ["parent", "unreadable", "site of another", "parts of another", "sticky"])
def test_folders_of_others(case: str, place: Path) -> None:
    """What may not be written to, not be looked into, or not be taken away again: nothing is done, nothing is left."""
    other, told = "（它属于用户 root）", ""
    output = place / "site"
    match case:
        case "parent":
            told = f"{place} 没有权限写{other}；请检查权限，或换一个输出文件夹"
        case "unreadable":
            place.chmod(0o777)
            made(output).chmod(0o700)
            told = f"{output} 没有权限看里面有什么{other}；请检查权限，或换一个文件夹"
        case "site of another":
            place.chmod(0o777)
            made(output).chmod(0o755)
            told = f"{output} 里的文件没有权限换掉{other}；请检查权限，或换一个输出文件夹"
        case "parts of another":
            place.chmod(0o777)
            made(output)
            os.chown(output, 65534, 65534)
            told = f"{output} 里的文件没有权限换掉{other}；请检查权限，或换一个输出文件夹"
        case "sticky":
            place.chmod(0o1777)
            made(output).chmod(0o777)
            told = f"{output} 只有主人可以换掉{other}；请换一个输出文件夹"
    before = sorted(place.rglob("*"))
    ran = as_nobody(output)
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"{told}\n")
    assert sorted(place.rglob("*")) == before


# --- file handles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("soft", "hard", "told"),
    [
        (40, 100, "(80, 100)"),
        (90, 100, "(90, 100)"),
        (40, 79, "最多只能打开 79 个文件，至少要 80 个；请先运行 ulimit -n 80，或请管理员放宽"),
    ],
)
def test_file_handles(soft: int, hard: int, told: str, tmp_path: Path) -> None:
    """As many as the system lets us have are taken; where these are too few, it is told how to have more."""
    program = f"""
import pathlib, resource
from generator import workers
from generator.site import refuse
workers.PROCESSORS = 2
try:
    refuse.unfit(pathlib.Path({str(tmp_path / "site")!r}), pathlib.Path({str(DEMO)!r}))
    print(resource.getrlimit(resource.RLIMIT_NOFILE))
except refuse.OutputRefused as error:
    print(error)
"""
    ran = subprocess.run(
        ["sh", "-c", f"ulimit -Sn {soft}; ulimit -Hn {hard}; exec \"$@\"", "sh", sys.executable, "-c", program],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout == f"{told}\n"
