"""A thousand hostile inputs to the public page: none breaks it, and what is stored is words."""
from __future__ import annotations

import contextlib
import io
from collections import Counter
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from mangnon.core.sealed import unseal_values
from mangnon.protection.cases.models import Report
from mangnon.protection.hearing import limits
from mangnon.protection.hearing.models import Message

from .hostile import sent

pytestmark = pytest.mark.django_db
ANSWERS = {200, 301, 302, 400, 404, 405, 422}


@contextlib.contextmanager
def one_connection() -> Iterator[None]:
    """A request ends without closing the database under the test, as with the framework's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def asked(client: Any, method: str, path: str, data: bytes, content_type: str) -> tuple[int, Any]:
    """A raw request, as the web server hands it over: what stops before the framework's own client would see it."""
    from mangnon.config.wsgi import application

    path, _sign, query = path.partition("?")
    environ = client._base_environ(REQUEST_METHOD=method, PATH_INFO=path, QUERY_STRING=query, CONTENT_TYPE=content_type,
                                   CONTENT_LENGTH=str(len(data)), **{"wsgi.input": io.BytesIO(data)})
    told: list[Any] = []
    with one_connection():
        application(environ, lambda status, headers, *more: told.extend((status, headers))).close()  # type: ignore
    return int(told[0].split()[0]), [value for name, value in told[1] if name == "Set-Cookie"]


def test_a_thousand_hostile_inputs_break_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(limits.Limit, "reached", lambda self, address: False)
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(tmp_path))
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    seen: Counter[int] = Counter()
    cookies: Any = SimpleCookie()
    for n, one in enumerate(sent(1000)):
        if "form" in one:
            answer = client.post(one["path"], one["form"])
            status, cookies = answer.status_code, answer.cookies
        else:
            status, cookies = asked(client, **one)
        seen[status] += 1
        assert status in ANSWERS, (n, one)
        # An address that does not exist is answered by the house, with a form to choose the language.
        assert status == 404 or not cookies, n
    assert sum(seen.values()) == 1000 and seen[200] > 100 and seen[400] > 20 and seen[405] > 50, seen
    assert list(tmp_path.iterdir()) == []
    reports = list(Report.objects.all())
    assert len(reports) > 100
    for report in reports:
        said = unseal_values(report.told, row=report.pk, field="told")
        for words in said.values():
            assert len(words) <= 20_000 and not set(words) & set("\x00\u202e\u202d\u2066\ufeff\x7f")
    assert all(message.from_sender for message in Message.objects.all())
