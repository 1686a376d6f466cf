"""A survey through its pages: by phone, on paper, one answer a code, and no count that tells of a few."""
from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mangnon.core import audit, sequence
from mangnon.core.models import AuditEvent
from mangnon.participation.models import Survey, SurveyCode
from mangnon.participation.survey import LETTERS
from mangnon.participation.survey_actions import open_survey

PHONE = "/tham-gia/phieu/"
SHUT = {"dong-dot": "1", "het-phieu": "1"}


@pytest.fixture
def survey(db: None) -> Survey:
    return open_survey(by="test", codes=8, year=2026, audience="children")


def codes(survey: Survey) -> list[SurveyCode]:
    return list(survey.codes.order_by("seq"))


def send(code: str, answers: str) -> Any:
    return Client().post(PHONE, {"ma": code, "gui": "1", **{f"cau-{n}": a for n, a in enumerate(answers, start=1)}})


def test_a_phone_answers_once_and_the_second_time_is_said(survey: Survey) -> None:
    code = codes(survey)[0].code
    page = Client().get(PHONE + f"?ma={code[:4].lower()} {code[4:]}").content.decode()
    assert page.count("<fieldset") == 5 and "Không ghi tên" in page and code in page
    assert "Cảm ơn" in send(code, "12131").content.decode()
    again = send(code, "33333")
    assert again.status_code == 422 and "Mã này đã trả lời ngày 23/11/2026" in again.content.decode()
    assert "lần này không đếm" in Client().get(PHONE + f"?ma={code}").content.decode()
    assert list(survey.codes.exclude(answers="").values_list("answers", flat=True)) == ["12131"]


