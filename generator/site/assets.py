"""Assets: the theme's own scripts and styles, short, in a folder that is named by what is in it.

    assets/3f9c01ab77e2/start.js, search/core.js, qingdan.css, …

They ask for one another by relative addresses and so stay within one build, whatever a browser has kept of another.
Pictures keep their plain addresses: nothing depends on which one is shown.

What is in `inline/` stands in a page itself, the one that cannot know where the others are (404.html); the page's
Content-Security-Policy allows it by its hash.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from generator import paths
from generator.files import digest

_KINDS = {".js": "text/javascript", ".css": "text/css"}
# What old phones read (eslint.config.mjs): left to itself, the minifier writes `a == null ? b : a` as `a ?? b`.
_JS_VERSION = 2018
_INLINE = "inline/"


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

    Without a version they are where the theme itself puts them: for MkDocs run by hand on the rendered docs.
    """

    version: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    inline: Mapping[str, Inline] = field(default_factory=dict)

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
    """The scripts and styles of a theme's folder."""
    # Here and not above: in the C locale its library cannot be opened below a folder with a Chinese name.
    import minify

    minify.config({"js-version": _JS_VERSION})
    folder = theme / paths.assets()
    files = {
        path.relative_to(folder).as_posix(): minify.string(_KINDS[path.suffix], path.read_text("utf-8")).encode()
        for path in sorted(folder.rglob("*"))
        if path.suffix in _KINDS
    }
    inline = {name: Inline(files.pop(name).decode()) for name in list(files) if name.startswith(_INLINE)}
    return Assets(digest(files.items()), files, {name.removeprefix(_INLINE): one for name, one in inline.items()})
