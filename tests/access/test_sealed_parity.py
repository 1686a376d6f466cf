"""What is sealed leaves no trace: every page of everybody not entitled is the same bytes with and without it.

Sealed: circumstance groups đ e g i k l m, incidents of abuse, labour and marriage, matters before the law. Counts of
the whole commune may move (the small-cell rule decides what of them is said), so the world has nine of each kind
beforehand: not said either way.
"""
from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from mangnon.core import clock, outbox, records
from mangnon.protection.incidents.actions import decide
from mangnon.protection.incidents.forms import FORMS
from mangnon.protection.models import (
    Circumstance,
    CircumstanceDetail,
    Incident,
    JusticeCheck,
    JusticeDate,
    JusticeMatter,
)
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

from .test_walk import TABLE, address
from .world import PEOPLE, World, client_of

ENTITLED = {"co", "ch", "kt"}
COUNTING = {"in", "bm"}
"""They see counts of what is sealed (c in the table): only pages without figures are compared for them."""
FIGURES = ("indicators:", "publish:")
DAY = dt.date(2026, 11, 2)
SEALED = [("circumstance", group) for group in ("dd", "e", "g", "i", "k", "l", "m")] + [
    ("incident", kind) for kind in ("abuse", "child_labour", "child_marriage")] + [
    ("matter", role) for role in ("in_conflict", "victim", "witness")]
LINES = ("1", "2", "4a", "8a", "8b", "9", "10", "11a", "11b", "12", "13", "14", "17b", "20b", "22")


@pytest.fixture
def world(world: World) -> World:
    """Without a sealed row for the three children; the commune has a few of every kind, so that no count is nought."""
    made = world
    Circumstance.objects.filter(child__in=[c.pk for c in made.children.values()]).delete()
    Incident.objects.filter(child__in=[c.pk for c in made.children.values()]).delete()
    homes = Residence.objects.on(TODAY).filter(unit__level="village").exclude(
        child__in=[c.pk for c in made.children.values()])
    villages = {home.unit_id: home.child_id for home in homes.filter(child__born_on__range=(
        dt.date(2012, 1, 1), dt.date(2018, 1, 1)), child__died_on=None).order_by("-pk")}
    for child in villages.values():
        for kind in ("abuse", "child_labour", "child_marriage"):
            _seal(Child.objects.get(pk=child), ("incident", kind))
    # Each of the three is in special circumstances that everybody who reads supports may know, and is helped.
    for child in made.children.values():
        records.create(Circumstance, by="test", child=child, group="a", from_on=dt.date(2026, 1, 5))
    outbox.process()
    return made


def _seal(child: Child, what: tuple[str, str]) -> None:
    """A sealed row with all that hangs on one: its short form, who found it, its papers, its days."""
    table, code = what
    if table == "circumstance":
        row = records.create(Circumstance, by="test", child=child, group=code, from_on=DAY)
        records.create(CircumstanceDetail, by="test", circumstance=row, proof_kind="giấy tờ", decision_number="9/QĐ")
    elif table == "matter":
        matter = records.create(JusticeMatter, by="test", child=child, role=code, from_on=DAY)
        records.create(JusticeDate, by="test", matter=matter, on=TODAY, what="trial")
        records.create(JusticeCheck, by="test", matter=matter, code="room", answer=False, checked_on=DAY)
    else:
        incident = records.create(Incident, by="test", child=child, kind=code, occurred_on=DAY, detected_on=DAY)
        model = FORMS[code][1]
        records.create(model, by="test", incident=incident)
        decide(incident, "confirmed", by="test", decided_by="Công an xã", decided_on=DAY)


def doors(who: str, world: World) -> Iterator[str]:
    """Every page this person may open, with the questions that could betray something."""
    for line in TABLE:
        if line.method == "GET" and (who in line.who or line.public) and "405" not in str(line.answers) and not (
                who in COUNTING and line.door.startswith(FIGURES)) and line.door not in (
                # A trail tells of its own reading.
                "account_logout", "accounts:trail", "protection:case-log", "favicon"):
            yield address(line, world)
    home = {str(r.unit_id) for c in world.children.values() for r in c.residences.all()}
    if any(line.door == "registry:children" and who in line.who for line in TABLE):
        for child in world.children.values():
            yield reverse("registry:children") + f"?q={child}"
            yield reverse("registry:child", args=[child.pk]) + "?phan=tro-giup"
        for unit in home:
            yield reverse("registry:children") + f"?thon={unit}&tuoi=10"
            yield reverse("health:weigh-many") + f"?thon={unit}"
    if who in COUNTING or who in ("ad", "cl", "hi"):
        return
    for code in LINES:
        door = reverse("indicators:measure", args=[code])
        yield door
        yield door + "?dia-gioi=nay"
        yield from (f"{door}?danh-sach={part}" for part in ("counted", "missing", "unknown"))
        yield from (f"{door}?dia-ban={unit}" for unit in home)
    yield from (reverse("indicators:board") + f"?dia-ban={unit}" for unit in home)


def page(client: Any, url: str) -> bytes:
    """What was answered, without what differs from one asking to the next."""
    answer = client.get(url)
    body: bytes = answer.getvalue()
    if body[:2] == b"PK":
        body = b"".join(zipfile.ZipFile(io.BytesIO(body)).read(name) for name in sorted(
            zipfile.ZipFile(io.BytesIO(body)).namelist()) if not name.startswith("docProps/"))
    body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)
    return b"%d %s %s" % (answer.status_code, answer.headers.get("Location", "").encode(),
                          re.sub(rb'name="(?:f?gui|dau|ma|trang)" value="[\w-]+"', b"", body))


class Undo(Exception):
    """The sealed rows are taken back."""


@pytest.mark.one_database
@pytest.mark.parametrize("who", sorted(set(PEOPLE) - ENTITLED))
def test_every_page_is_the_same_with_and_without_what_is_sealed(who: str, world: World,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    # The account's page tells when one was last seen, by the minute: the hour stands still while pages are compared.
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    client = client_of(who)
    urls = list(dict.fromkeys(doors(who, world)))
    # A page that never stays the same would be found here as well: nothing of it may differ.
    before = {url: page(client, url) for url in urls}
    for child in ("own", "other"):
        try:
            with transaction.atomic():
                for what in SEALED:
                    _seal(world.children[child], what)
                outbox.process()
                different = [url for url in urls if page(client, url) != before[url]]
                raise Undo
        except Undo:
            outbox.process()
        assert different == [], (who, child)


@pytest.mark.parametrize("who", sorted(ENTITLED))
def test_those_who_are_entitled_do_see_it(who: str, world: World) -> None:
    """The comparison can fail: for the officer and the chairman the panel does change."""
    client = client_of(who)
    panel = reverse("protection:panel", args=[world.children["own"].pk])
    measure = reverse("indicators:measure", args=["9"]) + "?danh-sach=counted"
    before = page(client, panel), page(client, measure)
    for what in SEALED:
        _seal(world.children["own"], what)
    outbox.process()
    assert page(client, panel) != before[0] and page(client, measure) != before[1]
