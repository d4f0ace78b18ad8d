"""Serve: a preview that rebuilds on every change and shows errors in the browser."""

import html
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from mkdocs.livereload import LiveReloadServer

from generator import flow, workers
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

    def __init__(self, rebuild: Callable[[], None], port: int, root: Path) -> None:
        super().__init__(builder=rebuild, host="127.0.0.1", port=port, root=str(root))
        # The first one is its own, too: while that goes on, changes are watched already.
        self._want_rebuild = True

    def _inject_js_into_html(self, content: bytes, epoch: float) -> bytes:
        bare = _POLICY.sub(b"", content)
        page: bytes = super()._inject_js_into_html(bare, epoch)  # type: ignore[no-untyped-call]  # it says no types
        return page

    def _serve_request(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"]
        if not self.errors or path.startswith("/livereload/") or "." in path.rsplit("/", 1)[-1]:
            return super()._serve_request(environ, start_response)
        with self._epoch_cond:
            page = self._inject_js_into_html(_error_page(self.errors).encode(), self._visible_epoch)
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))])
        return [page]


def serve(content: Path, port: int, progress: Progress, describe: Describe) -> None:
    """Serve the site of a content folder on localhost until interrupted.

    A change of YAML, template or setting rebuilds it and reloads the browser.
    """
    with tempfile.TemporaryDirectory(prefix="qingdan-") as folder, workers.pool() as pool:
        work = Path(folder)

        def rebuild() -> None:
            try:
                settings = read_settings(CONFIG)
                flow.generate(content, settings, work / "next", pool, progress)
                write.exchange(work / "next", work / "site")
                server.errors = []
                progress(f"好了：{server.url}")
            except Exception as error:  # noqa: BLE001  (a template being edited may fail in any way)
                server.errors = describe(error)
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
