"""Metadata: how a page is cited, and what search engines and other programs are told of it (schema.org, robots.txt)."""

from urllib.parse import urlsplit

from generator import paths
from generator.link.catalogue import AnswerKind, LinkedDuty, LinkedList, TownshipHead
from generator.model import NameStatus

# What is asked of search engines: to leave alone what is no page.
_NO_PAGES = ("api/", "search/index/")


def cite(head: TownshipHead, duty_list: LinkedList, number: int | None = None) -> str:
    """A list, or one duty of it, as official writing cites it: 《突泉镇配合履职事项清单》第 13 项.

    A name that the document does not state is not put into its title.
    """
    if head.name_status is NameStatus.STATED:
        cited = f"《{head.name}{duty_list.kind.official_title}》"
    else:
        unknown = f"{head.county or ''}，原文没有写明{head.kind.common}名称".strip("，")
        why = f"{head.label}，名称是推断的" if head.name else unknown
        cited = f"《{duty_list.title}》（{why}）"
    return cited if number is None else f"{cited}第 {number} 项"


def service(duty: LinkedDuty, address: str) -> dict[str, object] | None:
    """A duty in the words of schema.org: a GovernmentService.

    None where nobody does it any more, or the list does not say who.  `address` is the page's, empty where the site
    does not know its own.
    """
    head = duty.township
    place = " ".join(part for part in (head.province, head.prefecture, head.county, head.name) if part)
    town = _organisation(head.kind.office_of(head.label), duty, head.office)
    match duty.answer.kind:
        case AnswerKind.TOWN:
            providers = [town]
        case AnswerKind.ASSIST | AnswerKind.TAKEN_OVER if not duty.answer.is_cancelled:
            providers = [
                _organisation(mention.name, duty, mention.department.name if mention.department else "")
                for mention in duty.responsible
            ]
        case _:
            return None
    area = {"areaServed": {"@type": "AdministrativeArea", "name": place}} if place else {}
    return _typed(
        "GovernmentService",
        {
            "name": duty.name,
            **({"url": address} if address else {}),
            "identifier": f"{head.id}/{duty.id}",
            "serviceType": duty.category.name,
            "provider": providers,
            **({"serviceOperator": town} if duty.answer.kind is AnswerKind.ASSIST else {}),
            **area,
        },
    )


def _organisation(name: str, duty: LinkedDuty, known_as: str) -> dict[str, object]:
    """A department or an office, and how it can be reached, where that is known."""
    contact = next((one.contact for one in duty.reachable if one.name == known_as), None)
    reached: dict[str, object] = {}
    if contact:
        known = {"telephone": list(contact.phones), "address": contact.address, "url": contact.web}
        reached = {key: value for key, value in known.items() if value}
    return {"@type": "GovernmentOrganization", "name": name, **reached}


def breadcrumb(steps: list[tuple[str, str]], address: str) -> dict[str, object]:
    """The way from the home page to a page, each step its name and its page; `address` is the site's own."""
    return _typed(
        "BreadcrumbList",
        {
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": address + paths.url(page)}
                for position, (name, page) in enumerate(steps, 1)
            ]
        },
    )


def robots(address: str) -> str:
    """robots.txt: what not to fetch, and where the site knows its address also the map of its pages."""
    base = urlsplit(address).path or "/"
    lines = ["User-agent: *", *(f"Disallow: {base}{folder}" for folder in _NO_PAGES)]
    return "\n".join([*lines, *(["", f"Sitemap: {address}sitemap.xml"] if address else []), ""])


def _typed(name: str, values: dict[str, object]) -> dict[str, object]:
    return {"@context": "https://schema.org", "@type": name, **values}
