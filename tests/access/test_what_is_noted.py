"""Reads of protection data, writes, exports, prints, sign-ins: each leaves a line, and none of them holds a name."""
from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.core import records
from mangnon.core.models import AuditEvent

from .world import World, client_of, user_of


def noted(after: int) -> list[tuple[str, str, str]]:
    """(verb, what, actor) of every line since a number."""
    return list(AuditEvent.objects.filter(seq__gt=after).order_by("seq").values_list("verb", "what", "actor"))


def last() -> int:
    event = AuditEvent.objects.order_by("-seq").first()
    return event.seq if event else 0


READS = [  # door, who, object row or "", line
    ("registry:child", "co", "", ("read", "registry.Child")), ("registry:child", "kt", "", ("read", "registry.Child")),
    ("protection:panel", "co", "", ("read", "protection.panel")),
    ("protection:panel", "hw", "", ("read", "protection.panel")),
    ("protection:vu-viec-edit", "co", "vu-viec", ("read", "protection.Incident")),
    ("protection:vu-viec-remove", "co", "vu-viec", ("read", "protection.Incident")),
    ("protection:hoan-canh-edit", "co", "hoan-canh", ("read", "protection.Circumstance")),
    ("protection:khuyet-tat-edit", "co", "khuyet-tat", ("read", "protection.Disability")),
    ("protection:tro-giup-edit", "co", "tro-giup", ("read", "protection.Support"))]


@pytest.mark.parametrize(("door", "who", "slug", "line"), READS)
def test_reading_protection_data_is_noted(door: str, who: str, slug: str, line: tuple[str, str], world: World) -> None:
    child = world.children["own"]
    client, before = client_of(who), last()
    kwargs = {"child_id": child.pk, "pk": world.rows[slug, "own"].pk} if slug else {"pk": child.pk}
    assert client.get(reverse(door, kwargs=kwargs)).status_code == 200
    event = AuditEvent.objects.filter(seq__gt=before, verb=line[0], what=line[1]).get()
    assert (event.actor, event.record_id) == (f"user:{user_of(who).pk}", str(child.pk))


@pytest.mark.parametrize("code", ["8a", "8b", "9", "10", "13", "14"])
def test_opening_a_list_with_names_is_noted(code: str, world: World) -> None:
    client, before = client_of("ch"), last()
    client.get(reverse("indicators:measure", args=[code]) + "?danh-sach=counted")
    assert ("list", "indicators", f"user:{user_of('ch').pk}") in noted(before)


def test_a_page_that_is_not_there_leaves_no_line(world: World) -> None:
    client, before = client_of("te"), last()
    assert client.get(reverse("protection:panel", args=[world.children["own"].pk])).status_code == 404
    assert [line for line in noted(before) if line[0] == "read"] == []


def test_downloading_a_report_is_noted(world: World) -> None:
    client, before = client_of("in"), last()
    assert client.get(reverse("publish:download", kwargs=world.things["publish:download", "frozen"])).status_code == 200
    assert ("export", "publish.Report", f"user:{user_of('in').pk}") in noted(before)


def test_printing_is_noted_by_the_door_and_the_id(world: World) -> None:
    child = world.children["own"]
    client, before = client_of("vh"), last()
    assert client.post(reverse("web:printed"), {"trang": child.get_absolute_url()}).status_code == 204
    event = AuditEvent.objects.filter(seq__gt=before).get()
    assert (event.verb, event.what, event.record_id) == ("print", "registry:child", str(child.pk))
    assert client.post(reverse("web:printed"), {"trang": "/không-có/"}).status_code == 404
    assert Client().post(reverse("web:printed"), {"trang": "/"}).status_code == 302


def test_signing_in_out_failing_and_elsewhere_are_noted(world: World) -> None:
    person, before = user_of("ct"), last()
    first, second = Client(), Client()
    first.post(reverse("account_login"), {"login": "ctv3", "password": "không đúng"})
    for client in (first, second):
        client.post(reverse("account_login"), {"login": "ctv3", "password": "mangnon2030"})
    first.post(reverse("accounts:sign-out-elsewhere"))
    first.post(reverse("account_logout"))
    mine = f"user:{person.pk}"
    assert [line[::2] for line in noted(before)] == [
        ("sign in failed", "system"), ("sign in", mine), ("sign in", mine), ("sign out", mine), ("sign out", mine)]


def test_writing_is_noted_without_what_was_written(world: World) -> None:
    child = world.children["own"]
    client, before = client_of("co"), last()
    client.post(reverse("registry:nguoi-cham-soc-add", args=[child.pk]),
                {"full_name": "Bà Ngoại Của Em", "relation": "grandparent"})
    event = AuditEvent.objects.get(seq__gt=before, verb="create")
    assert event.what == "registry.Carer" and "full_name" in event.fields
    assert not any("Ngoại" in str(value) for value in vars(event).values())


def test_no_line_holds_a_name(world: World) -> None:
    for who in ("co", "ch", "vh", "ct"):
        client = client_of(who)
        for child in world.children.values():
            client.get(reverse("registry:children") + f"?q={child}")
            client.get(child.get_absolute_url())
    columns = ("verb", "what", "record_id", "fields", "purpose", "actor")
    text = "\n".join("|".join(map(str, row)) for row in AuditEvent.objects.values_list(*columns))
    assert not [child for child in world.children.values() if str(child) in text]


def test_the_administrators_trail_tells_no_case_from_another_record(world: World) -> None:
    """The same lines, whatever kind of row was opened; the inspector keeps the log of cases, with no name in it."""
    officer = client_of("co")
    child = world.children["own"]

    def page_after(slug: str, room: str) -> bytes:
        AuditEvent.objects.filter(verb="read").delete()
        officer.get(reverse(f"{room}:{slug}-edit", kwargs={"child_id": child.pk, "pk": world.rows[slug, "own"].pk}))
        return client_of("ad").get(reverse("accounts:trail")).content.split(b"<tbody>")[1].split(b"</tbody>")[0]

    pages = [re.sub(rb'">\d+</th>|\d\d:\d\d</td>', b"", page_after(slug, "protection"))
             for slug in ("vu-viec", "hoan-canh", "khuyet-tat", "tro-giup")]
    rows = [page.split(b"</tr>")[1] for page in pages]
    assert "hồ sơ trẻ em".encode() in rows[0] and len(set(rows)) == 1
    shown = client_of("in").get(reverse("accounts:trail")).content.decode()
    assert str(child) not in shown and "hồ sơ trẻ em" not in shown.split("<tbody>")[1]


def test_the_trail_says_what_was_touched_in_words(world: World) -> None:
    officer = client_of("co")
    officer.get(reverse("indicators:measure", args=["4a"]) + "?nam=2026&danh-sach=missing")
    child = world.children["own"]
    records.correct(child, by="test", ethnicity="Thái")
    shown = client_of("in").get(reverse("accounts:trail")).content.decode()
    assert "danh sách của một dòng: năm 2026, danh sách còn thiếu" in shown
    assert "dân tộc" in shown and "ethnicity" not in shown
