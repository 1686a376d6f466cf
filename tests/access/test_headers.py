"""What goes with every answer: a strict content policy, no copy kept, cookies that scripts cannot read."""
from __future__ import annotations

import logging
import logging.config
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.config import health
from mangnon.config.settings import wal_is_safe

from .world import World, client_of

POLICY = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
          "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
          "manifest-src 'self'"}


def held(answer: Any) -> None:
    assert {part.strip() for part in answer["Content-Security-Policy"].split(";")} == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_every_kind_of_answer_bears_the_policy_and_is_not_kept(world: World, monkeypatch: Any) -> None:
    client = client_of("co")
    child = world.children["own"]
    report = reverse("publish:download", kwargs=world.things["publish:download", "frozen"])
    asked = {
        200: client.get(child.get_absolute_url()), 302: client.get("/"), 404: client.get("/khong-co/"),
        405: client.get(reverse("web:set-language")), 422: client.post(reverse("registry:child-add"), {"sex": ""}),
        403: Client(enforce_csrf_checks=True).post(reverse("web:set-language"), {}),
        400: client.get("/", headers={"host": "la.example"})}
    for code, answer in asked.items():
        assert answer.status_code == code, (code, answer.status_code)
        held(answer)
        assert "no-store" in answer["Cache-Control"], code
    file = client.get(report)
    held(file)
    assert "no-store" in file["Cache-Control"] and "attachment" in file["Content-Disposition"]
    assert str(child) not in file["Content-Disposition"]
    monkeypatch.setattr("mangnon.registry.views.render", lambda *a, **k: 1 / 0)
    client.raise_request_exception = False
    broken = client.get(child.get_absolute_url())
    assert broken.status_code == 500 and str(child) not in broken.content.decode()
    held(broken)


def test_files_of_the_pages_bear_the_policy_too(db: None) -> None:
    for name in ("web/mangnon.css", "web/js/page.js", "web/icon.svg"):
        answer = Client().get(f"/static/{name}")
        assert answer.status_code == 200
        held(answer)


def test_cookies_cannot_be_read_by_scripts_and_stay_on_the_site(db: None) -> None:
    client = Client()
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": "canbo", "password": "mangnon2030"})
    client.post(reverse("web:set-language"), {"language": "en"})
    assert {"sessionid", "csrftoken", "django_language"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["httponly"] and cookie["samesite"] == "Lax", name


def test_another_name_of_the_machine_is_refused(db: None) -> None:
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example"):
        assert Client().get("/tai-khoan/dang-nhap/", headers={"host": host}).status_code == 400
    for host in ("localhost:8000", "127.0.0.1:8000"):
        assert Client().get("/tai-khoan/dang-nhap/", headers={"host": host}).status_code == 200


def test_a_broken_page_says_nothing_of_a_child_in_the_log(world: World, monkeypatch: Any, caplog: Any) -> None:
    """A database names the values of the row that broke a rule; the log names the place in the program only."""
    child = world.children["own"]
    said = f"DETAIL: Key (full_name)=({child}) already exists"

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(said) from ValueError(said)

    monkeypatch.setattr("mangnon.registry.views.render", fail)
    client = client_of("co")
    client.raise_request_exception = False
    with caplog.at_level(logging.WARNING):
        assert client.get(child.get_absolute_url()).status_code == 500
    from django.conf import settings
    made = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        settings.LOGGING["formatters"]["quiet"])
    lines = "\n".join(made.format(record) for record in caplog.records if record.levelno >= logging.ERROR)
    assert "RuntimeError" in lines and "registry/views.py" in lines
    assert str(child) not in lines


def test_a_search_by_name_stays_out_of_the_log(world: World, caplog: Any) -> None:
    client = client_of("fi")
    with caplog.at_level(logging.INFO):
        client.get(reverse("registry:children") + "?q=Khuyên")
    assert caplog.records and "Khuyên" not in caplog.text and "Khuy%C3%AAn" not in caplog.text


@pytest.mark.parametrize(("version", "safe"), [
    ((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 46, 1), False), ((3, 50, 6), False),
    ((3, 50, 7), True), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 52, 0), False), ((3, 52, 1), True),
    ((3, 53, 2), True), ((3, 51, 1), False)])
def test_wal_only_where_the_library_is_free_of_its_fault(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead of modes")
def test_check_names_what_others_may_read(tmp_path: Path, settings: Any) -> None:
    from mangnon.core import keys

    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    keys.create_missing(data / "keys")
    settings.DATA_DIR = data
    assert all(stat.S_IMODE(p.stat().st_mode) == 0o600 for p in (data / "keys").iterdir())
    assert health._rights().ok
    for path, mode in ((data / "keys" / "audit", 0o640), (data / "keys", 0o750), (data, 0o755)):
        before = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode)
        found = health._rights()
        assert not found.ok and str(path) in found.text and "chmod" in found.text
        path.chmod(before)
    assert health._rights().ok
