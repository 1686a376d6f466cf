"""Yearly reviews: chased until somebody has looked, one touch says that nothing changed, and who may see which."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from mangnon.core import outbox, records
from mangnon.core.models import AuditEvent
from mangnon.indicators.coming import steps
from mangnon.indicators.coming.step import calendar, due_of
from mangnon.places.models import Unit
from mangnon.protection.models import Circumstance, CircumstanceReview
from mangnon.registry.models import (
    Child,
    Household,
    HouseholdMember,
    HouseholdReview,
    HouseholdStatus,
    Residence,
)
from tests.conftest import TODAY

HOMES, CHILDREN = "/ra-soat/ho-ngheo/", "/ra-soat/hoan-canh/"


def plain(page: Any, status: int = 200) -> str:
    assert page.status_code == status
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def born(name: str, village: str = "Thôn 3") -> Child:
    child = records.create(Child, by="test", full_name=name, sex="female", born_on=dt.date(2016, 3, 2),
                           birth_registered_on=dt.date(2016, 3, 5))
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name=village), from_on=child.born_on)
    return child


def home(*children: Child, village: str = "Thôn 3", **status: Any) -> Household:
    house = records.create(Household, by="test", unit=Unit.objects.get(name=village), head_name="Ngoạn Văn Diệm")
    for child in children:
        records.create(HouseholdMember, by="test", household=house, child=child, from_on=child.born_on)
    records.create(HouseholdStatus, by="test", household=house, **({"status": "poor"} | status))
    return house


@pytest.fixture(autouse=True)
def nobody_else(db: None) -> None:
    """Only the rows of these tests: the invented commune's own statuses and circumstances are left out."""
    HouseholdReview.objects.all().delete()
    CircumstanceReview.objects.all().delete()
    HouseholdStatus.objects.all().delete()
    Circumstance.objects.all().delete()


def due(child: Child, user: Any, code: str, today: dt.date = TODAY) -> list[tuple[dt.date, int]]:
    """(day, days late) of one child's reviews."""
    found = due_of([s for s in steps() if s.code == code], today, today + dt.timedelta(days=30), calendar(), user=user)
    return [(one.on, one.late_by(today)) for one in found if one.child == child.pk]


def test_a_review_is_chased_until_somebody_looked(user: Callable[[str], Any], client_of: Callable[[str], Any]) -> None:
    child, officer = born("Xuyến Quỳ Oanh"), client_of("child_officer")
    records.create(Circumstance, by="test", child=child, group="a", from_on=dt.date(2023, 9, 4))
    outbox.process()
    # The third year was over on 4 September 2026: 80 days ago.
    assert due(child, user("child_officer"), "circumstance_review") == [(dt.date(2026, 9, 4), 80)]
    page = plain(officer.get(CHILDREN))
    assert "1 hoàn cảnh đến kỳ rà soát" in page and "mồ côi cả cha và mẹ, từ 04/09/2023" in page and (
        "chưa lần nào" in page and "quá 80 ngày" in page)
    told = officer.post(f"{CHILDREN}{child.pk}/?tiep=sap-toi", {"ngay": "20/11/2026", "mot": f"{child.pk}:0"})
    assert told["Location"] == "/sap-toi/"
    assert CircumstanceReview.objects.get().reviewed_on == dt.date(2026, 11, 20)
    outbox.process()
    assert due(child, user("child_officer"), "circumstance_review") == []
    assert "Không em nào đến kỳ rà soát hoàn cảnh" in plain(officer.get(CHILDREN))
    # A year and no day later it is due again: 365 days from the review.
    later = dt.date(2027, 11, 1)
    assert due(child, user("child_officer"), "circumstance_review", later) == [(dt.date(2027, 11, 20), 0)]
    assert due(child, user("child_officer"), "circumstance_review", dt.date(2027, 12, 1)) == [
        (dt.date(2027, 11, 20), 11)]


