"""The list of a site's files: what a copy is held against, by us and by sha256sum, and who has signed it."""

import gzip
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import flow
from generator.__main__ import main
from generator.progress import SILENT
from generator.site.release import NoRelease, Release, differences, read_release
from generator.site.signing import NotSigned, sign, signer
from support.places import DEMO

A, B = "a" * 64, "b" * 64
COMMIT = "8f559b4d" * 5


# --- the list --------------------------------------------------------------------------------------


def test_text_and_back() -> None:
    """Sorted by name, for people and for sha256sum; read back, it is the same."""
    release = Release({"b/乙.html": B, "a.html": A}, COMMIT)
    assert release.text.splitlines()[1:] == [f"# commit {COMMIT}", f"{A}  a.html", f"{B}  b/乙.html"]
    assert read_release(release.text.encode()) == release
    assert read_release(f"\ufeff{A} *a.html\r\n".encode()) == Release({"a.html": A})


BROKEN = {
    "a page": ("<!DOCTYPE html>\n", "第 1 行不是“SHA-256、两个空格、文件名”"),
    "a digest cut off": (f"{A}  a\n{'b' * 40}  b\n", "第 2 行不是“SHA-256、两个空格、文件名”"),
    "no names": (f"{A}\n", "第 1 行不是“SHA-256、两个空格、文件名”"),
    "out of the folder": (f"{A}  ../../etc/passwd\n", "第 1 行的文件名“../../etc/passwd”指到文件夹外面"),
    "from the root": (f"{A}  /etc/passwd\n", "第 1 行的文件名“/etc/passwd”指到文件夹外面"),
    "another disk": (f"{A}  C:\\x\n", "第 1 行的文件名“C:\\x”指到文件夹外面"),
    "twice": (f"{A}  a\n{B}  a\n", "第 2 行的“a”前面已有，两处的校验值不同"),
    "nothing": ("# 空的\n\n", "没有列出一个文件"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_list_is_refused(name: str) -> None:
    """With its line; no name leads out of the folder."""
    text, said = BROKEN[name]
    with pytest.raises(NoRelease, match="^" + said.replace("\\", "\\\\").replace(".", r"\.") + "$"):
        read_release(text.encode())
    with pytest.raises(NoRelease, match="UTF-8"):
        read_release(b"\xff")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A small site with its list."""
    folder = tmp_path / "网站"
    (folder / "townships/jia").mkdir(parents=True)
    (folder / "index.html").write_text("首页", "utf-8")
    (folder / "townships/jia/index.html").write_text("甲县", "utf-8")
    names = ("index.html", "townships/jia/index.html")
    told = {name: subprocess.check_output(["sha256sum", folder / name], text=True) for name in names}
    digests = {name: line.split()[0] for name, line in told.items()}
    (folder / "release.sha256").write_text(Release(digests, COMMIT).text, "utf-8")
    return folder


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["verify", *map(str, arguments)])
    return (code, *capsys.readouterr())


def test_copy_that_is_the_same(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0, and the commit; no content folder is asked for."""
    assert said(capsys, copy) == (0, "", f"共 2 个文件，由提交 {COMMIT} 生成；都相同。\n")


def test_copy_that_is_not(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each file that differs, is missing or was added is named, and 1."""
    (copy / "index.html").write_text("首頁", "utf-8")
    (copy / "townships/jia/index.html").unlink()
    (copy / "townships/jia/新.html").touch()
    (copy / "townships/link").symlink_to(copy / "index.html")
    (copy / "townships/z").symlink_to(copy / "townships/jia")
    (copy / "\x1b[31m").touch()
    out = "变了 index.html\n缺少 townships/jia/index.html\n"
    out += "多出 \\x1b[31m\n多出 townships/jia/新.html\n多出 townships/link\n多出 townships/z\n"
    assert said(capsys, copy) == (1, out, f"共 2 个文件，由提交 {COMMIT} 生成；变了 1 个，缺少 1 个，多出 4 个。\n")


def test_files_that_are_packed_for_a_server(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a server sends in the place of a file must be that file: an older one is told, and what is no gzip."""
    subprocess.run(["gzip", "-9", "-k", "-r", copy / "townships", copy / "index.html"], check=True)
    assert said(capsys, copy)[:2] == (0, "")
    (copy / "index.html.gz").write_bytes(gzip.compress("旧的首页".encode()))
    (copy / "townships/jia/index.html.gz").write_bytes(b"x")
    (copy / "other.gz").write_bytes(gzip.compress(b"x"))
    out = "变了 index.html.gz\n多出 other.gz\n读不了 townships/jia/index.html.gz\n"
    assert said(capsys, copy)[:2] == (1, out)


def test_list_from_elsewhere(copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A copy whose own list was changed along with it is held against the one that somebody has from elsewhere."""
    shutil.copy(copy / "release.sha256", tmp_path / "release.sha256")
    (copy / "index.html").write_text("换了", "utf-8")
    changed = subprocess.check_output(["sha256sum", "index.html"], cwd=copy, text=True)
    (copy / "release.sha256").write_text(changed, "utf-8")
    (copy / "townships/jia/index.html").unlink()
    assert said(capsys, copy)[0] == 0
    assert said(capsys, copy, "--manifest", tmp_path / "release.sha256")[:2] == (
        1,
        "变了 index.html\n缺少 townships/jia/index.html\n",
    )


def test_misuse(copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """2, and what is wrong."""
    assert said(capsys, tmp_path / "没有") == (2, "", f"没有文件夹 {tmp_path}/没有；请检查路径\n")
    missing = tmp_path / "没有.sha256"
    assert said(capsys, copy, "--manifest", missing) == (2, "", f"没有 {missing}；请检查 --manifest\n")
    (copy / "release.sha256").write_text("<html>", "utf-8")
    code, _, told = said(capsys, copy)
    assert (code, told) == (
        2,
        f"{copy}/release.sha256 不是网站的文件清单：第 1 行不是“SHA-256、两个空格、文件名”\n",
    )
    (copy / "release.sha256").unlink()
    assert said(capsys, copy) == (2, "", f"没有 {copy}/release.sha256；它不是网站，或是旧版本生成的\n")


def test_sha256sum_reads_it(copy: Path) -> None:
    """The list is what a program of every Linux checks by itself, comments and all, and it finds what was changed."""
    check = ["sha256sum", "--check", "--strict", "--quiet", "release.sha256"]
    assert subprocess.run(check, cwd=copy, capture_output=True, check=False).returncode == 0
    (copy / "index.html").write_text("首頁", "utf-8")
    assert subprocess.run(check, cwd=copy, capture_output=True, check=False).returncode == 1


# --- signatures, by a real ssh-keygen --------------------------------------------------------------


def new_key(path: Path, password: str = "") -> str:
    """A new key of Ed25519; what is public of it."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", password, "-C", "", "-f", path], check=True)
    return path.with_suffix(".pub").read_text("utf-8").strip()


@pytest.fixture
def allowed(tmp_path: Path) -> Path:
    """Who may sign, and beside it the key of one of them."""
    file = tmp_path / "allowed_signers"
    public = new_key(tmp_path / "key")
    file.write_text(f'weihu@example.gov.cn namespaces="qingdan" {public}\n', "utf-8")
    return file


def test_signature(allowed: Path, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same list has the same signature; it is told whose it is, and 0."""
    data = (copy / "release.sha256").read_bytes()
    signature = sign(data, allowed.with_name("key"))
    assert signature == sign(data, allowed.with_name("key"))
    (copy / "release.sha256.sig").write_bytes(signature)
    told = f"共 2 个文件，由提交 {COMMIT} 生成；都相同。\n签名是 weihu@example.gov.cn 的。\n"
    assert said(capsys, copy, "--allowed-signers", allowed) == (0, "", told)
    assert signer(data, copy / "release.sha256.sig", allowed) == "weihu@example.gov.cn"


WRONG: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "none": (lambda copy, _: (copy / "release.sha256.sig").unlink(), "没有签名 "),
    "no signature": (lambda copy, _: (copy / "release.sha256.sig").write_text("x"), "不是签名"),
    "list changed": (
        lambda copy, _: (copy / "release.sha256").write_text((copy / "release.sha256").read_text("utf-8") + "# x\n"),
        "它在签名以后改过",
    ),
    "of somebody else": (
        lambda _, allowed: allowed.write_text(f"b@example.gov.cn {new_key(allowed.with_name('other'))}\n"),
        "里的人签的",
    ),
    "for something else": (
        lambda copy, allowed: subprocess.run(
            ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", allowed.with_name("key"), "release.sha256"],
            cwd=copy,
            input=b"y\n",
            check=True,
        ),
        "给清单网站用的",
    ),
    "nobody may": (lambda _, allowed: allowed.unlink(), "请检查 --allowed-signers"),
}


@pytest.mark.parametrize("name", WRONG)
def test_signature_that_is_wrong(name: str, allowed: Path, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1, and why, though all files are the same."""
    signature = sign((copy / "release.sha256").read_bytes(), allowed.with_name("key"))
    (copy / "release.sha256.sig").write_bytes(signature)
    spoil, why = WRONG[name]
    spoil(copy, allowed)
    code, out, told = said(capsys, copy, "--allowed-signers", allowed)
    assert (code, out) == (1, "")
    assert why in told.splitlines()[-1]
    assert told.splitlines()[-1].startswith("签名不对：")


@pytest.mark.heavy
def test_minisign_beside_it(copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As docs/verify.md says: signed and verified by minisign, whose signature is no file too many."""
    secret, public = tmp_path / "minisign.key", tmp_path / "minisign.pub"
    subprocess.run(["minisign", "-G", "-W", "-s", secret, "-p", public], check=True, capture_output=True)
    release = copy / "release.sha256"
    subprocess.run(["minisign", "-S", "-s", secret, "-m", release], check=True, capture_output=True)
    assert release.with_name("release.sha256.minisig").is_file()
    assert main(["verify", str(copy)]) == 0
    assert "都相同" in capsys.readouterr().err
    verify = ["minisign", "-V", "-p", public, "-m", "release.sha256"]
    assert subprocess.run(verify, cwd=copy, check=False, capture_output=True).returncode == 0
    release.write_bytes(release.read_bytes() + b"# more\n")
    assert subprocess.run(verify, cwd=copy, check=False, capture_output=True).returncode != 0


def test_key_that_signs_nothing(tmp_path: Path) -> None:
    """One that is not there, one that is none, the public half."""
    with pytest.raises(NotSigned, match="没有密钥文件"):
        sign(b"x", tmp_path / "没有")
    (tmp_path / "x").write_text("x")
    with pytest.raises(NotSigned, match="签不了名"):
        sign(b"x", tmp_path / "x")


def test_without_the_program(allowed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said what to install."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotSigned, match="openssh-client"):
        sign(b"x", allowed.with_name("key"))


# --- a real site -----------------------------------------------------------------------------------


def test_site_lists_all_that_it_has(demo_site: Path) -> None:
    """Every file but the list itself, with the SHA-256 that another program finds; without a commit, none."""
    release = read_release((demo_site / "release.sha256").read_bytes())
    names = {path.relative_to(demo_site).as_posix() for path in demo_site.rglob("*") if path.is_file()}
    assert set(release.files) == names - {"release.sha256"}
    assert release.commit == ""
    assert not differences(demo_site, release)
    check = ["sha256sum", "--check", "--strict", "--quiet", "release.sha256"]
    assert subprocess.run(check, cwd=demo_site, capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_build_with_commit_and_key(
    allowed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is given to the build is in the site; a key that cannot sign leaves the site that was there."""
    site, key = tmp_path / "site", allowed.with_name("key")
    flow.build_site(DEMO, site, SILENT, publishing=flow.Publishing(COMMIT, key))
    assert said(capsys, site, "--allowed-signers", allowed)[0] == 0
    before = (site / "release.sha256").read_bytes()
    build = ["build", "--content", str(DEMO), "--output", str(site)]
    assert main([*build, "--key", str(tmp_path / "没有")]) == 1
    assert "没有签名，没有生成；原有的输出没有改动：" in capsys.readouterr().err
    assert (site / "release.sha256").read_bytes() == before
    assert main([*build, "--commit", "main"]) == 2
    assert "7 到 64 位十六进制，不是“main”" in capsys.readouterr().err
    monkeypatch.setenv("QINGDAN_COMMIT", "HEAD")
    assert main(build) == 2
    assert "不是“HEAD”" in capsys.readouterr().err
