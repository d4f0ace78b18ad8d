"""The repository that the content lives in: addresses for editing a file and for reporting a mistake."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from generator.pages.reporting import LONGEST_OF_ISSUE, Mistake, fitted

KINDS = ("github", "gitlab")
# What marks an issue as a change request (`LABEL` of changes/events.py, .github/ISSUE_TEMPLATE/request.yml).
REQUEST_LABEL = "修改单"


@dataclass(frozen=True)
class Repository:
    """One setting of the site (mkdocs.yml, extra.repository): address, branch, and which software serves it."""

    url: str
    branch: str = "main"
    kind: str = "github"
    # As a route for reports it needs no explanation.
    note = ""
    longest = LONGEST_OF_ISSUE

    @property
    def _root(self) -> str:
        return self.url.rstrip("/")

    def edit(self, file: str) -> str:
        """Where a file of the repository is edited in the browser."""
        infix = "-/" if self.kind == "gitlab" else ""
        return f"{self._root}/{infix}edit/{quote(self.branch)}/{quote(file)}"

    @property
    def request(self) -> str:
        """An issue for a change request: where its title and its text stand."""
        if self.kind == "gitlab":
            # The form of an issue on GitHub has the label; here whoever may set labels sets it so.
            label = quote(f"\n\n/label ~{REQUEST_LABEL}")
            return f"{self._root}/-/issues/new?issue[title]={{title}}&issue[description]={{text}}{label}"
        return f"{self._root}/issues/new?template=request.yml&title={{title}}&request={{text}}"

    def report(self, mistake: Mistake) -> str:
        """The issue form for reporting a mistake, filled in."""
        return fitted(self._report, mistake)

    def _report(self, mistake: Mistake) -> str:
        title = f"事项有误：{mistake.title}"
        if self.kind == "gitlab":
            where = f"页面：{mistake.address}\n\n清单：{mistake.place}\n\n"
            body = f"{where}现在的文字：{mistake.text}\n\n应该是：\n\n依据："
            return f"{self._root}/-/issues/new?" + urlencode({"issue[title]": title, "issue[description]": body})
        query = {
            "template": "duty.yml",
            "title": title,
            "page": mistake.address,
            "place": mistake.place,
            "printed": mistake.text,
        }
        return f"{self._root}/issues/new?{urlencode(query)}"
