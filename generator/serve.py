"""Serve: a preview that rebuilds on every change and shows errors in the browser."""

import html
import mimetypes
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserverVFS

from generator import flow, paths, workers
from generator.glance import Glance, Look
from generator.progress import Ongoing, Progress
from generator.project import CONFIG, TEMPLATES
from generator.site import write
from generator.site.settings import read_settings

# What describes why a site cannot be built: a heading and a line for each problem.
Describe = Callable[[Exception], list[str]]


# Seconds from one look at the files to the next, and without a change until the site begins to be made again.
_LOOK, _QUIET = 0.1, 0.05
# So many errors are told in the terminal; the page shows all.
_TOLD = 10
# The pages' own policy forbids the inline script that reloads the preview.
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')


class Preview(LiveReloadServer):
    """MkDocs' own live-reload server, but for pages: while the content has errors, they are what each page shows."""

    errors: list[str] = []
    # The page that was looked at last; and what is there now of pages, while all are being made again.
    looked_at = ""
    early: Look | None = None

    def __init__(self, rebuild: Callable[[], None], port: int, root: Path) -> None:
        super().__init__(builder=rebuild, host="127.0.0.1", port=port, root=str(root), polling_interval=_LOOK)
        self.build_delay = _QUIET
        # MkDocs' own gives up what was away for a moment: a folder that is moved, a file that git puts anew.
        self.observer = PollingObserverVFS(  # type: ignore[assignment]  # MkDocs needs no more than any observer has
            self._state_of, os.scandir, polling_interval=_LOOK
        )
        # The first one is its own, too: while that goes on, changes are watched already.
        self._want_rebuild = True

    def _state_of(self, path: str) -> os.stat_result:
        """The state of a file; of what is watched, while it is not there, that of an empty folder."""
        try:
            return Path(path).stat()
        except (FileNotFoundError, NotADirectoryError):
            if path not in self._watched_paths:
                raise
            return Path(self.root).stat()

    @property
    def is_outdated(self) -> bool:
        """Whether something was changed since the site began to be made."""
        return self._want_rebuild

    def begin_again(self) -> None:
        """What was changed meanwhile is what is being made from now on."""
        with self._rebuild_cond:
            while self._rebuild_cond.wait(timeout=self.build_delay):
                pass
            self._want_rebuild = False
        with self._epoch_cond:
            self.early = None
            self._wanted_epoch += 2

    def show_early(self, look: Look, *, is_looked_at: bool) -> None:
        """Show pages as they are now, before the others have been made again; browsers load at once what is one."""
        with self._epoch_cond:
            self.early = look
            if is_looked_at:
                # Newer than what browsers have, older than what is being made: only these pages are not waited for.
                self._visible_epoch = self._wanted_epoch - 1
            self._epoch_cond.notify_all()

    def _wait_for_a_page(self) -> None:
        """Wait until what was changed is there: early, or when all has been made.  An error is told at once."""
        with self._epoch_cond:
            self._epoch_cond.wait_for(lambda: self.early or self.errors or self._visible_epoch == self._wanted_epoch)

    def end_early(self) -> None:
        """All has been made; browsers load their pages once more, unless all are as they were shown."""
        with self._epoch_cond:
            look, self.early = self.early, None
            if look and (self.errors or not all(_is(self.root, *one) for one in look.shown.items())):
                self._wanted_epoch += 1

    def _inject_js_into_html(self, content: bytes, epoch: float) -> bytes:
        bare = _POLICY.sub(b"", content)
        page: bytes = super()._inject_js_into_html(bare, epoch)  # type: ignore[no-untyped-call]  # it says no types
        return page

    def _serve_request(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"]
        if path.endswith("/"):
            self.looked_at = path
            self._wait_for_a_page()
        early = self.early
        if early and path.endswith("/") and (shown := early.page(path)) is not None and early is self.early:
            return _answered(start_response, self._inject_js_into_html(shown, self._wanted_epoch))
        if early and path.startswith(f"/{paths.assets()}/") and (file := Path(self.root + path)).is_file():
            return _answered(start_response, file.read_bytes(), mimetypes.guess_type(path)[0] or "text/plain")
        if not self.errors or path.startswith("/livereload/") or "." in path.rsplit("/", 1)[-1]:
            return super()._serve_request(environ, start_response)
        with self._epoch_cond:
            page = self._inject_js_into_html(_error_page(self.errors).encode(), self._visible_epoch)
        return _answered(start_response, page)


def _answered(start_response: StartResponse, content: bytes, kind: str = "text/html; charset=utf-8") -> list[bytes]:
    start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(content)))])
    return [content]


