"""A list's rows and what they would change, in an official's words."""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as _

from mangnon.core import hooks
from mangnon.education.models import grade_word
from mangnon.places.models import Facility, Unit
from mangnon.registry.exchange import BY_NAME, DATE
from mangnon.web import formats

from .heading_words import COMMON
from .items import Item
from .list_kind import ListKind


def fields() -> dict[str, str]:
    """What a column of a list can hold, by field."""
    return {
        "full_name": _("Họ và tên"), "born_on": _("Ngày sinh"), "sex": _("Giới tính"), "personal_id": _("Số định danh"),
        "mother_name": _("Họ tên mẹ"), "father_name": _("Họ tên cha"), "ethnicity": _("Dân tộc"), "village": _("Thôn"),
        "class": _("Lớp"), "weight_kg": _("Cân nặng"), "height_cm": _("Chiều dài, chiều cao"),
        "position": _("Nằm hay đứng"), "measured_on": _("Ngày cân đo"), "oedema": _("Phù"),
        "given_on": _("Ngày tiêm"), "vaccine": _("Vắc xin"), "injected_on": _("Ngày tiêm"),
        "relation": _("Quan hệ với chủ hộ"), "household_id": _("Số hộ"),
        "head_name": _("Chủ hộ"), "status": _("Diện hộ"), "group": _("Nhóm hoàn cảnh"), "note": _("Ghi chú"),
        "severity": _("Mức độ khuyết tật"), "needs_schooling": _("Nhu cầu học tập"),
        "birth_registered_on": _("Ngày đăng ký khai sinh"), "died_on": _("Ngày mất"),
        "death_cause": _("Nguyên nhân mất"), "change": _("Biến động"), "changed_on": _("Ngày biến động"),
        "present": _("Tham gia"), "activity": _("Hoạt động"), "held_on": _("Ngày tổ chức"), "school": _("Trường"),
        "reference": _("Mã tham chiếu"), "result": _("Kết quả"), "name_right": _("Họ và tên đúng"),
        "born_right": _("Ngày sinh đúng"), "sex_right": _("Giới tính đúng"), "mother_right": _("Họ tên mẹ đúng"),
        "father_right": _("Họ tên cha đúng"), "number_right": _("Số định danh đúng"),
        "registered": _("Ngày đăng ký khai sinh"), "dropped": _("Bỏ học"),
        "finished": _("Đã tốt nghiệp"), "disabled": _("Khuyết tật"),
        "sanitation": _("Công trình vệ sinh"), "psychological_support": _("Hỗ trợ tâm lý"),
        "accessible_materials": _("Học liệu cho trẻ khuyết tật"),
        "accessible_building": _("Công trình trẻ khuyết tật dùng được"), "operating": _("Đang hoạt động"),
        "year": _("Năm")}


def fields_of(kind: ListKind) -> dict[str, str]:
    """What a column of one kind of list can hold, in the order in which people think of it."""
    named, own = fields(), [words.name for words in kind.fields]
    if kind.subject == "place":
        return {name: _("Cơ sở") if name == "full_name" else named[name] for name in own}
    return {name: named[name] for name in dict.fromkeys([*(words.name for words in COMMON), *own])}


def whys() -> dict[str, str]:
    """Why the machine does not decide a row by itself."""
    return {
        "number": _("Số định danh khác nhau."), "given name": _("Tên gọi khác nhau."),
        "name": _("Họ hoặc tên đệm khác nhau."), "mother": _("Họ tên mẹ khác nhau."), "sex": _("Giới tính khác nhau."),
        "newborn": _("Trẻ chưa có tên."), "birth": _("Ngày sinh khác nhau hoặc chưa đủ để chắc chắn."),
        "village": _("Thôn khác nhau."), "weak": _("Chưa đủ điều giống nhau để chắc chắn."),
        "alike": _("Trong sổ có hơn một em giống như thế."),
        "claimed": _("Trong tệp có hơn một dòng nhận em này."),
        "twins": _("Có thể là sinh đôi: cùng ngày sinh, cùng mẹ, hai tên gọi."),
        "perhaps twins": _("Cùng ngày sinh, cùng mẹ, tên hơi khác: có thể là sinh đôi, cũng có thể gõ nhầm."),
        "school": _("Cùng một năm học, mỗi hồ sơ ở một lớp hay một trường: rất có thể là hai em.")}