def test_pressing_twice_writes_once_and_a_slip_is_taken_back(client_of: Callable[[str], Any]) -> None:
    child, officer = born("Xuyến Quỳ Oanh"), client_of("child_officer")
    home(child, from_on=dt.date(2025, 10, 1))
    outbox.process()
    key = str(Household.objects.get(head_name="Ngoạn Văn Diệm").pk)
    for _ in range(2):
        officer.post(HOMES, {"ngay": "23/11/2026", "dong": [key]})
    row = HouseholdReview.objects.get()
    page = plain(officer.get(HOMES))
    assert "Không hộ nào đến kỳ rà soát" in page and "Vừa rà soát" in page and "Ngoạn Văn Diệm" in page
    assert "Rà soát gần nhất ngày 23/11/2026, không đổi." in plain(officer.get(f"/tre-em/ho/{key}/"))
    for _ in range(2):
        officer.post(HOMES, {"go": str(row.pk)})
    assert not HouseholdReview.objects.exists() and "1 hộ đến kỳ rà soát" in plain(officer.get(HOMES))
    noted = AuditEvent.objects.filter(what="registry.HouseholdReview", record_id=str(row.pk)).order_by("seq")
    assert list(noted.values_list("verb", flat=True)) == ["create", "remove"]


def test_a_household_is_reviewed_once_for_all_its_children(
        client_of: Callable[[str], Any], user: Callable[[str], Any]) -> None:
    one, two = born("Xuyến Quỳ Oanh"), born("Xuyến Quỳ Ưng")
    house = home(one, two, from_on=dt.date(2024, 11, 1))
    outbox.process()
    collaborator = client_of("collaborator")
    page = plain(collaborator.get(HOMES))
    assert "1 hộ đến kỳ rà soát" in page and "Xuyến Quỳ Oanh, Xuyến Quỳ Ưng" in page and "quá 22 ngày" in page
    collaborator.post(f"{HOMES}{one.pk}/", {"ngay": "23/11/2026", "mot": str(house.pk)})
    outbox.process()
    for child in (one, two):
        assert due(child, user("child_officer"), "poverty_review") == []


def test_a_status_that_runs_out_is_asked_for_until_the_next_round(user: Callable[[str], Any]) -> None:
    child, officer = born("Xuyến Quỳ Oanh"), user("child_officer")
    house = home(child, from_on=dt.date(2025, 11, 1), to_on=dt.date(2026, 11, 1))
    assert due(child, officer, "poverty_review") == [(dt.date(2026, 11, 1), 22)]
    review = records.create(HouseholdReview, by="test", household=house, reviewed_on=dt.date(2026, 10, 20),
                            reviewed_by="test")
    assert due(child, officer, "poverty_review") == []
    records.remove(review, by="test", reason="thử")
    other = born("Xuyến Quỳ Ưng")
    home(other, from_on=dt.date(2026, 11, 1), to_on=dt.date(2027, 11, 1), status="near_poor")
    # One household that is new to the list is not yet the commune's round.
    assert due(child, officer, "poverty_review") == [(dt.date(2026, 11, 1), 22)]
    assert due(other, officer, "poverty_review") == []
    third = home(born("Xuyến Quỳ Oánh"), from_on=dt.date(2025, 11, 1), to_on=dt.date(2026, 11, 1))
    records.create(HouseholdStatus, by="test", household=third, status="poor", from_on=dt.date(2026, 11, 1))
    # The new round is in the register: who is not in it was left out by it.
    assert due(child, officer, "poverty_review") == []


def test_the_day_is_checked_and_nothing_typed_is_lost(client_of: Callable[[str], Any]) -> None:
    child, officer = born("Xuyến Quỳ Oanh"), client_of("child_officer")
    key = str(home(child, from_on=dt.date(2025, 10, 1)).pk)
    outbox.process()
    for text, words in (("24/11/2026", "còn ở phía trước"), ("1/10/2025", "đã quá một năm"),
                        ("", "Hãy gõ ngày rà soát"), ("31/11/2026", "31/11/2026")):
        page = officer.post(HOMES, {"ngay": text, "dong": [key]})
        assert words in plain(page, 422) + page.content.decode()
        assert re.search(rf'value="{key}"[^>]* checked', page.content.decode())
    officer.post(HOMES, {"ngay": "23/11/2026"})
    assert not HouseholdReview.objects.exists()
    assert "Chưa đánh dấu dòng nào." in plain(officer.get(HOMES))


