"""Refuse: what is wrong with the folder that a site is to be put in, told before the work; disks are asked, not tried.

Whatever can be known of it only when it is done is told then (`plain.py`), and the site that was there is whole.
"""

import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from generator import paths, workers
from generator.project import CACHE, PROJECT
from generator.site import plain

# The longest address of a site, below the output, and what stands beside a file while it is written.
_LONGEST = 400
_ADDED = len("..build")
# The least that a build has ever written: for itself, and for each byte of YAML (`benchmarks/README.md`).
_BYTES, _BYTES_A_BYTE = 2_000_000, 25
_FILES, _FILES_A_KILOBYTE = 200, 2
# What is kept free, for others.
_RESERVE = 1.1
# What a process opens of its own, and what each worker takes of it.
_HANDLES, _HANDLES_A_WORKER = 64, 8
# In <sys/statvfs.h>; Windows has none.
_READ_ONLY = getattr(os, "ST_RDONLY", 1)
# As the kernel writes blanks and the like in a mount point's path.
_OCTAL = re.compile(rb"\\([0-7]{3})")


class OutputRefused(Exception):
    """The output folder cannot take the site, or another build is at it; the message says why and what to do."""


def is_site(folder: Path) -> bool:
    """Whether a folder is a site of ours."""
    return (folder / paths.API_INDEX).is_file()


def unfit(output: Path, content: Path, is_ours: Callable[[Path], bool] = is_site) -> None:
    """Raise OutputRefused where an output folder cannot take the site of a content folder.

    It may be replaced where it is ours, or empty.
    """
    try:
        place = output.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        raise OutputRefused(f"{output} 的路径走不通（符号链接绕成了圈）；请换一个文件夹") from None
    try:
        if (
            said := _kind(output, place)
            or _path(place)
            or _others(place, content)
            or _mounted(place)
            or _foreign(place, is_ours)
        ):
            raise OutputRefused(f"{output} {said}")
        # Where it is written to: beside it, and where it is prepared.
        for folder in (_existing(place.parent), _existing(prepared_in(place).parent)):
            if said := _closed(folder):
                raise OutputRefused(f"{folder} {said}")
        if said := _owned(place):
            raise OutputRefused(f"{output} {said}")
        if said := unfit_cache(content) or _uncached() or _small(place, content):
            raise OutputRefused(said)
    except OSError as error:
        raise OutputRefused("；".join(plain.exception(error))) from error
    if said := _few_handles():
        raise OutputRefused(said)


def _kind(output: Path, place: Path) -> str:
    if output.is_symlink() or (output.exists() and not output.is_dir()) or not place.name:
        return "不是文件夹，或者是符号链接；请换一个文件夹"
    above = _existing(place)
    return "" if above.is_dir() else f"的路径中间，{above} 是文件，不是文件夹；请换一个文件夹，或移走这个文件"


def _path(place: Path) -> str:
    above = _existing(place)
    # Where the system does not tell: as it is on Windows.
    name, path = (os.pathconf(above, f"PC_{kind}_MAX") if hasattr(os, "pathconf") else 255 for kind in ("NAME", "PATH"))
    if any(len(os.fsencode(part)) > name - _ADDED for part in place.parts):
        return f"的文件夹名太长，一段最多 {name - _ADDED} 个字节（一个汉字 3 个）；请换短的"
    if hasattr(os, "pathconf") and (size := len(os.fsencode(place))) > path - _LONGEST:
        return f"的路径太长（{size} 个字节，最多 {path - _LONGEST} 个）；请换一个浅一些的文件夹"
    return ""


def _others(place: Path, content: Path) -> str:
    """It is, or holds, or is in, what is somebody's own."""
    if said := _of_others(place, content):
        return "，".join(said) + "；请换一个文件夹"
    if CACHE.resolve().is_relative_to(place):
        return f"里面有存中间结果的文件夹 {CACHE}，整个会被换掉；请换一个文件夹"
    return ""


def _of_others(place: Path, content: Path) -> tuple[str, str] | None:
    """What of somebody's own a folder is, or holds, or is in; and what would become of that."""
    for folder, what in ((PROJECT, "项目的文件夹"), (_home(), "用户的主文件夹")):
        if folder and folder.is_relative_to(place):
            return f"是{what}，或者里面有它（{folder}）", "整个会被换掉"
    for folder in (content.resolve(), PROJECT / "content"):
        if folder.is_relative_to(place):
            return f"里面有内容文件夹 {folder}", "整个会被换掉"
        if place.is_relative_to(folder):
            return f"在内容文件夹 {folder} 里", "下一次会当作内容读"
    return None


def apart(folder: Path, content: Path) -> None:
    """Raise OutputRefused where files that are put into a folder, beside what it holds, would be read as content."""
    if folder.resolve().is_relative_to(content.resolve()):
        raise OutputRefused(f"{folder} 在内容文件夹 {content} 里，下一次会当作内容读；请换一个文件夹")


def unfit_cache(content: Path) -> str:
    """What is wrong with the place where things are kept, which somebody gave: it is somebody's own; empty for nothing.

    What is kept there would stand among the files of others, and go with `qingdan clean`, as might some of theirs.
    """
    said = _of_others(CACHE.resolve(), content)
    return f"存中间结果的 {CACHE} {said[0]}；请用环境变量 QINGDAN_CACHE 另指一个文件夹" if said else ""


def _home() -> Path | None:
    with suppress(RuntimeError):
        return Path.home().resolve()
    return None


