"""What time alone brings: each step's day by hand, what closes it, whose it is, and the commune's own calendar."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.education.models import Enrolment
from mangnon.health.models import Dose
from mangnon.indicators.coming import steps
from mangnon.indicators.coming.step import built_in, calendar, due_of
from mangnon.places.models import Unit
from mangnon.plan.models import Plan
from mangnon.protection.models import Circumstance
from mangnon.registry import actions
from mangnon.registry.models import (
    Child,
    Household,
    HouseholdMember,
    HouseholdStatus,
    InsuranceCard,
    Registration,
    Residence,
    WorkStep,
)
from tests.conftest import TODAY


def born(name: str, born_on: dt.date, village: str = "Thôn 3", **more: Any) -> Child:
    child = records.create(Child, by="test", full_name=name, sex="female", born_on=born_on, **more)
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name=village), from_on=born_on)
    return child


def due(child: Child, user: Any, span: int = 30) -> list[tuple[str, dt.date]]:
    """(step, day) of what is due of one child, as the officer sees it."""
    found = due_of(steps(), TODAY, TODAY + dt.timedelta(days=span), calendar(), user=user)
    return [(one.step.code, one.on) for one in found if one.child == child.pk and one.step.code not in HEALTH]


HEALTH = ("dose", "weighing")
"""Their days are the health calendars', tested there; here only that they come along."""


