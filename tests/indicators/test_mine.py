"""The start page of each role, and on it the very children still to be reached at one's own place."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.health.models import Dose
from mangnon.places.models import Unit
from mangnon.registry.models import Child, Residence

HOME = {
    "child_officer": "/tong-quan/", "chairman": "/tong-quan/", "vice_chairman": "/tong-quan/",
    "board_member": "/tong-quan/", "inspector": "/tong-quan/", "finance": "/tong-quan/",
    "collaborator": "/viec-cua-toi/", "village_head": "/viec-cua-toi/", "teacher": "/viec-cua-toi/",
    "health_worker": "/viec-cua-toi/", "justice": "/viec-cua-toi/", "police": "/viec-cua-toi/",
    "department": "/hoat-dong/", "higher_level": "/bao-cao/", "administrator": "/tai-khoan/nguoi-dung/"}


@pytest.mark.parametrize(("role", "page"), HOME.items())
def test_each_role_begins_where_its_work_is(client_of: Callable[[str], Any], role: str, page: str) -> None:
    answer = client_of(role).get("/", follow=True)
    assert answer.status_code == 200 and answer.redirect_chain[-1][0] == page


def born(name: str, village: str) -> Child:
    """A child of two years who was never weighed, has no dose and no certificate."""
    child = records.create(Child, by="test", full_name=name, sex="female", born_on=dt.date(2024, 5, 2))
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name=village), from_on=child.born_on)
    return child


def section(page: str, code: str) -> str:
    """The card of a line, plain text; empty where there is none."""
    found = re.search(rf'<section class="card stack-s"><h2><a href="[^"]+">{code}\..*?</section>', page, re.S)
    return re.sub(r"<[^>]+>", " ", found[0]) if found else ""


def test_a_collaborator_sees_the_missing_of_her_own_thon_and_each_leaves_when_recorded(
        client_of: Callable[[str], Any]) -> None:
    Child.objects.filter(residences__unit__name="Thôn 3").exclude(full_name="").update(birth_registered_on="2024-06-01")
    own, other = born("Xuyến Quỳ Oanh", "Thôn 3"), born("Xuyến Quỳ Ưng", "Thôn 5")
    outbox.process()
    client = client_of("collaborator")
    page = client.get(reverse("indicators:mine")).content.decode()
    assert str(own) in section(page, "14") and "còn 1 trẻ" in section(page, "14")
    assert str(own) in page and str(other) not in page
    assert section(page, "17a") == "" and section(page, "8b") == ""
    records.correct(own, by="test", birth_registered_on=dt.date(2024, 6, 1))
    outbox.process()
    assert section(client.get(reverse("indicators:mine")).content.decode(), "14") == ""


def test_the_station_has_health_the_registrar_certificates(client_of: Callable[[str], Any]) -> None:
    children = [born("Xuyến Quỳ Oanh", "Thôn 3"), born("Xuyến Quỳ Ưng", "Thôn 5")]
    outbox.process()
    station = client_of("health_worker").get(reverse("indicators:mine")).content.decode()
    registrar = client_of("justice").get(reverse("indicators:mine")).content.decode()
    assert section(station, "5b") and section(station, "14") == "" and section(registrar, "5b") == ""
    assert section(registrar, "14") and all(str(c) in registrar or "em nữa" in section(registrar, "14")
                                            for c in children)


def test_who_was_late_for_good_is_told_apart_and_is_no_work(client_of: Callable[[str], Any]) -> None:
    """Line 5a: the third five-in-one after the first birthday stays late; a dose nobody wrote may still be found."""
    station = client_of("health_worker")

    def numbers() -> tuple[int, int]:
        page = station.get(reverse("indicators:mine"))
        card = section(page.content.decode(), "5a")
        left, late = re.search(r"còn (\d+) trẻ", card), re.search(r"(\d+) em đã quá mốc, không sửa được nữa", card)
        cards = re.findall(r'<section class="card stack-s"><h2><a.*?</section>', page.content.decode(), re.S)
        # A card of children past mending alone is no work.
        work = sum("<p><b>" in one for one in cards)
        assert page.context["total"] == work + page.context["given"] + len(page.context["waiting"])
        assert ("<p><b>" in next((one for one in cards if ">5a. " in one), "")) == bool(left)
        return int(left[1]) if left else 0, int(late[1]) if late else 0

    before = numbers()
    late, unwritten = (records.create(Child, by="test", full_name=name, sex="female", born_on=dt.date(2025, 6, 10))
                       for name in ("An Quỳ Muộn", "An Quỳ Chưa"))
    for child, days in ((late, ((2025, 8, 12), (2025, 9, 12), (2026, 6, 12))), (unwritten, ((2025, 8, 12),))):
        records.create(Residence, by="test", child=child, unit=Unit.objects.get(name="Thôn 3"), from_on=child.born_on)
        for vaccine, day in (("BCG", (2025, 6, 11)), ("MR", (2026, 3, 12)),
                             *((v, d) for v in ("PENTA", "OPV") for d in days)):
            records.create(Dose, by="test", child=child, vaccine=vaccine, given_on=dt.date(*day))
    outbox.process()
    after = numbers()
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)
    card = section(station.get(reverse("indicators:mine")).content.decode(), "5a")
    assert re.search(r"An Quỳ Muộn\s+mũi cuối 12/06/2026, sau ngày tròn 12 tháng", card)
    listed = station.get("/chi-tieu/5a/?danh-sach=missing").content.decode()
    assert "mũi cuối 12/06/2026, sau ngày tròn 12 tháng" in listed.partition("An Quỳ Muộn")[2].partition("</tr>")[0]
    assert "sửa được" not in listed.partition("An Quỳ Chưa")[2].partition("</tr>")[0]
    records.correct(unwritten, by="test", died_on=dt.date(2026, 1, 5))
    outbox.process()
    assert numbers() == (before[0], before[1] + 1)
    # Who may not read a dose is told no more than that both are missing.
    head = section(client_of("village_head").get(reverse("indicators:mine")).content.decode(), "5a")
    assert "An Quỳ Muộn" in head and "quá mốc" not in head and "mũi" not in head


def test_who_was_late_for_good_is_not_given_out(client_of: Callable[[str], Any]) -> None:
    officer, url = client_of("child_officer"), reverse("indicators:give", args=["5a"]) + "?danh-sach=missing"

    def told() -> tuple[str, int, int]:
        """(words of the form, children past mending, children nobody was asked about on the line's own page)."""
        words = " ".join(re.sub(r"<[^>]+>", " ", officer.get(url).content.decode()).split())
        late = re.search(r"(\d+) em nữa không nêu ở đây: đủ mũi rồi, nhưng có mũi sau ngày tròn 12 tháng", words)
        line = officer.get("/chi-tieu/5a/?danh-sach=missing")
        return words, int(late[1]) if late else 0, line.context["work"].left

    before = told()
    for name, days in (("An Quỳ Muộn", ((2025, 8, 12), (2025, 9, 12), (2026, 6, 12))), ("An Quỳ Chưa", ())):
        child = records.create(Child, by="test", full_name=name, sex="female", born_on=dt.date(2025, 6, 10))
        records.create(Residence, by="test", child=child, unit=Unit.objects.get(name="Thôn 3"), from_on=child.born_on)
        for vaccine, day in ((v, d) for v in ("PENTA", "OPV") for d in days):
            records.create(Dose, by="test", child=child, vaccine=vaccine, given_on=dt.date(*day))
    outbox.process()
    words, late, left = told()
    assert "An Quỳ Chưa" in words and "An Quỳ Muộn" not in words
    assert (late - before[1], left - before[2]) == (1, 1)


def test_who_steers_without_names_has_no_such_page(client_of: Callable[[str], Any]) -> None:
    for role in ("finance", "inspector", "board_member", "department", "administrator"):
        assert client_of(role).get(reverse("indicators:mine")).status_code == 404


def test_a_dose_of_the_second_year_makes_nobody_late_for_good(db: None) -> None:
    """Its measles dose of nine months may only not have been written: the one of eighteen months is another."""
    from mangnon.indicators.too_late import too_late

    found = {}
    for name, day in (("An Quỳ Sớm", dt.date(2026, 7, 10)), ("An Quỳ Nhắc", dt.date(2026, 11, 12))):
        child = records.create(Child, by="test", full_name=name, sex="female", born_on=dt.date(2025, 5, 10))
        records.create(Residence, by="test", child=child, unit=Unit.objects.get(name="Thôn 3"), from_on=child.born_on)
        records.create(Dose, by="test", child=child, vaccine="MR", given_on=day)
        found[name] = str(child.pk)
    outbox.process()
    assert too_late(list(found.values())) == {found["An Quỳ Sớm"]: dt.date(2026, 7, 10)}
