"""The mock score through its page: unknown is not nought, figures offer points, nothing is declared by itself."""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mangnon.plan.child_friendly import criteria_on, mock_of
from mangnon.plan.models import CriterionScore, Declared, Evidence
from tests.conftest import TODAY

URL = "/cham-thu/2026/"


@pytest.fixture(autouse=True)
def nothing_scored(db: None) -> None:
    CriterionScore.objects.all().delete()
    Evidence.objects.all().delete()
    Declared.objects.filter(measure="1", year=2026).delete()


def test_there_are_thirteen_criteria_and_three_bars_and_nothing_is_called_verified() -> None:
    found = criteria_on(TODAY)
    assert [c.number for c in found.criteria] == list(range(1, 14)) and not found.verified
    assert [bar for _vi, _en, bar in found.bars] == [850, 900, 800]
    assert {c.number: c.most for c in found.criteria if c.most} == {1: 100, 6: 125, 7: 50}


@pytest.mark.parametrize(("points", "total", "state"), [
    (dict.fromkeys(range(1, 14), 70), 910, "met"), (dict.fromkeys(range(1, 14), 65), 845, "not_met"),
    ({**dict.fromkeys(range(1, 14), 75), 4: 0}, 900, "not_met"),
    ({**dict.fromkeys(range(1, 13), 80)}, 960, "open"), ({}, 0, "open")])
def test_a_score_against_a_bar(points: dict[int, int], total: int, state: str) -> None:
    found = mock_of(criteria_on(TODAY), points)
    assert (found.total, found.state(850)) == (total, state)