def plain(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.fixture
def officer(user: Callable[[str], Any]) -> Any:
    return user("child_officer")


def test_the_newborns_path_day_by_day(officer: Any) -> None:
    child = born("", dt.date(2026, 11, 1), mother_name="Xuyến Thị Thủy")
    # Name within 30 days, the rest within 60: 1 November and 60 days is 31 December.
    assert due(child, officer) == [("birth_name", dt.date(2026, 12, 1))]
    assert due(child, officer, 90) == [("birth_name", dt.date(2026, 12, 1))] + [
        (step, dt.date(2026, 12, 31)) for step in ("birth_registration",)]
    records.correct(child, by="test", full_name="Xuyến Quỳ Oanh", birth_registered_on=dt.date(2026, 11, 20))
    assert due(child, officer, 90) == []
    older = born("Xuyến Quỳ Ưng", dt.date(2026, 9, 20))
    # A register that holds no card of anybody says nothing of hers.
    InsuranceCard.objects.all().delete()
    assert "insurance_card" not in dict(due(older, officer))
    records.create(InsuranceCard, by="test", child=child, from_on=dt.date(2026, 11, 20))
    path = ["birth_registration", "insurance_card", "residence_registration"]
    assert due(older, officer) == [(step, dt.date(2026, 11, 19)) for step in path]
    records.create(Registration, by="test", child=older, kind="permanent", from_on=dt.date(2026, 10, 1))
    records.create(InsuranceCard, by="test", child=older, from_on=dt.date(2026, 10, 1), to_on=dt.date(2026, 12, 20))
    assert due(older, officer) == [("birth_registration", dt.date(2026, 11, 19)),
                                   ("insurance_expiry", dt.date(2026, 12, 20))]
    records.create(InsuranceCard, by="test", child=older, from_on=dt.date(2026, 12, 20), to_on=dt.date(2032, 9, 30))
    assert due(older, officer) == [("birth_registration", dt.date(2026, 11, 19))]


def test_the_doors_of_school(officer: Any) -> None:
    five = born("Xuyến Quỳ Oanh", dt.date(2021, 12, 31), birth_registered_on=dt.date(2022, 1, 5))
    six = born("Xuyến Quỳ Ưng", dt.date(2020, 1, 1), birth_registered_on=dt.date(2020, 1, 5))
    opening = dt.date(2026, 9, 5)
    # 79 days past the opening: kindergarten at five and grade 1 are asked for 180 days, at three for 60.
    assert due(five, officer) == [("kindergarten_5", opening)] and due(six, officer) == [("grade_1", opening)]
    three = born("Xuyến Quỳ Ý", dt.date(2023, 5, 5), birth_registered_on=dt.date(2023, 5, 9))
    assert due(three, officer) == []
    for child, grade in ((five, "MG5"), (six, "1")):
        records.create(Enrolment, by="test", child=child, school_year="2026-2027", grade=grade, entered_on=opening)
    assert due(five, officer) == [] and due(six, officer) == []
    gone = Enrolment.objects.get(child=six)
    records.correct(gone, by="test", left_on=dt.date(2026, 10, 1), outcome="dropped_out")
    assert due(six, officer) == [("grade_1", opening)]


def test_birthdays_only_where_the_day_is_known(officer: Any) -> None:
    seven = born("Xuyến Quỳ Oanh", dt.date(2019, 12, 23), birth_registered_on=dt.date(2019, 12, 30))
    eleven = born("Xuyến Quỳ Ưng", dt.date(2015, 11, 23), birth_registered_on=dt.date(2015, 12, 30))
    late = born("Xuyến Quỳ Ý", dt.date(2010, 11, 1), birth_registered_on=dt.date(2010, 12, 30))
    month = born("Xuyến Quỳ Yên", dt.date(2019, 12, 15), born_precision="month")
    assert due(seven, officer) == [("age_7", dt.date(2026, 12, 23))]
    assert due(eleven, officer) == [("age_11", TODAY)]
    assert due(late, officer) == [("age_16", dt.date(2026, 11, 1))]
    assert due(month, officer) == []


def test_reviews_each_year(officer: Any, user: Callable[[str], Any]) -> None:
    child = born("Xuyến Quỳ Oanh", dt.date(2016, 3, 2), birth_registered_on=dt.date(2016, 3, 5))
    records.create(Circumstance, by="test", child=child, group="a", from_on=dt.date(2023, 12, 10))
    records.create(Circumstance, by="test", child=child, group="dd", from_on=dt.date(2025, 12, 12))
    household = records.create(Household, by="test", unit=Unit.objects.get(name="Thôn 3"), head_name="Xuyến Văn Chủ")
    records.create(HouseholdMember, by="test", household=household, child=child, from_on=dt.date(2016, 3, 2))
    records.create(HouseholdStatus, by="test", household=household, status="poor", from_on=dt.date(2026, 1, 1),
                   to_on=dt.date(2026, 12, 5))
    # Three hundred and sixty-five days from 10 December 2025 (the last anniversary) and from 12 December 2025.
    assert due(child, officer) == [("poverty_review", dt.date(2026, 12, 5)),
                                   ("circumstance_review", dt.date(2026, 12, 10)),
                                   ("circumstance_review", dt.date(2026, 12, 12))]
    assert due(child, user("collaborator")) == [("poverty_review", dt.date(2026, 12, 5))]


def test_doses_and_weighings_come_along_from_the_health_calendars(client_of: Callable[[str], Any]) -> None:
    child = born("Xuyến Quỳ Oanh", dt.date(2026, 11, 1), birth_registered_on=dt.date(2026, 11, 9))
    outbox.process()
    client = client_of("collaborator")
    page = client.get(reverse("indicators:coming")).content.decode()
    mine = [row for row in re.findall(r"<tr>.*?</tr>", page, re.S) if "Xuyến Quỳ Oanh" in row]
    door = reverse("health:mui-tiem-add", args=[child.pk])
    assert any(door in row and "Tiêm chủng: " in row and "Lao" in row for row in mine)
    records.create(Dose, by="test", child=child, vaccine="BCG", given_on=dt.date(2026, 11, 2))
    records.create(Dose, by="test", child=child, vaccine="HEPB0", given_on=dt.date(2026, 11, 2))
    outbox.process()
    page = client.get(reverse("indicators:coming")).content.decode()
    mine = [row for row in re.findall(r"<tr>.*?</tr>", page, re.S) if "Xuyến Quỳ Oanh" in row]
    assert not any("Lao" in row for row in mine)
    # A justice clerk reads no health, so nothing of it is there for her.
    assert "Tiêm chủng" not in plain(client_of("justice").get(reverse("indicators:coming")))
    actions.note_death(child, by="test", died_on=dt.date(2026, 11, 20), death_cause="illness")
    assert "Xuyến Quỳ Oanh" not in plain(client.get(reverse("indicators:coming")))


def test_each_sees_her_own_place(client_of: Callable[[str], Any]) -> None:
    own, other = born("", dt.date(2026, 11, 1), mother_name="Xuyến Thị Thủy"), born(
        "Xuyến Quỳ Ưng", dt.date(2026, 10, 1), "Thôn 5")
    outbox.process()
    officer = plain(client_of("child_officer").get(reverse("indicators:coming")))
    collaborator = plain(client_of("collaborator").get(reverse("indicators:coming")))
    assert "con chị Xuyến Thị Thủy" in officer and "Xuyến Quỳ Ưng" in officer
    assert "con chị Xuyến Thị Thủy" in collaborator and "Xuyến Quỳ Ưng" not in collaborator
    page = client_of("collaborator").get(reverse("indicators:coming")).content.decode()
    assert reverse("registry:child-edit", args=[own.pk]) + "?tiep=sap-toi" in page
    five = Unit.objects.get(name="Thôn 5")
    told = plain(client_of("child_officer").get(reverse("indicators:coming") + f"?thon={five.pk}&ngay=90"))
    assert "Xuyến Quỳ Ưng" in told and "con chị Xuyến Thị Thủy" not in told and "90 ngày tới" in told
    assert other.full_name in told


def test_the_commune_changes_its_calendar(client_of: Callable[[str], Any], officer: Any) -> None:
    child = born("", dt.date(2026, 11, 1))
    client, url = client_of("child_officer"), reverse("indicators:coming-calendar")
    typed = {f"{code}-{name}": str(getattr(days, name)) for code, days in built_in().items()
             for name in ("due_days", "ahead_days", "late_days")} | {f"{code}-held": "on" for code in built_in()}
    wrong = client.post(url, typed | {"birth_name-due_days": "mười"})
    assert wrong.status_code == 422 and "Hãy gõ số ngày" in plain(wrong) and 'value="mười"' in wrong.content.decode()
    assert not WorkStep.objects.exists()
    assert client.post(url, typed | {"birth_name-due_days": "10"}).status_code == 302
    assert WorkStep.objects.count() == 1 and due(child, officer) == [("birth_name", dt.date(2026, 11, 11))]
    assert "xã đã đổi" in plain(client.get(url))
    off = {name: value for name, value in typed.items() if name != "birth_name-held"}
    client.post(url, off)
    assert due(child, officer) == []


def test_two_thon_of_one_name_are_told_apart(client_of: Callable[[str], Any]) -> None:
    far = born("", dt.date(2026, 11, 1), mother_name="Xuyến Thị Thủy")
    other = records.create(Unit, by="test", name="Thôn 3", code="1588903", level="village", area="rural",
                           parent=Unit.objects.get(name="Xã Hoằng Kim"), valid_from=dt.date(1997, 1, 1))
    Plan.objects.update(unit=Unit.objects.get(name="Xã Hoằng Phú"))
    Residence.objects.filter(child=far).update(unit=other)
    outbox.process()
    page = plain(client_of("child_officer").get(reverse("indicators:coming")))
    assert "Thôn 3 (Xã Hoằng Kim)" in page and "Thôn 3 (Xã Hoằng Trung)" in page


def boxes(page: Any) -> dict[str, str]:
    """What a browser would send of the calendar as it stands on a page."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page.content.decode()):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and "-" in name[1] and ("checkbox" not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else "on"
    return found


def test_two_people_at_the_calendar(client_of: Callable[[str], Any]) -> None:
    """A page drawn before a colleague wrote: what one did not touch stays the colleague's, what both did is asked."""
    officer, url = client_of("child_officer"), reverse("indicators:coming-calendar")
    old = boxes(officer.get(url))
    mine = old | {"birth_name-due_days": "10", "age_7-due_days": "44"}
    colleague = boxes(officer.get(url)) | {"birth_name-due_days": "12", "residence_registration-ahead_days": "3"}
    assert officer.post(url, colleague).status_code == 302
    answer = officer.post(url, mine)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Trong lúc trang này mở" in plain(answer) and "Lê Thị Hạnh" in plain(answer)
    assert page.count('class="error"') == 1 and "12" in re.search(r'id="loi-birth_name">([^<]+)', page)[1]
    shown = boxes(answer)
    wanted = {"birth_name-due_days": "10", "age_7-due_days": "44", "residence_registration-ahead_days": "3"}
    assert {name: shown[name] for name in wanted} == wanted
    held = {row.step: row for row in WorkStep.objects.all()}
    assert set(held) == {"birth_name", "residence_registration"} and held["birth_name"].due_days == 12
    # Sent again, seeing what stands: one's own word holds, and the rest stays.
    assert officer.post(url, shown).status_code == 302
    now = {row.step: (row.due_days, row.ahead_days) for row in WorkStep.objects.all()}
    assert set(now) == {"birth_name", "residence_registration", "age_7"}
    assert (now["birth_name"][0], now["age_7"][0], now["residence_registration"][1]) == (10, 44, 3)
    # The first, stale page once more with nothing of its own overwrites nothing.
    assert "Không có gì thay đổi" in plain(officer.post(url, old, follow=True))
    assert WorkStep.objects.get(step="birth_name").due_days == 10


def test_every_step_has_its_days_and_each_day_its_step() -> None:
    assert {step.code for step in steps()} == set(built_in())
    assert all(days.title and days.title_en and days.source for days in built_in().values())
