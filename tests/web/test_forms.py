"""A form says label, hint, error, field, in this order, and loses nothing that was typed."""
from __future__ import annotations

import re
from html.parser import HTMLParser

from django import forms
from django.template.loader import render_to_string

from mangnon.web.fields import DateField, DecimalField
from mangnon.web.forms import BaseForm
from mangnon.web.templatetags.mn import problems


class Weighing(BaseForm):
    born = DateField(label="Ngày sinh", help_text="Ví dụ 03/09/2021")
    kg = DecimalField(label="Cân nặng (kg)")
    how = forms.ChoiceField(label="Cách đo", widget=forms.RadioSelect, choices=[("lying", "nằm"), ("standing", "đứng")])
    place_kind = forms.ChoiceField(label="Nơi cân", required=False, choices=[("", "---------"), ("home", "tại nhà")])
    note = forms.CharField(label="Ghi chú", required=False)
    place = forms.CharField(widget=forms.HiddenInput, required=False)


TYPED = {"born": "30/02/2021", "kg": "9.4", "how": "", "note": "<b>ốm</b>", "place": "HT3"}


class Ids(HTMLParser):
    """Collects ids and what refers to them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name in ("aria-describedby", "aria-labelledby", "for") and value:
                self.wanted.update(value.split())
            elif name == "href" and value and value.startswith("#"):
                self.wanted.add(value[1:])


def page(form: forms.Form) -> str:
    return render_to_string("web/ui/form.html", {"form": form, "button": "Ghi 1 trẻ", "cancel": "/tre-em/"})


def test_label_hint_error_field_in_this_order() -> None:
    html = page(Weighing(TYPED))
    places = [html.index(words, html.index("<form")) for words in (
        "Ngày sinh</label>", "Ví dụ 03/09/2021", "Tháng 2 năm 2021 không có ngày 30.", 'value="30/02/2021"')]
    assert places == sorted(places)


def test_the_summary_says_the_same_words_and_links_to_the_box() -> None:
    html = page(Weighing(TYPED))
    assert "Còn 2 chỗ cần sửa" in html
    assert '<a href="#id_born">Tháng 2 năm 2021 không có ngày 30.</a>' in html
    assert '<a href="#id_how_0">Hãy chọn “Cách đo”.</a>' in html
    assert problems(Weighing(TYPED)) == [("id_born", "Tháng 2 năm 2021 không có ngày 30."),
                                         ("id_how_0", "Hãy chọn “Cách đo”.")]


def test_every_reference_leads_to_something_and_every_id_is_there_once() -> None:
    found = Ids(page(Weighing(TYPED)))
    assert sorted(found.ids) == sorted(set(found.ids))
    assert found.wanted <= set(found.ids)
    assert {"id_born_helptext", "id_born_error"} <= found.wanted


def test_a_wrong_box_says_so_to_readers() -> None:
    box = re.search(r'<input[^>]*id="id_born"[^>]*>', page(Weighing(TYPED)))
    assert box and 'aria-invalid="true"' in box[0]
    assert 'aria-describedby="id_born_helptext id_born_error"' in box[0]


def test_what_was_typed_stays_escaped() -> None:
    html = page(Weighing(TYPED))
    assert 'value="9.4"' in html
    assert "&lt;b&gt;ốm&lt;/b&gt;" in html and "<b>ốm" not in html
    assert 'type="hidden" name="place" value="HT3"' in html


def test_a_form_without_mistakes_has_no_summary() -> None:
    right = Weighing({**TYPED, "born": "01/02/2021", "how": "lying"})
    assert right.is_valid()
    assert "errors" not in page(right)
    assert problems(Weighing()) == [] and problems("") == [] and problems(None) == []


def test_a_form_draws_itself_the_same_way() -> None:
    html = str(Weighing(TYPED))
    assert "<legend>Cách đo" in html and 'class="choice"' in html
    assert "(nếu có)" in html


def test_a_mistake_of_the_whole_form_stands_in_the_summary_without_a_link() -> None:
    form = Weighing({**TYPED, "born": "01/02/2021", "how": "lying"})
    form.add_error(None, "Trẻ chưa sinh ngày ấy.")
    assert "<li>Trẻ chưa sinh ngày ấy.</li>" in page(form)


def test_an_empty_choice_is_a_word_and_no_row_of_dashes() -> None:
    html = page(Weighing())
    assert "---" not in html and '<option value="" selected>để trống</option>' in html
