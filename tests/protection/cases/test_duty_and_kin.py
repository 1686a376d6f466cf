"""Who signs at night, to the minute; and who is kept out because of what she said of her family and number."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.core import clock, outbox, records
from mangnon.core.clock import VIETNAM
from mangnon.core.models import AuditEvent
from mangnon.protection.cases import actions, kinship
from mangnon.protection.cases.models import Barred, Case, Duty, Kin, Member
from mangnon.registry.models import Carer, Child, Household, HouseholdMember, Residence

pytestmark = pytest.mark.django_db
EVENING = dt.datetime(2026, 11, 23, 16, 0, tzinfo=VIETNAM)


class Hour:
    at = EVENING

    def to(self, text: str) -> None:
        self.at = dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    made = Hour()
    monkeypatch.setattr(clock, "now", lambda: made.at)
    monkeypatch.setattr(clock, "today", lambda: made.at.astimezone(VIETNAM).date())
    return made


def told(user: Callable[[str], User], **more: Any) -> Case:
    return actions.file_report(by=user("teacher"), channel="school", told={"what": "lời kể"}, **more).case


def shift(client: Client, who: User, **more: str) -> Any:
    return client.post(reverse("protection:duty"), {
        "viec": "them", "user": str(who.pk), "from_day": "23/11/2026", "from_hour": "17:00", "to_day": "24/11/2026",
        "to_hour": "7:30", "decision": "12/QĐ-UBND", **more})


@pytest.mark.parametrize(("moment", "reads"), [
    ("2026-11-23T16:59:59", 404), ("2026-11-23T17:00:00", 200), ("2026-11-24T07:29:59", 200),
    ("2026-11-24T07:30:00", 404)])
def test_the_one_on_duty_reads_and_signs_within_the_hours_only(
        moment: str, reads: int, user: Callable[[str], User], client_of: Callable[[str], Client], hour: Hour) -> None:
    case, police = told(user), user("police")
    actions.do(case, "propose_emergency", by=user("child_officer"))
    assert shift(client_of("chairman"), police).status_code == 302
    hour.to(moment)
    client = client_of("police")
    assert client.get(reverse("protection:case", args=[case.code])).status_code == reads
    answer = client.post(reverse("protection:case-act", args=[case.code, "ky-khan-cap"]))
    case.refresh_from_db()
    assert (answer.status_code, case.emergency) == ((302, "ordered") if reads == 200 else (404, "proposed"))


def test_the_case_says_who_is_on_duty_and_until_when(user: Callable[[str], User], client_of: Callable[[str], Client],
                                                     hour: Hour) -> None:
    case, police = told(user), user("police")
    shift(client_of("chairman"), police)
    door = reverse("protection:case", args=[case.code])
    assert "Đang trực ký" not in client_of("child_officer").get(door).content.decode()
    hour.to("2026-11-23T21:00")
    page = client_of("child_officer").get(door).content.decode()
    assert "Đang trực ký" in page and f"{police}, đến 24/11, 07 giờ 30" in page
    # Whoever must not know of the case is not named as its signer.
    records.create(Barred, by="test", case=case, user=police)
    assert "Đang trực ký" not in client_of("child_officer").get(door).content.decode()
    assert client_of("police").get(door).status_code == 404


def test_a_shift_is_ended_at_once_or_dropped_before_it_begins(user: Callable[[str], User],
                                                              client_of: Callable[[str], Client], hour: Hour) -> None:
    case, police, door = told(user), user("police"), reverse("protection:duty")
    shift(client_of("chairman"), police)
    client_of("chairman").post(door, {"viec": "het", "ca": str(Duty.objects.get().pk)})
    assert not Duty.objects.exists()
    shift(client_of("chairman"), police)
    hour.to("2026-11-23T20:00")
    assert f"Đang trực ký: {police}" in client_of("chairman").get(door).content.decode()
    client_of("chairman").post(door, {"viec": "het", "ca": str(Duty.objects.get().pk)})
    assert Duty.objects.get().to_at == hour.at
    assert not Case.objects.open_to(User.objects.get(pk=police.pk)).exists() and case.is_open


@pytest.mark.parametrize(("more", "words"), [
    ({"to_day": "23/11/2026", "to_hour": "17:00"}, "trước lúc bắt đầu"),
    ({"from_day": "21/11/2026", "to_day": "22/11/2026"}, "đã qua"),
    ({"from_hour": "25:00"}, "không đọc được là giờ"), ({"to_day": ""}, "Hãy")])
def test_a_shift_that_cannot_be_is_asked_about(more: dict[str, str], words: str, user: Callable[[str], User],
                                               client_of: Callable[[str], Client], hour: Hour) -> None:
    answer = shift(client_of("chairman"), user("police"), **more)
    assert answer.status_code == 422 and words in answer.content.decode() and not Duty.objects.exists()


def test_two_shifts_of_one_person_do_not_lie_over_each_other(user: Callable[[str], User],
                                                             client_of: Callable[[str], Client], hour: Hour) -> None:
    shift(client_of("chairman"), user("police"))
    assert "đã có ca trực" in shift(client_of("chairman"), user("police"), from_hour="19:00").content.decode()
    assert shift(client_of("chairman"), user("justice"), from_hour="19:00").status_code == 302


# --- family ----------------------------------------------------------------------------------------------------------

def test_one_names_ones_own_family_by_a_form_and_is_out(user: Callable[[str], User],
                                                        client_of: Callable[[str], Client]) -> None:
    child = Child.objects.filter(died_on=None).order_by("pk")[0]
    case, officer = told(user, child=child), client_of("child_officer")
    door, before = reverse("protection:kin"), AuditEvent.objects.order_by("-seq")[0].seq
    assert str(child) in officer.post(door, {"tim": child.full_name}).content.decode()
    assert officer.post(door, {"viec": "tre", "tre": str(child.pk)}).status_code == 302
    assert not Case.objects.open_to(user("child_officer")).exists()
    assert Member.objects.get(case=case, part="owner", user=user("chairman"))
    # Her own lines of the trail say what she did, not what followed from it.
    mine = AuditEvent.objects.filter(seq__gt=before, actor=f"user:{user('child_officer').pk}")
    assert {e.what for e in mine} == {"protection.kin", "protection.Kin"}


def test_who_sees_no_children_names_none_and_the_officer_does(user: Callable[[str], User],
                                                              client_of: Callable[[str], Client]) -> None:
    child = Child.objects.filter(died_on=None).order_by("pk")[0]
    finance, door = client_of("finance"), reverse("protection:kin")
    assert child.full_name not in finance.post(door, {"tim": child.full_name}).content.decode().replace(
        f'value="{child.full_name}"', "")
    assert finance.post(door, {"viec": "tre", "tre": str(child.pk)}).status_code == 404
    colleagues, who = reverse("protection:kin-colleagues"), {"nguoi": str(user("finance").pk)}
    officer = client_of("child_officer")
    assert str(child.pk) in officer.post(colleagues, {**who, "tim": child.full_name}).content.decode()
    officer.post(colleagues, {**who, "viec": "tre", "tre": str(child.pk)})
    assert Kin.objects.get().user == user("finance")
    page = finance.get(door).content.decode()
    assert "1 em khác" in page and child.full_name not in page
    assert client_of("administrator").get(colleagues).status_code == 404
    officer.post(colleagues, {"viec": "go", "dong": str(Kin.objects.get().pk)})
    assert not Kin.objects.exists()


def test_nobody_takes_her_own_family_back(user: Callable[[str], User], client_of: Callable[[str], Client]) -> None:
    child = Child.objects.order_by("pk")[0]
    kin = records.create(Kin, by="test", user=user("child_officer"), child=child)
    answer = client_of("child_officer").post(reverse("protection:kin-colleagues"), {"viec": "go", "dong": str(kin.pk)})
    assert answer.status_code == 404 and Kin.objects.exists()
    with pytest.raises(PermissionError):
        kinship.unname_kin(kin, by=user("child_officer"))


def test_the_number_is_kept_as_a_mark_and_never_shown(user: Callable[[str], User],
                                                      client_of: Callable[[str], Client]) -> None:
    officer, door = client_of("child_officer"), reverse("protection:kin")
    case = told(user, suspect={"words": "căn cước 038 080 001 234"})
    assert Case.objects.open_to(user("child_officer")).exists()
    assert officer.post(door, {"viec": "so", "number": "038080"}).status_code == 422
    officer.post(door, {"viec": "so", "number": "038 080 001 234"})
    assert not Case.objects.open_to(user("child_officer")).exists()
    page = officer.get(door).content.decode()
    assert "Số định danh: đã ghi" in page and "038080001234" not in page and "038 080" not in page
    everything = "".join(serializers.serialize("json", model.objects.all()) for model in (User, AuditEvent, Case))
    assert "038080001234" not in everything and "001234" not in everything
    # Taken back, the number goes, and what it kept from her stays kept.
    officer.post(door, {"viec": "bo-so"})
    assert user("child_officer").personal_mark == ""
    assert not Case.objects.open_to(user("child_officer")).exists()
    assert Member.objects.filter(case=case, user=user("chairman"), part="owner").exists()


def test_a_new_carer_or_household_is_followed(user: Callable[[str], User]) -> None:
    first, second, third = Child.objects.filter(died_on=None).order_by("pk")[:3]
    by_phone, by_home = told(user, child=first), told(user, child=second)
    officer = user("child_officer")
    User.objects.filter(pk=officer.pk).update(phone="0912 000 111")
    records.create(Carer, by="test", child=first, full_name="Người Thử", relation="mother", phone="+84912000111")
    outbox.process()
    assert Member.objects.filter(case=by_phone, user=user("chairman"), part="owner").exists()
    records.create(Kin, by="test", user=officer, child=third)
    home = records.create(Household, by="test", unit=Residence.objects.filter(child=second)[0].unit, head_name="Hộ Thử")
    for child in (third, second):
        records.create(HouseholdMember, by="test", household=home, child=child, from_on=dt.date(2026, 11, 1))
    outbox.process()
    assert Member.objects.filter(case=by_home, user=user("chairman"), part="owner").exists()


def test_a_change_that_concerns_no_case_costs_one_query_at_most(
        user: Callable[[str], User], django_assert_num_queries: Callable[[int], Any]) -> None:
    from mangnon.core.models import Outbox

    told(user)
    child = Child.objects.order_by("pk")[0]
    with django_assert_num_queries(1):
        kinship.follow([Outbox(what="registry.Carer", subject=child.pk)])
    with django_assert_num_queries(0):
        kinship.follow([Outbox(what="health.Measurement", subject=child.pk)])
