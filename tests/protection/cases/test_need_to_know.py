"""Who must not know of a case sees every page as if it were not there; who broke the glass is seen at once."""
from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import Assignment, User
from mangnon.core import clock, outbox, records
from mangnon.core.sealed import blind
from mangnon.protection.cases import actions, barring
from mangnon.protection.cases.models import Case, Kin, Member, Opening
from mangnon.registry.models import Carer, Child, Household, HouseholdMember, Residence
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


def child_of(number: int = 0) -> Child:
    return Child.objects.resident_on(TODAY).filter(born_on__range=(
        dt.date(2012, 1, 1), dt.date(2018, 1, 1))).order_by("pk")[number]


def case_about(child: Child, user: Callable[[str], User], **more: Any) -> Case:
    return actions.file_report(by=user("teacher"), channel="school", child=child, told={"what": "lời kể"}, **more).case


# --- who is barred ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("text", "key"), [
    ("0912 000 111", "912000111"), ("+84 912.000.111", "912000111"), ("84912000111", "912000111"),
    ("912000111", "912000111"), ("0912-000-111", "912000111"), ("không có", ""), ("12345", ""), ("", "")])
def test_a_telephone_is_the_same_however_it_is_written(text: str, key: str) -> None:
    assert barring.phone_key(text) == key


def test_numbers_in_words_about_a_suspect_leave_blind_marks_only() -> None:
    marks = barring.marks_in(["ông Thử, 0912 000 111, căn cước 038 080 001 234"])
    assert sorted(marks) == sorted([blind("912000111", what="phone"), blind("038080001234", what="number")])


def as_carer(officer: User, child: Child) -> None:
    officer.phone = "0912 000 111"
    officer.save()
    records.create(Carer, by="test", child=child, full_name="Người Thử", relation="mother", phone="+84912000111")


def as_kin(officer: User, child: Child) -> None:
    records.create(Kin, by="test", user=officer, child=child)


def as_household(officer: User, child: Child) -> None:
    other = child_of(1)
    home = records.create(Household, by="test", unit=Residence.objects.filter(child=child)[0].unit, head_name="Hộ Thử")
    for one in (child, other):
        HouseholdMember.objects.filter(child=one, to_on=None).update(to_on=TODAY)
        records.create(HouseholdMember, by="test", household=home, child=one, from_on=TODAY)
    records.create(Kin, by="test", user=officer, child=other)


@pytest.mark.parametrize("tie", [as_carer, as_kin, as_household])
def test_family_household_and_carer_never_own_a_case(tie: Callable[[User, Child], None],
                                                     user: Callable[[str], User]) -> None:
    officer, child = user("child_officer"), child_of()
    tie(officer, child)
    case = case_about(child, user)
    assert [m.user for m in Member.objects.filter(case=case)] == [user("chairman")]
    assert not Case.objects.open_to(officer).exists()


@pytest.mark.parametrize("words", ["số 0912000111", "căn cước 038080001234"])
def test_a_suspect_is_known_by_telephone_or_number(words: str, user: Callable[[str], User]) -> None:
    officer = user("child_officer")
    officer.phone, officer.personal_mark = "0912 000 111", blind("038080001234", what="number")
    officer.save()
    case = case_about(child_of(), user, suspect={"words": words})
    assert not Case.objects.open_to(officer).exists()
    assert Case.objects.open_to(user("chairman")).get() == case


def test_an_owner_who_becomes_a_suspect_is_out_at_once_and_somebody_takes_over(user: Callable[[str], User]) -> None:
    officer = user("child_officer")
    officer.phone = "0912000111"
    officer.save()
    case = case_about(child_of(), user)
    assert Case.objects.open_to(officer).exists()
    actions.file_report(by="public", channel="online", case=case, suspect={"words": "0912 000 111"})
    assert not Case.objects.open_to(officer).exists()
    assert Member.objects.get(case=case, user=user("chairman")).part == "owner"


