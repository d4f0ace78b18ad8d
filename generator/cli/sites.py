"""`build`, `assemble`, `clean`, `verify`, `serve`, `render`: the site, whole or in parts, and a copy of it."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from generator import cache, paths
from generator.cli.common import AddCommand, add_output, described, misuse, report, say, tell_of_ignored
from generator.project import CACHE, CONFIG
from generator.read.folder import county_ids

_PORTS = range(1, 2**16)
# In seconds: longer than a build of fifty townships, and short enough that a machine which nobody watches goes on.
_WAIT = 300
# So many counties are named.
_NAMED = 20


def add(command: AddCommand) -> None:
    """The commands that make a site, and look at one."""
    subparser = command("build", _build, "检查并生成网站")
    subparser.set_defaults(puts="网站")
    add_output(subparser, "site", "网站放到哪里")
    _add_wait(subparser)
    subparser.add_argument(
        "--county",
        action="append",
        default=[],
        metavar="县",
        help="只做这个县（可以写几次），--output 里不是网站，是它的一份，各县的用 assemble 合起来",
    )
    subparser.add_argument(
        "--cluster",
        default="",
        metavar="地址",
        help="在 Dask 的集群上做，例如 tcp://10.0.0.1:8786；各台机器要有同样的程序、内容和 QINGDAN_CACHE",
    )
    _add_publishing(subparser)
    command("clean", _clean, "清空缓存（做过的东西），下一次从头做").set_defaults(needs_content=False)
    subparser = command("assemble", _assemble, "把各县的几份（build --county 做的）合成网站")
    subparser.add_argument("parts", type=Path, nargs="+", metavar="一份", help="build --county 写出的文件夹")
    subparser.set_defaults(puts="网站")
    add_output(subparser, "site", "网站放到哪里")
    _add_wait(subparser)
    _add_publishing(subparser)
    subparser = command("verify", _verify, "核对网站的一份副本：哪些文件变了、缺了、多了，是谁签的名")
    subparser.set_defaults(needs_content=False)
    subparser.add_argument("site", type=Path, metavar="网站", help="网站的文件夹")
    subparser.add_argument(
        "--manifest", type=Path, metavar="文件", help=f"照这一份 {paths.RELEASE} 核对（默认是网站里的；签名在它旁边）"
    )
    subparser.add_argument(
        "--allowed-signers",
        type=Path,
        metavar="文件",
        help="另核对签名：谁签的才算，一行一人，写法照 ssh-keygen 的 allowed_signers",
    )
    subparser = command("serve", _serve, "预览网站，改动后自动更新")
    subparser.add_argument("--port", type=int, default=8000, metavar="端口", help="本机端口，1 到 65535（默认 8000）")
    subparser = command("render", _render, "只生成 Markdown 和数据，不生成网站")
    subparser.set_defaults(puts="输出")
    add_output(subparser, "build/docs", "放到哪里")
    _add_wait(subparser)


def _add_wait(subparser: argparse.ArgumentParser) -> None:
    subparser.add_argument(
        "--wait",
        type=int,
        default=_WAIT,
        metavar="秒",
        help=f"另一个程序正在生成到同一个文件夹，最多等多久（默认 {_WAIT}，0 不等）",
    )


def _add_publishing(subparser: argparse.ArgumentParser) -> None:
    subparser.add_argument(
        "--commit",
        default=os.environ.get("QINGDAN_COMMIT", ""),
        metavar="提交",
        help=f"由哪一个 git 提交生成，写进 {paths.RELEASE}（默认是环境变量 QINGDAN_COMMIT，没有就不写）",
    )
    subparser.add_argument(
        "--key", type=Path, metavar="私钥", help=f"用这个 SSH 私钥给 {paths.RELEASE} 签名（默认不签）"
    )


def _build(options: argparse.Namespace) -> int:
    from generator import flow

    if options.county:
        return _build_part(options)
    from generator.site.release import COMMIT

    if options.commit and not COMMIT.fullmatch(options.commit):
        return misuse(f"--commit（或 QINGDAN_COMMIT）应是 git 提交的编号：7 到 64 位十六进制，不是“{options.commit}”")
    with options.progress as progress:
        built = flow.build_site(
            options.content,
            options.output,
            progress,
            wait=options.wait,
            cluster=getattr(options, "cluster", ""),
            publishing=flow.Publishing(options.commit, options.key),
        )
    tell_of_ignored()
    report(built.checked)
    if getattr(options, "parts", []) and built.counties:
        _tell_of_made(built.counties)
    say(f"网站在 {options.output}/，共 {built.files} 个文件。")
    return 0


def _build_part(options: argparse.Namespace) -> int:
    from generator import flow

    if options.cluster:
        return misuse("--county 和 --cluster 只用一个：集群自己把各县分开做")
    known = county_ids(options.content)
    if unknown := [id for id in options.county if id not in known]:
        return misuse(f"没有县 {unknown[0]}；有的是：{'、'.join(known)}")
    with options.progress as progress:
        checked = flow.build_part(options.content, options.county, options.output, progress, options.wait)
    tell_of_ignored()
    report(checked)
    say(f"{'、'.join(options.county)} 的一份在 {options.output}/，和别的县的一起用 qingdan assemble 合成网站。")
    return 0


def _clean(options: argparse.Namespace) -> int:
    from generator.site import refuse

    if not CACHE.is_dir():
        say(f"缓存 {CACHE}/ 本来就是空的。")
        return 0
    if said := refuse.unfit_cache(options.content):
        return misuse(said)
    size, rest = cache.emptied(CACHE)
    say(f"缓存 {CACHE}/ 清空了，有 {size / 1e6:.0f} MB。")
    if stayed := [name for name in rest if name in cache.KINDS]:
        return misuse(f"{CACHE}/ 里的 {'、'.join(stayed)} 删不掉；请检查权限")
    if rest:
        more = f" 等 {len(rest)} 样" if len(rest) > _NAMED else ""
        say(f"{CACHE}/ 里的 {'、'.join(rest[:_NAMED])}{more}不是本程序放的，没有动。")
    return 0


def _assemble(options: argparse.Namespace) -> int:
    from generator.parts import is_part, join_part

    for part in options.parts:
        if not is_part(part):
            return misuse(f"{part} 不是 qingdan build --county 写出的；请检查路径")
    with options.progress as progress, progress.step("放进各县的几份", total=len(options.parts)) as step:
        for part in options.parts:
            join_part(part)
            step.advance()
    options.county = []
    return _build(options)


def _tell_of_made(counties: Sequence[str]) -> None:
    """Tell that the parts were of no use for some counties: of a province that takes hours."""
    more = f" 等 {len(counties)} 个" if len(counties) > _NAMED else ""
    say(
        f"这些县是在这里重新做的：{'、'.join(counties[:_NAMED])}{more}。几份里没有它们，或者那里的内容、程序、"
        "程序库、字体和这里的不是同一版；网站没有错，只是费时。"
    )


def _verify(options: argparse.Namespace) -> int:
    from generator.site.release import NoRelease, differences, read_release
    from generator.site.signing import NotSigned, signer

    manifest: Path = options.manifest or options.site / paths.RELEASE
    if not options.site.is_dir():
        return misuse(f"没有文件夹 {options.site}；请检查路径")
    if not manifest.is_file():
        why = "它不是网站，或是旧版本生成的" if options.manifest is None else "请检查 --manifest"
        return misuse(f"没有 {manifest}；{why}")
    data = manifest.read_bytes()
    try:
        release = read_release(data)
    except NoRelease as error:
        return misuse(f"{manifest} 不是网站的文件清单：{error}")
    found = differences(options.site, release)
    told = (("变了", found.changed), ("缺少", found.missing), ("多出", found.added), ("读不了", found.unread))
    for what, names in told:
        for name in names:
            print(what, "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name))
    counts = "，".join(f"{what} {len(names)} 个" for what, names in told if names)
    commit = f"，由提交 {release.commit} 生成" if release.commit else ""
    say(f"共 {len(release.files)} 个文件{commit}；{counts or '都相同'}。")
    if options.allowed_signers is None:
        return int(bool(found))
    try:
        who = signer(data, manifest.with_name(f"{manifest.name}.sig"), options.allowed_signers)
    except NotSigned as error:
        say(f"签名不对：{error}。")
        return 1
    say(f"签名是 {who} 的。")
    return int(bool(found))


def _serve(options: argparse.Namespace) -> int:
    if options.port not in _PORTS:
        return misuse(f"--port 应在 {_PORTS[0]} 到 {_PORTS[-1]} 之间，不能是 {options.port}")
    from generator.serve import serve

    serve(options.content, options.port, options.progress, lambda error: described(error, options.verbose))
    return 0


def _render(options: argparse.Namespace) -> int:
    from generator import flow
    from generator.site import refuse, write
    from generator.site.assets import Assets
    from generator.site.settings import read_settings

    refuse.unfit(options.output, options.content)
    with options.progress as progress, write.reserved(options.output, options.wait, progress) as work:
        settings = read_settings(CONFIG)
        found, _, catalogue = flow.checked_catalogue(options.content, progress)
        with progress.step("生成页面和数据"):
            count = flow.write_docs(found, catalogue, settings, Assets(), work / "docs", progress)
        write.swap(work / "docs", options.output)
    say(f"{options.output}/ 里有 {count} 个文件。")
    return 0
