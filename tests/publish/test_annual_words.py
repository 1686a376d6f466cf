"""What the annual report says: every line in one state everywhere, its units, where its gap is, next year's tasks."""
from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from docx import Document

from mangnon.core import outbox, records
from mangnon.places.models import Facility, FacilityCheck
from mangnon.plan.models import Line, Plan
from mangnon.publish.annual_spread import spread_words
from mangnon.publish.annual_words import unknown_words
from mangnon.publish.models import Report

STATES = ("đạt", "chưa đạt", "chưa đến kỳ", "chưa đủ để kết luận", "không phát sinh", "chưa có số liệu",
          "không đặt chỉ tiêu")


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


def drafted(officer: Any, year: int) -> Report:
    officer.post(reverse("publish:open"), {"nam": str(year)})
    return Report.objects.get(year=year)


def fetched(officer: Any, report: Report, ending: str) -> Any:
    return io.BytesIO(officer.get(reverse("publish:download", args=[report.pk, ending])).content)


def paper(officer: Any, year: int) -> tuple[list[str], dict[str, list[str]]]:
    """The paragraphs of the .docx, and the rows of its table by line."""
    document = Document(fetched(officer, drafted(officer, year), "docx"))
    rows = {row.cells[0].text: [plain(c.text) for c in row.cells] for row in document.tables[2].rows[1:]}
    return [plain(p.text) for p in document.paragraphs], rows


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def part(texts: list[str], title: str) -> list[str]:
    """The paragraphs of a part, up to the next part's title or the closing sentence."""
    start = next(n for n, text in enumerate(texts) if re.fullmatch(rf"[IV]+\. {title}", text))
    after = (n for n, text in enumerate(texts) if n > start and re.match(r"[IV]+\. [A-ZĐ]|.*\./\.$", text))
    return texts[start + 1:next(after)]


@pytest.mark.parametrize("year", [2025, 2026])
def test_each_line_is_in_one_state_and_every_part_says_the_same(officer: Any, year: int) -> None:
    texts, rows = paper(officer, year)
    states = {code: cells[6] for code, cells in rows.items()}
    counts = Counter(states.values())
    assert set(counts) <= set(STATES) and sum(counts.values()) == 34
    opening = next(text for text in texts if "34 dòng chỉ tiêu của Kế hoạch có" in text)
    for state in STATES:
        said = re.search(rf"(\d+) dòng {state}(?= \(|;|\.)", opening)
        assert int(said[1] if said else 0) == counts[state], (state, opening)
    shortfalls = part(texts, "TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN")
    missed = [re.search(r"\(dòng (\w+)\)", text)[1] for text in shortfalls if ": " in text  # type: ignore[index]
              and not text.startswith(("- Chưa đến kỳ", "- Chưa đủ số liệu", "- Chưa có số liệu"))]
    assert missed == [code for code, state in states.items() if state == "chưa đạt"]
    for lead, state in (("- Chưa đến kỳ đánh giá", "chưa đến kỳ"),
                        ("- Chưa đủ số liệu để kết luận", "chưa đủ để kết luận"),
                        ("- Chưa có số liệu", "chưa có số liệu")):
        found = [re.findall(r"\(dòng (\w+)", text) for text in shortfalls if text.startswith(lead)]
        assert sum(found, []) == [code for code, found_state in states.items() if found_state == state]
    sheet = openpyxl.load_workbook(fetched(officer, Report.objects.get(), "xlsx"))["34 dòng"]
    assert Counter(sheet.cell(row, 9).value for row in range(5, 39)) == counts
    assert [sheet.cell(39 + n, 8).value for n in range(7)] == [f"Số dòng {state}" for state in STATES]


def test_a_line_of_a_running_year_that_still_fills_up_is_not_called_missed(officer: Any) -> None:
    texts, rows = paper(officer, 2026)
    early = [code for code, cells in rows.items() if cells[6] == "chưa đến kỳ"]
    assert early and set(early) <= {"2", "15", "22", "23", "24"}
    for code in early:
        assert rows[code][7].startswith("số đến ngày 23/11/2026")
        sentence = next(text for text in texts if text.startswith(f"- {rows[code][1]}: "))
        assert "Chưa đến kỳ, số đến ngày 23/11/2026; mục tiêu đến năm 2030 là" in sentence
    assert any("Năm 2026 chưa kết thúc, số liệu tính đến ngày 23/11/2026." in text for text in texts)
    assert not any(cells[6] == "chưa đến kỳ" for cells in paper(officer, 2025)[1].values())


