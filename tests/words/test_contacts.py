"""What people write for a number or for hours, and the right form of it."""

import re

import pytest

from generator.model import HOURS, PHONE, WEB
from generator.words.contacts import dialled, hours, phone, right_form

PHONES = {
    # as it should be
    "0482-5123456": "0482-5123456",
    "010-62345678": "010-62345678",
    "0482-5123456转801": "0482-5123456转801",
    "13800138000": "13800138000",
    "400-123-4567": "400-123-4567",
    "12345": "12345",
    "96110": "96110",
    "110": "110",
    # what is meant can be told
    "0482 5123456": "0482-5123456",
    "(0482) 5123456": "0482-5123456",
    "（０４８２）５１２３４５６": "0482-5123456",
    "01062345678": "010-62345678",
    "02358123456": "023-58123456",
    "04825123456": "0482-5123456",
    "+86 482 5123456": "",
    "+86 0482 5123456": "0482-5123456",
    "+86 138 0013 8000": "13800138000",
    "86-13800138000": "13800138000",
    "座机：0482－5123456": "0482-5123456",
    "0482-5123456-801": "0482-5123456转801",
    "0482-5123456 分机 801": "0482-5123456转801",
    "4001234567": "400-123-4567",
    "138-0013-8000": "13800138000",
    # it cannot
    "5123456": "",
    "12800138000": "",
    "1234": "",
    "暂无": "",
    "0482-5123456、5123457": "",
    "": "",
}


@pytest.mark.parametrize(("text", "meant"), PHONES.items())
def test_phone(text: str, meant: str) -> None:
    """Blanks, brackets, dashes, the country's code, how people write an extension; no digit is ever made up."""
    assert phone(text) == meant
    assert not meant or re.fullmatch(PHONE, meant)


HOURS_WRITTEN = {
    "工作日 9:00–12:00、14:00–17:30": "工作日 9:00–12:00、14:00–17:30",
    "工作日 9:00-12:00,14:00-17:30": "工作日 9:00–12:00、14:00–17:30",
    "工作日：上午9：00—12：00，下午2:30～5:30": "工作日 9:00–12:00、14:30–17:30",
    "星期一到星期五 8点半至12点，下午2点至5点半": "周一至周五 8:30–12:00、14:00–17:30",
    "周一至五 09:00-17:00": "周一至周五 9:00–17:00",
    "周日9:00至11:00": "周日 9:00–11:00",
    "周天 9:00至11:00": "周日 9:00–11:00",
    # one sentence of two: it is not guessed which hours are whose
    "工作日 9:00-17:00，周末 9:00-11:00": "",
    "9:00-17:00": "",
    "全天": "",
}


@pytest.mark.parametrize(("text", "meant"), HOURS_WRITTEN.items())
def test_hours(text: str, meant: str) -> None:
    """Days, then spans in the 24 hours of a day."""
    assert hours(text) == meant
    assert not meant or re.fullmatch(HOURS, meant)


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://www.tuquan.gov.cn", True),
        ("http://a.example.cn:8080/x?y=1#z", True),
        ("https://民政.中国/", True),
        *((one, False) for one in ("www.tuquan.gov.cn", "//a.cn", "ftp://a.cn", "javascript:alert(1)", "https://a")),
        *((one, False) for one in ("https://a.cn/ b", 'https://a.cn/"x', "https://a.cn/<b>", "https://a.cn。")),
    ],
)
def test_web_page(address: str, is_one: bool) -> None:
    """Only what a browser fetches from a host, and nothing that ends an attribute."""
    assert bool(re.search(WEB, address)) == is_one


def test_other_forms_are_told_elsewhere() -> None:
    """Of an id or of a date nothing is known here."""
    assert right_form("x", "^[a-z]+$") == ""


def test_dialled() -> None:
    """A telephone waits before it dials the extension."""
    assert (dialled("0482-5123456转801"), dialled("12345")) == ("0482-5123456,801", "12345")
