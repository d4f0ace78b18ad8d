"""What the comparison takes: a file a township, of every duty and of what each topic has of it."""

import json
from dataclasses import replace

from generator import paths
from generator.data.summarise import summarise
from generator.link.catalogue import Catalogue


def test_summaries_hold_every_duty_and_every_standing(real: Catalogue) -> None:
    """Nothing that a list has is missing; what a township has no duty of stands only where its texts touch on it."""
    files = {name: json.loads(text) for name, text in summarise(real, "")}
    digests = {one[0]: one[-1] for one in files[paths.COMPARE_INDEX]["townships"]}
    names = {id: f"{paths.compare_folder(digest)}/{paths.compare_township(id)}" for id, digest in digests.items()}
    assert set(files) == {paths.COMPARE_INDEX, *names.values()}
    for township in real.townships:
        data = files[names[township.head.id]]
        assert [one[0] for one in data["duties"]] == [duty.id for duty in township.duties]
        expected = {
            topic.id: [duty.id for duty in topic.duties if duty.township.id == township.head.id]
            for topic in real.topics
        }
        actual = {topic: [data["duties"][place][0] for place in one[3]] for topic, one in data["standings"].items()}
        assert actual == {topic: own for topic, own in expected.items() if own}
        assert not set(data["standings"]) & set(data["touching"])


def test_a_townships_file_is_named_by_itself_alone(crooked_catalogue: Catalogue) -> None:
    """Another township loses lists, a topic goes: only that township's file and the index are new."""
    gui, ren = crooked_catalogue.counties
    first, *others = ren.townships
    changed = replace(first, lists=first.lists[:1])
    counties = (gui, replace(ren, townships=(changed, *others)))
    fewer = replace(crooked_catalogue, counties=counties, topic_groups=crooked_catalogue.topic_groups[1:])
    before, after = (dict(summarise(one, "")) for one in (crooked_catalogue, fewer))
    gone, new = before.keys() - after.keys(), after.keys() - before.keys()
    assert [one.endswith(f"/{paths.compare_township(first.head.id)}") for one in (*gone, *new)] == [True, True]
    assert {one for one in before.keys() & after.keys() if before[one] != after[one]} == {paths.COMPARE_INDEX}
