"""Freezing a report: asked once more with what is still open, done once; an empty page says who drafts."""
from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from docx import Document

from mangnon.core import records
from mangnon.core.models import AuditEvent
from mangnon.publish.models import Report


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


@pytest.fixture
def report(officer: Any) -> Report:
    officer.post(reverse("publish:open"), {"nam": "2026"})
    return Report.objects.get()


def heads(page: str) -> list[str]:
    return [re.sub(r"\s+", " ", h).strip() for h in re.findall(r"<h2>(.*?)</h2>", page, re.S)]


def test_one_click_freezes_nothing_but_shows_what_is_still_open(officer: Any, report: Report) -> None:
    url = reverse("publish:freeze", args=[report.pk])
    answer = officer.post(url, {"cau-kien-nghi": "", "cau-7": "Có 2/3 trường hợp vệ sinh."})
    assert (answer.status_code, answer.url) == (302, url)
    assert Report.objects.get().frozen_on is None
    page = officer.get(url).content.decode()
    lines = {x["code"]: x for x in officer.get(reverse("publish:report", args=[report.pk])).context["content"]["lines"]}
    missing = [code for code, line in lines.items() if line["state"] == "chưa có số liệu"]
    bare = [code for code, line in lines.items() if line["state"] == "chưa đạt" and not line["reason"]]
    assert missing and bare
    assert heads(page) == ["Năm 2026 chưa kết thúc", f"{len(missing)} dòng chưa có số liệu",
                           f"{len(bare)} dòng chưa đạt, chưa nêu nguyên nhân",
                           "1 câu đã sửa có số khác số liệu hôm nay", "1 phần còn trống"]
    assert "Số liệu mới tính đến ngày 23/11/2026" in page
    draft = reverse("publish:report", args=[report.pk])
    for code in [*missing, *bare]:
        assert f'<a href="{draft}#cau-{code}">{code}. ' in page
    assert f'<a href="{draft}">Quay lại soạn tiếp</a>' in page.replace(' class="btn second"', "")


def test_a_missed_line_with_a_reason_written_is_not_asked_about_again(officer: Any, report: Report) -> None:
    draft, url = reverse("publish:report", args=[report.pk]), reverse("publish:freeze", args=[report.pk])
    context = officer.get(draft).context
    first, second = [line["code"] for line in context["content"]["lines"]
                     if line["state"] == "chưa đạt" and not line["reason"]][:2]
    shortfalls = next(p["text"] for p in context["closing"] if p["key"] == "han-che")
    told = "\n".join(text[:-1] + "; nguyên nhân: gia đình đi làm ăn xa." if f"(dòng {second})" in text else text
                     for text in shortfalls.splitlines())
    officer.post(draft, {f"cau-{first}": "Câu của cán bộ, nguyên nhân là thiếu vắc xin.", "cau-han-che": told})
    page = officer.get(url).content.decode()
    assert f"#cau-{first}\"" not in page and f"#cau-{second}\"" not in page


def test_confirming_twice_makes_one_snapshot(officer: Any, report: Report) -> None:
    url = reverse("publish:freeze", args=[report.pk])
    officer.post(url, {})
    first = officer.post(url, {"xac-nhan": "1"})
    kept = Report.objects.get()
    second = officer.post(url, {"xac-nhan": "1"}, follow=True)
    assert first.url == reverse("publish:report", args=[report.pk])
    assert "Bản này đã chốt ngày 23/11/2026, số liệu giữ nguyên." in second.content.decode()
    again = Report.objects.get()
    assert (again.snapshot, again.seq) == (kept.snapshot, kept.seq)
    assert AuditEvent.objects.filter(verb="freeze").count() == 1


def test_a_finished_year_with_everything_said_is_frozen_without_a_warning(officer: Any) -> None:
    officer.post(reverse("publish:open"), {"nam": "2025"})
    report = Report.objects.get()
    draft, url = reverse("publish:report", args=[report.pk]), reverse("publish:freeze", args=[report.pk])
    lines = officer.get(draft).context["content"]["lines"]
    boxes = {f"cau-{x['code']}": "Nguyên nhân đã nêu." for x in lines if x["state"] == "chưa đạt"}
    officer.post(draft, {**boxes, "cau-kien-nghi": "Không."})
    page = officer.get(url).content.decode()
    assert "chưa kết thúc" not in page and "chưa nêu nguyên nhân" not in page and "phần còn trống" not in page