def test_units_and_words_are_those_of_an_official_paper(officer: Any) -> None:
    for year in (2025, 2026):
        texts, rows = paper(officer, year)
        everything = "\n".join([*texts, *(" ".join(cells) for cells in rows.values())])
        for jargon in ("dưới đường", "trên đường", "trẻ tin", "giữ 0", "đã có", "thêm được", "đếm số", "đạt đạt"):
            assert jargon not in everything, jargon
        newborn, = [text for text in texts if text.startswith("- Tử vong sơ sinh")]
        births = rows["3a"][2].split("/")[1]
        assert f"({rows['3a'][2].split('/')[0]} ca trên {births} trẻ đẻ ra sống)" in newborn
        assert any(f" vụ trên {rows['11a'][2].split('/')[1]} trẻ em)" in text for text in texts)
        assert any(text.endswith(f"năm {year} của Ủy ban nhân dân xã Hoằng Phú./.") for text in texts)


def test_reports_yet_to_be_verified_are_counted_as_reports(officer: Any) -> None:
    report = drafted(officer, 2026)
    line = next(x for x in officer.get(reverse("publish:report", args=[report.pk])).context["content"]["lines"]
                if x["code"] == "9")
    assert unknown_words({**line, "unknown": 2}) == "2 tin báo đang xác minh"


def test_a_line_without_a_goal_for_the_year_says_so_and_is_not_judged(officer: Any) -> None:
    texts, rows = paper(officer, 2026)
    assert rows["19"][5:7] == ["–", "không đặt chỉ tiêu"]
    said = "Kế hoạch không đặt mục tiêu cho năm 2026; mục tiêu từ 95% trở lên chỉ đặt cho năm 2025"
    assert rows["19"][7] == said
    assert any(text.startswith("- Trường có hỗ trợ tâm lý: ") and said in text for text in texts)
    assert any("(dòng 19)" in text for text in part(texts, "ĐỀ XUẤT, KIẾN NGHỊ"))
    texts, rows = paper(officer, 2025)
    assert rows["19"][5] == "≥ 95%" and rows["19"][6] in ("đạt", "chưa đạt", "chưa đủ để kết luận")
    assert rows["5b"][7].startswith("Kế hoạch không đặt mục tiêu cho năm 2025; mục tiêu 100% chỉ đặt cho năm 2030")


def test_every_missed_line_has_a_task_with_office_and_group_of_the_plan(officer: Any) -> None:
    texts, rows = paper(officer, 2026)
    tasks = part(texts, "PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2027")
    aim = re.compile("năm 2027 (giữ vững kết quả, )?phấn đấu")
    for code, cells in rows.items():
        if cells[6] in ("chưa đạt", "chưa đến kỳ"):
            assert any(f"(dòng {code}): " in text and aim.search(text) for text in tasks), code
    groups = {g.number: g.text for g in Plan.objects.get().document.task_groups}
    heads = [text for text in tasks if not text.startswith("- ")]
    assert heads and all(any(text == f"{n}. {groups[k]} (nhóm nhiệm vụ {k} của Kế hoạch):" for k in groups)
                         for n, text in enumerate(heads, start=1))
    owned = {line.measure: line.office for line in Line.objects.exclude(office="")}
    missed = [code for code, cells in rows.items() if cells[6] == "chưa đạt" and code in owned]
    assert missed
    for code in missed:
        assert any(f"(dòng {code}): " in text and text.endswith(f"Đơn vị chủ trì: {owned[code]}.") for text in tasks)
    assert any(text.startswith("- Chủ tịch UBND xã giao đơn vị chịu trách nhiệm cho dòng") for text in tasks)


def test_a_school_without_the_service_is_placed_in_its_thon_with_the_reason_on_record(officer: Any) -> None:
    school = Facility.objects.get(kind="primary")
    check = FacilityCheck.objects.get(facility=school, year=2026)
    records.correct(check, by="test", accessible_building=True, accessible_materials=False)
    for other in FacilityCheck.objects.filter(year=2026).exclude(pk=check.pk):
        records.correct(other, by="test", accessible_building=True, accessible_materials=False)
    outbox.process()
    texts, rows = paper(officer, 2026)
    assert rows["20a"][6] == "chưa đạt" and "nguyên nhân theo kết quả kiểm tra: " in rows["20a"][7]
    assert "trường chưa có tài liệu phù hợp" in rows["20a"][7] and school.unit.name in rows["20a"][7]