@dataclass(frozen=True)
class Shown:
    """One item for the eye. at: its place among the row's items.  lines: (what, old, new)."""

    at: int
    lines: list[tuple[str, str, str]]
    tick: bool
    done: bool


class Words:
    """Says cells in words; names of places are asked for once."""

    def __init__(self) -> None:
        self._places = dict(Unit.objects.values_list("exchange_id", "name")) | dict(
            Facility.objects.values_list("exchange_id", "name"))
        self._fields = fields()

    def items(self, items: Iterable[Item], state: str) -> list[Shown]:
        return [Shown(at, [(self.what(what), self.cell(what, old), self.cell(what, new)) for what, old, new
                           in one["shown"]], one["tick"], state == "all" or bool(one.get("done")))
                for at, one in enumerate(items)]

    def model(self, label: str) -> str:
        """What a row of a model is called."""
        return str(hooks.row_words.get(label) or apps.get_model(label)._meta.verbose_name).capitalize()

    def what(self, what: str) -> str:
        """What an item is about: a field of the child, a kind of row, or a field of one."""
        if what == "child":
            return str(_("Trẻ mới"))
        table, _dot, column = what.partition(".")
        if table in BY_NAME and not column:
            return self.model(BY_NAME[table].model)
        return self._fields.get(column or what) or self._field_name(table, column)

    def _field_name(self, table: str, column: str) -> str:
        spec = BY_NAME[table]
        name = spec.field_of(spec.by_name[column])
        return str(apps.get_model(spec.model)._meta.get_field(name).verbose_name).capitalize()

    def cell(self, what: str, cell: str) -> str:
        """A cell in words. what: a column of ``children``, "table.column", or a table, of which the cells are told."""
        table, _dot, column = what.partition(".")
        if not cell:
            return ""
        if what == "born_on":
            day, _bar, precision = cell.partition("|")
            return formats.date_known(dt.date.fromisoformat(day), precision or "day")
        if table in BY_NAME and not column:
            return self._row(table, cell)
        return self._value(*(("children", table) if not column else (table, column)), cell)

    def _row(self, table: str, cell: str) -> str:
        """The cells of a new row, one after the other; a dose's near day and names of households stand alone."""
        if "=" not in cell:
            return self._value(table, "given_on" if table == "doses" else "status", cell)
        cells = dict(part.split("=", 1) for part in cell.split("|") if "=" in part)
        left_out = {"outcome", "grade"} if cells.get("class") else {"outcome"}
        return ", ".join(self._value(table, name, value) for name, value in cells.items() if name not in left_out)

    def _value(self, table: str, column: str, cell: str) -> str:
        spec = BY_NAME[table].by_name.get(column)
        if spec is None:
            return cell
        if spec.refers:
            return self._places.get(cell, cell)
        if spec.form == DATE:
            day = formats.date(dt.date.fromisoformat(cell))
            return _("từ %(day)s") % {"day": day} if column in ("from_on", "entered_on") else day
        if column == "class":
            return _("lớp %(name)s") % {"name": cell}
        if column == "grade":
            return str(grade_word(cell))
        if spec.form == "bool":
            yes = {"oedema": _("phù"), "needs_schooling": _("có nhu cầu học tập")}
            no = {"oedema": _("không phù"), "needs_schooling": _("không có nhu cầu học tập")}
            return (yes if cell == "true" else no).get(column, _("có") if cell == "true" else _("không"))
        if spec.codes:
            field = apps.get_model(BY_NAME[table].model)._meta.get_field(BY_NAME[table].field_of(spec))
            return str(dict(field.flatchoices).get(cell, cell))
        units = {"weight_kg": " kg", "height_cm": " cm"}
        return cell.replace(".", ",") + units[column] if column in units else cell
