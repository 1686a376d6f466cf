"""The public page: telling without an account, three words, a talk both ways, and nothing kept of who it was."""
from __future__ import annotations

import datetime as dt
import logging
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mangnon.core import clock, hooks
from mangnon.core.models import AuditEvent
from mangnon.core.sealed import unseal_values
from mangnon.places.models import Unit
from mangnon.protection.cases import actions as cases
from mangnon.protection.cases.models import Case, Report
from mangnon.protection.hearing import limits, words
from mangnon.protection.hearing.models import Message

pytestmark = pytest.mark.django_db
TELL, READ, LEAVE = "/bao-tin/", "/bao-tin/xem/", "/bao-tin/thoat/"
WHERE_FROM, MACHINE = "203.0.113.77", "MayThu/7.7 (may la)"
NONE_YET = "Chưa có lời trả lời"


@pytest.fixture(autouse=True)
def counted_anew() -> Iterator[None]:
    for limit in (limits.reports, limits.dangers, limits.guesses, limits.messages):
        limit.forget()
    yield


@pytest.fixture
def visitor() -> Client:
    """Somebody without an account, with an address and a machine that must stand nowhere."""
    return Client(REMOTE_ADDR=WHERE_FROM, headers={"user-agent": MACHINE}, enforce_csrf_checks=True)


def told(client: Client, **more: str) -> tuple[Any, str]:
    """(the answer, the three words as one would type them)."""
    answer = client.post(TELL, {"what": "Bạn ấy hay bị đánh", "trang": "a1b2c3d4e5f60718", **more})
    found = re.findall(r"<li>([^<]+)</li>", answer.content.decode().partition('class="three"')[2].partition("</ol>")[0])
    return answer, " ".join(found)


def page(client: Client, address: str, **sent: str) -> str:
    return str((client.post(address, sent) if sent else client.get(address)).content.decode())


def opened(client_of: Callable[[str], Client]) -> tuple[Client, str]:
    """The officer with the words of the one case open, and the case's code."""
    officer, code = client_of("child_officer"), Case.objects.get().code
    officer.post(reverse("protection:case-open", args=[code]), {"reason": "đọc lời kể"})
    return officer, code


def answered(officer: Client, code: str, text: str) -> Any:
    shown = page(officer, reverse("protection:case", args=[code]))
    hidden = dict(re.findall(r'name="(tin|ma)" value="([^"]+)"', shown))
    return officer.post(reverse("protection:case-answer", args=[code]), {**hidden, "text": text})


def test_the_words_are_many_enough_and_differ_without_their_marks() -> None:
    listed = words.words()
    assert len(listed) == 1089 and 3 * math.log2(len(listed)) > 30
    assert all(key.isascii() and key.isalpha() and 3 <= len(key) <= 14 for key in listed)
    for typed in ("con mèo cái ô mặt trời", "CON-MEO / cai o, MAT TROI", "conmeocaiomattroi",
                  "Con Mèo – Cái Ô – Mặt Trời"):
        assert words.read(typed) == ("con mèo", "cái ô", "mặt trời")
    for wrong in ("", "con mèo", "con mèo cái ô", "con mèo cái ô mặt trời mặt trăng", "con mèo cái ô xyz", "a" * 5000):
        assert words.read(wrong) == ()
    assert {words.drawn(n)[0] for n in range(1089)} == set(listed.values())


def test_one_word_is_enough_and_three_words_come_back_that_stand_nowhere(visitor: Client) -> None:
    assert page(visitor, TELL).index("113") < page(visitor, TELL).index("<form")
    answer, code = told(visitor, what="sợ")
    assert answer.status_code == 200 and len(words.read(code)) == 3
    report = Report.objects.get()
    assert (report.channel, report.filed_by, report.danger, report.case.state) == ("online", None, None, "received")
    assert unseal_values(report.told, row=report.pk, field="told") == {"what": "sợ"}
    assert report.thread and words.letters(code) not in report.thread


