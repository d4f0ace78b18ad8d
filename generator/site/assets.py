"""Assets: the theme's own scripts and styles, short, in a folder that is named by what is in it.

    assets/3f9c01ab77e2/start.js, search/page.js, style.css, …

Scripts are joined (`joining.py`): the small modules that only one page needs come with that page's script.  Styles are
one file, Material's first: every page names it, so each name and each request less is one on every page.
They ask for one another by relative addresses and so stay within one build, whatever a browser has kept of another.
Pictures keep their plain addresses: nothing depends on which one is shown.

What is in `inline/` stands in a page itself, the one that cannot know where the others are (404.html); the page's
Content-Security-Policy allows it by its hash.
"""

import pickle
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import cast

import material

from generator import cache, paths
from generator.files import digest
from generator.site.joining import FAILED, join
from generator.site.plain import SiteError

_KINDS = {".js": "text/javascript", ".css": "text/css"}
# What only those who write the scripts need.
_TYPES = ".ts"
# What old phones read (eslint.config.mjs): left to itself, the minifier writes `a == null ? b : a` as `a ?? b`.
_JS_VERSION = 2018
_INLINE = "inline/"
# The styles of ours that every page has, in the order of mkdocs.yml, and the file that they are in.
STYLES = ("style/qingdan.css", "style/access.css")
STYLE = "style.css"
_CACHE = cache.kept_in("templates")
_THEME_STYLES = Path(material.__file__).with_name("templates") / "assets/stylesheets"


@dataclass(frozen=True)
class Inline:
    """A script or style that stands in a page, and by what a Content-Security-Policy allows it."""

    text: str

    @property
    def source(self) -> str:
        """Its hash, as the policy has it."""
        return allowed(self.text)


def allowed(text: str) -> str:
    """What a Content-Security-Policy must list for a script or style of this text, in the page itself, to be obeyed."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_WORKER = ("offline/kept.js", "offline/worker.js")


@dataclass(frozen=True)
class Assets:
    """The scripts and styles by name, the version that names their folder, and those that stand in a page.

    `sources` are the files of the theme that all this was made from.

    Without a version they are where the theme itself puts them: for MkDocs run by hand on the rendered docs.
    """

    version: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    inline: Mapping[str, Inline] = field(default_factory=dict)
    sources: Sequence[str] = ()

    @property
    def folder(self) -> str:
        """The folder that pages name."""
        return paths.assets(self.version)

    @property
    def worker(self) -> str:
        """The service worker: at the root, for there it can serve all; what it does is in this version's folder."""
        scripts = ", ".join(f'"{self.folder}/{name}"' for name in _WORKER)
        return f"importScripts({scripts});\n"


def read_assets(theme: Path) -> Assets:
    """The scripts and styles of a theme's folder.  Raises SiteError where one of them is written wrongly."""
    folder = theme / paths.assets()
    sources = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in (*_KINDS, _TYPES)
    }
    question = cache.key(cache.code(__name__), *(part.encode() for source in sources.items() for part in source))
    kept = _CACHE.made(question.hex(), question, lambda: pickle.dumps(_assets(sources)))
    return cast(Assets, pickle.loads(kept))


def _assets(sources: Mapping[str, str]) -> Assets:
    # Here and not above: in the C locale its library cannot be opened below a folder with a Chinese name.
    import minify

    minify.config({"js-version": _JS_VERSION})
    scripts = join({name: text for name, text in sources.items() if name.endswith(".js")})
    styles = {name: text for name, text in sources.items() if name.endswith(".css")}
    files: dict[str, bytes] = {}
    for name, text in sorted((scripts | styles).items()):
        try:
            files[name] = minify.string(_KINDS[Path(name).suffix], text).encode()
        except minify.MinifyError as error:
            raise SiteError(FAILED, [f"{name}：语法不对；make lint 会指出哪一行"], [str(error)]) from error
    if own := [files.pop(name) for name in STYLES if name in files]:
        files[STYLE] = b"\n".join([*_theme_styles(), *own])
    inline = {name: Inline(files.pop(name).decode()) for name in list(files) if name.startswith(_INLINE)}
    inline = {name.removeprefix(_INLINE): one for name, one in inline.items()}
    return Assets(digest(files.items()), files, inline, tuple(sources))


def _theme_styles() -> list[bytes]:
    """Material's own, in the order in which a page has them, which is that of their names: main, palette."""
    return [path.read_bytes() for path in sorted(_THEME_STYLES.glob("*.css"))]