def test_where_everybody_is_barred_the_inspector_keeps_the_log(user: Callable[[str], User],
                                                               client_of: Callable[[str], Client]) -> None:
    child = child_of()
    for role in ("child_officer", "chairman"):
        as_kin(user(role), child)
    case = case_about(child, user)
    assert [(m.user, m.part) for m in Member.objects.filter(case=case)] == [(user("inspector"), "keeper")]
    client = client_of("inspector")
    assert client.get(reverse("protection:case", args=[case.code])).status_code == 404
    assert client.get(reverse("protection:case-log", args=[case.code])).status_code == 200


# --- byte for byte ---------------------------------------------------------------------------------------------------

class Undo(Exception):
    """The case never was."""


def body(client: Client, url: str) -> bytes:
    answer = client.get(url)
    return b"%d %s %s" % (answer.status_code, answer.headers.get("Location", "").encode(),
                          re.sub(rb'name="(?:csrfmiddlewaretoken|f?gui|dau|ma)" value="[\w-]+"', b"",
                                 answer.getvalue()))


def pages(child: Child) -> list[str]:
    home = str(Residence.objects.filter(child=child)[0].unit_id)
    doors = ["indicators:board", "protection:cases", "protection:report", "protection:report-done", "protection:glass",
             "protection:supervision", "protection:duty", "protection:kin", "protection:kin-colleagues",
             "registry:children", "indicators:mine", "indicators:coming", "indicators:silence", "accounts:trail",
             "accounts:account"]
    found = [reverse(door) for door in doors]
    found += [reverse("registry:child", args=[child.pk]) + f"?phan={part}" for part in ("", "tro-giup")]
    found += [reverse("protection:panel", args=[child.pk]), reverse("registry:children") + f"?q={child.full_name}"]
    found += [f"{reverse('registry:children')}?thon={home}"]
    for code in ("9", "10", "13", "8a"):
        found += [reverse("indicators:measure", args=[code]) + f"?danh-sach={part}" for part in ("counted", "unknown")]
    return found


@pytest.mark.one_database
@pytest.mark.parametrize("seed", range(6))
def test_a_barred_officer_or_chairman_sees_the_same_bytes_with_and_without_the_case(
        seed: int, user: Callable[[str], User], client_of: Callable[[str], Client],
        monkeypatch: pytest.MonkeyPatch) -> None:
    """Random ties of a random person who works with cases; an open case with its story, its steps and no row yet."""
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    lot = random.Random(seed)
    role = ("child_officer", "chairman")[seed % 2]
    who, child = user(role), child_of(lot.randrange(8))
    tie = lot.choice([as_carer, as_kin, as_household])
    tie(who, child)
    outbox.process()
    client = client_of(role)
    urls = pages(child)
    # The trail tells what one did oneself: it is asked for last before, and first with the case.
    urls.sort(key=lambda url: "nhat-ky" in url)
    before = {url: body(client, url) for url in urls}
    try:
        with transaction.atomic():
            case = case_about(child, user, danger=True)
            owner = Member.objects.get(case=case).user
            for code in ("assess", "propose_emergency", "verify")[:1 + lot.randrange(3)]:
                actions.do(case, code, by=owner, values={"child_view": "em sợ"}, outcome="confirmed")
            actions.open_story(case, by=owner, reason="đánh giá")
            outbox.process()
            different = [url for url in reversed(urls) if body(client, url) != before[url]]
            # The comparison can fail: whoever owns the case does see it.
            assert Case.objects.open_to(owner).exists()
            raise Undo
    except Undo:
        outbox.process()
    assert different == []


def test_a_row_that_a_case_gave_rise_to_is_hidden_from_who_is_barred(user: Callable[[str], User],
                                                                     client_of: Callable[[str], Client]) -> None:
    child, officer, chairman = child_of(), user("child_officer"), user("chairman")
    as_kin(officer, child)
    case = case_about(child, user, received_at=dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC))
    for code in ("assess", "verify"):
        actions.do(case, code, by=chairman, outcome="confirmed")
    row = actions.record_row(case, by=chairman, kind="abuse", on=dt.date(2026, 11, 1))
    outbox.process()
    panel, listed = reverse("protection:panel", args=[child.pk]), reverse("indicators:measure", args=["9"]) + \
        "?danh-sach=counted"
    edit = reverse("protection:vu-viec-edit", args=[child.pk, row.incident_id])
    hers, his = client_of("child_officer"), client_of("chairman")
    assert "xâm hại" not in hers.get(panel).content.decode() and "xâm hại" in his.get(panel).content.decode()
    link = reverse("registry:child", args=[child.pk])
    seen = hers.get(listed).content.decode()
    assert link not in seen
    assert link in his.get(listed).content.decode()
    assert hers.get(edit).status_code == 404


