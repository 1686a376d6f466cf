"""The official forms of a case: data of the program, replaced by a file of the commune, filled and read back whole."""
from __future__ import annotations

import datetime as dt
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import settings as pace
from hypothesis import strategies as st

from mangnon.config.health import _forms
from mangnon.protection.cases.paper import (
    Paper,
    PaperError,
    PaperField,
    PaperForm,
    initial_of,
    paper_form,
    papers,
    papers_in_use,
    shown,
    values_of,
)
from mangnon.protection.cases.paper.form_file import KINDS, _Reader, read_paper
from mangnon.protection.cases.paper.values import boxed, words

SMALL = """
title = "Phiếu của xã"
[[section]]
title = "Trẻ em"
field = [
  { name = "child_name", kind = "text", label = "Tên em" },
  { name = "kept_by", kind = "choice", label = "Em ở với", choices = [["ba", "bà"], ["khac", "người khác"]] },
  { name = "signs", kind = "many", label = "Dấu hiệu", choices = [["gay", "gầy"], ["buon", "buồn"]] },
]
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """The commune's folder of forms."""
    path = Path(settings.DATA_DIR) / "mau"
    path.mkdir(exist_ok=True)
    yield path
    for file in path.iterdir():
        file.unlink()
    path.rmdir()


def sent(form: PaperForm) -> QueryDict:
    """What a browser sends back of a form as it was drawn, untouched."""
    data = QueryDict(mutable=True)
    for bound in form:
        value = bound.field.widget.get_context(bound.html_name, bound.value(), {})["widget"]["value"]
        data.setlist(bound.html_name, value if isinstance(value, list) else [] if value is None else [value])
    return data


def test_the_ten_forms_are_there_and_say_what_is_unverified() -> None:
    assert {code: (paper.number, paper.look, paper.verified) for code, paper in papers().items()} == {
        "mau-01": ("Mẫu số 01", "form", False), "mau-02": ("Mẫu số 02", "form", False),
        "bien-ban": ("Mẫu số 03", "minutes", False), "mau-04": ("Mẫu số 04", "form", False),
        "mau-05": ("Mẫu số 05", "decision", False), "mau-06": ("Mẫu số 06", "form", False),
        "mau-07": ("Mẫu số 07", "decision", False), "mau-08": ("Mẫu số 08", "application", False),
        "giay-chuyen-gui": ("", "letter", False), "bien-ban-chuyen-giao": ("", "minutes", False)}
    assert papers()["mau-07"].basis == "Nghị định 56/2017/NĐ-CP, Điều 31, Điều 32"


def test_every_label_choice_hint_and_title_has_its_english() -> None:
    for paper in papers().values():
        assert paper.title_en and all(section.title_en for section in paper.sections if section.title), paper.code
        for field in paper.fields:
            assert field.label_en and bool(field.hint) == bool(field.hint_en), (paper.code, field.name)
            assert all(english for _code, _vi, english in field.choices), (paper.code, field.name)


def test_every_box_of_every_form_may_stay_empty() -> None:
    for paper in papers().values():
        form = paper_form(paper)(QueryDict())
        assert form.is_valid(), (paper.code, form.errors)
        assert values_of(form) == {} and shown(paper, {}) == []


def test_a_file_of_the_commune_takes_the_place_of_ours(folder: Path) -> None:
    (folder / "mau-06.toml").write_text(SMALL, encoding="utf-8")
    assert papers()["mau-06"].title == "Phiếu của xã" and papers()["mau-06"].code == "mau-06"
    assert papers()["mau-04"].title == "Kế hoạch hỗ trợ, can thiệp"
    assert _forms().ok and _forms().text == "Mẫu giấy tờ bảo vệ trẻ em: mẫu của xã: mau-06.toml."
    (folder / "mau-06.toml").unlink()
    assert papers()["mau-06"].number == "Mẫu số 06"
    assert _forms().text == "Mẫu giấy tờ bảo vệ trẻ em: mẫu có sẵn của phần mềm."


