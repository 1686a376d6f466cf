"""The house's own pages through the door: style page, errors, language, headers."""
from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db.utils import OperationalError
from django.test import Client, RequestFactory
from django.utils import translation

from mangnon.web import views
from mangnon.web.middleware import PrivateMiddleware

VOID = {"meta", "link", "input", "br", "img", "hr", "col"}


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


class Nesting(HTMLParser):
    """Fails on a tag that is closed out of turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        assert not {name for name, _ in attrs} & {"style", "onclick", "onload"}, (tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, (tag, self.getpos())


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_style_page_is_well_formed_in_both_languages(language: str) -> None:
    answer = Client(headers={"accept-language": language}).get("/kieu-dang/")
    assert answer.status_code == 200
    found = Nesting(answer.content.decode())
    assert sorted(found.ids) == sorted(set(found.ids))


@pytest.mark.django_db
def test_the_style_page_shows_every_state_mark_with_its_shape() -> None:
    html = Client().get("/kieu-dang/").content.decode()
    for code in ("dat", "chua", "chuaro", "khong", "trong", "khongdat", "qua", "cho", "tuchoi"):
        assert f'class="state {code}"' in html and f'<symbol id="{code}"' in html and f'href="#{code}"' in html


@pytest.mark.django_db
def test_what_may_not_be_seen_does_not_exist() -> None:
    answer = Client().get("/khong-co/")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()


def test_our_own_mistake_and_a_busy_database_need_no_database_to_say_so() -> None:
    broken = views.broken(RequestFactory().get("/"))
    assert (broken.status_code, "chưa được ghi" in broken.content.decode()) == (500, True)
    Nesting(broken.content.decode())
    busy = PrivateMiddleware(lambda request: broken).process_exception(
        RequestFactory().get("/"), OperationalError("database is locked"))
    assert busy is not None
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "3")
    assert "Chưa có gì bị mất" in busy.content.decode()


def test_another_database_error_is_not_called_busy() -> None:
    handler = PrivateMiddleware(lambda request: views.broken(request))
    assert handler.process_exception(RequestFactory().get("/"), OperationalError("no such table: x")) is None


def test_a_form_that_lay_open_too_long() -> None:
    answer = views.stale_form(RequestFactory().post("/"))
    assert (answer.status_code, "Chưa gửi được" in answer.content.decode()) == (403, True)


@pytest.mark.django_db
def test_pages_stay_private() -> None:
    answer: Any = Client().get("/kieu-dang/")
    assert answer.headers["Cache-Control"] == "no-store, private"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy


@pytest.mark.django_db
def test_the_language_switch_comes_back_to_the_page_and_nowhere_else() -> None:
    client = Client()
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "/kieu-dang/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/kieu-dang/")
    assert '<html lang="en">' in client.get("/kieu-dang/").content.decode()
    away = client.post("/ngon-ngu/", {"language": "vi", "next": "https://example.org/"})
    assert away.headers["Location"] == "/"
