"""Pages of the real site by their kinds: of each the one that has most to it first, then others that differ from it."""

LIST = "townships/yunyang/longjiao/reclaimed/"
DUTY = "townships/tuquan/tuquan/c-022/"
COMPARED = "compare/?in=tuquan/tuquan&in=yunyang/longjiao"
PAGE_KINDS = {
    "home": ("",),
    "townships": ("townships/",),
    "county": ("townships/tuquan/",),
    "township": ("townships/tuquan/tuquan/",),
    "list": (LIST, "townships/tuquan/tuquan/basic/", "townships/tuquan/tuquan/cooperative/"),
    "duty": (
        DUTY,
        "townships/tuquan/tuquan/c-054/",  # of twenty departments
        "townships/tuquan/tuquan/b-001/",
        "townships/yunyang/longjiao/r-003/",
    ),
    "departments": ("departments/",),
    "departments of a county": ("departments/tuquan/",),
    "department": ("departments/tuquan/xianyibaoju/", "departments/tuquan/xianminzhengju/"),
    "kind of department": ("department-kinds/civil-affairs/",),
    "categories": ("categories/",),
    "category": ("categories/culture-and-tourism/", "categories/livelihood/"),
    "topics": ("topics/",),
    "topic": ("topics/old-age-allowance/",),
    "overview": ("overview/",),
    "overview of a township": ("overview/tuquan/tuquan/",),
    "coverage": ("coverage/",),
    "references": ("references/", "references/laws/"),
    "reference": ("references/hotlines/12345/",),
    "changes": ("changes/", "townships/tuquan/tuquan/changes/"),
    "data": ("data/",),
    "text": ("contribute/rules/", "contribute/", "about/"),
    "search": ("search/?q=低保",),
    "comparison": (
        f"{COMPARED}&category=culture-and-tourism",
        f"{COMPARED}&in=jishou/hexi&category=livelihood",
    ),
    "choice of a comparison": ("compare/",),
    "form for a duty": ("contribute/edit/?id=tuquan/tuquan/c-022", "contribute/edit/"),
    "accessibility": ("accessibility/",),
    "offline": ("offline/",),
}
# One page of each kind, and all of them.
ONE_OF_EACH = tuple(pages[0] for pages in PAGE_KINDS.values())
ALL = tuple(page for pages in PAGE_KINDS.values() for page in pages)
