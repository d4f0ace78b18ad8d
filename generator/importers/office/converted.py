"""Files that only an office program reads (.doc, .xls, .wps, .et, .rtf, .odt, .ods …), converted by LibreOffice.

LibreOffice is not required: where it is not installed, the message says how to save the file anew.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.importers.draft import ImportProblem
from generator.importers.grid import GridLine, Reader, Remark
from generator.importers.office import docx, xlsx

# The longest documents take some ten seconds; a program that asks something of nobody takes for ever.
SECONDS = 90
_READERS: dict[str, Reader] = {"docx": docx.lines, "xlsx": xlsx.lines}
ADVICE = {
    "docx": "请用 WPS 或 Word 打开，另存为“Word 文档（.docx）”，再导入",
    "xlsx": "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”，再导入",
}
_TEXTS = (".txt", ".csv", ".tsv", ".md", ".htm", ".html")
_NAMED = {"docx": ".doc", "xlsx": ".xls"}


def program() -> str | None:
    """Where LibreOffice is; None without it."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def reader(what: str, to: str) -> Reader:
    """Who reads a file after its conversion to docx or xlsx; `what` names the kind of file.

    Raises ImportProblem where LibreOffice is missing.
    """
    if program() is None:
        raise ImportProblem(f"这是{what}；{ADVICE[to]}（装了 LibreOffice 的电脑可以直接导入）")

    def lines(path: Path) -> Iterator[GridLine | Remark]:
        with tempfile.TemporaryDirectory() as folder:
            yield Remark("整个文件", f"这是{what}，由 LibreOffice 转成 .{to} 再读的，请对照原件")
            yield from _READERS[to](_convert(path, what, to, Path(folder)))

    return lines


def _convert(path: Path, what: str, to: str, folder: Path) -> Path:
    """The file converted, in the folder, with a profile of its own: another LibreOffice may be running."""
    # LibreOffice takes what is named as a text for one, whatever is in it.
    suffix = _NAMED[to] if path.suffix.lower() in _TEXTS else path.suffix
    given = folder / f"given{suffix}"
    shutil.copyfile(path, given)
    command = [
        *(program() or "soffice", "--headless", "--norestore", "--nolockcheck"),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--convert-to", to, "--outdir", str(folder / "out"), str(given)),
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise ImportProblem(f"这是{what}；LibreOffice 转换了 {SECONDS} 秒还没有完；{ADVICE[to]}") from None
    finally:
        # What it has started goes with it, also where Ctrl+C ends the import.
        _end(process)
    out = folder / "out" / f"given.{to}"
    if not out.exists():
        raise ImportProblem(f"这是{what}；LibreOffice 打不开它，可能损坏或有密码；{ADVICE[to]}")
    return out


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
