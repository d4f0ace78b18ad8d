"""API: the types of the published JSON, version 1: fields are added, never removed or renamed.

The descriptions are what the OpenAPI document and the JSON Schemas say.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from generator.data.downloads import FileFormat, Scope


class ApiModel(BaseModel):
    """Base of the published types."""

    model_config = ConfigDict(extra="forbid")


class ApiContact(ApiModel):
    """How a department or a township can be reached, as its staff say; `as_of` is the day of confirmation."""

    phones: list[str]
    address: str | None
    hours: str | None
    web: str | None
    as_of: str


class ApiTownship(ApiModel):
    """A township's header. URLs are relative to the site's root."""

    id: str
    name: str | None
    name_status: Literal["stated", "inferred", "unknown"]
    name_evidence: str
    label: str
    province: str | None
    prefecture: str | None
    county: str | None
    url: str
    data: str
    counts: dict[Literal["basic", "cooperative", "reclaimed"], int]


class ApiIndex(ApiModel):
    """index.json."""

    version: Literal[1]
    townships: list[ApiTownship]


class ApiSource(ApiModel):
    """The first and the last line of a duty in source.txt, from 1."""

    lines: tuple[int, int]


class ApiNote(ApiModel):
    """A likely mistake of the document: what is printed, what was probably meant, and why."""

    printed: str | None
    meant: str | None
    why: str


class ApiRelated(ApiModel):
    """A duty about the same matter."""

    township: str
    id: str
    reason: str


class ApiReference(ApiModel):
    """A law, document, form, platform or phone number that a duty names; of a law also the articles, as printed.

    `repealed` is the day since which a law is in force no more, null where it is or where nobody knows; `replaced_by`
    are the names of the laws that are in its place.
    """

    kind: Literal["laws", "hotlines", "platforms", "forms", "documents"]
    id: str
    name: str
    articles: list[str]
    url: str
    repealed: str | None
    replaced_by: list[str]


class ApiDepartment(ApiModel):
    """A department as printed in the cell; `id` is the registered department, null where none is meant."""

    id: str | None
    name: str
    lead: bool


class ApiBlock(ApiModel):
    """What these departments do, and the support that they give."""

    departments: list[str]
    duties: list[str]
    support: list[str]


class ApiExtra(ApiModel):
    """What a duty says in a column that only some tables have; `head` is printed above it, a text is a paragraph."""

    head: str
    texts: list[str]


class ApiDuty(ApiModel):
    """What every duty has."""

    id: str
    number: int
    category: str
    name: str
    url: str
    topics: list[str]
    related: list[ApiRelated]
    source: ApiSource | None
    notes: list[ApiNote]
    references: list[ApiReference]
    extras: list[ApiExtra]


class ApiCooperativeDuty(ApiDuty):
    """A duty in which the township assists departments."""

    departments: list[ApiDepartment]
    superior: list[ApiBlock]
    township: list[str]


class ApiReclaimedDuty(ApiDuty):
    """A duty that a department has taken back."""

    departments: list[ApiDepartment]
    method: list[str]
    status: Literal["taken-over", "discontinued"]


class ApiCategory(ApiModel):
    """A category of a list: the count that the document states, and the count that there is."""

    name: str
    declared: int | None
    count: int


class ApiList(ApiModel):
    """One of the three lists."""

    kind: Literal["basic", "cooperative", "reclaimed"]
    title: str
    categories: list[ApiCategory]
    items: list[ApiCooperativeDuty | ApiReclaimedDuty | ApiDuty]


class ApiTownshipData(ApiTownship):
    """townships/<county>/<township>.json; `contact` is null where nobody has given one."""

    lists: list[ApiList]
    contact: ApiContact | None


class ApiAll(ApiModel):
    """data/all.json: what all files of townships hold."""

    version: Literal[1]
    townships: list[ApiTownshipData]


class ApiPlace(ApiModel):
    """Whose list a line is of."""

    id: str
    name: str | None
    label: str
    province: str | None
    prefecture: str | None
    county: str | None


class ApiListName(ApiModel):
    """Which list a line is of."""

    kind: Literal["basic", "cooperative", "reclaimed"]
    title: str


class ApiLine(ApiModel):
    """A line of a JSON Lines file: a duty, with all that it takes to understand it alone."""

    place: ApiPlace
    list: ApiListName
    duty: ApiCooperativeDuty | ApiReclaimedDuty | ApiDuty


class ApiTopicItem(ApiModel):
    """A duty of a topic."""

    township: str
    id: str
    url: str


class ApiTopic(ApiModel):
    """An entry of topics.json."""

    id: str
    name: str
    group: str
    about: str
    asks: list[str]
    url: str
    items: list[ApiTopicItem]


class ApiDepartmentItem(ApiModel):
    """A duty that a department has to do with, and its part in it."""

    township: str
    id: str
    part: Literal["leads", "takes-part", "taken-back", "discontinued", "named"]


class ApiKind(ApiModel):
    """A kind of department, the same in all counties."""

    id: str
    name: str


class ApiDepartmentEntry(ApiModel):
    """An entry of departments.json.

    `items` are the duties that print the department in a cell or above a block; `named_in` those whose texts name it;
    `contact` is null where nobody has given one.
    """

    id: str
    county: str | None
    name: str
    full_name: str | None
    aliases: list[str]
    kind: ApiKind | None
    url: str
    counts: dict[Literal["leads", "takes-part", "taken-back", "discontinued", "named"], int]
    items: list[ApiDepartmentItem]
    named_in: list[ApiDepartmentItem]
    contact: ApiContact | None


class ApiDownload(ApiModel):
    """A file to download: what it is about, its size in bytes, and the SHA-256 of its bytes in hexadecimal.

    `list` told a file of one list; a township's three are in one now.
    """

    url: str
    format: FileFormat
    media_type: str
    scope: Scope
    province: str | None
    county: str | None
    township: str | None
    list: Literal["basic", "cooperative", "reclaimed"] | None
    size: int
    sha256: str


class ApiDownloads(ApiModel):
    """downloads.json: every file that can be downloaded, and on what terms it may be used."""

    version: Literal[1]
    licence: str
    files: list[ApiDownload]


class ApiPart(ApiModel):
    """A file that has some of the entries of a whole: from `first`, counted from 1, so many; and whose they are.

    Of topics.json and departments.json an entry is a duty of a topic, a department; of all else, a duty.
    """

    url: str
    scope: Scope
    province: str | None
    counties: list[str]
    townships: int
    first: int
    entries: int
    size: int
    sha256: str


class ApiWhole(ApiModel):
    """What is about all townships: `url` is where it is as long as it is one file; else the parts are together it.

    `size` is what it is put together from, in bytes; beyond `size_limit` or `entries_limit` there are parts.
    """

    url: str
    format: FileFormat
    in_one: bool
    entries: int
    entries_limit: int | None
    size: int
    size_limit: int
    parts: list[ApiPart]


class ApiParts(ApiModel):
    """parts.json: which files have what, of those formats that are there (an export may be of one)."""

    version: Literal[1]
    files: list[ApiWhole]


class ApiPointer(ApiModel):
    """A duty as a record names it: how it stood after the change, or before one by which it is gone."""

    id: str
    list: Literal["basic", "cooperative", "reclaimed"]
    number: int
    name: str
    url: str


class ApiRedline(ApiModel):
    """What was changed in a field: its lines, each in pieces that stayed, went or came."""

    field: str
    lines: list[list[tuple[Literal["same", "gone", "come"], str]]]


class ApiChange(ApiModel):
    """What a record did to a duty; `was` is its number before, null where it is new.

    `to` are the duties in which it goes on, `department` has taken it over.
    """

    duty: ApiPointer
    change: Literal["added", "removed", "amended", "moved", "renumbered"]
    was: int | None
    to: list[ApiPointer]
    department: ApiDepartment | None
    redline: list[ApiRedline]


class ApiRecord(ApiModel):
    """An official change of a township's lists.  Its `id` never changes; dates are year-month-day.

    `recorded` is the day on which one was recorded that came later than others that were in effect after it, else null.
    """

    id: str
    track: Literal["collected", "access", "adjustment", "correction"]
    reason: str | None
    decided_by: str | None
    document: str | None
    approved: str | None
    effective: str | None
    recorded: str | None
    url: str
    headings: list[ApiRedline]
    changes: list[ApiChange]


class ApiVersion(ApiModel):
    """A township's lists from a day on, until the next version; `from_day` is null for as they were collected."""

    from_day: str | None
    url: str
    data: str


class ApiHistory(ApiModel):
    """townships/<county>/<township>/history.json: the official changes, the oldest first, and what the lists were.

    Without versions the lists were never changed.
    """

    version: Literal[1]
    township: str
    records: list[ApiRecord]
    versions: list[ApiVersion]
