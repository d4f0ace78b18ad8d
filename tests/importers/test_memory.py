"""Divisions that are kept on disk."""

from pathlib import Path

from generator.importers.text.memory import remembered


def test_answer_is_made_once_and_again_for_another_question(tmp_path: Path) -> None:
    """The same question is answered from the folder; another one is not."""
    made: list[str] = []

    def answer(text: str) -> list[str]:
        made.append(text)
        return [text]

    for _ in range(2):
        assert remembered(["甲", 1], lambda: answer("甲"), tmp_path) == ["甲"]
    assert remembered(["乙", 1], lambda: answer("乙"), tmp_path) == ["乙"]
    assert made == ["甲", "乙"]


def test_damaged_or_forbidden_memory_is_none(tmp_path: Path) -> None:
    """A file that was cut short is made anew; a place that cannot be written to does no harm."""
    remembered("问", lambda: [1], tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text("[1", "utf-8")
    assert remembered("问", lambda: [2], tmp_path) == [2]
    assert remembered("问", lambda: [3], file) == [3]