@pytest.mark.parametrize(("code", "gaps", "said"), [
    ("23", {"Thôn 1": 59, "Thôn 2": 20, "Thôn 3": 77}, "nhiều nhất ở Thôn 3 (77 trẻ) và Thôn 1 (59 trẻ)"),
    ("23", {"Thôn 1": 9, "Thôn 2": 0, "Thôn 3": 9}, "ở Thôn 1 (9 trẻ) và Thôn 3 (9 trẻ)"),
    ("5a", {"Thôn 1": 1, "Thôn 2": 0, "Thôn 3": 2}, "ở Thôn 1 và Thôn 3 (mỗi thôn dưới 5 trẻ)"),
    ("5a", {"Thôn 1": 1, "Thôn 2": 2, "Thôn 3": 1, "Thôn 4": 1}, "rải rác ở 4 thôn, mỗi thôn dưới 5 trẻ"),
    ("5a", {"Thôn 1": 0, "Thôn 2": 1}, "ở Thôn 2"), ("5a", {"Thôn 1": 0}, ""),
    ("5a", {"Thôn 1": 9, "Thôn 2": 1, "Thôn 3": 0}, "ở Thôn 1 và Thôn 2"),
    ("3b", {"Thôn 1": 1, "Thôn 2": 0}, ""), ("20b", {"Thôn 1": 1, "Thôn 2": 2}, ""),
])
def test_where_the_gap_is_in_counts_that_tell_no_child(code: str, gaps: dict[str, int], said: str) -> None:
    assert spread_words(code, gaps, "trẻ") == said


def test_protection_lines_name_no_thon_anywhere_in_the_text(officer: Any) -> None:
    for year in (2025, 2026):
        texts, rows = paper(officer, year)
        for code in ("6", "8a", "8b", "9", "10", "13"):
            assert "Thôn" not in rows[code][7] and "thôn" not in rows[code][7]
            assert not any(re.search("[Tt]hôn", text) for text in texts
                           if f"(dòng {code})" in text or text.startswith(f"- {rows[code][1]}:"))


def test_a_sentence_that_was_edited_stays_and_an_untouched_one_follows_the_figures(officer: Any) -> None:
    report = drafted(officer, 2026)
    url = reverse("publish:report", args=[report.pk])
    officer.post(url, {"cau-7": "Cả ba trường đều hợp vệ sinh.", "cau-nhiem-vu": "1. Nhiệm vụ do xã viết."})
    opened = {part["key"]: part for _o, said in officer.get(url).context["groups"] for part in said}
    before = opened["19"]
    check = FacilityCheck.objects.filter(year=2026, psychological_support=True).first()
    assert check
    records.correct(check, by="test", psychological_support=False)
    outbox.process()
    # The page still shows the old draft of 19; nobody has written it, so it goes on following the figures.
    officer.post(url, {"cau-19": before["text"], "nhap-19": before["digest"], "cau-14": "Đã vận động từng nhà."})
    officer.post(url, {"ky": ""})
    assert Report.objects.get().sentences == {
        "7": "Cả ba trường đều hợp vệ sinh.", "nhiem-vu": "1. Nhiệm vụ do xã viết.", "14": "Đã vận động từng nhà."}
    texts, _rows = paper(officer, 2026)
    assert "- Cả ba trường đều hợp vệ sinh." in texts and f"- {before['text']}" not in texts
    assert part(texts, "PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2027") == ["1. Nhiệm vụ do xã viết."]


def test_a_frozen_paper_keeps_its_words_whatever_is_drafted_later(officer: Any,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    report = drafted(officer, 2026)
    freeze = reverse("publish:freeze", args=[report.pk])
    officer.post(freeze, {})
    officer.post(freeze, {"xac-nhan": "1"})
    before = [p.text for p in Document(fetched(officer, report, "docx")).paragraphs]
    monkeypatch.setattr("mangnon.publish.annual_text.tasks", lambda content: "- Câu chữ của bản phần mềm sau.")
    assert [p.text for p in Document(fetched(officer, report, "docx")).paragraphs] == before
