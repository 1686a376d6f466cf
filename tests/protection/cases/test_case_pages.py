"""A case from the first word to its closing, through the pages of those who take part."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.core import clock
from mangnon.core.clock import VIETNAM
from mangnon.protection.cases.models import Case, Opening, Report
from mangnon.registry.models import Child

pytestmark = pytest.mark.django_db
NIGHT = dt.datetime(2026, 11, 22, 21, 40, tzinfo=VIETNAM)


class Clock:
    """The program's hour, moved by the test."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.at = NIGHT
        patch.setattr(clock, "now", lambda: self.at)
        patch.setattr(clock, "today", lambda: self.at.astimezone(VIETNAM).date())

    def to(self, text: str) -> None:
        self.at = dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def tell(client: Client, **more: str) -> Any:
    return client.post(reverse("protection:report"), {
        "danger": "true", "what": "Nghe tiếng khóc, thấy vết bầm trên tay", "who": "bé gái khoảng 9 tuổi",
        "suspect": "ông Trịnh Văn Thử 0987 654 321", "reporter": "Bà Hoa Thử", "phone": "0912000111",
        "channel": "collaborator", **more})


def act(client: Client, code: str, slug: str, **more: str) -> Any:
    answer = client.post(reverse("protection:case-act", args=[code, slug]), more)
    assert answer.status_code == 302, answer.content.decode()
    return answer


class People:
    """Each signs in anew for what she does: a visit ends by itself after a while."""

    def __init__(self, client_of: Callable[[str], Client]) -> None:
        self._of = client_of

    def __getattr__(self, role: str) -> Client:
        return self._of(role)


def page(client: Client, code: str) -> str:
    return client.get(reverse("protection:case", args=[code])).content.decode()


def test_a_collaborator_reports_in_a_minute_and_reads_nothing_back(client_of: Callable[[str], Client], hour: Clock
                                                                   ) -> None:
    client = client_of("collaborator")
    answer = tell(client)
    assert answer.status_code == 302 and answer.url == reverse("protection:report-done")
    assert "Đã nhận tin" in client.get(answer.url).content.decode()
    case = Case.objects.get()
    assert case.received_at == NIGHT and case.danger is True and case.state == "received"
    for door in (reverse("protection:cases"), reverse("protection:case", args=[case.code])):
        assert client.get(door).status_code == 404


def test_the_officer_sees_the_hours_and_not_the_words_until_she_says_why(client_of: Callable[[str], Client],
                                                                        hour: Clock) -> None:
    tell(client_of("collaborator"))
    code = Case.objects.get().code
    hour.to("2026-11-23T07:55")
    officer = client_of("child_officer")
    seen = page(officer, code)
    assert "Quyết định biện pháp khẩn cấp" in seen and "09 giờ 40" in seen and "vết bầm" not in seen
    assert "quá 6 giờ 15 phút" in seen
    refused = officer.post(reverse("protection:case-open", args=[code]), {"reason": ""})
    assert refused.status_code == 422 and "Hãy điền" in refused.content.decode()
    officer.post(reverse("protection:case-open", args=[code]), {"reason": "đánh giá ban đầu"})
    seen = page(officer, code)
    assert "vết bầm trên tay" in seen and "0987 654 321" in seen and "Bà Hoa Thử" in seen
    hour.to("2026-11-23T08:11")
    assert "vết bầm" not in page(officer, code)
    assert Opening.objects.get().until == dt.datetime(2026, 11, 23, 8, 10, tzinfo=VIETNAM)


def test_from_the_first_word_to_a_closed_case(client_of: Callable[[str], Client], hour: Clock) -> None:
    tell(client_of("collaborator"))
    code, who = Case.objects.get().code, People(client_of)
    hour.to("2026-11-23T06:30")
    act(who.child_officer, code, "danh-gia", harm_body="cao", harm_body_note="Vết bầm cũ và mới")
    act(who.child_officer, code, "trinh-khan-cap")
    start = who.chairman.get("/", follow=True).content.decode()
    assert f"Chờ bạn ký biện pháp khẩn cấp: vụ việc {code}" in start
    assert who.child_officer.get(reverse("protection:case-act", args=[code, "ky-khan-cap"])).status_code == 404
    act(who.chairman, code, "ky-khan-cap")
    hour.to("2026-11-25T14:00")
    act(who.child_officer, code, "xac-minh")
    act(who.child_officer, code, "ke-hoach")
    act(who.chairman, code, "tra-ke-hoach", reason="Thiếu ý kiến của em")
    act(who.child_officer, code, "ke-hoach")
    act(who.chairman, code, "duyet")
    case = Case.objects.get()
    assert (case.state, case.emergency) == ("running", "ordered")
    hour.to("2026-12-20T09:00")
    act(who.child_officer, code, "ra-soat")
    assert who.child_officer.get(reverse("protection:case-act", args=[code, "dong"])).status_code == 404
    act(who.child_officer, code, "het-khan-cap", reason="Em đã an toàn ở nhà bà ngoại")
    act(who.child_officer, code, "dong", reason="Không còn nguy cơ")
    case.refresh_from_db()
    assert case.state == "closed" and case.closed_at == hour.at
    officer = who.child_officer
    officer.post(reverse("protection:case-open", args=[code]), {"reason": "xem lại"})
    step = case.steps.get(act="return_plan")
    assert "Thiếu ý kiến của em" in officer.get(reverse("protection:case-step", args=[code, step.pk])).content.decode()


