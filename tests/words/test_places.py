"""Kinds of place, by their names and titles, and what a site calls all of its places."""

import pytest

from generator.words.places import PlaceWords, place_kind


@pytest.mark.parametrize(
    ("name", "column", "common", "office"),
    [
        ("子镇", "镇", "乡镇", "子镇"),
        ("子镇人民政府", "镇", "乡镇", "子镇人民政府"),
        ("子族乡", "乡", "乡镇", "子族乡"),
        ("子街道", "街道", "街道", "子街道办事处"),
        ("子街道办事处", "街道", "街道", "子街道办事处"),
        ("子街道办", "街道", "街道", "子街道办"),
        ("子路办事处", "街道", "街道", "子路办事处"),
        ("镇北街道", "街道", "街道", "镇北街道办事处"),
        ("子民族苏木", "苏木", "苏木", "子民族苏木"),
        ("子农场", "农场", "农场", "子农场"),
        ("子牧场", "牧场", "牧场", "子牧场"),
        ("一二一团", "团场", "团场", "一二一团"),
        ("子经济开发区", "开发区", "开发区", "子经济开发区管委会"),
        ("子开发区管理委员会", "开发区", "开发区", "子开发区管理委员会"),
        ("子工业园", "园区", "园区", "子工业园"),
        ("子工业园区", "园区", "园区", "子工业园区管委会"),
        ("子风景区", "风景区", "风景区", "子风景区管委会"),
        ("子社区管委会", "社区", "社区", "子社区管委会"),
        ("子岛管委会", "管委会", "管委会", "子岛管委会"),
        ("子岛管理委员会", "管委会", "管委会", "子岛管理委员会"),
        ("子岛", "乡镇", "乡镇", "子岛"),
    ],
)
def test_kind_by_name(name: str, column: str, common: str, office: str) -> None:
    """A name's end tells the kind, also where it is the name of the body; the body of 子街道 is 子街道办事处."""
    kind = place_kind(name, ["甲县牧场履行职责事项清单"])
    assert (kind.name, kind.common, kind.office_of(name)) == (column, common, office)


@pytest.mark.parametrize(
    ("title", "common"),
    [
        ("甲区街道履行职责事项清单", "街道"),
        ("街道办事处基本履职事项清单", "街道"),
        ("丑苏木上级部门收回事项清单", "苏木"),
        ("甲县乡镇（街道）履行职责事项清单", "乡镇"),
        ("甲县乡镇、街道履行职责事项清单", "乡镇"),
        ("镇履行职责事项清单", "乡镇"),
        ("甲区街道管理办法", "乡镇"),
    ],
)
def test_kind_by_title(title: str, common: str) -> None:
    """Where the name is not known, a list's title may tell the kind of the place; one of all kinds tells nothing."""
    assert place_kind(None, ["", title]).common == common


@pytest.mark.parametrize(
    ("names", "counties", "place", "office", "formal", "county", "formal_county"),
    [
        ([], [], "乡镇", "乡镇", "乡镇（街道）", "县", "县（市、区、旗）"),
        (["子镇", "丑乡", None], ["甲县", "乙市"], "乡镇", "乡镇", "乡镇（街道）", "县", "县（市、区、旗）"),
        (["子街道"], ["甲区", "乙区"], "街道", "街道办事处", "街道", "区", "区"),
        (["子街道", "丑镇"], ["甲区", None], *["乡镇（街道）"] * 3, "县", "县（市、区、旗）"),
        (["子苏木"], ["甲旗"], "苏木", "苏木", "苏木", "旗", "旗"),
        (["子苏木", "丑镇"], ["甲旗"], *["乡镇（苏木）"] * 3, "旗", "旗"),
        (["子园区", "丑街道"], ["甲区"], *["街道（园区）"] * 3, "区", "区"),
        (["子农场", "丑镇", "寅苏木"], ["甲旗"], *["乡镇（街道）"] * 3, "旗", "旗"),
    ],
)
def test_words_of_a_site(
    names: list[str | None],
    counties: list[str | None],
    place: str,
    office: str,
    formal: str,
    county: str,
    formal_county: str,
) -> None:
    """One kind gives its word, two give both, more the official one; for 乡 and 镇 columns are headed 乡镇（街道）."""
    words = PlaceWords.of(map(place_kind, names), counties)
    assert (words.place, words.office, words.formal) == (place, office, formal)
    assert (words.county, words.formal_county) == (county, formal_county)


def test_words_in_brackets_and_in_short() -> None:
    """Brackets within brackets are left out; of 乡镇 people say 镇里."""
    both = PlaceWords.of(map(place_kind, ["子街道", "丑镇"]))
    assert (both.plain, both.inside, PlaceWords().inside) == ("乡镇街道", "乡镇（街道）", "镇里")


def test_marks_in_hand_written_pages() -> None:
    """A page that anybody may have written says of each site what it is of; other brackets stay."""
    words = PlaceWords.of([place_kind("子街道")], ["甲区"])
    assert (
        words.fill("每个{乡镇（街道）}：{乡镇}办、{县}里办 {#lists} 乡镇") == "每个街道：街道办、区里办 {#lists} 乡镇"
    )
