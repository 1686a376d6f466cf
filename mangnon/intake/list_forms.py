"""The form that takes a list: a file or pasted cells, what kind it is, who sent it, of which day and school year."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mangnon.core import clock
from mangnon.places.models import Facility, FacilityKind
from mangnon.web.fields import DateField
from mangnon.web.forms import BaseForm

from .lists import kinds

MOST_BYTES = 30 * 1024 * 1024
SENDERS = (FacilityKind.KINDERGARTEN, FacilityKind.PRIMARY, FacilityKind.LOWER_SECONDARY, FacilityKind.COMBINED_SCHOOL,
           FacilityKind.HEALTH_STATION)


def titles() -> dict[str, str]:
    """The kinds of lists by name, as people call them."""
    return {
        "school_roll": _g("Danh sách học sinh"), "kindergarten_roll": _g("Danh sách trẻ mầm non"),
        "growth": _g("Danh sách cân đo"), "vaccination": _g("Danh sách tiêm chủng"),
        "population": _g("Danh sách hộ, nhân khẩu"), "poor_households": _g("Danh sách hộ nghèo, cận nghèo"),
        "special_circumstances": _g("Danh sách trẻ có hoàn cảnh đặc biệt"), "disability": _g("Danh sách khuyết tật"),
        "births_deaths": _g("Danh sách khai sinh, khai tử"),
        "universal_education": _g("Phiếu phổ cập giáo dục"),
        "population_answer": _g("Trả lời đối chiếu dân cư"),
        "facility_checks": _g("Kết quả kiểm tra cơ sở"),
        "monthly_changes": _g("Biến động trẻ em trong tháng"),
        "activity_attendance": _g("Danh sách trẻ tham gia hoạt động")}


def senders() -> dict[str, str]:
    """Schools and stations that are open today, by exchange id."""
    return dict(Facility.objects.filter(kind__in=SENDERS).open_on(clock.today()).order_by("kind", "name")
                .values_list("exchange_id", "name"))


def school_years() -> list[str]:
    """This school year, the next and two before; a school year begins in August."""
    today = clock.today()
    first = today.year if today.month >= 8 else today.year - 1
    return [f"{year}-{year + 1}" for year in range(first + 1, first - 3, -1)]


class ToldForm(BaseForm):
    """What the whole list speaks of; each may be left to the program, which reads it from the file."""

    kind = forms.ChoiceField(label=_("Loại danh sách"), required=False)
    source = forms.ChoiceField(label=_("Nơi gửi"), required=False)
    school_year = forms.ChoiceField(label=_("Năm học"), required=False)
    on = DateField(label=_("Ngày của danh sách"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = titles()
        self._choices("kind", [("", _g("để phần mềm đoán")), *((name, named[name]) for name in kinds())])
        self._choices("source", [("", _g("để phần mềm đoán, hoặc nơi khác")), *senders().items()])
        self._choices("school_year", [("", _g("đọc trong tệp")), *((year, year) for year in school_years())])
        self.fields["on"].help_text = _g("Để trống thì lấy ngày ghi ở đầu danh sách, không có thì lấy hôm nay.")

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["on"]
        if day and day > clock.today():
            raise forms.ValidationError(_g("Ngày này còn ở phía trước. Hãy kiểm tra lại."))
        return day


class SentListForm(ToldForm):
    """A list as it is dropped on the page."""

    file = forms.FileField(label=_("Tệp danh sách"), required=False, max_length=300, allow_empty_file=True)
    pasted = forms.CharField(label=_("Hoặc dán các ô từ Excel"), required=False, strip=False,
                             widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}))
    field_order = ("file", "pasted", "kind", "source", "school_year", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("file", "pasted"):
            # One of the two must be there; "(if any)" beside both would say that neither need be.
            self.fields[name].asked = True  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.csv"
        self.fields["file"].help_text = _g("Tệp .xlsx, .xls hoặc .csv như nơi gửi đã gửi; đừng sửa gì trước. "
                                          "Chưa ghi gì vào sổ cho đến khi xem và bấm ghi.")
        self.fields["pasted"].help_text = _g("Chọn cả dòng tiêu đề trong Excel, Ctrl+C, rồi Ctrl+V vào đây.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, pasted = data.get("file"), (data.get("pasted") or "").strip("\r\n")
        if not file and not pasted.strip() and "file" not in self.errors:
            self.add_error("file", _g("Hãy chọn một tệp, hoặc dán các ô vào ô dán."))
        if file and file.size > MOST_BYTES:
            self.add_error("file", _g("Tệp lớn hơn 30 MB. Hãy chia nhỏ danh sách rồi gửi lại."))
        return data

    def content(self) -> tuple[bytes, str]:
        """(bytes, name) of what was sent; pasted cells are a file of their own."""
        file = self.cleaned_data.get("file")
        if file:
            return file.read(), file.name
        return self.cleaned_data["pasted"].encode(), "dan-tu-excel.csv"
