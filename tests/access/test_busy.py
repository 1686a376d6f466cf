"""A database that is busy for too long: a sentence and 503, in about two seconds, and nothing of a child before it."""
from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

PORT = 8957
"""A server of its own, with its own data folder: the lock must be held by somebody else."""


class Visitor:
    """A person at a browser, over the network; keeps the cookies."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, str, float]:
        """(status, page, seconds)."""
        link = HTTPConnection("localhost", PORT, timeout=30)
        began = time.monotonic()
        body = urlencode(fields) if fields else None
        link.request(method, path, body, {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "vi"})
        answer = link.getresponse()
        text = answer.read().decode(errors="replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        self.headers = dict(answer.getheaders())
        return answer.status, text, time.monotonic() - began

    def sign_in(self, name: str) -> None:
        _status, page, _time = self.ask("GET", "/tai-khoan/dang-nhap/")
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        status, _page, _time = self.ask("POST", "/tai-khoan/dang-nhap/", login=name, password="mangnon2030",
                                        csrfmiddlewaretoken=token)
        assert status == 302


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    data = tmp_path_factory.mktemp("busy") / "data"
    environment = {**os.environ, "MANGNON_DATA": str(data), "CI": "1"}
    environment.pop("MANGNON_DATABASE", None)
    making = "from mangnon.config.cli import prepare; prepare.ready(make=True)\n" \
             "from mangnon.config.demo.making import make_demo; make_demo(progress=print, size=0.05)"
    subprocess.run([sys.executable, "-c", making], env=environment, check=True, capture_output=True)
    server = subprocess.Popen([sys.executable, "-m", "mangnon", "start", "--port", str(PORT), "--no-browser"],
                              env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    for _ in range(150):
        try:
            if Visitor().ask("GET", "/tai-khoan/dang-nhap/")[0] == 200:
                break
        except OSError:
            time.sleep(0.2)
    yield data
    server.terminate()
    _out, said = server.communicate(timeout=20)
    (data / "said").write_bytes(said)
    assert b"Traceback" not in said, said.decode()


@pytest.fixture
def held(folder: Path) -> Iterator[None]:
    """Another program holds the write lock."""
    ready, done = threading.Event(), threading.Event()

    def hold() -> None:
        with sqlite3.connect(folder / "mangnon.sqlite3", isolation_level=None, timeout=20) as other:
            other.execute("BEGIN IMMEDIATE")
            ready.set()
            done.wait(60)
            other.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    assert ready.wait(20)
    yield
    done.set()
    thread.join()


@pytest.fixture(scope="module")
def officer(folder: Path) -> Visitor:
    visitor = Visitor()
    visitor.sign_in("canbo")
    return visitor


@pytest.fixture(scope="module")
def child(officer: Visitor) -> tuple[str, str]:
    """(address, name) of one child."""
    row = officer.ask("GET", "/tre-em/")[1].split("<tbody>")[1].split('href="')[1]
    address, _, rest = row.partition('"')
    return address, rest.split(">")[1].split("<")[0]


def test_no_page_of_a_child_leaves_while_its_line_cannot_be_written(officer: Visitor, child: tuple[str, str],
                                                                    held: None) -> None:
    address, name = child
    number = address.strip("/").split("/")[-1]
    for path in (address, f"/bao-ve/{number}/tro-giup/", "/chi-tieu/9/?danh-sach=counted",
                 "/chi-tieu/14/?danh-sach=missing"):
        status, page, seconds = officer.ask("GET", path)
        assert status == 503, path
        assert 1.5 < seconds < 5, (path, seconds)
        assert "đang bận" in page.lower() or "bận" in page, page
        assert name not in page and "tbody" not in page
        assert officer.headers["Retry-After"] and "no-store" in officer.headers["Cache-Control"]
        assert "default-src 'none'" in officer.headers["Content-Security-Policy"]


def test_a_page_that_notes_nothing_still_opens(officer: Visitor, held: None) -> None:
    """Reading figures needs no line, so nobody waits for it."""
    status, _page, seconds = officer.ask("GET", "/chi-tieu/6/")
    assert status == 200 and seconds < 2
    assert officer.ask("GET", "/tre-em/")[0] == 200


def test_what_was_typed_is_not_half_written(officer: Visitor, child: tuple[str, str], held: None) -> None:
    token = officer.cookies["csrftoken"]
    status, page, _seconds = officer.ask("POST", f"{child[0]}nguoi-cham-soc/them/", full_name="Bà Ngoại Thử",
                                         relation="grandparent", csrfmiddlewaretoken=token)
    assert status == 503 and "Ngoại" not in page


def test_signing_in_says_so_too(folder: Path, held: None) -> None:
    visitor = Visitor()
    page = visitor.ask("GET", "/tai-khoan/dang-nhap/")[1]
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    status, page, _seconds = visitor.ask("POST", "/tai-khoan/dang-nhap/", login="chutich", password="mangnon2030",
                                         csrfmiddlewaretoken=token)
    assert status == 503 and "bận" in page


def test_the_page_opens_again_afterwards(officer: Visitor, child: tuple[str, str]) -> None:
    status, page, _seconds = officer.ask("GET", child[0])
    assert status == 200 and child[1] in page