def test_points_are_typed_and_a_wrong_one_waits(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    answer = officer.post(URL, {"diem-1": "90", "diem-2": "chín mươi", "diem-7": "51", "diem-4": "0"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="chín mươi"' in page and "Điểm là một số từ 0 đến 50" in page
    assert dict(CriterionScore.objects.values_list("criterion", "points")) == {1: 90, 4: 0}
    assert officer.post(URL, {"diem-2": "²"}).status_code == 422
    page = officer.get(URL).content.decode()
    assert "90 điểm, còn 11 tiêu chí chưa chấm" in page and "Đang 0 điểm: tiêu chí 4." in page
    assert "có tiêu chí 0 điểm" in page and "chưa đối chiếu với bản gốc" in page
    officer.post(URL, {"diem-4": ""})
    assert CriterionScore.objects.get(criterion=4).points is None
    assert "còn 12 tiêu chí" in officer.get(URL).content.decode()
    assert client_of("chairman").post(URL, {"diem-1": "10"}).status_code == 404
    assert 'name="diem-1"' not in client_of("chairman").get(URL).content.decode()


def test_two_people_at_one_score(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    officer.post(URL, {"diem-1": "90"})
    stamps = dict(re.findall(r'name="(dau-\d+)" value="(\d*)"', officer.get(URL).content.decode()))
    assert len(stamps) == 13
    officer.post(URL, stamps | {"diem-1": "80"})
    answer = officer.post(URL, stamps | {"diem-1": "70", "diem-4": "60"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "điểm: 80. Xem lại" in page and 'value="70"' in page
    assert dict(CriterionScore.objects.values_list("criterion", "points")) == {1: 80, 4: 60}
    fresh = dict(re.findall(r'name="(dau-\d+)" value="(\d*)"', page))
    assert officer.post(URL, fresh | {"diem-1": "70", "diem-4": "60"}).status_code == 302
    assert CriterionScore.objects.get(criterion=1).points == 70


def test_a_box_that_nobody_touched_takes_nothing_back(client_of: Callable[[str], Any]) -> None:
    """One page sends all thirteen: those it was drawn with stand as somebody else has scored them since."""
    officer = client_of("child_officer")
    officer.post(URL, {"diem-1": "90"})
    stamps = dict(re.findall(r'name="(dau-\d+)" value="(\d*)"', officer.get(URL).content.decode()))
    officer.post(URL, stamps | {"diem-1": "80", "diem-2": "40"})
    assert officer.post(URL, stamps | {"diem-1": "90", "diem-2": "", "diem-4": "60"}).status_code == 302
    assert dict(CriterionScore.objects.values_list("criterion", "points")) == {1: 80, 2: 40, 4: 60}


def test_a_figure_that_reaches_its_bar_offers_its_points(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    line = officer.get("/chi-tieu/5a/?nam=2026").content.decode()
    counted, whole = map(int, re.findall(r'<p class="figure">(\d+)/(\d+)', line)[0])
    page = officer.get(URL).content.decode()
    assert f"dòng</a> 5a: {counted}/{whole}" in page.replace(" 5a</a>:", "</a> 5a:")
    assert ("Lấy 50 từ sổ" in re.findall(r'name="diem-7".*?</td>', page, re.S)[0]) == (100 * counted >= 98 * whole)


def test_points_taken_from_the_register_say_so(client_of: Callable[[str], Any], monkeypatch: Any) -> None:
    from mangnon.indicators import scorecard_views

    monkeypatch.setattr(scorecard_views, "_offered", lambda one, figures: 50 if one.number == 7 else None)
    officer = client_of("child_officer")
    officer.post(URL, {"lay": "7", "diem-7": ""})
    row = CriterionScore.objects.get(criterion=7)
    assert (row.points, row.from_register) == (50, True) and "lấy từ sổ" in officer.get(URL).content.decode()
    officer.post(URL, {"lay": "8", "diem-7": "40"})
    row.refresh_from_db()
    assert (row.points, row.from_register) == (40, False)


def test_evidence_is_kept_served_and_taken_out(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    bad = officer.post(URL + "1/", {"title": "Quyết định", "file": SimpleUploadedFile("a.pdf", b"MZ")})
    assert bad.status_code == 422 and 'value="Quyết định"' in bad.content.decode()
    officer.post(URL + "1/", {"title": "Quyết định", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 thu")})
    row = Evidence.objects.get()
    sent = client_of("inspector").get(f"/minh-chung/{row.pk}/")
    assert b"".join(sent.streaming_content) == b"%PDF-1.7 thu" and sent["Content-Type"] == "application/pdf"
    page = officer.get(URL).content.decode()
    assert "Quyết định" in page and "Chưa có minh chứng: tiêu chí 2, 3" in page
    assert client_of("health_worker").post(f"/minh-chung/{row.pk}/go/").status_code == 404
    points, buttons = page.partition('<form method="post" class="stack"')[2].partition("</form>")[::2]
    assert f'form="go-{row.pk}"' in points and "formaction" not in points and 'data-draft="cham-thu-2026"' in page
    assert f'id="go-{row.pk}" action="/minh-chung/{row.pk}/go/"' in buttons
    officer.post(f"/minh-chung/{row.pk}/go/")
    assert not Evidence.objects.exists()


def test_a_full_score_declares_nothing_until_the_officer_does(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    officer.post(URL, {f"diem-{n}": "50" if n == 7 else "75" for n in range(1, 14)})
    page = officer.get(URL).content.decode()
    assert "950 điểm" in page and "đủ điểm" in page and "Chưa khai dòng 1" in page
    assert not Declared.objects.filter(measure="1", year=2026).exists()
    link = re.findall(r'href="(/ke-hoach/khai/them/[^"]+)"', page)[0].replace("&amp;", "&")
    form = officer.get(link).content.decode()
    assert re.search(r'value="1"[^>]*checked', form) and 'value="2026"' in form and '<option value="1" selected' in form
    officer.post(link, {"measure": "1", "year": "2026", "met": "1", "document": "QĐ 12", "unit": re.findall(
        r'<select name="unit".*?<option value="([0-9a-f-]{36})" selected', form, re.S)[0]})
    assert Declared.objects.get(measure="1", year=2026).numerator == 1
    assert "Đã khai dòng 1: đạt." in officer.get(URL).content.decode()


def test_the_history_of_the_points_says_who_gave_what_and_when(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    officer.post(URL, {"diem-3": "40"})
    officer.post(URL, {"diem-3": "55", "diem-4": "20"})
    officer.post(URL + "4/", {"title": "Quyết định số 12", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 thu")})
    officer.post(f"/minh-chung/{Evidence.objects.get().pk}/go/")
    officer.post("/cham-thu/2025/", {"diem-5": "33"})
    link = re.search(r'href="(/cham-thu/2026/lich-su/)"', officer.get(URL).content.decode())
    assert link
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", officer.get(link[1]).content.decode()))
    assert "Lê Thị Hạnh sửa: điểm chấm thử, tiêu chí 3 Điểm: 40 → 55" in page
    assert "ghi mới: điểm chấm thử, tiêu chí 4 Điểm: 20" in page.replace(" →", "")
    # The first entry tells the points of that day, not those that were put in their place.
    assert "ghi mới: điểm chấm thử, tiêu chí 3 Điểm: 40" in page.replace(" →", "")
    assert "gỡ: minh chứng" in page and "Quyết định số 12" in page
    assert "tiêu chí 5" not in page
    for role in ("chairman", "inspector", "health_worker"):
        assert client_of(role).get(link[1]).status_code == 404
        assert "lich-su" not in client_of(role).get(URL).content.decode()
    assert officer.get("/cham-thu/2019/lich-su/").status_code == 404


def test_points_that_cannot_add_up_are_asked_about(client_of: Callable[[str], Any]) -> None:
    """900 for a criterion whose most nobody knows, beside 481 of others: more than the whole table has."""
    officer = client_of("child_officer")
    officer.post(URL, {"diem-1": "100", "diem-2": "181", "diem-3": "200"})
    answer = officer.post(URL, {"diem-9": "900", "diem-2": "150"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "thành 1350 điểm, mà tổng cao nhất là 1000" in page and 'value="900"' in page
    # Lowering another one is written; only what adds to the sum waits.
    assert dict(CriterionScore.objects.values_list("criterion", "points")) == {1: 100, 2: 150, 3: 200}
    assert officer.post(URL, {"diem-9": "1001"}).status_code == 422
    assert officer.post(URL, {"diem-9": "550"}).status_code == 302
    page = officer.get(URL).content.decode()
    assert "1000 điểm, còn 9 tiêu chí" in page and "còn cách 0" not in page
    assert page.count("đủ điểm, còn tiêu chí chưa chấm") == 3


def test_the_sources_are_told_in_english_as_well(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    assert "Quyết định 06/QĐ-TTg ngày 03/01/2019" in officer.get(URL).content.decode()
    officer.cookies["django_language"] = "en"
    page = officer.get(URL).content.decode()
    assert "Decision 06/QĐ-TTg of 03/01/2019" in page and "not compared with the original" in page
    assert "Quyết định" not in page and "chưa đối chiếu" not in page
