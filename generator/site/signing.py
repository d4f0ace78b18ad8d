"""Signing: a release signed by the maintainer's key, and whose signature it is, both by OpenSSH's ssh-keygen.

The key is an SSH key as for git; whose key counts says a file in the form of `allowed_signers` (ssh-keygen(1)):

    weihu@example.gov.cn namespaces="qingdan" ssh-ed25519 AAAA…

With a key of Ed25519 the same release has the same signature, byte for byte.
"""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from generator import paths

# What a signature is for: one that was made for git, or for mail, is none of a site.
NAMESPACE = "qingdan"
_PROGRAM = "ssh-keygen"


class NotSigned(Exception):
    """Nothing was signed, or the signature is not what it should be; the message says why and what to do."""


def sign(data: bytes, key: Path) -> bytes:
    """The signature of a release by a key.  Raises NotSigned."""
    if not key.is_file():
        raise NotSigned(f"没有密钥文件 {key}；请检查 --key，或用 ssh-keygen -t ed25519 -f {key} 生成一个")
    made = _run(["-Y", "sign", "-n", NAMESPACE, "-f", str(key.absolute())], data)
    if made.returncode or not made.stdout:
        raise NotSigned(f"用 {key} 签不了名：它不是 SSH 的私钥，别人也能读（请 chmod 600），或者口令不对")
    return made.stdout


def signer(data: bytes, signature: Path, allowed: Path) -> str:
    """Who of those who may has signed a release.  Raises NotSigned."""
    if not signature.is_file():
        raise NotSigned(f"没有签名 {signature}；生成时加 --key 才有")
    if not allowed.is_file():
        raise NotSigned(f"没有文件 {allowed}；请检查 --allowed-signers")
    files = ["-s", str(signature.absolute()), "-f", str(allowed.absolute())]
    found = _run(["-Y", "find-principals", *files], b"")
    names = found.stdout.decode("utf-8", "replace").splitlines()
    if found.returncode or not names:
        raise NotSigned(f"{signature} 不是 {allowed} 里的人签的，或不是签名")
    checked = _run(["-Y", "verify", "-n", NAMESPACE, "-I", names[0], *files], data)
    if checked.returncode:
        raise NotSigned(f"签名和 {paths.RELEASE} 不合：它在签名以后改过，或者签名不是给清单网站用的")
    return names[0]


def _run(arguments: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        # In a folder of its own: what ssh-keygen may leave behind goes with it.  A password is asked at the terminal.
        with TemporaryDirectory() as folder:
            return subprocess.run([_PROGRAM, *arguments], input=data, capture_output=True, check=False, cwd=folder)
    except FileNotFoundError:
        message = "这里没有 ssh-keygen；请装上 OpenSSH（Debian、Ubuntu：apt-get install openssh-client）"
        raise NotSigned(message) from None