def test_every_box_is_kept_as_it_was_meant(visitor: Client) -> None:
    thon = Unit.objects.get(name="Thôn 3")
    told(visitor, danger="true", me="true", who="em lớp 4", unit=str(thon.pk), where="ở nhà", talk="false")
    report = Report.objects.get()
    assert (report.channel, report.danger, report.case.danger, report.case.unit) == ("child", True, True, thon)
    assert unseal_values(report.told, row=report.pk, field="told") == {
        "what": "Bạn ấy hay bị đánh", "who": "em lớp 4", "where": "ở nhà", "talk": "no"}


def test_an_empty_page_is_not_sent_and_a_strange_answer_is_taken_as_unknown(visitor: Client) -> None:
    answer = visitor.post(TELL, {"what": " \u200b\x00 ", "unit": "", "danger": ""})
    assert answer.status_code == 422 and "Hãy viết một từ" in answer.content.decode()
    assert told(visitor, unit="không phải mã", danger="có lẽ", me="7")[0].status_code == 200
    assert Report.objects.get().danger is None


def test_a_page_sent_twice_writes_once_and_shows_the_same_words(visitor: Client) -> None:
    assert told(visitor)[1] == told(visitor)[1]
    assert Report.objects.count() == 1
    other = told(visitor, trang="ffffffffffffffff0000")[1]
    assert other != told(visitor)[1] and Report.objects.count() == 2
    # Whoever reads a row's key somewhere cannot make its code of it.
    by_key = told(visitor, trang=str(Report.objects.all()[0].pk))[1]
    assert by_key not in (other, told(visitor)[1])


