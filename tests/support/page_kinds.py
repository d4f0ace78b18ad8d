"""Pages of the real site, one of each kind, by their addresses."""

LIST = "townships/yunyang/longjiao/reclaimed/"
DUTY = "townships/tuquan/tuquan/c-022/"
PAGE_KINDS = (
    "",
    "townships/",
    "townships/tuquan/",
    "townships/tuquan/tuquan/",
    LIST,
    DUTY,
    "departments/",
    "departments/tuquan/",
    "departments/tuquan/xianyibaoju/",
    "department-kinds/civil-affairs/",
    "categories/",
    "categories/culture-and-tourism/",
    "topics/",
    "topics/old-age-allowance/",
    "overview/",
    "overview/tuquan/tuquan/",
    "references/",
    "references/hotlines/12345/",
    "data/",
    "contribute/rules/",
    "search/?q=低保",
    "compare/",
    "compare/?in=tuquan/tuquan&in=yunyang/longjiao&category=culture-and-tourism",
    "accessibility/",
    "offline/",
)
