"""The five documents themselves: what is committed is what the import gives, whichever importer reads them."""

import pytest

from generator.importers.registry import importer_for
from generator.model import Content, ListKind, Overrides
from generator.read import yaml_text
from support.places import CONTENT

COUNTS = {
    "jidong/unknown": (107, 159, 59),
    "jishou/hexi": (118, 99, 108),
    "kuitun/kaiganqi": (87, 123, 51),
    "tuquan/tuquan": (99, 77, 42),
    "yunyang/longjiao": (115, 88, 80),
}


def test_all_five_are_there_and_whole(real_content: Content) -> None:
    """Five townships, each list with as many duties as its document prints."""
    found = {
        township.id: tuple(sum(1 for _ in one.duties()) for one in township.lists.values())
        for township in real_content.townships
    }
    assert found == COUNTS


@pytest.mark.slow
@pytest.mark.parametrize("township", COUNTS)
def test_committed_lists_are_what_the_import_gives(township: str, real_content: Content) -> None:
    """Importing the committed source.txt gives the committed texts and notes, duty by duty."""
    folder = CONTENT / "townships" / township
    text = (folder / "source.txt").read_text("utf-8")
    overrides = Overrides.model_validate(yaml_text.parse((folder / "overrides.yml").read_text("utf-8")).data)
    draft = importer_for(text).read(text, overrides)
    committed = next(one for one in real_content.townships if one.id == township)

    def texts(duty_list: object) -> list[object]:
        return [(category.name, duty.model_dump(exclude={"allow", "topics"})) for category, duty in duty_list.duties()]

    for kind in ListKind:
        assert texts(draft.lists[kind]) == texts(committed.lists[kind])