def test_a_broken_file_is_named_kindly_and_ours_is_used(folder: Path) -> None:
    (folder / "mau-06.toml").write_text(SMALL.replace('kind = "text"', 'kind = "chữ"'), encoding="utf-8")
    (folder / "mau-66.toml").write_text(SMALL, encoding="utf-8")
    (folder / "mau-07.toml").write_bytes(b"title = \"\xff\xfe\"")
    assert papers()["mau-06"].number == "Mẫu số 06" and set(papers_in_use().own) == set()
    found = _forms()
    assert not found.ok and found.text.startswith(
        "Mẫu giấy tờ của xã có chỗ sai, đang dùng mẫu có sẵn thay tệp ấy. mau-06.toml, [[section]] thứ 1, ô thứ 1: "
        "“kind” phải là một trong: text, long, date, time, number, choice, yesno, level, many.")
    assert "mau-66.toml: không rõ thay mẫu nào. Tên dùng được: bien-ban-chuyen-giao.toml" in found.text
    assert "mau-07.toml: không đọc được. Hãy lưu tệp dạng văn bản UTF-8." in found.text


@pytest.mark.parametrize(("text", "told"), [
    ("title = Phiếu\n", "m.toml, dòng 1: không đọc được. Hãy xem dấu nháy, dấu bằng và dấu ngoặc ở đó."),
    ("title = \"Phiếu\"", "m.toml, đầu tệp: chưa có bảng [[section]] nào."),
    (SMALL.replace("title = \"Phiếu của xã\"", "tua = \"Phiếu\""),
     "m.toml, đầu tệp: không rõ “tua” là gì."),
    (SMALL.replace("\"signs\"", "\"child_name\""),
     "m.toml, [[section]] thứ 1, ô thứ 3: tên ô “child_name” đã dùng ở trên."),
    (SMALL.replace("child_name", "Tên em"),
     "m.toml, [[section]] thứ 1, ô thứ 1: “name” phải là chữ thường không dấu, số và gạch dưới, như child_name."),
    (SMALL.replace("[\"ba\", \"bà\"]", "\"bà\""), "m.toml, [[section]] thứ 1, ô thứ 2: “choices” phải là danh sách"),
    (SMALL.replace("label = \"Tên em\"", "label = \"Tên em\", lines = 0"),
     "m.toml, [[section]] thứ 1, ô thứ 1: “lines” phải là số dòng chấm, từ 1 đến 30."),
    (SMALL.replace("title = \"Trẻ em\"", "title = \"Trẻ em\"\ntext = [\"Em {ten} ở {place}\"]"),
     "m.toml, câu chữ: “{ten}” không phải là tên ô nào."),
    (SMALL + "[[signature]]\nnote = \"(Ký)\"", "m.toml, [[signature]] thứ 1: “office” chưa có dòng nào."),
    (SMALL.replace("title = \"Phiếu của xã\"", "title = \"Phiếu của xã\"\nlook = \"thư\""),
     "m.toml, đầu tệp: “look” phải là một trong: form, minutes, decision, letter, application."),
])
def test_a_fault_of_a_file_says_where_and_what_to_write(text: str, told: str) -> None:
    with pytest.raises(PaperError) as refused:
        read_paper(text, "m.toml")
    assert refused.value.sentences[0].startswith(told)


def test_what_a_person_types_is_read_as_elsewhere() -> None:
    form = paper_form(papers()["mau-01"])(QueryDict(
        "channel=tong_dai_111&received_on=22-11-26&received_at=21 giờ 40&child_born=2017&child_age=9,5&in_danger=false"
        "&child_name= Lê Thị Mận &told=Em khóc%0D%0ANhà khóa cửa"))
    assert form.is_valid(), form.errors
    assert values_of(form) == {
        "channel": "tong_dai_111", "received_on": "2026-11-22", "received_at": "21:40", "child_born": "2017",
        "child_age": "9.5", "in_danger": False, "child_name": "Lê Thị Mận", "told": "Em khóc\nNhà khóa cửa"}
    assert shown(papers()["mau-01"], values_of(form)) == [
        ("Tiếp nhận thông tin", [
            ("Tin đến qua", "Tổng đài 111"), ("Ngày nhận tin", "22/11/2026"), ("Giờ nhận tin", "21 giờ 40"),
            ("Nội dung tin, ghi đúng lời người báo", "Em khóc\nNhà khóa cửa")]),
        ("Trẻ em", [("Họ và tên trẻ em", "Lê Thị Mận"), ("Ngày sinh", "2017"), ("Tuổi ước chừng", "9,5"),
                    ("Trẻ đang gặp nguy hiểm ngay lúc này", "không")])]


