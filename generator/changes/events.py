"""Events: an issue in which a change request came, as GitHub and GitLab tell of it, and what it is answered.

GitHub, event `issues`: {"action": …, "issue": {"number", "title", "body", "labels": [{"name"}]}}
GitLab, webhook of issues: {"object_kind": "issue", "object_attributes": {"iid", "title", "description"},
                            "labels": [{"title"}]}

Whatever an issue says stays data: it goes into no command, and into the answer only as a block of text.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.changes.diff import Change

# The label by which the form marks its issues.
LABEL = "修改单"
# GitHub takes 65,536 characters; what is longer is cut, and said to be.
_LONGEST = 50_000


class NoIssue(ValueError):
    """A file that is no event of an issue; its message is for people."""


@dataclass(frozen=True)
class Issue:
    """议题: its number, what it says, and its labels."""

    number: int
    text: str
    labels: tuple[str, ...]

    @property
    def branch(self) -> str:
        """The branch that its changes go to."""
        return f"request-{self.number}"


def read_event(raw: bytes) -> Issue:
    """The issue of an event.  Raises NoIssue."""
    try:
        event = json.loads(raw)
    except (ValueError, RecursionError):
        raise NoIssue("不是 JSON；应是 GitHub 的 $GITHUB_EVENT_PATH，或 GitLab 的 $TRIGGER_PAYLOAD") from None
    if not isinstance(event, dict):
        event = {}
    issue, attributes = event.get("issue"), event.get("object_attributes")
    if isinstance(issue, dict) and "pull_request" not in issue:
        return _issue(issue.get("number"), issue.get("body"), issue.get("labels"), "name")
    if isinstance(attributes, dict) and event.get("object_kind") == "issue":
        labels = event.get("labels") or attributes.get("labels")
        return _issue(attributes.get("iid"), attributes.get("description"), labels, "title")
    raise NoIssue("不是议题的事件；GitHub 的是 issues，GitLab 的是 Issues events")


def _issue(number: object, text: object, labels: object, key: str) -> Issue:
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise NoIssue("事件里没有议题的号")
    named = labels if isinstance(labels, list) else []
    names = tuple(one[key] for one in named if isinstance(one, dict) and isinstance(one.get(key), str))
    return Issue(number, text if isinstance(text, str) else "", names)


def accepted(changes: Sequence[Change], notes: Iterable[str], names: Iterable[str]) -> str:
    """What an issue is answered whose changes were made: the redline, and what to do next."""
    lines = [line for change in changes for line in (f"{change.township}：{change.sentence}", *_indented(change.lines))]
    return "\n".join(
        [
            f"照修改单改好了，{len(changes)} 处不同，没有带来错误；请审阅的人看下面的红线，对的就合并。",
            "",
            *_block(lines),
            "",
            *(f"- {_inline(note)}" for note in notes),
            "改了的文件：",
            "",
            *_block(list(names)),
        ]
    )


def refused(reasons: Sequence[str]) -> str:
    """What an issue is answered that cannot be applied."""
    return "\n".join(
        [
            "这份修改单没有照做，清单一个字也没有动。原因：",
            "",
            *_block(list(reasons)),
            "",
            "改好以后，编辑这个议题，把新的修改单全文贴在里面，就会再试一次。",
        ]
    )


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _block(lines: Sequence[str]) -> list[str]:
    """Lines as a block of text, in which nothing is markup, a link or a mention."""
    text = "\n".join(lines)
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}\n……太长，后面的没有列出；全部在分支的提交里。"
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return [f"{fence}text", text, fence]


def _inline(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]()#+!<>@|~-])", r"\\\1", text)
