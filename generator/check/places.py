"""Places: where things of the content stand, as rules point to them."""

from collections.abc import Iterator

from generator.model import (
    AnyDuty,
    CooperativeDuty,
    County,
    ListKind,
    Problem,
    ReclaimedDuty,
    Township,
    Where,
    duty_places,
)
from generator.read.folder import COUNTY_FILE, SOURCE_FILE, TOWNSHIP_FILE


def problem(where: Where, message: str) -> Problem:
    """A problem of the rule that runs; `check` fills in its id and severity."""
    return Problem("", message, where)


def list_file(township: Township, kind: ListKind) -> Where:
    """A list's file."""
    return Where(f"townships/{township.id}/{kind.file_name}")


def township_file(township: Township) -> Where:
    """The file that says what the township is."""
    return Where(f"townships/{township.id}/{TOWNSHIP_FILE}")


def source_file(township: Township) -> str:
    """The name of the official text's file."""
    return f"townships/{township.id}/{SOURCE_FILE}"


def county_file(county: County) -> Where:
    """The file of a county with its register of departments."""
    return Where(f"townships/{county.id}/{COUNTY_FILE}")


def places_of(township: Township, kind: ListKind) -> Iterator[tuple[Where, AnyDuty]]:
    """The duties of one list, with their places."""
    return ((where, duty) for where, one, _, duty in duty_places(township) if one is kind)


def sides_of(duty: AnyDuty) -> Iterator[tuple[tuple[str | int, ...], tuple[str, ...]]]:
    """The lists of texts of a duty, with their keys."""
    match duty:
        case CooperativeDuty():
            yield ("departments",), duty.departments
            for b, block in enumerate(duty.superior):
                yield ("superior", b, "duties"), block.duties
                yield ("superior", b, "support"), block.support
            yield ("township",), duty.township
        case ReclaimedDuty():
            yield ("departments",), duty.departments
            yield ("method",), duty.method


def texts_of(township: Township) -> Iterator[tuple[Where, tuple[str | int, ...], str]]:
    """Every text of a township's lists: the place of its duty, the keys that lead on from there, and the text."""
    for kind, duty_list in township.lists.items():
        yield list_file(township, kind), ("title",), duty_list.title
    for where, _, _, duty in duty_places(township):
        yield where, ("name",), duty.name
        for keys, texts in sides_of(duty):
            yield from ((where, (*keys, index), text) for index, text in enumerate(texts))
