"""The household book of a thôn: who is in it, household by household, and what never stands on the paper."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mangnon.core import outbox, records
from mangnon.core.models import AuditEvent
from mangnon.education.models import Enrolment
from mangnon.places.models import Facility, Unit
from mangnon.protection.models import Circumstance
from mangnon.registry import actions, merging
from mangnon.registry.models import (
    Carer,
    Child,
    Household,
    HouseholdMember,
    HouseholdStatus,
    InsuranceCard,
    Residence,
)
from tests.conftest import TODAY

BORN = dt.date(2019, 4, 8)


def plain(page: Any) -> str:
    assert page.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def third() -> Unit:
    return Unit.objects.get(name="Thôn 3")


def address(unit: Unit | None = None) -> str:
    return f"/so-ho/{(unit or third()).pk}/"


def born(name: str, on: dt.date = BORN, unit: Unit | None = None, **more: Any) -> Child:
    child = records.create(Child, by="test", full_name=name, sex="female", born_on=on, **more)
    records.create(Residence, by="test", child=child, unit=unit or third(), from_on=on)
    return child


@pytest.fixture
def family(db: None) -> tuple[Child, Child]:
    """A poor household of two, known well and known badly."""
    old = born("Xuyến Quỳ Oanh", mother_name="Xuyến Thị Thủy", ethnicity="Mường",
               birth_registered_on=dt.date(2019, 4, 20))
    young = born("Xuyến Quỳ Ưng", dt.date(2026, 9, 1), mother_name="Xuyến Thị Thủy")
    house = records.create(Household, by="test", unit=third(), head_name="Ngoạn Văn Diệm")
    records.create(HouseholdStatus, by="test", household=house, status="poor", from_on=dt.date(2026, 1, 1))
    for child in (old, young):
        records.create(HouseholdMember, by="test", household=house, child=child, from_on=child.born_on)
    records.create(Carer, by="test", child=old, full_name="Vưu Thị Khuyên", relation="grandparent",
                   phone="0912 345 678", from_on=dt.date(2025, 1, 1))
    records.create(InsuranceCard, by="test", child=old, from_on=dt.date(2025, 1, 1), to_on=dt.date(2026, 3, 31))
    school = Facility.objects.get(pk=Enrolment.objects.filter(grade="2", school_year="2026-2027")[0].facility_id)
    records.create(Enrolment, by="test", child=old, facility=school, school_year="2026-2027", grade="2",
                   class_name="2B", entered_on=dt.date(2026, 9, 5))
    outbox.process()
    return old, young


def rows(page: Any) -> list[str]:
    """The lines of the book, each in words."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", page.content.decode(), re.S)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


def test_a_household_stands_together_with_what_is_known(family: Any, client_of: Callable[[str], Any]) -> None:
    lines = rows(client_of("collaborator").get(address()))
    at = next(n for n, line in enumerate(lines) if "Xuyến Quỳ Oanh" in line)
    code = family[0].pk.hex[-5:].upper()
    school = Facility.objects.get(pk=Enrolment.objects.get(child=family[0]).facility_id)
    assert re.match(rf"\d+\. Ngoạn Văn Diệm hộ nghèo {code} Xuyến Quỳ Oanh 08/04/2019, nữ, Mường mẹ: Xuyến Thị Thủy "
                    r"Ông bà Vưu Thị Khuyên 09••••78 khai sinh 20/04/2019 thẻ: hết hạn 31/03/2026 lớp 2B, ", lines[at])
    assert school.name in lines[at] and "345" not in lines[at]
    assert "Xuyến Quỳ Ưng" in lines[at + 1] and "khai sinh chưa ghi thẻ: chưa ghi – " in lines[at + 1]
    assert "quá hạn" in lines[at + 1]


def test_the_book_holds_whoever_lives_there_and_nobody_else(db: None, client_of: Callable[[str], Any]) -> None:
    gone, dead, grown, here, far = (born(f"Xuyến Quỳ {n}") for n in ("Đi", "Mất", "Lớn", "Đây", "Xa"))
    actions.move(gone, by="test", on=TODAY, unit=None)
    actions.note_death(dead, by="test", died_on=dt.date(2026, 11, 1), death_cause="illness")
    records.correct(grown, by="test", born_on=dt.date(2010, 11, 23))
    actions.move(far, by="test", on=dt.date(2026, 11, 1), unit=Unit.objects.get(name="Thôn 5"))
    twice = born("Xuyến Quỳ Đây Hai")
    merging.merge(here, twice, take={}, by="test")
    outbox.process()
    page = plain(client_of("collaborator").get(address()))
    assert re.findall(r"Xuyến Quỳ \w+(?: Hai)?", page) == ["Xuyến Quỳ Đây"]
    homes = {}
    for home in Residence.objects.order_by("from_on"):
        if home.from_on <= TODAY and (home.to_on is None or home.to_on > TODAY):
            homes[home.child_id] = home.unit_id
    expected = {child.full_name for child in Child.objects.filter(died_on=None)
                if homes.get(child.pk) == third().pk and child.born_on > dt.date(2010, 11, 23)}
    named = set(re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', client_of("collaborator").get(
        address()).content.decode()))
    assert named == expected
    assert "Xuyến Quỳ Xa" in plain(client_of("child_officer").get(address(Unit.objects.get(name="Thôn 5"))))