def test_a_review_too_long_before_the_end_says_so_before_it_is_kept(client_of: Callable[[str], Any]) -> None:
    child, officer = born("Xuyến Quỳ Oanh"), client_of("child_officer")
    house = home(child, from_on=dt.date(2025, 12, 1), to_on=dt.date(2026, 12, 1))
    outbox.process()
    # Ninety days before 1 December is 2 September: the day after is the first that counts.
    early = officer.post(HOMES, {"ngay": "2/9/2026", "mot": str(house.pk)})
    assert "Ngày 02/09/2026 sớm quá nên ghi rồi dòng ấy vẫn còn đến kỳ" in plain(early, 422)
    assert "hết diện ngày 01/12/2026, lần rà soát từ 03/09/2026 mới tính" in plain(early, 422)
    assert 'value="2/9/2026"' in early.content.decode() and not HouseholdReview.objects.exists()
    assert re.search(rf'value="{house.pk}"[^>]* checked', early.content.decode())
    kept = officer.post(HOMES, {"ngay": "2/9/2026", "mot": str(house.pk), "som": "2026-09-02"})
    assert kept.status_code == 302 and HouseholdReview.objects.get().reviewed_on == dt.date(2026, 9, 2)
    assert "1 hộ đến kỳ rà soát" in plain(officer.get(HOMES))
    # The word given for one day is none for another.
    assert officer.post(HOMES, {"ngay": "1/9/2026", "mot": str(house.pk), "som": "2026-09-02"}).status_code == 422
    assert officer.post(HOMES, {"ngay": "3/9/2026", "mot": str(house.pk)}).status_code == 302
    assert "Không hộ nào đến kỳ rà soát" in plain(officer.get(HOMES))


def test_who_sees_which(client_of: Callable[[str], Any], user: Callable[[str], Any]) -> None:
    near, far = born("Xuyến Quỳ Oanh"), born("Xuyến Quỳ Xa", "Thôn 5")
    home(near, from_on=dt.date(2025, 10, 1))
    other = home(far, village="Thôn 5", from_on=dt.date(2025, 10, 1))
    records.create(Circumstance, by="test", child=near, group="a", from_on=dt.date(2025, 10, 1))
    outbox.process()
    collaborator = client_of("collaborator")
    assert "Xuyến Quỳ Xa" not in plain(collaborator.get(HOMES))
    collaborator.post(HOMES, {"ngay": "23/11/2026", "dong": [str(other.pk)]})
    assert not HouseholdReview.objects.exists()
    assert collaborator.get(f"{HOMES}{far.pk}/").status_code == 404
    for role in ("collaborator", "chairman", "village_head", "teacher", "health_worker"):
        assert client_of(role).get(CHILDREN).status_code == 404
    assert "rà soát hoàn cảnh" not in plain(collaborator.get("/sap-toi/")).lower()
    assert f'href="{HOMES}{near.pk}/?tiep=sap-toi"' in collaborator.get("/sap-toi/").content.decode()
    assert f'href="{CHILDREN}{near.pk}/?tiep=sap-toi"' in client_of("child_officer").get("/sap-toi/").content.decode()


def test_sealed_groups_are_reviewed_for_themselves(client_of: Callable[[str], Any], user: Callable[[str], Any]) -> None:
    child, officer = born("Xuyến Quỳ Oanh"), client_of("child_officer")
    for group in ("a", "l"):
        records.create(Circumstance, by="test", child=child, group=group, from_on=dt.date(2025, 10, 1))
    outbox.process()
    assert len(due(child, user("child_officer"), "circumstance_review")) == 2
    before = AuditEvent.objects.filter(what="indicators.reviews-hoan-canh").count()
    page = plain(officer.get(CHILDREN))
    assert "bị xâm hại tình dục" in page and "mồ côi cả cha và mẹ" in page
    assert AuditEvent.objects.filter(what="indicators.reviews-hoan-canh").count() == before + 1
    officer.post(CHILDREN, {"ngay": "23/11/2026", "dong": [f"{child.pk}:1"]})
    assert [(row.child_id, row.sealed) for row in CircumstanceReview.objects.all()] == [(child.pk, True)]
    left = plain(officer.get(CHILDREN))
    assert "mồ côi cả cha và mẹ" in left and "bị xâm hại tình dục" not in left