def test_a_report_frozen_in_the_first_form_is_still_read_as_it_was(officer: Any, report: Report) -> None:
    """Form 1 kept the figures and no words; its page and its files stay what they were."""
    line = {"code": "15", "label": "Trẻ dưới 5 tuổi phát triển phù hợp", "unit": "%", "noun": "trẻ", "objective": "3",
            "value": "96,8%", "count": "328/339", "target": "≥ 99,3%", "state": "chưa đạt", "to_go": "còn 9 trẻ",
            "numerator": 328, "denominator": 339, "unknown": 64, "unknown_words": "chưa đánh giá", "before": "95,9%",
            "owner": "", "counts": "", "reading": "", "goal_when": "đến năm 2025", "goal_words": "từ 99,3% trở lên",
            "course": "", "early": "", "sentence": "Trẻ dưới 5 tuổi phát triển phù hợp: 96,8% (328/339 trẻ)."}
    head = {"year": 2025, "as_of": "2025-12-31", "written_on": "2026-01-10", "unit": "Xã Hoằng Trung",
            "issuer": "Xã Hoằng Phú", "former": True, "office": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
            "signer": "Nguyễn Đình Khoa", "children": 1936, "definitions": "", "form": 1, "title": "Kế hoạch"}
    old = {"head": head, "lines": [line], "annex": {"villages": [], "rows": []}, "definitions": {},
           "objectives": [{"number": "3", "text": "Về giáo dục", "label": "Giáo dục"}]}
    records.correct(report, by="test", year=2025, snapshot=old, frozen_on=dt.date(2026, 1, 10),
                    sentences={"kien-nghi": "Đề nghị tỉnh hỗ trợ."})
    page = officer.get(reverse("publish:report", args=[report.pk]))
    assert page.status_code == 200 and "còn 9 trẻ; 64 trẻ chưa đánh giá" in page.content.decode()
    file = officer.get(reverse("publish:download", args=[report.pk, "docx"])).content
    texts = [p.text.replace("\u00a0", " ") for p in Document(io.BytesIO(file)).paragraphs]
    assert texts[texts.index("II. TỒN TẠI, HẠN CHẾ") + 1] == (
        "- Trẻ dưới 5 tuổi phát triển phù hợp (dòng 15): còn 9 trẻ; mức từ 99,3% trở lên.")
    assert texts[texts.index("III. NHIỆM VỤ THỜI GIAN TỚI") + 1] == "- Tập trung thực hiện các dòng chưa đạt: 15."
    assert texts[texts.index("IV. ĐỀ XUẤT, KIẾN NGHỊ") + 1] == "Đề nghị tỉnh hỗ trợ."
    assert officer.get(reverse("publish:download", args=[report.pk, "xlsx"])).status_code == 200


def test_the_chairmans_empty_page_says_who_drafts_and_what_he_will_find(client_of: Callable[[str], Any]) -> None:
    page = client_of("chairman").get(reverse("publish:reports")).content.decode()
    assert "Báo cáo năm do cán bộ trẻ em soạn: Lê Thị Hạnh." in page
    assert "Bản đang soạn đọc được ngay ở đây" in page and "khi bản đã chốt thì in tệp .docx" in page
    assert f'<a href="{reverse("indicators:board")}">Xem 34 dòng của hôm nay</a>' in page
    assert "Chưa soạn báo cáo nào. Khi cán bộ trẻ em bắt đầu soạn, báo cáo hiện ở đây." in page
    above = client_of("higher_level").get(reverse("publish:reports")).content.decode()
    assert "Chưa có báo cáo nào được chốt." in above and "Bản đang soạn" not in above
    assert reverse("indicators:board") not in above.split("<main", 1)[1]
