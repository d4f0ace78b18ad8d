"""Addresses: from one page of the site to another, as MkDocs writes them, but it keeps in mind every one."""

from collections.abc import Sequence


def parts_of(address: str) -> tuple[str, ...]:
    """The folders and the file of an address from the site's root."""
    return tuple(one for one in address.split("/") if one not in ("", "."))


def page_parts(address: str) -> tuple[str, ...]:
    """The folders that a page's address is counted from: one that is a file's is in the folder of that."""
    folder, _, name = address.rpartition("/")
    return parts_of(folder if "." in name else address)


def relative(address: str, page: Sequence[str]) -> str:
    """An address from a page, which is given by its parts."""
    target = parts_of(address)
    common = 0
    for one, other in zip(target, page, strict=False):
        if one != other:
            break
        common += 1
    path = "/".join([*(".." for _ in page[common:]), *target[common:]]) or "."
    return f"{path}/" if address.endswith("/") else path