def _foreign(place: Path, is_ours: Callable[[Path], bool]) -> str:
    """It holds what we did not make."""
    if place.is_dir() and not os.access(place, os.R_OK | os.X_OK):
        return f"没有权限看里面有什么{_owner(place)}；请检查权限，或换一个文件夹"
    if place.is_dir() and any(place.iterdir()) and not is_ours(place):
        return "不是空文件夹，里面也不是本程序生成的网站；请换一个文件夹，以免误删"
    return ""


def prepared_in(place: Path) -> Path:
    """The folder that an output is prepared in: beside it, but for the project's own, which is to be looked at.

    Never on another disk, from where it could not be moved in one step.
    """
    own = PROJECT / "build"
    if place == PROJECT / "site" and _existing(own).stat().st_dev == PROJECT.stat().st_dev:
        return own
    return place.with_name(f".{place.name}.build")


def _closed(folder: Path) -> str:
    """Nothing can be written to a folder that is there."""
    if hasattr(os, "statvfs") and os.statvfs(folder).f_flag & _READ_ONLY:
        return "所在的磁盘是只读的；请换一个输出文件夹"
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"没有权限写{_owner(folder)}；请检查权限，或换一个输出文件夹"
    return ""


def _owned(place: Path) -> str:
    """A site that is there, but cannot be taken away."""
    if not place.is_dir():
        return ""
    above, own = place.parent.stat(), place.stat()
    if above.st_mode & stat.S_ISVTX and hasattr(os, "geteuid") and os.geteuid() not in (0, above.st_uid, own.st_uid):
        return f"只有主人可以换掉{_owner(place)}；请换一个输出文件夹"
    # Whoever made it made what is in it, as far as that can be seen at once.
    for folder in (place, *(one for one in place.iterdir() if one.is_dir() and not one.is_symlink())):
        if not os.access(folder, os.W_OK | os.X_OK):
            return f"里的文件没有权限换掉{_owner(folder)}；请检查权限，或换一个输出文件夹"
    return ""


def _owner(folder: Path) -> str:
    with suppress(OSError, KeyError, ImportError, NotImplementedError):
        return f"（它属于用户 {folder.owner()}）"
    return ""


def _mounted(place: Path) -> str:
    """It is a mount point or holds one: such a folder can be neither renamed nor removed."""
    for point in _mount_points():
        if point == place:
            return f"是挂载点，不能一步换上；请用它里面的一个文件夹，例如 {place / 'qingdan'}"
        if point.is_relative_to(place):
            return f"里面有挂载点 {point}；请先卸下，或换一个文件夹"
    if os.path.ismount(place):
        return f"是挂载点，不能一步换上；请用它里面的一个文件夹，例如 {place / 'qingdan'}"
    return ""


def _mount_points() -> Iterator[Path]:
    """All mount points, folders of the same disk that are bound to another place among them, where the system tells."""
    with suppress(OSError):
        for line in Path("/proc/self/mountinfo").read_bytes().splitlines():
            yield Path(os.fsdecode(_OCTAL.sub(lambda found: bytes([int(found[1], 8)]), line.split(b" ")[4])))


def _uncached() -> str:
    """Nothing can be kept, which all files of a site are first."""
    folder = _existing(CACHE)
    said = _closed(folder) if folder.is_dir() else "是文件，不是文件夹；请移走它"
    return (
        f"存中间结果的 {folder} {said.partition('；')[0]}；请改好，或用环境变量 QINGDAN_CACHE 指另一个文件夹"
        if said
        else ""
    )


def needed(place: Path, content: Path) -> tuple[int, int]:
    """The bytes and the files that the site of a content folder takes at the least in a place.

    Where the files of an earlier one are kept on the same disk, they only have another name.
    """
    kept = CACHE / "files"
    if kept.is_dir() and any(kept.iterdir()) and kept.stat().st_dev == _existing(place).stat().st_dev:
        return _BYTES, _FILES
    size = sum(one.stat().st_size for one in content.rglob("*.yml") if one.is_file())
    return _BYTES + size * _BYTES_A_BYTE, _FILES + size * _FILES_A_KILOBYTE // 1000


def _small(place: Path, content: Path) -> str:
    """The disk has no room for the new site beside the old one."""
    size, files = needed(place, content)
    folder = _existing(prepared_in(place))
    free = shutil.disk_usage(folder).free
    if free < size * _RESERVE:
        return (
            f"{folder} 所在的磁盘太满：生成网站至少要 {_megabytes(size * _RESERVE)}，"
            f"现在只有 {_megabytes(free)}；请腾出空间，或用 --output 换一个磁盘"
        )
    # Some systems number files without an end, and say 0.
    if hasattr(os, "statvfs") and (disk := os.statvfs(folder)).f_files and disk.f_favail < files:
        return (
            f"{folder} 所在的磁盘放不下这么多文件（inode 不够）：网站至少有 {files} 个文件，"
            f"现在只能再放 {disk.f_favail} 个；请删去不用的文件，或用 --output 换一个磁盘"
        )
    return ""


def _megabytes(size: float) -> str:
    return f"{size / 1_000_000:.0f} MB"


def _few_handles() -> str:
    """Fewer files may be open at a time than the work needs; as many as the system lets us have are taken."""
    try:
        import resource
    except ImportError:  # Windows
        return ""
    wanted = _HANDLES + _HANDLES_A_WORKER * workers.PROCESSORS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return ""
    if hard != resource.RLIM_INFINITY and hard < wanted:
        return f"最多只能打开 {hard} 个文件，至少要 {wanted} 个；请先运行 ulimit -n {wanted}，或请管理员放宽"
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return ""


def _existing(path: Path) -> Path:
    """The path, or the nearest of those above it, that is there."""
    return next(one for one in (path, *path.parents) if os.path.lexists(one))