def test_what_is_lacking_is_said_and_what_was_chosen_stays(client_of: Callable[[str], Any], survey: Survey) -> None:
    answer = Client().post(PHONE, {"ma": codes(survey)[0].code, "gui": "1", "cau-2": "3"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Còn câu chưa chọn" in page
    assert re.search(r'name="cau-2" value="3" checked', page) and not survey.codes.exclude(answers="").exists()
    assert "Không có mã này" in Client().get(PHONE + "?ma=SAIROI99").content.decode()
    client_of("child_officer").post(f"/tham-gia/khao-sat/{survey.pk}/", SHUT)
    assert "đã đóng" in send(codes(survey)[0].code, "11111").content.decode()
    assert not survey.codes.exclude(answers="").exists()


def test_paper_is_typed_back_line_by_line(client_of: Callable[[str], Any], survey: Survey) -> None:
    officer, rows = client_of("child_officer"), codes(survey)
    url = f"/tham-gia/khao-sat/{survey.pk}/"
    paper = officer.get(url + "phieu/").content.decode()
    assert all(row.code in paper for row in rows) and paper.count("<section") == 8
    send(rows[0].code, "11111")
    lines = [f"{rows[0].code} 2 2 2 2 2", f"{rows[1].code} 1 2 3 0 1", f"{rows[2].code} 12", "XXXXXXXX 11111"]
    answer = officer.post(url, {"dong": "\n".join(lines)})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Đã ghi 1 phiếu." in page
    assert "đã trả lời ngày 23/11/2026, không đếm lần hai" in page and "5 chữ số" in page
    assert "mã này không thuộc đợt này" in page
    kept = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[0]
    assert lines[2] in kept and lines[1] not in kept
    assert {r.code: r.answers for r in codes(survey) if r.answers} == {rows[0].code: "11111", rows[1].code: "12301"}


def test_a_few_answers_are_not_counted_out_loud(client_of: Callable[[str], Any], survey: Survey) -> None:
    officer, rows, url = client_of("child_officer"), codes(survey), f"/tham-gia/khao-sat/{survey.pk}/"
    for row in rows[:4]:
        send(row.code, "11111")
    officer.post(url, SHUT)
    assert "Dưới 5 người trả lời" in officer.get(url).content.decode()
    officer.post(url, SHUT)
    send(rows[4].code, "11111")
    send(rows[5].code, "13111")
    open_page = officer.get(url).content.decode()
    assert "Đóng đợt này rồi mới nêu kết quả" in open_page and "<caption>Câu trả lời" not in open_page
    officer.post(url, SHUT)
    page = officer.get(url).content.decode()
    table = page.partition("<caption>Câu trả lời</caption>")[2].partition("</table>")[0]
    lines = [re.findall(r'<td class="n">(.*?)</td>', part) for part in table.split("<tr>")[2:]]
    assert [re.sub("<[^>]+>", "", cell) for cell in lines[0]] == ["6", "0", "0", "0"]
    assert "1" not in [re.sub("<[^>]+>", "", cell) for cell in lines[1]]
    assert "ít quá, không nêu" in table and client_of("collaborator").get(url).status_code == 404


def test_paper_has_no_link_that_leads_nowhere(client_of: Callable[[str], Any], survey: Survey) -> None:
    officer, url = client_of("child_officer"), f"/tham-gia/khao-sat/{survey.pk}/phieu/"
    assert f"?ma={codes(survey)[0].code}" in officer.get(url).content.decode()
    for host in ("localhost:8000", "127.0.0.1:8000", "127.0.0.1", "[::1]:8000"):
        page = officer.get(url, headers={"host": host}).content.decode()
        assert codes(survey)[0].code in page and "?ma=" not in page and "trên riêng máy này" in page


def test_the_officer_opens_a_round(client_of: Callable[[str], Any], db: None) -> None:
    officer = client_of("child_officer")
    assert officer.post("/tham-gia/khao-sat/them/", {"year": "2026", "audience": "residents", "count": "900"}
                        ).status_code == 422
    page = officer.post("/tham-gia/khao-sat/them/", {"year": "2026", "audience": "residents", "count": "3"},
                        follow=True).content.decode()
    assert "0 trong 3 phiếu đã trả lời" in page and "Khảo sát người dân 2026" in page
    assert "Khảo sát hài lòng" in officer.get("/chi-tieu/1/").content.decode()


def test_three_hundred_codes_are_one_short_act(client_of: Callable[[str], Any],
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    officer = client_of("child_officer")
    taken = open_survey(by="test", codes=1, year=2026, audience="children").codes.get().code
    drawn = iter(taken + taken)
    real = secrets.choice
    # The first two codes drawn are one that another round has: nobody's code leads to two rounds.
    monkeypatch.setattr(secrets, "choice", lambda letters: next(drawn, None) or real(letters))
    audited = AuditEvent.objects.count()
    with CaptureQueriesContext(connection) as asked:
        answer = officer.post("/tham-gia/khao-sat/them/", {
            "year": "2026", "audience": "residents", "count": "300", "dau": str(uuid.uuid4())})
    assert answer.status_code == 302
    row = Survey.objects.get(audience="residents")
    rows = list(row.codes.values_list("code", "seq", "commune_id"))
    assert len({code for code, _seq, _owner in rows}) == 300 and taken not in {code for code, _seq, _owner in rows}
    assert len({seq for _code, seq, _owner in rows}) == 300 and {owner for *_, owner in rows} == {row.commune_id}
    assert all(re.fullmatch(f"[{LETTERS}]{{8}}", code) for code, *_ in rows)
    events = AuditEvent.objects.order_by("seq")[audited:]
    assert [(e.verb, e.what, e.record_id, e.fields) for e in events if "participation" in e.what][-1] == (
        "create", "participation.SurveyCode", str(row.pk), "rows=300")
    assert len(events) == 2 and len(asked) < 60 and audit.verify()["ok"]
    # What follows the sequence goes on behind the last of them.
    assert sequence.last() >= max(seq for _code, seq, _owner in rows)


def test_once_results_are_told_nothing_is_added(client_of: Callable[[str], Any], survey: Survey) -> None:
    officer, rows, url = client_of("child_officer"), codes(survey), f"/tham-gia/khao-sat/{survey.pk}/"
    for row in rows[:5]:
        send(row.code, "11111")
    page = officer.get(url).content.decode()
    assert "không thêm phiếu, không mở lại" in page and "Mở lại đợt này" not in page
    answer = officer.post(url, {"dong-dot": "1"})
    assert answer.status_code == 422 and "Hãy đánh dấu ô này trước khi đóng" in answer.content.decode()
    survey.refresh_from_db()
    assert survey.closed_on is None
    assert officer.post(url, SHUT).status_code == 302
    page = officer.get(url).content.decode()
    assert "<caption>Câu trả lời" in page and "không mở lại được" in page
    assert 'name="dong"' not in page and "dong-dot" not in page
    typed = officer.post(url, {"dong": f"{rows[5].code} 33333"})
    assert typed.status_code == 422 and "đợt này đã đóng, không thêm phiếu" in typed.content.decode()
    assert "đã đóng" in send(rows[6].code, "33333").content.decode()
    assert "không mở lại được" in officer.post(url, SHUT, follow=True).content.decode()
    survey.refresh_from_db()
    assert survey.closed_on is not None and survey.codes.exclude(answers="").count() == 5


def test_a_box_on_paper_keeps_its_words(client_of: Callable[[str], Any], survey: Survey) -> None:
    """A line never ends between the box and what it stands for."""
    page = client_of("child_officer").get(f"/tham-gia/khao-sat/{survey.pk}/phieu/").content.decode()
    boxes = re.findall(r'<span class="nowrap">☐ [^<]+ \([0-3]\)</span>', page)
    assert page.count("☐") == len(boxes) == 8 * 5 * 4