def test_a_sender_leaves_no_cookie_no_session_no_address_and_no_machine(visitor: Client, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        code = told(visitor)[1]
        for answer in (visitor.get(TELL), visitor.get(READ), visitor.post(READ, {"code": code}), visitor.get(LEAVE),
                       visitor.post(READ, {"code": code, "text": "thêm nữa"}), visitor.post(READ, {"code": "la"})):
            assert "no-store" in answer["Cache-Control"] and not answer.cookies
    assert not visitor.cookies and Session.objects.count() == 0
    everything = caplog.text
    for model in apps.get_models():
        everything += repr(list(model._default_manager.values()))
    for trace in (WHERE_FROM, MACHINE, "Bạn ấy hay bị đánh", "thêm nữa", code, words.letters(code)):
        assert trace not in everything.replace(words.letters("x"), ""), trace
    assert set(AuditEvent.objects.filter(what__in=("protection.Report", "protection.Case", "protection.Message")
                                         ).values_list("actor", flat=True)) == {"public"}


def test_somebody_signed_in_leaves_no_name_either(client_of: Callable[[str], Client]) -> None:
    told(client_of("collaborator"))
    assert Report.objects.get().filed_by is None
    assert AuditEvent.objects.get(what="protection.Report").actor == "public"


def test_a_visit_that_is_over_loses_nothing_of_what_was_typed(client_of: Callable[[str], Client],
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of("collaborator")
    page(client, "/viec-cua-toi/")
    before = Session.objects.get().session_data
    later = clock.now() + dt.timedelta(hours=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert told(client)[0].status_code == 200 and Report.objects.count() == 1
    assert Session.objects.get().session_data == before


def test_pages_say_nothing_of_themselves_outside(visitor: Client) -> None:
    for shown in (page(visitor, TELL), page(visitor, READ), told(visitor)[0].content.decode()):
        assert "<title>Trang thông tin</title>" in shown and "Măng Non" not in shown
        assert f'href="{LEAVE}"' in shown and 'href="tel:111"' in shown
    gone = visitor.get(LEAVE)
    assert gone.status_code == 302 and gone.url.startswith("https://www.google.com/search?q=th%E1%BB%9Di")
    assert gone["Clear-Site-Data"] == '"storage"'
    visitor.cookies["sessionid"] = "x"
    assert "Clear-Site-Data" not in visitor.get(LEAVE)


def test_sender_and_officer_talk_and_each_sees_that_the_other_read(visitor: Client,
                                                                   client_of: Callable[[str], Client]) -> None:
    code = told(visitor)[1]
    assert NONE_YET in page(visitor, READ, code=code)
    officer, case = opened(client_of)
    assert answered(officer, case, "Em có đang ở nhà không?").status_code == 302
    shown = page(visitor, READ, code=code.upper().replace(" ", "-"))
    assert "Em có đang ở nhà không?" in shown and NONE_YET not in shown
    assert "Bạn ấy hay bị đánh" not in shown
    assert "Cảm ơn em đã nói thêm" in page(visitor, READ, code=code, text="Em ở nhà bà", trang="0123456789abcdef")
    page(visitor, READ, code=code, text="Em ở nhà bà", trang="0123456789abcdef")
    assert list(Message.objects.values_list("from_sender", flat=True)) == [False, True]
    assert Message.objects.get(from_sender=False).read_at is not None
    assert Message.objects.get(from_sender=True).read_at is None
    sentence = f"Người báo tin vừa nhắn thêm: vụ việc {case}"
    assert sentence in page(client_of("child_officer"), "/tong-quan/")
    assert sentence not in page(client_of("collaborator"), "/viec-cua-toi/")
    officer = opened(client_of)[0]
    shown = page(officer, reverse("protection:case", args=[case]))
    assert "Em ở nhà bà" in shown and "đã đọc" in shown
    assert sentence not in page(officer, "/tong-quan/")


def test_the_talk_stands_on_the_page_only_while_the_words_are_open(visitor: Client, client_of: Callable[[str], Client],
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    code = told(visitor)[1]
    page(visitor, READ, code=code, text="Chuyện thứ hai")
    officer, case = opened(client_of)
    address = reverse("protection:case", args=[case])
    report = Report.objects.get()
    assert "Chuyện thứ hai" in page(officer, address)
    later = clock.now() + dt.timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "Chuyện thứ hai" not in page(officer, address) and "Trao đổi với người báo" not in page(officer, address)
    answer = officer.post(reverse("protection:case-answer", args=[case]), {"tin": report.pk, "text": "Chữ dài đã gõ"})
    assert answer.status_code == 422 and "Chữ dài đã gõ" in answer.content.decode()
    assert Message.objects.filter(from_sender=False).count() == 0


def test_who_does_not_own_the_case_cannot_answer(visitor: Client, client_of: Callable[[str], Client]) -> None:
    told(visitor)
    case, report = Case.objects.get(), Report.objects.get()
    address = reverse("protection:case-answer", args=[case.code])
    for role in ("collaborator", "teacher", "police", "chairman", "inspector", "administrator"):
        assert client_of(role).post(address, {"tin": report.pk, "text": "x"}).status_code == 404, role
    assert Message.objects.count() == 0


def test_a_wrong_code_is_answered_like_one_without_an_answer(visitor: Client) -> None:
    right, wrong = told(visitor)[1], "con mèo cái ô mặt trời"

    def seen(code: str) -> tuple[str, int, int]:
        with CaptureQueriesContext(connection) as found:
            answer = visitor.post(READ, {"code": code})
        text = answer.content.decode().replace(code, "").replace(", ".join(words.read(code)), "")
        return re.sub(r'name="trang" value="\w+"', "", text), answer.status_code, len(found)

    assert seen(right) == seen(wrong)
    assert seen(right)[1:] == (200, 2)


def test_words_under_a_code_that_nobody_has_are_a_report_of_their_own(visitor: Client,
                                                                      client_of: Callable[[str], Client]) -> None:
    wrong = "con mèo cái ô mặt trời"
    assert "Cảm ơn em đã nói thêm" in page(visitor, READ, code=wrong, text="Em gõ nhầm mã")
    report = Report.objects.get()
    assert unseal_values(report.told, row=report.pk, field="told") == {"what": "Em gõ nhầm mã"}
    officer, case = opened(client_of)
    answered(officer, case, "Chúng tôi đã đọc.")
    assert "Chúng tôi đã đọc." in page(visitor, READ, code=wrong)


def test_a_closed_case_still_hears(visitor: Client, client_of: Callable[[str], Client], user: Callable[[str], Any]
                                   ) -> None:
    code = told(visitor)[1]
    officer = user("child_officer")
    cases.do(Case.objects.get(), "assess", by=officer)
    case = cases.do(Case.objects.get(), "unfounded", by=officer, reason="thử").case
    assert Case.objects.get().state == "closed"
    assert "Cảm ơn em đã nói thêm" in page(visitor, READ, code=code, text="Lại xảy ra rồi")
    assert any(case.code in words_ for source in hooks.urgent for words_, _url in source(officer))
    assert answered(*opened(client_of), "Chúng tôi xem ngay.").status_code == 302
    assert "Chúng tôi xem ngay." in page(visitor, READ, code=code)


def test_a_flood_is_slowed_and_what_was_typed_stays(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    start = dt.datetime(2026, 11, 23, 3, 5, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: start)
    for n in range(5):
        assert told(visitor, trang=f"{n:016}")[0].status_code == 200
    sixth = told(visitor, trang="9" * 16)[0]
    shown = sixth.content.decode()
    assert sixth.status_code == 429 and sixth["Retry-After"] == "600" and Report.objects.count() == 5
    assert "Bạn ấy hay bị đánh" in shown and shown.index('href="tel:113"') < shown.index("Đang có nhiều tin")
    assert "9" * 16 in shown
    # Somebody else, somebody in danger, and the same one later are heard.
    assert told(Client(REMOTE_ADDR="198.51.100.9"), trang="8" * 16)[0].status_code == 200
    assert told(visitor, trang="7" * 16, danger="true")[0].status_code == 200
    monkeypatch.setattr(clock, "now", lambda: start + dt.timedelta(minutes=10, seconds=1))
    assert told(visitor, trang="9" * 16)[0].status_code == 200


def test_codes_cannot_be_tried_for_long(visitor: Client) -> None:
    code = told(visitor)[1]
    for n in range(30):
        assert visitor.post(READ, {"code": " ".join(words.drawn(10**9 + n * 7919))}).status_code == 200
    for tried in ("con mèo cái ô mặt trời", code):
        answer = visitor.post(READ, {"code": tried, "text": "chữ đã gõ"})
        assert answer.status_code == 429 and "chữ đã gõ" in answer.content.decode()
        assert 'href="tel:111"' in answer.content.decode()
    assert Client(REMOTE_ADDR="198.51.100.9").post(READ, {"code": code}).status_code == 200


def test_what_is_counted_keeps_no_address_and_is_forgotten_with_the_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    start = dt.datetime(2026, 11, 23, 3, 5, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: start)
    limit = limits.Limit(each=2, whole=5, span=600)
    for _n in range(2):
        limit.count(WHERE_FROM)
    assert limit.reached(WHERE_FROM) and not limit.reached("198.51.100.9")
    assert WHERE_FROM not in repr(vars(limit)) and all(len(mark) == 16 for mark in limit._of)
    salt = limit._salt
    monkeypatch.setattr(clock, "now", lambda: start + dt.timedelta(minutes=55))
    assert not limit.reached(WHERE_FROM) and limit._salt != salt and not limit._of
    for _n in range(5):
        limit.count("127.0.0.1")
    assert limit.reached("127.0.0.1") and limit.reached("198.51.100.9")


def test_another_sites_form_is_shown_again_to_be_sent_by_hand(visitor: Client) -> None:
    answer = visitor.post(TELL, {"what": "chữ của ai khác"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 422 and "chữ của ai khác" in answer.content.decode() and not Report.objects.exists()


def test_the_sign_in_page_leads_there_and_the_officer_prints_a_notice(client_of: Callable[[str], Client],
                                                                      settings: Any) -> None:
    assert f'<a href="{TELL}">Báo tin trẻ bị hại, không cần tài khoản</a>' in page(
        Client(), reverse("account_login"))
    officer = client_of("child_officer")
    assert reverse("protection:notice") in page(officer, reverse("protection:cases"))
    settings.ALLOWED_HOSTS = ["localhost"]
    shown = officer.get(reverse("protection:notice"), headers={"host": "localhost:8000"}).content.decode()
    assert "không có mã để quét" in shown and "<path class=\"qrline\"" not in shown
    settings.ALLOWED_HOSTS = ["localhost", "xa.example"]
    shown = officer.get(reverse("protection:notice"), headers={"host": "xa.example:8000"}).content.decode()
    assert "http://xa.example:8000/bao-tin/" in shown and "class=\"qrline\"" in shown
    shown = officer.get(reverse("protection:notice"), headers={"host": "localhost:8000"}).content.decode()
    assert "http://xa.example:8000/bao-tin/" in shown