def test_what_is_refuted_later_counts_no_more(user: Callable[[str], User]) -> None:
    child, officer = child_of(), user("child_officer")
    case = case_about(child, user)
    actions.do(case, "assess", by=officer)
    actions.do(case, "verify", by=officer, outcome="confirmed")
    row = actions.record_row(case, by=officer, kind="abuse")
    actions.do(case, "verify", by=officer, outcome="refuted")
    row.incident.refresh_from_db()
    assert row.incident.confirmed is False


# --- glass -----------------------------------------------------------------------------------------------------------

@pytest.fixture
def station(user: Callable[[str], User]) -> User:
    return user("health_worker")


def test_broken_glass_lets_in_for_an_hour_and_is_told(user: Callable[[str], User], station: User,
                                                      client_of: Callable[[str], Client],
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    case, client = case_about(child_of(), user), client_of("health_worker")
    door = reverse("protection:case", args=[case.code])
    assert client.get(door).status_code == 404
    wrong = client.post(reverse("protection:glass"), {"code": "BV-2026-AAAAA", "reason": "cấp cứu"})
    assert wrong.status_code == 422 and "Không có vụ việc nào" in wrong.content.decode()
    answer = client.post(reverse("protection:glass"), {"code": case.code.lower(), "reason": "em đang cấp cứu"})
    assert answer.url == door and "lời kể" in client.get(door).content.decode()
    for role, start in (("child_officer", "indicators:board"), ("inspector", "indicators:board")):
        assert f"Có người ngoài danh sách đã mở khẩn vụ việc {case.code}" in client_of(role).get(
            reverse(start)).content.decode(), role
    log = client_of("child_officer").get(reverse("protection:case-log", args=[case.code])).content.decode()
    assert "mở khẩn, không được giao" in log and "em đang cấp cứu" in log
    kept = client_of("inspector").get(reverse("protection:case-log", args=[case.code])).content.decode()
    assert "mở khẩn, không được giao" in kept and "em đang cấp cứu" not in kept
    later = clock.now() + dt.timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client_of("health_worker").get(door).status_code == 404


def test_a_barred_person_breaks_no_glass_and_is_answered_as_by_a_wrong_code(user: Callable[[str], User], station: User,
                                                                           client_of: Callable[[str], Client]) -> None:
    as_kin(station, child_of())
    case, client = case_about(child_of(), user), client_of("health_worker")

    def said(code: str) -> str:
        answer = client.post(reverse("protection:glass"), {"code": code, "reason": "cần biết"}).content.decode()
        return re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]+"', "", answer).replace(code, "")

    assert said(case.code) == said("BV-2026-AAAAA") and not Opening.objects.exists()


def test_every_reading_is_in_the_log_before_the_page_leaves(user: Callable[[str], User],
                                                            client_of: Callable[[str], Client]) -> None:
    from mangnon.core.models import AuditEvent

    case = case_about(child_of(), user)
    client_of("child_officer").get(reverse("protection:case", args=[case.code]))
    event = AuditEvent.objects.filter(what="protection.case").get()
    assert (event.record_id, event.verb, event.actor) == (case.code, "read", f"user:{user('child_officer').pk}")


def test_the_people_of_a_case_change_on_its_page(user: Callable[[str], User],
                                                 client_of: Callable[[str], Client]) -> None:
    case, client = case_about(child_of(), user), client_of("child_officer")
    door, police = reverse("protection:case-people", args=[case.code]), user("police")
    client.post(door, {"viec": "giao", "giao-user": str(police.pk), "giao-part": "helper"})
    assert client_of("police").get(reverse("protection:case", args=[case.code])).status_code == 200
    client.post(door, {"viec": "tranh", "tranh-user": str(police.pk), "tranh-why": "là chú của em"})
    assert client_of("police").get(reverse("protection:case", args=[case.code])).status_code == 404
    assert Assignment.objects.filter(user=police).exists()
