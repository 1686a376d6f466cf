"""ECDI2030 through its pages: twenty answers make a score, unknown is never nought, nobody is called off track."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.health.ecdi import questions_on
from mangnon.health.models import Assessment, EcdiSheet
from mangnon.indicators.vocabulary import definitions
from mangnon.places.models import Unit
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

DAY = "20/11/2026"
ALL = ["c"] * 18 + ["5", "1"]
"""Twenty achievements: never sad, never hits."""


@pytest.fixture
def child(db: None) -> Child:
    """36 completed months on the day of asking, in Thôn 3."""
    made = records.create(Child, by="test", full_name="Trịnh Hoẵng Thử", sex="male", born_on=dt.date(2023, 11, 20))
    records.create(Residence, by="test", child=made, unit=Unit.objects.get(name="Thôn 3"), from_on=made.born_on)
    outbox.process()
    return made


def sent(answers: list[str], day: str = DAY, **more: Any) -> dict[str, Any]:
    codes = [item.code for item in questions_on(TODAY).items]
    return {"asked_on": day, **{c: a for c, a in zip(codes, answers, strict=True) if a}, **more}


def url(child: Child) -> str:
    return reverse("health:ecdi-add", args=[child.pk])


def scores(child: Child) -> list[Any]:
    return list(Assessment.objects.filter(child=child).values_list("assessed_on", "instrument", "score"))


def line_15(client: Any) -> str:
    outbox.process()
    return re.findall(r'<p class="figure">(\d+/\d+)', client.get("/chi-tieu/15/").content.decode())[0]


def test_the_bars_are_those_of_the_definition_of_line_15() -> None:
    asked = questions_on(TODAY)
    assert [list(b) for b in asked.bands] == [[24, 29, 7], [30, 35, 9], [36, 41, 11], [42, 47, 13], [48, 59, 15]]
    assert str([list(b) for b in asked.bands]) in str(definitions()["15"].parts)
    assert len(asked.items) == 20 and (asked.official, asked.verified) == (False, False)


def test_answers_make_a_score_that_line_15_counts(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    before = line_15(officer)
    answers = ["c"] * 10 + ["k"] * 8 + ["1", "2"]  # sad daily is none, as others is one: 11, the bar at 36 months
    page = officer.post(url(child), sent(answers), follow=True)
    assert page.status_code == 200 and "Đã ghi." in page.content.decode()
    assert scores(child) == [(dt.date(2026, 11, 20), "ecdi2030", 11)]
    met, asked = map(int, before.split("/"))
    assert line_15(officer) == f"{met + 1}/{asked + 1}"


def test_one_below_the_bar_counts_in_the_whole_only(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    met, asked = map(int, line_15(officer).split("/"))
    officer.post(url(child), sent(["c"] * 10 + ["k"] * 8 + ["1", "3"]))
    assert scores(child)[0][2] == 10 and line_15(officer) == f"{met}/{asked + 1}"


@pytest.mark.parametrize("unknown", ["?", ""])
def test_not_known_is_never_nought(client_of: Callable[[str], Any], child: Child, unknown: str) -> None:
    officer = client_of("child_officer")
    before = line_15(officer)
    officer.post(url(child), sent([unknown, *ALL[1:]]))
    assert scores(child) == [(dt.date(2026, 11, 20), "ecdi2030", None)]
    assert line_15(officer) == before
    panel = officer.get(reverse("health:development-panel", args=[child.pk])).content.decode()
    assert "Còn 1 câu chưa biết" in panel


@pytest.mark.parametrize(("day", "said"), [
    ("19/11/2025", "ngày ấy em 23 tháng"), ("30/11/2026", "còn ở phía trước"), ("1/1/2023", "trước ngày sinh")])
def test_a_child_of_another_age_is_said_at_the_place(client_of: Callable[[str], Any], child: Child, day: str,
                                                     said: str) -> None:
    answer = client_of("child_officer").post(url(child), sent(ALL, day))
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and 'value="?"' in page
    assert page.count(" checked") == 20 and not EcdiSheet.objects.filter(child=child).exists()


def test_who_has_no_exact_birth_date_is_not_asked(client_of: Callable[[str], Any], child: Child) -> None:
    Child.objects.filter(pk=child.pk).update(born_precision="month")
    assert "Chưa rõ đúng ngày sinh" in client_of("child_officer").post(url(child), sent(ALL)).content.decode()


def test_a_second_answer_of_the_day_is_asked_about(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    officer.post(url(child), sent(ALL))
    again = ["k", *ALL[1:]]
    page = officer.post(url(child), sent(again))
    assert page.status_code == 422 and "em đã được hỏi rồi" in page.content.decode()
    assert scores(child)[0][2] == 20
    sure = re.findall(r'name="dung"[^>]*value="(\w+)"', page.content.decode())
    officer.post(url(child), sent(again, dung=sure))
    assert [s[2] for s in scores(child)] == [19] and EcdiSheet.objects.filter(child=child).count() == 1


def test_a_sheet_is_not_moved_onto_another(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    for day, answers in (("18/11/2026", ["k"] * 18 + ["5", "1"]), (DAY, ALL)):
        assert officer.post(url(child), sent(answers, day)).status_code == 302
    sheets = EcdiSheet.objects.filter(child=child).order_by("asked_on").values_list("pk", "asked_on", "answers", "seq")
    before = list(sheets)
    # Whether both say the same or not: one of the two would silently be left, or be lost.
    for answers in (["k"] * 18 + ["5", "1"], ALL):
        move = reverse("health:ecdi-edit", args=[child.pk, before[0][0]])
        answer = officer.post(move, sent(answers, DAY, dau=str(before[0][3])))
        page = answer.content.decode()
        assert answer.status_code == 422 and "đã có một phiếu khác của em" in page and 'name="dung"' not in page
        assert f'value="{DAY}"' in page and "asked_on_error" in page
        assert list(sheets.all()) == before
    # A free day is no trouble, and its score goes along.
    assert officer.post(move, sent(ALL, "19/11/2026", dau=str(before[0][3]))).status_code == 302
    assert [row[0] for row in sorted(scores(child))] == [dt.date(2026, 11, 19), dt.date(2026, 11, 20)]


def test_a_sheet_moved_onto_a_score_typed_by_hand(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    day = dt.date(2026, 11, 19)
    records.create(Assessment, by="test", child=child, instrument="ecdi2030", assessed_on=day, score=3)
    officer.post(url(child), sent(ALL))
    sheet = EcdiSheet.objects.get(child=child)
    typed = sent(ALL, "19/11/2026", dau=str(sheet.seq))
    move = reverse("health:ecdi-edit", args=[child.pk, sheet.pk])
    asked = officer.post(move, typed)
    assert asked.status_code == 422 and "điểm ghi tay" in asked.content.decode()
    sure = re.search(r'name="dung" value="(\w+)"', asked.content.decode())
    assert sure and officer.post(move, typed | {"dung": sure[1]}).status_code == 302
    assert scores(child) == [(day, "ecdi2030", 20)]


def test_a_childs_page_says_what_to_play_and_never_how_she_stands(client_of: Callable[[str], Any],
                                                                child: Child) -> None:
    officer = client_of("child_officer")
    officer.post(url(child), sent(["k"] * 18 + ["1", "4"]))
    panel = officer.get(reverse("health:development-panel", args=[child.pk])).content.decode()
    assert "Chơi ếch nhảy" in panel and "không phải kết luận về một trẻ" in panel
    whole = panel + officer.get(child.get_absolute_url()).content.decode()
    assert not re.search(r"chưa đạt|không đạt|đúng hướng|chậm phát triển|\b0/20|điểm", whole)
    outbox.process()
    listed = officer.get("/chi-tieu/15/?danh-sach=missing").content.decode()
    assert str(child) not in listed and "Chưa đủ" not in listed


def test_the_score_cannot_be_typed_over_its_answers(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    officer.post(url(child), sent(ALL))
    answer = officer.post(reverse("health:danh-gia-edit", args=[child.pk, Assessment.objects.get(child=child).pk]), {
        "assessed_on": DAY, "instrument": "ecdi2030", "score": "3"})
    assert answer.status_code == 422 and "tính từ phiếu hai mươi câu" in answer.content.decode()


def test_the_score_cannot_be_taken_from_its_answers(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    officer.post(url(child), sent(ALL))
    answer = officer.post(reverse("health:danh-gia-remove", args=[child.pk, Assessment.objects.get(child=child).pk]), {
        "reason": "ghi nhầm em khác"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "“Phát triển” của em để gỡ" in page and "ghi nhầm em khác" in page
    assert scores(child)[0][2] == 20
    records.create(Assessment, by="test", child=child, instrument="kindergarten", score=1,
                   assessed_on=dt.date(2026, 11, 20))
    row = Assessment.objects.get(child=child, instrument="kindergarten")
    officer.post(reverse("health:danh-gia-remove", args=[child.pk, row.pk]), {"reason": "ghi nhầm em khác"})
    assert [s[1] for s in scores(child)] == ["ecdi2030"]


def test_a_later_row_without_a_score_does_not_hide_the_score(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    Assessment.objects.filter(instrument="ecdi2030").delete()
    for n in range(5):
        one = records.create(Child, by="test", full_name=f"Trẻ Thử {n}", sex="male", born_on=dt.date(2023, 10, 1))
        records.create(Residence, by="test", child=one, unit=Unit.objects.get(name="Thôn 3"), from_on=one.born_on)
        officer.post(url(one), sent(ALL, "10/11/2026"))
        officer.post(url(one), sent(["?", *ALL[1:]], "15/11/2026"))
    rows = re.findall(r'<th scope="row">36–41</th>(.*?)</tr>', officer.get("/suc-khoe/ecdi/").content.decode())
    assert re.findall(r">([^<>]+)</td>", rows[0]) == ["11", "5", "5", "5"]


def test_a_year_that_is_no_number_is_this_year(client_of: Callable[[str], Any], db: None) -> None:
    officer = client_of("child_officer")
    assert officer.get("/suc-khoe/ecdi/?nam=²").status_code == 200
    assert officer.get("/bao-ve/tai-nan/?nam=²").status_code == 200


def test_taking_a_sheet_out_takes_its_score_along(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    officer.post(url(child), sent(ALL))
    sheet = EcdiSheet.objects.get(child=child)
    officer.post(reverse("health:ecdi-remove", args=[child.pk, sheet.pk]), {"reason": "ghi nhầm em khác"})
    assert scores(child) == [] and not EcdiSheet.objects.filter(child=child).exists()


def test_a_grid_takes_good_rows_and_keeps_the_wrong_one(client_of: Callable[[str], Any], child: Child) -> None:
    collaborator = client_of("collaborator")
    village = Residence.objects.get(child=child).unit
    other = records.create(Child, by="test", full_name="Vưu Ngoạn Thử", sex="female", born_on=dt.date(2023, 5, 2))
    records.create(Residence, by="test", child=other, unit=village, from_on=other.born_on)
    page = reverse("health:ecdi-grid") + f"?thon={village.pk}&ngay={DAY}"
    shown = collaborator.get(page).content.decode()
    assert str(child) in shown and "không phải bản dịch chính thức" in shown and 'class="print-only"' in shown
    typed = {"ngay": DAY, f"tra-loi-{child.pk}": "ccccc kkkkk ccccc ccc 5b", f"tra-loi-{other.pk}": "ccccz ccccc"}
    answer = collaborator.post(page, typed)
    text = answer.content.decode()
    assert answer.status_code == 422 and "Đã ghi 1 phiếu, còn 1 dòng cần xem lại." in text
    assert "Có 10 chữ, cần 20" in text and "Câu 5 không có câu trả lời “z”" in text and "ccccz ccccc" in text
    assert EcdiSheet.objects.get(child=child).answers == "ccccckkkkkcccccccc5?"
    assert scores(child)[0][2] is None and scores(other) == []
    typed = {"ngay": DAY, f"tra-loi-{child.pk}": "ccccc kkkkk ccccc ccc 51"}
    answer = collaborator.post(page, typed)
    digest = re.findall(rf'name="dung-{child.pk}" value="(\w+)"', answer.content.decode())[0]
    assert scores(child)[0][2] is None
    assert collaborator.post(page, {**typed, f"dung-{child.pk}": digest}).status_code == 302
    assert scores(child)[0][2] == 15


def test_results_speak_of_groups_and_never_of_four_children(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    Assessment.objects.filter(instrument="ecdi2030").delete()
    for n in range(5):
        one = records.create(Child, by="test", full_name=f"Trẻ Thử {n}", sex="male", born_on=dt.date(2023, 11, 1))
        records.create(Residence, by="test", child=one, unit=Unit.objects.get(name="Thôn 3"), from_on=one.born_on)
        officer.post(url(one), sent(ALL if n else ["k"] * 18 + ["1", "4"]))
        rows = re.findall(r'<th scope="row">36–41</th>(.*?)</tr>', officer.get("/suc-khoe/ecdi/").content.decode())
        cells = re.findall(r">([^<>]+)</td>", rows[0])
        assert cells == ["11", str(n + 1), str(n + 1), "ít em quá, không nêu" if n < 4 else "4"]
    chair = client_of("chairman").get("/suc-khoe/ecdi/").content.decode()
    assert "Trẻ Thử" not in chair
    mine = client_of("collaborator").get("/suc-khoe/ecdi/").content.decode()
    assert "ít em quá, không nêu" in re.findall(r"36–41.*?</tr>", mine)[0]


def test_a_score_without_its_sheet_does_not_contradict_the_twenty_questions(client_of: Callable[[str], Any],
                                                                            child: Child) -> None:
    officer = client_of("child_officer")
    panels = [reverse("health:doses-panel", args=[child.pk]), reverse("health:development-panel", args=[child.pk])]
    assert "Chưa hỏi lần nào." in officer.get(panels[1]).content.decode()
    records.create(Assessment, by="test", child=child, instrument="ecdi2030", assessed_on=TODAY, score=18)
    doses, asked = (officer.get(panel).content.decode() for panel in panels)
    assert "ECDI2030 (20 câu hỏi) (chỉ có điểm, không có phiếu hai mươi câu)" in doses
    assert "Chưa hỏi lần nào." not in asked and "Chưa có phiếu hai mươi câu nào trong sổ" in asked