def test_a_child_of_no_household_stands_at_the_end(family: Any, client_of: Callable[[str], Any]) -> None:
    born("Xuyến Quỳ Ân")
    page = plain(client_of("collaborator").get(address()))
    _before, after = page.split("Chưa ghi vào hộ nào")
    assert "Xuyến Quỳ Ân" in after and "Xuyến Quỳ Oanh" not in after


def test_another_thon_is_not_there(db: None, client_of: Callable[[str], Any]) -> None:
    fifth = Unit.objects.get(name="Thôn 5")
    assert client_of("collaborator").get(address(fifth)).status_code == 404
    listed = plain(client_of("collaborator").get("/so-ho/"))
    assert "Thôn 3" in listed and "Thôn 5" not in listed
    born("Xuyến Quỳ Xa", unit=fifth)
    assert "Xuyến Quỳ Xa" not in plain(client_of("collaborator").get("/so-ho/moi-thon/"))
    assert "Xuyến Quỳ Xa" in plain(client_of("child_officer").get("/so-ho/moi-thon/"))
    for role in ("chairman", "teacher", "village_head", "health_worker", "justice", "inspector"):
        assert client_of(role).get("/so-ho/").status_code == 404


@pytest.mark.one_database
def test_circumstances_stay_on_the_officers_desk(family: Any, client_of: Callable[[str], Any]) -> None:
    """Even her copy never holds a sealed group; whoever may not read them gets the same bytes with and without."""
    unmarked = re.compile(r'nonce="[^"]+"|csrf[^>]+>')
    theirs = unmarked.sub("", client_of("collaborator").get(address() + "?hoan-canh=1").content.decode())
    own = rows(client_of("child_officer").get(address() + "?hoan-canh=1"))
    records.create(Circumstance, by="test", child=family[0], group="a", from_on=dt.date(2026, 2, 1))
    records.create(Circumstance, by="test", child=family[1], group="l", from_on=dt.date(2026, 2, 1))
    outbox.process()
    assert unmarked.sub("", client_of("collaborator").get(address() + "?hoan-canh=1").content.decode()) == theirs
    assert "mồ côi" not in plain(client_of("child_officer").get(address()))
    now = rows(client_of("child_officer").get(address() + "?hoan-canh=1"))
    changed = [line for line in now if line not in own]
    assert len(changed) == 1 and "Xuyến Quỳ Oanh" in changed[0] and "mồ côi cả cha và mẹ" in changed[0]
    assert AuditEvent.objects.filter(what="indicators.book", fields__contains="circumstances").exists()


def test_opening_a_book_is_noted_without_a_name(family: Any, client_of: Callable[[str], Any]) -> None:
    client_of("collaborator").get(address())
    event = AuditEvent.objects.filter(verb="list", what="indicators.book").order_by("seq").last()
    assert event and event.record_id == str(third().pk) and re.fullmatch(r"rows=\d+", event.fields)


def test_an_empty_thon_is_told_kindly(db: None, client_of: Callable[[str], Any]) -> None:
    bare = records.create(Unit, by="test", name="Thôn Mới", code="moi-1", level="village", parent=third().parent,
                          valid_from=dt.date(2026, 1, 1), area="rural")
    page = plain(client_of("child_officer").get(address(bare)))
    assert "Thôn Mới chưa có trẻ nào trong sổ" in page and "Thêm trẻ" in page


def test_the_questions_do_not_grow_with_the_children(db: None, client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")

    def asked(where: str) -> int:
        officer.get(where)
        with CaptureQueriesContext(connection) as found:
            officer.get(where)
        return len(found)

    assert asked("/so-ho/moi-thon/?hoan-canh=1") <= asked(address() + "?hoan-canh=1") + 1 <= 40


def test_it_is_reached_from_the_households_and_from_what_is_coming(db: None, client_of: Callable[[str], Any]) -> None:
    officer, collaborator = client_of("child_officer"), client_of("collaborator")
    assert 'href="/so-ho/"' in officer.get("/tre-em/ho/").content.decode()
    assert f'href="{address()}"' in officer.get(f"/tre-em/ho/?thon={third().pk}").content.decode()
    assert 'href="/so-ho/"' in collaborator.get("/sap-toi/").content.decode()
    assert "/so-ho/" not in client_of("teacher").get("/tre-em/ho/").content.decode()