def test_a_form_is_filled_in_further_and_keeps_what_stood(client_of: Callable[[str], Client], hour: Clock) -> None:
    tell(client_of("collaborator"))
    code, officer = Case.objects.get().code, client_of("child_officer")
    act(officer, code, "danh-gia", harm_body="cao", harm_body_note="Vết bầm")
    step = Case.objects.get().steps.get(act="assess")
    door = reverse("protection:case-step", args=[code, step.pk])
    assert officer.get(door).status_code == 302  # the words are still sealed
    officer.post(reverse("protection:case-open", args=[code]), {"reason": "ghi thêm"})
    assert "Vết bầm" in officer.get(door).content.decode()
    officer.post(door, {"harm_body": "cao", "harm_body_note": "Vết bầm", "harm_mind": "trung_binh"})
    said = officer.get(door).content.decode()
    mind = said.split('name="harm_mind"')[1].split("</select>")[0]
    assert "Vết bầm" in said and '<option value="trung_binh" selected>' in mind
    assert len(step.body) < len(Case.objects.get().steps.get(act="assess").body)


def test_a_form_sent_twice_is_one_step(client_of: Callable[[str], Client], hour: Clock) -> None:
    tell(client_of("collaborator"), ma="0f0e1c7a-6a53-4f5b-9a34-0d6c8d1f1a11")
    tell(client_of("collaborator"), ma="0f0e1c7a-6a53-4f5b-9a34-0d6c8d1f1a11")
    assert Report.objects.count() == 1
    code, officer = Case.objects.get().code, client_of("child_officer")
    for _time in range(2):
        act(officer, code, "danh-gia", ma="1f0e1c7a-6a53-4f5b-9a34-0d6c8d1f1a11")
    assert Case.objects.get().steps.count() == 1


def test_an_empty_report_is_asked_for_one_word_and_a_danger_alone_is_enough(client_of: Callable[[str], Client],
                                                                            hour: Clock) -> None:
    client = client_of("teacher")
    empty = client.post(reverse("protection:report"), {"channel": "school"})
    assert empty.status_code == 422 and "ít nhất một điều" in empty.content.decode()
    assert client.post(reverse("protection:report"), {"channel": "school", "danger": "true"}).status_code == 302
    assert Case.objects.get().danger is True


def test_an_hour_that_has_not_come_is_asked_about_and_loses_nothing(client_of: Callable[[str], Client],
                                                                    hour: Clock) -> None:
    answer = tell(client_of("police"), channel="police", hour="23:50")
    assert answer.status_code == 422
    assert "còn chưa tới" in answer.content.decode() and "vết bầm trên tay" in answer.content.decode()
    assert tell(client_of("police"), channel="police", day="21/11/2026", hour="9h05").status_code == 302
    assert Case.objects.get().received_at == dt.datetime(2026, 11, 21, 9, 5, tzinfo=VIETNAM)


def test_the_story_stands_nowhere_in_the_database(client_of: Callable[[str], Client], hour: Clock) -> None:
    from django.core import serializers

    from mangnon.core.models import AuditEvent, Outbox
    from mangnon.protection.cases import models as rows
    from mangnon.protection.models import Revision

    tell(client_of("collaborator"))
    code, officer = Case.objects.get().code, client_of("child_officer")
    act(officer, code, "danh-gia", harm_body_note="Dấu hiệu Xyzzyva")
    officer.post(reverse("protection:case-open", args=[code]), {"reason": "lý do Quagga"})
    act(officer, code, "khong-can-khan-cap", reason="vì Okapi")
    everything = "".join(serializers.serialize("json", model.objects.all(), ensure_ascii=False) for model in (
        rows.Case, rows.Report, rows.Step, rows.Opening, rows.Member, Revision, AuditEvent, Outbox))
    for word in ("bầm", "khoảng 9 tuổi", "Trịnh Văn Thử", "0987 654", "987654321", "Hoa Thử", "0912000111", "Xyzzyva",
                 "Quagga", "Okapi"):
        assert word not in everything, word
    assert code in everything


def test_the_child_is_chosen_without_a_name_in_an_address(client_of: Callable[[str], Client], hour: Clock) -> None:
    tell(client_of("collaborator"))
    code, officer = Case.objects.get().code, client_of("child_officer")
    child = Child.objects.filter(died_on=None).order_by("pk")[0]
    door = reverse("protection:case-child", args=[code])
    assert str(child) in officer.post(door, {"tim": child.full_name}).content.decode()
    officer.post(door, {"tre": str(child.pk)})
    assert Case.objects.get().child == child
    assert child.full_name not in page(officer, code)


def test_two_reports_of_one_matter_become_one_case(client_of: Callable[[str], Client], hour: Clock) -> None:
    for _time in range(2):
        tell(client_of("collaborator"))
    first, second = Case.objects.order_by("seq").values_list("code", flat=True)
    officer, door = client_of("child_officer"), reverse("protection:case-join", args=[second])
    wrong = officer.post(door, {"code": "BV-2026-AAAAA"})
    assert wrong.status_code == 422 and "Không có vụ việc đang mở" in wrong.content.decode()
    assert officer.post(door, {"code": second}).status_code == 422
    assert officer.post(door, {"code": f" {first.lower()} "}).url == reverse("protection:case", args=[first])
    assert Case.objects.get(code=first).reports.count() == 2 and Case.objects.get(code=second).state == "closed"
