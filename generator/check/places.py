"""Places: where things of the content stand, as rules point to them."""

from collections.abc import Iterator

from generator.model import (
    AnyDuty,
    Content,
    County,
    Keys,
    ListKind,
    Passage,
    PassageKind,
    Problem,
    Township,
    Where,
    duty_places,
)
from generator.read.folder import CHANGES_FILE, COUNTY_FILE, SOURCE_FILE, TOWNSHIP_FILE


def problem(where: Where, message: str, *also: Where) -> Problem:
    """A problem of the rule that runs, with other places that it is about; `check` fills in its id and severity."""
    return Problem("", message, where, also=also)


def list_file(township: Township, kind: ListKind) -> Where:
    """A list's file."""
    return Where(f"townships/{township.id}/{kind.file_name}")


def township_file(township: Township) -> Where:
    """The file that says what the township is."""
    return Where(f"townships/{township.id}/{TOWNSHIP_FILE}")


def source_file(township: Township) -> str:
    """The name of the official text's file."""
    return f"townships/{township.id}/{SOURCE_FILE}"


def changes_file(township: Township) -> Where:
    """The file of a township's records."""
    return Where(f"townships/{township.id}/{CHANGES_FILE}")


def county_file(county: County) -> Where:
    """The file of a county with its register of departments."""
    return Where(f"townships/{county.id}/{COUNTY_FILE}")


def places_of(township: Township, kind: ListKind) -> Iterator[tuple[Where, AnyDuty]]:
    """The duties of one list, with their places."""
    return ((where, duty) for where, list_kind, _, duty in duty_places(township) if list_kind is kind)


def passages_of(duty: AnyDuty) -> Iterator[Passage]:
    """The texts of a duty that rules look at one by one; whose a block is must be a registered name as it is."""
    return (passage for passage in duty.passages() if passage.kind is not PassageKind.OWNERS)


def texts_of(township: Township) -> Iterator[tuple[Where, Keys, str]]:
    """Every text of a township's lists: the place of its duty, the keys that lead on from there, and the text."""
    for kind, duty_list in township.lists.items():
        yield list_file(township, kind), ("title",), duty_list.title
    for where, _, _, duty in duty_places(township):
        yield where, ("name",), duty.name
        for passage in passages_of(duty):
            yield from ((where, keys, text) for keys, text in passage.placed())


def confirmed(content: Content) -> Iterator[tuple[Where, str, str]]:
    """The day on which each contact was confirmed, with its place, and whose it is."""
    owners = [
        *(
            (county_file(county) / "departments" / index, department.name, department.contact)
            for county in content.counties
            for index, department in enumerate(county.file.departments)
        ),
        *((township_file(one), one.file.name or "这里", one.file.contact) for one in content.townships),
    ]
    return ((where / "contact" / "as_of", whose, contact.as_of) for where, whose, contact in owners if contact)
