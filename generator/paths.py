"""Every path and address of the site, made here and nowhere else.

A page is named by the Markdown file that it is rendered to, relative to the
docs folder (`townships/tuquan/tuquan/c-013.md`); its address follows from it
(`townships/tuquan/tuquan/c-013/`).
"""

import posixpath
from functools import lru_cache
from urllib.parse import urlencode

from generator.model import ListKind

# So many links of pages are known at a time: those of some counties.
_REMEMBERED = 1 << 13

HOME = "index.md"
TOWNSHIPS = "townships/index.md"
DEPARTMENTS = "departments/index.md"
CATEGORIES = "categories/index.md"
REFERENCES = "references/index.md"
OVERVIEW = "overview/index.md"
# Not under overview/, where a county may have any name.
COVERAGE = "coverage.md"
TOPICS = "topics/index.md"
CHANGES = "changes.md"
DATA = "data.md"
CONTRIBUTE = "contribute.md"
RULES = "contribute/rules.md"
# The form for a duty: one page for all, the duty is in its address.
EDIT = "contribute/edit.md"
EDIT_APPLICATION = "contribute/edit/application.json"
ROBOTS = "robots.txt"

SEARCH = "search.md"
SEARCH_HTML = "search/index.html"
COMPARE = "compare.md"
# Files that name the version of those which they lead to; only they are changed in their places.
SEARCH_META = "search/index/meta.json"
COMPARE_INDEX = "compare/data/index.json"

OFFLINE = "offline.md"
KEPT_LISTS = "offline/lists.json"
# The service worker: it serves what lies beside it and below, so it stands at the root.
WORKER = "sw.js"
MANIFEST = "manifest.json"
# The checksums of all files of the site, as `sha256sum --check` reads them, and the signature of these.
RELEASE = "release.sha256"
SIGNATURE = f"{RELEASE}.sig"

API = "api/v1"
API_INDEX = f"{API}/index.json"
API_TOPICS = f"{API}/topics.json"
API_DEPARTMENTS = f"{API}/departments.json"
API_SCHEMA = f"{API}/schema.json"
API_DOWNLOADS = f"{API}/downloads.json"
API_OPENAPI = f"{API}/openapi.json"
# Which files together hold what one file would be too large for.
API_PARTS = f"{API}/parts.json"

# The checksums of the files beside it, as `sha256sum --check` reads them.
CHECKSUMS = "data/SHA256SUMS"


def county(county_id: str) -> str:
    """A county's townships."""
    return f"townships/{county_id}/index.md"


def township(township_id: str) -> str:
    """A township."""
    return f"townships/{township_id}/index.md"


def duty_list(township_id: str, kind: ListKind) -> str:
    """One of a township's lists."""
    return f"townships/{township_id}/{kind}.md"


def duty(township_id: str, duty_id: str) -> str:
    """A duty, under the id that it keeps when the list is renumbered."""
    return f"townships/{township_id}/{duty_id}.md"


def county_departments(county_id: str) -> str:
    """A county's departments."""
    return f"departments/{county_id}/index.md"


def department(department_id: str) -> str:
    """A department, by its full id `<county>/<department>`."""
    return f"departments/{department_id}.md"


def department_township(department_id: str, township_id: str) -> str:
    """A township's part of a department that has too many duties for one page."""
    return f"departments/{department_id}/{township_id.split('/')[-1]}.md"


def department_kind(kind_id: str) -> str:
    """A kind of department over all counties.  Not under departments/, where a county may have any name."""
    return f"department-kinds/{kind_id}.md"


def category(category_id: str) -> str:
    """A category over all townships."""
    return f"categories/{category_id}.md"


def county_category(category_id: str, county_id: str) -> str:
    """A county's part of a category that is too large for one page."""
    return f"categories/{category_id}/{county_id}.md"


def reference_kind(kind: str) -> str:
    """All references of a kind."""
    return f"references/{kind}/index.md"


def reference(kind: str, reference_id: str) -> str:
    """Where a law, document, form, platform or phone number occurs."""
    return f"references/{kind}/{reference_id}.md"