def _is(root: str, file: str, content: bytes) -> bool:
    """Whether a file of the site holds what was shown of it."""
    try:
        return Path(root, file).read_bytes() == content
    except OSError:
        return False


class _Outdated(Exception):
    """Something else is to be made by now."""


class _Until(Progress):
    """Tells of the steps as another does, and begins none where what is being made is of no use any more."""

    def __init__(self, progress: Progress, is_outdated: Callable[[], bool]) -> None:
        super().__init__(progress)
        self._progress, self._is_outdated = progress, is_outdated

    @contextmanager
    def step(self, name: str, total: int | None = None, is_told: bool = True) -> Iterator[Ongoing]:
        if self._is_outdated():
            raise _Outdated
        with self._progress.step(name, total, is_told) as step:
            yield step


def serve(content: Path, port: int, progress: Progress, describe: Describe) -> None:
    """Serve the site of a content folder on localhost until interrupted.

    A change of YAML, template or setting rebuilds it and reloads the browser; a page that is looked at is shown first.
    """
    with tempfile.TemporaryDirectory(prefix="qingdan-") as folder, workers.pool() as pool:
        work = Path(folder)

        glance: Glance | None = None

        def rebuild() -> None:
            while not made():
                server.begin_again()
            server.end_early()
            for line in server.errors[1 : _TOLD + 1]:
                progress(line)
            if more := len(server.errors[_TOLD + 1 :]):
                progress(f"……还有 {more} 行，网页上有全部的")
            progress(f"{'有错误，改正后会自动重试' if server.errors else '好了'}：{server.url}")

        def generated() -> flow.Generated:
            """Make all; where a process was lost, once more with others; those of the next change are others again."""
            settings, until = read_settings(CONFIG), _Until(progress, lambda: server.is_outdated)
            try:
                return flow.generate(content, settings, work / "next", pool, until)
            except BrokenProcessPool:
                workers.renew(pool)
                progress("一个工作进程被系统结束了，多半是内存不够；已经另开，再生成一次")
            try:
                return flow.generate(content, settings, work / "next", pool, until)
            except BrokenProcessPool:
                workers.renew(pool)
                raise

        def made() -> bool:
            """Make all; whether that is what is wanted still."""
            nonlocal glance
            _show(server, glance)
            try:
                found = generated()
                if not write.exchange(work / "next", work / "site"):
                    write.swap(work / "next", work / "site")
                glance = Glance(found.before) if found.before else None
                server.errors = []
            except _Outdated:
                return False
            except Exception as error:  # noqa: BLE001  (a template being edited may fail in any way)
                server.errors = describe(error)
            return True

        (work / "site").mkdir()
        server = Preview(rebuild, port, work / "site")
        for path in (content, TEMPLATES, CONFIG):
            server.watch(str(path))
        try:
            server.serve()  # type: ignore[no-untyped-call]  # it says no types
        except KeyboardInterrupt:
            progress("预览结束")
        finally:
            server.shutdown()


def _show(server: Preview, glance: Glance | None) -> None:
    """Show the page that is looked at, if it can be made by itself; others are shown when they are asked for."""
    # Whatever fails, it is told when all is made.
    with suppress(Exception):
        if glance and (look := glance.look()):
            server.show_early(look, is_looked_at=look.page(server.looked_at) is not None)


def _error_page(errors: list[str]) -> str:
    heading, *details = (html.escape(error) for error in errors)
    items = "".join(f"<li><code>{detail}</code></li>" for detail in details)
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8"><title>有错误</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>body{font:1rem/1.7 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
        "h1{color:#b00020}code{font:inherit}li{margin:.5rem 0}</style>"
        f"<body><h1>{heading}</h1><ol>{items}</ol><p>改正并保存后，这一页会自动更新。</p></body></html>"
    )
