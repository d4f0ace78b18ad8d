"""The repository that the content lives in: addresses for editing a file and for reporting a mistake."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

KINDS = ("github", "gitlab")


@dataclass(frozen=True)
class Repository:
    """One setting of the site (mkdocs.yml, extra.repository): address, branch, and which software serves it."""

    url: str
    branch: str = "main"
    kind: str = "github"

    @property
    def _root(self) -> str:
        return self.url.rstrip("/")

    def edit(self, file: str) -> str:
        """Where a file of the repository is edited in the browser."""
        infix = "-/" if self.kind == "gitlab" else ""
        return f"{self._root}/{infix}edit/{quote(self.branch)}/{quote(file)}"

    def report(self, title: str, where: str, text: str) -> str:
        """The form for reporting a mistake, filled in.

        `where` is the page's address on the site, `text` what the page says at present.
        """
        if self.kind == "gitlab":
            body = f"页面：{where}\n\n现在的文字：{text}\n\n应该是："
            return f"{self._root}/-/issues/new?" + urlencode({"issue[title]": title, "issue[description]": body})
        query = {"template": "duty.yml", "title": title, "page": where, "printed": text}
        return f"{self._root}/issues/new?{urlencode(query)}"
