"""Whom nobody has written of for a year: what ends the silence, and that what is sealed does not."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import records
from mangnon.delivery.models import Activity, Attendance
from mangnon.education.models import Enrolment
from mangnon.health.models import Measurement
from mangnon.indicators.silence import silent
from mangnon.places.models import Unit
from mangnon.protection.models import Incident, Support
from mangnon.registry.models import Child, Contact, Residence
from tests.conftest import TODAY

BORN = dt.date(2020, 3, 2)
YEAR_AGO = dt.date(2025, 11, 23)


@pytest.fixture
def child(db: None) -> Child:
    """Born six years ago, registered, and never written of since."""
    made = records.create(Child, by="test", full_name="Xuyến Quỳ Oanh", sex="female", born_on=BORN,
                          birth_registered_on=dt.date(2020, 3, 9))
    records.create(Residence, by="test", child=made, unit=Unit.objects.get(name="Thôn 3"), from_on=BORN)
    return made


def told(child: Child, user: Any) -> tuple[dt.date | None, str] | None:
    """(last day, sector) of a silent child; None where she is not silent."""
    return next(((one.last, one.sector) for one in silent(user, TODAY) if one.child == child), None)


def test_silence_names_what_was_last_heard_and_ends_with_any_sector(child: Child, user: Callable[[str], Any]) -> None:
    officer = user("child_officer")
    assert told(child, officer) == (dt.date(2020, 3, 9), "khai sinh")
    weighed = records.create(Measurement, by="test", child=child, measured_on=YEAR_AGO, weight_kg="18")
    assert told(child, officer) == (YEAR_AGO, "cân đo")
    records.correct(weighed, by="test", measured_on=YEAR_AGO + dt.timedelta(days=1))
    assert told(child, officer) is None


def test_a_collaborator_learns_nothing_of_supports(child: Child, user: Callable[[str], Any]) -> None:
    records.create(Support, by="test", child=child, kind="cash", from_on=dt.date(2022, 1, 1))
    assert told(child, user("child_officer")) is None
    assert told(child, user("collaborator")) == (dt.date(2020, 3, 9), "khai sinh")


@pytest.mark.parametrize("what", ["school", "activity", "support", "met"])
def test_each_sector_is_heard(child: Child, user: Callable[[str], Any], what: str) -> None:
    officer, day = user("child_officer"), dt.date(2026, 9, 5)
    if what == "school":
        records.create(Enrolment, by="test", child=child, school_year="2026-2027", grade="1", entered_on=day)
    elif what == "activity":
        activity = records.create(Activity, by="test", kind="awareness", held_on=day, title="Hỏi ý kiến")
        records.create(Attendance, by="test", activity=activity, child=child)
    elif what == "support":
        # It began long ago and goes on: somebody brings it.
        records.create(Support, by="test", child=child, kind="cash", from_on=dt.date(2022, 1, 1))
    else:
        records.create(Contact, by="test", child=child, met_on=day)
    assert told(child, officer) is None


def test_what_is_sealed_ends_no_silence(child: Child, user: Callable[[str], Any]) -> None:
    records.create(Incident, by="test", child=child, kind="abuse", detected_on=dt.date(2026, 10, 1))
    assert told(child, user("child_officer")) == (dt.date(2020, 3, 9), "khai sinh")


def test_a_collaborator_asks_and_writes_it_down(child: Child, client_of: Callable[[str], Any]) -> None:
    client, url = client_of("collaborator"), reverse("indicators:silence")
    page = client.get(url).content.decode()
    door = reverse("registry:gap-go-add", args=[child.pk]) + "?tiep=im-lang"
    assert "Xuyến Quỳ Oanh" in page and door in page
    stamp = re.search(r'name="dau" value="([^"]+)"', client.get(door).content.decode())
    assert stamp
    late = client.post(door, {"met_on": "24/11/2026", "dau": stamp[1]})
    assert late.status_code == 422 and "còn ở phía trước" in late.content.decode()
    answer = client.post(door, {"met_on": "22/11/2026", "note": "em khỏe", "dau": stamp[1]})
    assert answer.status_code == 302 and answer["Location"] == url
    assert "Xuyến Quỳ Oanh" not in client.get(url).content.decode()
    assert client_of("teacher").get(url).status_code == 404


def test_a_family_that_was_not_met_is_written_from_the_childs_page_and_ends_no_silence(
        child: Child, client_of: Callable[[str], Any]) -> None:
    client, url = client_of("collaborator"), reverse("indicators:silence")
    door = reverse("registry:chua-gap-add", args=[child.pk])
    page = client.get(child.get_absolute_url()).content.decode()
    assert f'href="{door}">Ghi đến mà chưa gặp gia đình</a>' in page
    assert door + "?tiep=im-lang" in client.get(url).content.decode()
    empty = client.post(door, {"tried_on": "24/11/2026", "why": ""})
    assert empty.status_code == 422 and "Hãy chọn “Vì sao”." in empty.content.decode()
    typed = {"tried_on": "20/11/2026", "why": "not_found", "note": "nhà khóa cổng"}
    assert client.post(door + "?tiep=im-lang", typed)["Location"] == url
    told = client.get(url).content.decode()
    assert "Xuyến Quỳ Oanh" in told and "đã đến ngày 20/11/2026, chưa gặp" in told
    page = client.get(child.get_absolute_url()).content.decode()
    assert "Đến mà chưa gặp gia đình: không tìm thấy nhà" in page and "nhà khóa cổng" in page


def test_who_has_left_grown_up_or_died_is_not_asked_for(child: Child, user: Callable[[str], Any]) -> None:
    officer = user("child_officer")
    home = child.residences.get()
    records.correct(home, by="test", to_on=dt.date(2026, 1, 1))
    assert told(child, officer) is None
    records.correct(home, by="test", to_on=None)
    records.correct(child, by="test", died_on=dt.date(2026, 1, 1))
    assert told(child, officer) is None


def test_two_thon_of_one_name_are_two_places(child: Child, client_of: Callable[[str], Any]) -> None:
    other = records.create(Unit, by="test", name="Thôn 3", code="1588903", level="village", area="rural",
                           parent=Unit.objects.get(name="Xã Hoằng Kim"), valid_from=dt.date(1997, 1, 1))
    far = records.create(Child, by="test", full_name="Xuyến Quỳ Ưng", sex="female", born_on=BORN,
                         birth_registered_on=dt.date(2020, 3, 9))
    records.create(Residence, by="test", child=far, unit=other, from_on=BORN)
    page = client_of("child_officer").get(reverse("indicators:silence")).content.decode()
    assert re.search(r">Thôn 3 \(Xã Hoằng Trung\)</a> <b>\d+</b>", page)
    link = re.search(r'href="\?([^"]+)"[^>]*>Thôn 3 \(Xã Hoằng Kim\)</a> <b>1</b>', page)
    assert link and link[1] == f"thon={other.pk}"
    alone = client_of("child_officer").get(reverse("indicators:silence") + "?" + link[1]).content.decode()
    assert "Xuyến Quỳ Ưng" in alone and "Xuyến Quỳ Oanh" not in alone
