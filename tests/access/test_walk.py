"""Every door × every person × own, other and former child, held against the table written by hand beside this file."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from mangnon.core.models import AuditEvent

from .world import PEOPLE, World, client_of

SIGN_IN = "/tai-khoan/dang-nhap/"
USUAL = {"GET": {200}, "POST": {200, 302, 422}}


@dataclass(frozen=True)
class Line:
    """One cell of the table: a door, a method, an object, who gets in, and what is answered to them."""

    door: str
    method: str
    thing: str
    who: frozenset[str]
    public: bool
    answers: frozenset[int]


def table(doors: list[str]) -> list[Line]:
    """The lines of table.txt; a star stands for the three doors of a kind of row."""
    found = []
    for text in Path(__file__).with_name("table.txt").read_text(encoding="utf-8").splitlines():
        if not text.strip() or text.startswith("#"):
            continue
        door, methods, things, who, *answers = [cell.strip() for cell in text.split("|")]
        named = [d for d in doors if d.startswith(door[:-1]) and d[len(door) - 1:] in ("add", "edit", "remove")
                 ] if door.endswith("*") else [door]
        people = frozenset(PEOPLE) if who in ("all", "public") else frozenset(who.split()) - {"-"}
        assert people <= set(PEOPLE), text
        codes = frozenset(map(int, answers[0].split())) if answers else frozenset()
        for name in named:
            for method in ("GET", "POST") if methods == "BOTH" else (methods,):
                for thing in things.split() or [""]:
                    found.append(Line(name, method, thing, people, who == "public",
                                      codes or frozenset(USUAL[method])))
    return found


def doors(entries: list[Any], space: str = "") -> Iterator[tuple[str, str]]:
    """(name, address) of every door of the house."""
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from doors(entry.url_patterns, space + (f"{entry.namespace}:" if entry.namespace else ""))
        elif isinstance(entry, URLPattern):
            yield space + (entry.name or "favicon"), str(entry.pattern)


ROUTES = list(doors(get_resolver().url_patterns))
DOORS = [name for name, _route in ROUTES]
TABLE = table(DOORS)
ABOUT_CHILDREN = ("registry", "health", "education", "protection", "participation")


def test_every_door_is_declared_for_both_methods_and_for_somebody_elses_child() -> None:
    assert len(set(DOORS)) == len(DOORS)
    declared = {(line.door, line.method) for line in TABLE}
    assert declared == {(door, method) for door in DOORS for method in ("GET", "POST")}
    cells = [(line.door, line.method, line.thing) for line in TABLE]
    assert len(set(cells)) == len(cells)
    for door, route in ROUTES:
        if door.split(":")[0] in ABOUT_CHILDREN and "<uuid:" in route and not route.startswith(
                ("dia-ban/", "ho/", "danh-ba/", "buoi/")):  # places, households, providers and sessions are no child's
            assert {line.thing for line in TABLE if line.door == door} >= {"own", "other", "former"}, door


def address(line: Line, world: World) -> str:
    """Where the door of a line is for its object."""
    if line.door == "favicon":
        return "/favicon.ico"
    if (line.door, line.thing) in world.things:
        return reverse(line.door, kwargs=world.things[line.door, line.thing])
    if not line.thing:
        return reverse(line.door)
    child = world.children[line.thing.split("-")[0]]
    slug, _, end = line.door.split(":")[1].rpartition("-")
    if (slug, "own") in world.rows and end == "add":
        return reverse(line.door, kwargs={"child_id": child.pk})
    if (slug, line.thing) in world.rows:
        return reverse(line.door, kwargs={"child_id": child.pk, "pk": world.rows[slug, line.thing].pk})
    return reverse(line.door, kwargs={"pk": child.pk})


COOKIES = {"sessionid", "csrftoken", "django_language"}


class Undo(Exception):
    """Nothing that the walk writes stays."""


def ask(client: Client, line: Line, url: str) -> Any:
    answer = None
    try:
        with transaction.atomic():
            answer = client.get(url) if line.method == "GET" else client.post(url, {"nam": "2026"})
            raise Undo
    except Undo:
        return answer


WIDE = ("ch", "co", "ct", "hw", "in", "te")
"""Between them they open every door there is: on PostgreSQL these walk, on SQLite everybody."""


@pytest.mark.parametrize("who", [pytest.param(who, marks=() if who in WIDE else pytest.mark.one_database)
                                 for who in sorted(PEOPLE)])
def test_who_may_enter_finds_it_and_nobody_else_does(who: str, world: World) -> None:
    wrong = []
    client = client_of(who)
    for line in TABLE:
        if line.door == "account_logout":
            continue
        answer = ask(client, line, address(line, world))
        asked_to_sign_in = answer.status_code == 302 and answer.url.startswith(SIGN_IN) and not line.public
        expected = line.answers if who in line.who else frozenset({404})
        # Three cookies that hold no word of anybody; a short message, which may name a child, stays here.
        if answer.status_code not in expected or asked_to_sign_in or not set(answer.cookies) <= COOKIES:
            wrong.append((line.door, line.method, line.thing, answer.status_code, sorted(expected)))
    assert not wrong, wrong


def test_who_has_not_signed_in_is_asked_to(world: World) -> None:
    wrong = []
    client = Client()
    for line in TABLE:
        answer = ask(client, line, address(line, world))
        if line.public or not line.who:
            right = answer.status_code in (line.answers if line.public else {302, 404})
        else:
            right = answer.status_code == 302 and answer.url.startswith(SIGN_IN)
        if not right:
            wrong.append((line.door, line.method, line.thing, answer.status_code))
    assert not wrong, wrong


NARROW = ("vh", "ct", "te")
NAMELESS = ("ad", "vc", "fi", "bm", "cl", "in", "hi")


@pytest.mark.parametrize("who", [*NARROW, *NAMELESS])
def test_no_page_names_a_child_who_may_not_be_seen(who: str, world: World) -> None:
    """What was planted in names stands in no page, form, list or error of who may not see the child."""
    client = client_of(who)
    hidden = {name: str(child).encode() for name, child in world.children.items()
              if not (name == "own" and who in NARROW)}
    pages = [reverse("registry:children") + f"?q={child}" for child in world.children.values()]
    pages += [reverse("education:class-outcomes") + f"?nam-hoc={year}" for year in ("2025-2026", "2026-2027")]
    pages += [reverse("indicators:measure", args=[code]) + f"?danh-sach={part}"
              for code in ("2", "4a", "11a", "14", "17a", "20b", "23") for part in ("counted", "missing", "unknown")]
    pages += [address(line, world) for line in TABLE if line.method == "GET" and line.door != "account_logout"]
    for url in pages:
        body = client.get(url, follow=True).getvalue()
        shown = [name for name, text in hidden.items() if text in body and not _echo(url, text)]
        assert shown == [], (who, url)
    assert not AuditEvent.objects.filter(fields__contains="Khuyên").exists()


def _echo(url: str, text: bytes) -> bool:
    """The search box says again what was typed."""
    return text.decode() in url


@pytest.mark.parametrize(("first", "second"), [("collaborator", "teacher"), ("health_worker", "collaborator")])
def test_two_roles_of_one_person_do_not_lend_each_other_their_places(first: str, second: str, world: World) -> None:
    """A collaborator of Thôn 3 who is also a teacher reads health in her thôn only, and school at her school only."""
    from mangnon.accounts.models import Assignment

    taught = Assignment.objects.get(role=second)
    person = Assignment.objects.get(role=first).user
    Assignment.objects.filter(pk=taught.pk).update(user=person)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    other = world.children["other"].pk
    if second == "teacher":
        from mangnon.registry.models import Attachment
        Attachment.objects.filter(child=other).update(facility=taught.facility)
        codes = {"registry:child": 200, "education:panel": 200, "health:growth-panel": 404, "registry:child-edit": 404,
                 "health:can-do-add": 404, "education:nam-hoc-add": 200}
    else:
        codes = {"registry:child": 200, "health:growth-panel": 200, "education:panel": 404, "registry:child-edit": 404,
                 "registry:noi-o-add": 404, "health:can-do-add": 200}
    for door, code in codes.items():
        kwargs = {"child_id" if door.endswith("-add") else "pk": other}
        assert client.get(reverse(door, kwargs=kwargs)).status_code == code, door
    page = client.get(reverse("registry:child", args=[other])).content.decode()
    shut = "hoc/" if second == "collaborator" else "tang-truong/"
    assert f"{other}/{shut}" not in page


def test_a_delegation_opens_and_ends_on_its_days(world: World) -> None:
    from mangnon.accounts.models import Delegation

    client = client_of("kt")
    url = reverse("protection:panel", args=[world.children["own"].pk])
    assert client.get(url).status_code == 200
    Delegation.objects.update(to_on="2026-11-23")
    assert client.get(url).status_code == 404
