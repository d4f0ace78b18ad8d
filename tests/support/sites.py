"""Built sites as fixtures: each is made once a run, whichever process asks first.

A test that uses one of them is marked `site`, through the fixtures `once` and `served`.
"""

import functools
import gzip
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from generator import flow
from generator.progress import SILENT
from support.decade import make_decade
from support.places import CONTENT, DEMO
from support.streets import STREETS, renamed

Once = Callable[[str, Callable[[Path], object]], Path]


def build(content: Path, site: Path) -> None:
    """Build a site as every site is built, with all that is checked and verified."""
    flow.build_site(content, site, SILENT)


def as_sent(file: Path) -> int:
    """How many bytes a file is when a server sends it, compressed as most do."""
    return len(gzip.compress(file.read_bytes(), 6))


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Gives the folder of a name, filled once a run, while the other processes wait."""
    own = tmp_path_factory.getbasetemp()
    shared = (own if worker_id == "master" else own.parent) / "once"
    shared.mkdir(exist_ok=True)

    def folder(name: str, fill: Callable[[Path], object]) -> Path:
        path, filled = shared / name, shared / f"{name}.filled"
        with FileLock(shared / f"{name}.lock"):
            if not filled.exists():
                shutil.rmtree(path, ignore_errors=True)  # of an attempt that failed
                path.mkdir()
                fill(path)
                filled.touch()
        return path

    return folder


@pytest.fixture(scope="session")
def site(once: Once, request: pytest.FixtureRequest) -> Path:
    """The site of the real content; with `--site`, one that is there already."""
    if given := request.config.getoption("--site"):
        return Path(given).resolve()
    return once("real", lambda folder: build(CONTENT, folder / "site")) / "site"


@pytest.fixture(scope="session")
def demo_site(once: Once) -> Path:
    """The demo content's site: a county of two townships."""
    return once("demo", lambda folder: build(DEMO, folder / "site")) / "site"


@pytest.fixture(scope="session")
def decade_site(once: Once) -> Path:
    """The demo content's site, one of its townships with ten years of changes."""

    def fill(folder: Path) -> None:
        build(make_decade(folder / "content").content, folder / "site")

    return once("decade", fill) / "site"


@pytest.fixture(scope="session")
def street_site(once: Once) -> Path:
    """The site of two streets of a district."""

    def fill(folder: Path) -> None:
        build(renamed(folder / "content", STREETS), folder / "site")

    return once("streets", fill) / "site"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Serves a site's folder under a sub-path; gives its address, ending in a slash."""
    root = tmp_path_factory.mktemp("www")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def serve(folder: Path) -> str:
        name = f"portal-{len(list(root.iterdir()))}"
        (root / name).symlink_to(folder)
        return f"http://127.0.0.1:{server.server_port}/{name}/"

    yield serve
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def address(site: Path, served: Callable[[Path], str]) -> str:
    """The address of the served site of the real content, which does not know its own address."""
    return served(site)


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> tuple[Path, str]:
    """The demo content's site, built with the address that it is served at: its folder and its address."""
    work = tmp_path_factory.mktemp("known")
    address = served(work / "site")
    settings = flow.CONFIG.read_text("utf-8").replace("templates/theme", str(flow.TEMPLATES / "theme"))
    assert 'report: ""' in settings
    settings = settings.replace('report: ""', "report: bangong@example.gov.cn")
    (work / "mkdocs.yml").write_text(f"{settings}\nsite_url: {address}\n", "utf-8")
    flow.build_site(DEMO, work / "site", SILENT, work / "mkdocs.yml")
    return work / "site", address
