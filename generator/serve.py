"""Serve: a preview that rebuilds on every change and shows errors in the browser."""

import html
import mimetypes
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from mkdocs.livereload import LiveReloadServer

from generator import flow, paths, workers
from generator.glance import Glance
from generator.progress import Progress
from generator.project import CONFIG, TEMPLATES
from generator.site import write
from generator.site.settings import read_settings

# What describes why a site cannot be built: a heading and a line for each problem.
Describe = Callable[[Exception], list[str]]


# The pages' own policy forbids the inline script that reloads the preview.
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')


class Preview(LiveReloadServer):
    """MkDocs' own live-reload server, but for pages: while the content has errors, they are what each page shows."""

    errors: list[str] = []
    # The page that was looked at last; and how that page is now, while all others are being made again.
    looked_at = ""
    early: tuple[str, bytes] | None = None

    def __init__(self, rebuild: Callable[[], None], port: int, root: Path) -> None:
        super().__init__(builder=rebuild, host="127.0.0.1", port=port, root=str(root))
        # The first one is its own, too: while that goes on, changes are watched already.
        self._want_rebuild = True

    def show_early(self, address: str, page: bytes) -> None:
        """Show a page at once to whoever looks at it, before the others have been made again."""
        with self._epoch_cond:
            self.early = address, page
            # Newer than what browsers have, older than what is being made: only this page is not waited for.
            self._visible_epoch = self._wanted_epoch - 1
            self._epoch_cond.notify_all()

    def end_early(self, is_as_shown: bool) -> None:
        """All has been made; browsers load the page once more, unless it is as it was shown."""
        with self._epoch_cond:
            self.early = None
            if not is_as_shown:
                self._wanted_epoch += 1

    def _inject_js_into_html(self, content: bytes, epoch: float) -> bytes:
        bare = _POLICY.sub(b"", content)
        page: bytes = super()._inject_js_into_html(bare, epoch)  # type: ignore[no-untyped-call]  # it says no types
        return page

    def _serve_request(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"]
        if path.endswith("/"):
            self.looked_at = path
        early = self.early
        if early and path == early[0]:
            return _answered(start_response, self._inject_js_into_html(early[1], self._wanted_epoch))
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


def serve(content: Path, port: int, progress: Progress, describe: Describe) -> None:
    """Serve the site of a content folder on localhost until interrupted.

    A change of YAML, template or setting rebuilds it and reloads the browser.
    """
    with tempfile.TemporaryDirectory(prefix="qingdan-") as folder, workers.pool() as pool:
        work = Path(folder)

        glance: Glance | None = None

        def rebuild() -> None:
            nonlocal glance
            shown = _glance_at(server, glance)
            made = None
            try:
                settings = read_settings(CONFIG)
                made = flow.generate(content, settings, work / "next", pool, progress)
                if not write.exchange(work / "next", work / "site"):
                    write.swap(work / "next", work / "site")
                glance, server.errors = made.glance, []
                progress(f"好了：{server.url}")
            except Exception as error:  # noqa: BLE001  (a template being edited may fail in any way)
                server.errors = describe(error)
            if shown is not None:
                server.end_early(made is not None and _file(work / "site", shown[0]) == shown[1])
            if server.errors:
                progress(f"有错误，改正后会自动重试：{server.url}")

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


def _glance_at(server: Preview, glance: Glance | None) -> tuple[str, bytes] | None:
    """Show the page that is looked at, if it can be made by itself: its address and how it is."""
    address = server.looked_at
    try:
        page = glance.page(f"{address.strip('/')}/index.html") if glance else None
    except Exception:  # noqa: BLE001  (whatever it is, it is told when all is made)
        page = None
    if page is None:
        return None
    server.show_early(address, page)
    return address, page


def _file(site: Path, address: str) -> bytes:
    return (site / address.strip("/") / "index.html").read_bytes()


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