def county_reference(kind: str, reference_id: str, county_id: str) -> str:
    """A county's part of a reference that occurs too often for one page."""
    return f"references/{kind}/{reference_id}/{county_id}.md"


def county_overview(county_id: str) -> str:
    """A county's townships and departments in pictures."""
    return f"overview/{county_id}/index.md"


def township_overview(township_id: str) -> str:
    """A township's lists in pictures."""
    return f"overview/{township_id}.md"


def county_coverage(county_id: str) -> str:
    """How well a county's townships are looked after, where all are too many for one page."""
    return f"coverage/{county_id}.md"


def topic(topic_id: str) -> str:
    """A matter, side by side in every township."""
    return f"topics/{topic_id}.md"


def county_changes(county_id: str) -> str:
    """The official changes in a county.  No township has the id that would take its place (`model.OWN_PAGES`)."""
    return f"townships/{county_id}/changes.md"


def township_changes(township_id: str) -> str:
    """The official changes of a township's lists, and their dates, each leading to the lists as of it."""
    return f"townships/{township_id}/changes.md"


def department_changes(department_id: str) -> str:
    """The official changes that had to do with a department."""
    return f"departments/{department_id}/changes.md"


def topic_changes(topic_id: str) -> str:
    """The official changes that had to do with a topic."""
    return f"topics/{topic_id}/changes.md"


def feed(page: str, ending: str) -> str:
    """What a page of changes is subscribed to by: feed.xml (Atom), feed.json, calendar.ics."""
    return f"{url(page)}{'calendar' if ending == 'ics' else 'feed'}.{ending}"


def as_of(township_id: str, day: str | None) -> str:
    """A township's lists from a day on; None for as they were collected."""
    return f"townships/{township_id}/as-of/{day or 'collected'}.md"


def is_unlisted(page: str) -> bool:
    """Whether a page is kept out of what searches go through: lists as they were."""
    parts = page.split("/")
    return len(parts) == 5 and parts[0] == "townships" and parts[3] == "as-of"


def api_history(township_id: str) -> str:
    """The official changes of a township's lists, as data."""
    return f"{API}/townships/{township_id}/history.json"


def api_as_of(township_id: str, day: str | None) -> str:
    """A township's data from a day on."""
    return f"{API}/townships/{township_id}/as-of/{day or 'collected'}.json"


def api_township(township_id: str) -> str:
    """A township's data."""
    return f"{API}/townships/{township_id}.json"


def api_departments(county_id: str) -> str:
    """A county's part of departments.json."""
    return f"{API}/departments/{county_id}.json"


def api_topic(topic_id: str) -> str:
    """A topic of topics.json, where that is too large."""
    return f"{API}/topics/{topic_id}.json"


def county_downloads(county_id: str) -> str:
    """What can be downloaded of a county's townships, where all counties are too many for one page."""
    return f"data/counties/{county_id}.md"


def all_data(file_format: str) -> str:
    """Every township, as a file to keep."""
    return f"data/all.{file_format}"


def province_data(province_id: str, file_format: str) -> str:
    """A province's townships, as a file to keep, where all are too many for one."""
    return f"data/provinces/{province_id}.{file_format}"


def county_data(county_id: str, file_format: str) -> str:
    """A county's townships, as a file to keep."""
    return f"data/counties/{county_id}.{file_format}"


def printed(township_id: str, file_format: str) -> str:
    """A township's lists, as a file to keep."""
    return f"data/{_file_name(township_id)}.{file_format}"


def list_in_pdf(kind: ListKind) -> str:
    """Where one of a township's lists begins in its PDF: what follows # in the file's address (RFC 8118)."""
    return f"nameddest={kind}"


def _file_name(township_id: str) -> str:
    """County and township, told apart by the one lone hyphen: a/b-c and a-b/c are a-b--c and a--b-c."""
    return township_id.replace("-", "--").replace("/", "-")