@pytest.mark.parametrize(("typed", "said"), [
    ("received_on=30/02/2026", "Tháng 2 năm 2026 không có ngày 30."),
    ("received_on=24/11/2026", "Ngày này còn ở phía trước. Hãy ghi đến 23/11/2026 là muộn nhất."),
    ("received_at=25:10", "“25:10” không đọc được là giờ. Hãy viết như 21:40 hoặc 21 giờ 40."),
    ("received_at=9 rưỡi", "“9 rưỡi” không đọc được là giờ. Hãy viết như 21:40 hoặc 21 giờ 40."),
    ("child_age=chín", "“chín” không phải là số. Hãy viết như 12,5."),
    ("channel=fax", "Hãy chọn lại “Tin đến qua”."),
])
def test_a_slip_is_answered_at_its_box_and_stays_as_typed(typed: str, said: str) -> None:
    form = paper_form(papers()["mau-01"])(QueryDict(typed))
    name, text = typed.split("=")
    assert not form.is_valid() and form.errors[name] == [said]
    assert form[name].value() == text


def test_signs_that_no_paper_shows_are_left_out_and_a_pasted_line_break_is_one() -> None:
    form = paper_form(papers()["mau-01"])({
        "told": "Dòng một\x0bdòng hai\x01\r\ndòng ba", "child_name": "Lê\x0bMận \x1f"})
    assert form.is_valid() and values_of(form) == {
        "told": "Dòng một\ndòng hai\ndòng ba", "child_name": "Lê Mận"}


@pytest.mark.parametrize("typed", ["09:05", "9h05", "9 giờ 05 phút", "9:5", "0905", "9.05"])
def test_an_hour_is_read_as_people_type_it(typed: str) -> None:
    form = paper_form(papers()["mau-01"])({"received_at": typed})
    assert form.is_valid() and values_of(form) == {"received_at": "09:05"}


def test_an_hour_alone_is_the_full_hour() -> None:
    form = paper_form(papers()["mau-01"])({"received_at": "21 giờ"})
    assert form.is_valid() and values_of(form) == {"received_at": "21:00"}


def test_the_page_draws_the_boxes_by_sections_and_none_is_called_extra() -> None:
    form = paper_form(papers()["mau-02"])(initial={"harm_body": "cao"})
    page = str(form)
    assert [title for title, _boxes in form.groups] == [
        "Việc đánh giá", "Mức độ tổn hại", "Nguy cơ tiếp tục bị tổn hại", "Ý kiến của trẻ", "Kết luận"]
    assert "<legend><h2>Mức độ tổn hại</h2></legend>" in page and '<option value="cao" selected>cao</option>' in page
    assert "Ô nào chưa biết thì để trống, ghi sau cũng được." in page and "(nếu có)" not in page
    assert "Cao là trẻ tự bảo vệ được tốt" in page


def test_labels_and_words_follow_the_language_of_the_page() -> None:
    paper = papers()["mau-02"]
    with translation.override("en"):
        form = paper_form(paper)()
        assert form["harm_body"].label == "Harm to the body" and form.groups[1][0] == "Harm"
        assert shown(paper, {"harm_body": "trung_binh", "emergency": True, "assessed_on": "2026-11-23"}) == [
            ("The assessment", [("Day of the assessment", "23 Nov 2026")]), ("Harm", [("Harm to the body", "medium")]),
            ("Conclusion", [("Emergency measures or temporary separation are needed", "yes")])]


def test_a_level_that_is_not_known_is_an_answer_and_an_empty_one_is_none() -> None:
    assert shown(papers()["mau-06"], {"harm": "chua_ro", "access": ""}) == [
        ("Đánh giá", [("Mức độ tổn hại của trẻ", "chưa rõ")])]


