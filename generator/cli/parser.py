"""The command line's parser, in Chinese."""

import argparse
import re
from pathlib import Path
from typing import NoReturn

from generator.cli import checks, documents, edits, requests, sites, texts
from generator.cli.common import Command


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands; `run` is what runs one, `puts` what it puts in the place of an older one."""
    parser = _Parser(prog="qingdan", description="清单：检查、生成和发布乡镇（街道）履行职责事项清单。", add_help=False)
    _add_help(parser)
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)

    def command(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        subparser = commands.add_parser(name, help=text, description=text, add_help=False)
        _add_help(subparser)
        subparser.add_argument(
            "--content", type=Path, default=Path("content"), metavar="文件夹", help="内容文件夹（默认 content）"
        )
        subparser.add_argument(
            "--verbose", action="store_true", help="写出每一步用了多久；出错时也显示工具自己的话（英文），报告问题时用"
        )
        subparser.add_argument(
            "--profile", type=Path, metavar="文件", help="把每个函数用了多久写进文件，给改程序的人看"
        )
        subparser.set_defaults(run=run, needs_content=True, puts="")
        return subparser

    checks.add(command)
    sites.add(command)
    documents.add(command)
    texts.add(command)
    edits.add(command)
    requests.add(command)
    edits.add_records(command)
    return parser


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese and exits with 2."""

    _SAID = (
        (r"the following arguments are required: (.+)", r"缺少 \1"),
        (r"unrecognized arguments: (.+)", r"不认识的参数 \1"),
        (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"\1 不能是 \2，只能是 \3"),
        (r"argument (.+): invalid int value: (.+)", r"\1 应是整数，不能是 \2"),
        (r"argument (.+): expected one argument", r"\1 后面缺少一个值"),
        (r"argument (.+): not allowed with argument (.+)", r"\1 不能与 \2 同用"),
        (r"argument (.+): ignored explicit argument (.+)", r"\1 后面不要写值 \2"),
    )

    def error(self, message: str) -> NoReturn:
        for said, chinese in self._SAID:
            message = re.sub(said, chinese, message)
        message = message.replace("'", "")
        self.exit(2, f"用法不对：{message}。\n运行 {self.prog} --help 看用法。\n")

    def format_help(self) -> str:
        text = super().format_help().replace("usage: ", "用法：", 1)
        return re.sub(r"^(options|optional arguments):", "选项：", text, flags=re.MULTILINE).replace(
            "positional arguments:", "参数："
        )


def joined(arguments: list[str]) -> list[str]:
    """The arguments with the value of --place joined to it: a place may begin with -, which is no option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--place":
            joined[-1] = f"--place={argument}"
        else:
            joined.append(argument)
    return joined


def _add_help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示这份说明")