def assets(version: str = "") -> str:
    """The folder of a version of the scripts and styles; without a version, where the theme itself has them."""
    return f"assets/{version}" if version else "assets"


def search_folder(digest: str) -> str:
    """A folder of the search's index, which is named by what is in it."""
    return f"search/index/{digest}"


def search_file(digest: str, name: str) -> str:
    """A file of the search's index, in its folder."""
    return f"{search_folder(digest)}/{name}.json"


def search_pointer(scope: str) -> str:
    """What names the folder of the search within a township or a county; only it is changed in its place."""
    return f"search/index/scopes/{scope}.json"


def compare_folder(digest: str) -> str:
    """The folder of a file of the reader's own comparison, named by what is in it."""
    return f"compare/data/{digest}"


def compare_township(township_id: str) -> str:
    """What the reader's own comparison knows of a township, in the folder that is named by what that is."""
    return f"townships/{township_id}.json"


def kept_lists(number: int) -> str:
    """What a device keeps to have some townships without a network."""
    return f"offline/lists-{number}.json"


def kept_pack(version: str) -> str:
    """Many files of the search as one, named by what is in it."""
    return f"offline/{version}.json"


def compared(township: str = "", **what: str) -> str:
    """What follows the address of the reader's own comparison: a township to begin with, and what to compare."""
    return "?" + urlencode({"in": township, **what} if township else what, safe="/")


def edit_data(township_id: str) -> str:
    """What the form for a duty must know of a township and its county."""
    return f"contribute/edit/data/{township_id}.json"


def edited(township_id: str, duty_id: str) -> str:
    """What follows the address of the form, for a duty."""
    return "?" + urlencode({"id": f"{township_id}/{duty_id}"}, safe="/")


def added(township_id: str, kind: ListKind) -> str:
    """What follows the address of the form, for a duty that a list does not have yet."""
    return "?" + urlencode({"new": township_id, "list": kind.value}, safe="/")


def contacted(township_id: str, department_id: str = "") -> str:
    """What follows the address of the form, for a contact: a township's, or that of a department of its county."""
    return "?" + urlencode({"contact": township_id, **({"of": department_id} if department_id else {})}, safe="/")


def renamed(township_id: str, department_id: str = "") -> str:
    """What follows the address of the form, for another name of a department of a township's county."""
    return "?" + urlencode({"rename": township_id, **({"of": department_id} if department_id else {})}, safe="/")


def url(page: str) -> str:
    """The address of a page, relative to the site's root."""
    folder, name = posixpath.split(page.removesuffix(".md"))
    return posixpath.join(folder, "" if name == "index" else f"{name}/")


def relative(page: str, target: str) -> str:
    """A link from one file of the docs folder to another."""
    return _from_folder(posixpath.dirname(page) or ".", target)


def relative_url(page: str, target: str) -> str:
    """A link from one page to another as a browser follows it, for HTML that Markdown leaves alone."""
    folder = _from_folder(url(page).rstrip("/") or ".", url(target) or ".")
    return f"{folder}/"


def relative_file(page: str, file: str) -> str:
    """A link from a page to a file as a browser follows it."""
    return _from_folder(url(page).rstrip("/") or ".", file)


def relative_from_file(file: str, target: str) -> str:
    """What leads from a file that is no page to a file, or to a page by its address."""
    return _from_folder(posixpath.dirname(file) or ".", target) + ("/" if target.endswith("/") else "")


@lru_cache(_REMEMBERED)
def _from_folder(folder: str, target: str) -> str:
    """Pages of one folder link to the same places over and over."""
    return posixpath.relpath(target, folder)


def category_anchor(index: int) -> str:
    """The anchor of a list's category, from its place in the list, from 1."""
    return f"category-{index}"


def township_anchor(township_id: str) -> str:
    """The anchor of a township's section on a page over several townships."""
    return township_id.replace("/", "-")


def part_anchor(township_id: str, part: str) -> str:
    """The anchor of what a department leads, takes part in, … in a township, on the department's page."""
    return f"{part}-{township_anchor(township_id)}"