def test_what_was_written_on_the_form_before_it_was_replaced_is_kept_and_shown(folder: Path) -> None:
    (folder / "mau-06.toml").write_text(SMALL, encoding="utf-8")
    paper, before = papers()["mau-06"], {"harm": "cao", "kept_by": "me", "signs": ["gay", "ho"], "child_name": "Mận"}
    drawn = paper_form(paper)(initial=initial_of(paper, before))
    assert initial_of(paper, before) == {"child_name": "Mận", "signs": ["gay"]}
    form = paper_form(paper)(sent(drawn))
    assert form.is_valid() and values_of(form, before) == {
        "harm": "cao", "kept_by": "me", "signs": ["gay", "ho"], "child_name": "Mận"}
    assert shown(paper, before) == [
        ("Trẻ em", [("Tên em", "Mận"), ("Em ở với", "me"), ("Dấu hiệu", "gầy, ho")]),
        ("Ghi theo mẫu trước", [("Mức độ tổn hại của trẻ", "cao")])]
    emptied = paper_form(paper)(QueryDict("kept_by=ba"))
    assert emptied.is_valid() and values_of(emptied, before) == {"harm": "cao", "kept_by": "ba", "signs": ["ho"]}


ANYTHING = st.recursive(
    st.one_of(st.booleans(), st.integers(-5, 50), st.sampled_from(["text", "choice", "many", "form", "a", "{child}"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(
        ["name", "kind", "label", "choices", "title", "text", "field", "office", "lines", "slip"]), inner, max_size=5)),
    max_leaves=12)


@given(st.dictionaries(st.sampled_from(["title", "look", "section", "signature", "grounds", "to", "verified", "x"]),
                       ANYTHING, max_size=6))
def test_whatever_a_file_says_it_is_read_or_refused_in_sentences(data: dict[str, Any]) -> None:
    reader = _Reader("m.toml")
    paper = reader.paper(data)
    assert isinstance(paper, Paper) and all(line.startswith("m.toml, ") for line in reader.wrong)
    if not reader.wrong:
        assert paper.title and paper.sections


LETTERS = string.ascii_letters + string.digits + "ăâđêôơưằẫợữỵĂĐỮ .,;:-<>&\"'{}#$\\"
TYPED = st.text(LETTERS, min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2026, 11, 23))


def kept_by(field: PaperField) -> st.SearchStrategy[Any]:
    """Plain values that a box can hold."""
    if field.kind == "date":
        shapes = [DAYS.map(dt.date.isoformat)]
        if field.partial:
            shapes += [DAYS.map(lambda day: day.isoformat()[:7]), DAYS.map(lambda day: day.isoformat()[:4])]
        return st.one_of(shapes)
    codes = [code for code, _vi, _en in field.choices]
    return {"text": TYPED, "long": st.lists(TYPED, min_size=1, max_size=4).map("\n".join),
            "time": st.times().map(lambda moment: f"{moment:%H:%M}"), "number": st.integers(0, 100_000),
            "yesno": st.booleans(), "level": st.sampled_from(["cao", "trung_binh", "thap", "chua_ro"]),
            "choice": st.sampled_from(codes or [""]),
            "many": st.sets(st.sampled_from(codes or [""]), min_size=1).map(
                lambda some: [code for code in codes if code in some])}[field.kind]


def filled(paper: Paper) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={field.name: kept_by(field) for field in paper.fields})


@pytest.mark.parametrize("code", ["mau-01", "mau-02", "bien-ban", "mau-04", "mau-05", "mau-06", "mau-07", "mau-08",
                                  "giay-chuyen-gui", "bien-ban-chuyen-giao"])
def test_what_is_kept_is_drawn_sent_and_kept_again_the_same(code: str) -> None:
    paper = papers()[code]

    @pace(max_examples=12, deadline=None)
    @given(filled(paper))
    def back(values: dict[str, Any]) -> None:
        form = paper_form(paper)(sent(paper_form(paper)(initial=initial_of(paper, values))))
        assert form.is_valid(), form.errors
        assert values_of(form) == values
        told = [label for _title, rows in shown(paper, values) for label, said in rows if said]
        assert len(told) == len(values)

    back()


@given(st.sampled_from(KINDS), st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=12),
                                         st.lists(st.text(max_size=4), max_size=3), st.floats()))
def test_whatever_was_kept_a_box_is_drawn_and_words_are_found(kind: str, value: Any) -> None:
    field = PaperField("x", "x", "x", kind, (("a", "a", "a"),) if kind in ("choice", "many") else (), partial=True)
    assert isinstance(words(field, value), str)
    box = boxed(field, value)
    assert box is None or kind not in ("choice", "many") or box in ("a", ["a"])
