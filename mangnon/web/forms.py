"""The form kit: every form says label, hint, error, field, in this order, and loses nothing that was typed."""
from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core.fields import TypedDecimalField
from mangnon.core.models import Record

from . import history, meanwhile
from .fields import DateField, DecimalField, WholeField, YesNoField

DASHES = "---------"
STAMP = "dau"
"""Names what a page was drawn from: a new row's key, or the sequence of the row that stood there."""
SURE = "dung"
"""Answers to questions: each value is the digest of one question."""


@dataclass(frozen=True)
class Question:
    """Something odd that may be right. answer: the words of the box that says so.  field: where it is asked."""

    digest: str
    words: str
    answer: str
    field: str | None = None


class _Kind:
    """Shared behaviour: Vietnamese words for an empty field, our own drawing of fields and errors."""

    fields: dict[str, forms.Field]
    template_name = "web/ui/fields.html"

    def _prepare(self) -> None:
        for name, field in self.fields.items():
            label = str(field.label or name)
            asked = _("Hãy chọn “%(label)s”.") if isinstance(field, forms.ChoiceField) else _("Hãy điền “%(label)s”.")
            field.error_messages["required"] = asked % {"label": label}
            field.error_messages["invalid_choice"] = _("Hãy chọn lại “%(label)s”.") % {"label": label}
            if isinstance(field, forms.ChoiceField):
                _name_the_empty_choice(field)


def _name_the_empty_choice(field: forms.ChoiceField) -> None:
    """Say in words what the framework draws as a row of dashes."""
    words = _("chọn ở đây") if field.required else _("để trống")
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = words if field.empty_label == DASHES else field.empty_label
        return
    choices = list(cast("Iterable[Any]", field.choices))
    if choices and choices[0] == ("", DASHES):
        field.choices = [("", words), *choices[1:]]


class BaseForm(_Kind, forms.Form):
    """A form of our own fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self._prepare()


def _form_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field of a model field: dates and numbers as people type them, three answers to yes or no."""
    plain: dict[str, Any] = {"label": kwargs.get("label") or capfirst(field.verbose_name),
                             "required": not field.blank, "help_text": kwargs.get("help_text") or field.help_text}
    if isinstance(field, models.DateField):
        return DateField(**plain)
    if isinstance(field, TypedDecimalField):
        return DecimalField(**plain)
    if isinstance(field, models.BooleanField) and field.null:
        return YesNoField(**{**plain, "required": False})
    if isinstance(field, models.IntegerField) and not field.choices:
        return field.formfield(form_class=WholeField, **kwargs)
    if isinstance(field, models.TextField):
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
    return field.formfield(**kwargs)


class RecordForm(_Kind, forms.ModelForm):
    """A form made from a row's fields.

    It knows whether the same form was sent twice (``written_before``), whether somebody else has changed the row since
    the page was drawn, and it asks about what is odd instead of refusing it (``ask``).
    """

    twin_is_corrected = False
    """Whether a row like the typed one will be corrected, so that nobody need be asked about it."""

    class Meta:
        formfield_callback = staticmethod(_form_field)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self.questions: list[Question] = []
        self._prepare()

    def narrow(self, user: Any) -> None:
        """Offer only what this person may write; called before the form is read."""

    def ask(self, field: str | None, words: str, answer: str = "") -> None:
        """Ask about something odd; the same question answered with its box lets it pass."""
        digest = hashlib.sha256(words.encode()).hexdigest()[:12]
        if digest in getattr(self.data, "getlist", lambda name: [])(self.add_prefix(SURE)):
            return
        self.questions.append(Question(digest, words, answer or _("Đúng là vậy, cứ ghi"), field))
        self.add_error(field, words)

    @property
    def standing(self) -> bool:
        """Whether the form corrects a row, not makes one."""
        return isinstance(self.instance, Record) and not self.instance._state.adding

    @property
    def stamp(self) -> str:
        """What the page is drawn from, sent back with the form."""
        if self.standing:
            return str(self.instance.seq)
        return str(self.new_id) if isinstance(self.instance, Record) else ""

    @property
    def new_id(self) -> uuid.UUID:
        """The key a new row will have, chosen when the page was drawn, so that sending twice makes one row."""
        if not hasattr(self, "_new_id"):
            self._new_id = _uuid(self.data.get(self.add_prefix(STAMP), "")) or uuid.uuid4()
        return self._new_id

    def written_before(self) -> Any:
        """The row that this very form has made already, or nothing."""
        if not self.is_bound or self.standing:
            return None
        return type(self.instance)._default_manager.filter(pk=self.new_id).first()

    def first_values(self, row: Any) -> dict[str, Any]:
        """What the boxes hold for a row that stands; a form that draws a column in its own way says so here."""
        return forms.model_to_dict(row, self._meta.fields, self._meta.exclude)

    def parts_now(self, seq: int) -> list[str]:
        """What a form's boxes that are no columns of its row hold now, where they changed since, in words."""
        return []

    def full_clean(self) -> None:
        """Before reading: has the row changed meanwhile, the boxes nobody touched here follow it."""
        seen = str(self.data.get(self.add_prefix(STAMP), "")) if self.is_bound and self.standing else ""
        self._outdated = int(seen) if seen.isdecimal() and int(seen) != self.instance.seq else None
        self._both = self._follow(self._outdated) if self._outdated is not None else {}
        super().full_clean()

    def overtaken(self, row: Record | None, seen: int) -> None:
        """Somebody wrote the row between the reading of this form and its writing: read it anew, beside the row."""
        data: Any = cast("Any", self.data).copy()
        data[self.add_prefix(STAMP)] = str(seen)
        self.data = data
        if row is None:
            self.add_error(None, meanwhile.gone())
            return
        self.instance = row
        self.full_clean()

    def _follow(self, seq: int) -> dict[str, str]:
        """Fill what only the other changed; {box: what stands now} where both changed it, or nobody can tell."""
        before, now = meanwhile.drawn_from(self.instance, seq), self.first_values(self.instance)
        drawn = self.first_values(before) if before is not None else {}
        data: Any = cast("Any", self.data).copy()
        both: dict[str, str] = {}
        for name, field in self.fields.items():
            if name not in now or field.disabled or not meanwhile.one_box(field):
                continue
            stands, sent = meanwhile.shown(field, now[name]), meanwhile.typed(self, name)
            was = meanwhile.shown(field, drawn[name]) if name in drawn else None
            if sent == stands or stands == was or not field.has_changed(now[name], sent):
                continue
            if was is not None and (sent == was or not field.has_changed(drawn[name], sent)):
                data[self.add_prefix(name)] = stands
            else:
                both[name] = meanwhile.words_now(self.instance, name, stands)
        self.data = data
        return both

    def _post_clean(self) -> None:
        """The row's own rules are checked when it is written; here is said what has changed meanwhile."""
        if self._outdated is None:
            return
        who, now = history.since(cast("Record", self.instance), self._outdated)
        told = "; ".join([*now, *self.parts_now(self._outdated)]) or "–"
        self.add_error(None, _("Trong lúc trang này mở, %(who)s đã sửa. Nay là: %(now)s. Ô nào bạn chưa sửa thì trang "
                               "đã lấy theo; hãy xem lại rồi ghi lần nữa.") % {"who": who, "now": told})
        for name, stands in self._both.items():
            self.add_error(name, _("Hai người cùng sửa ô này: %(who)s đã ghi “%(now)s”, chữ trong ô là của bạn. Ghi "
                                   "lần nữa thì lấy chữ đang đứng trong ô.") % {
                                       "who": who, "now": stands or _("để trống")})


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


class ReasonForm(BaseForm):
    """Why a row is taken out; it stays in the history. stamp: the sequence of the row that the page shows."""

    stamp: int | str = ""

    reason = forms.CharField(label=gettext_lazy("Lý do gỡ"), max_length=300,
                             help_text=gettext_lazy("Ví dụ: ghi nhầm trẻ khác cùng tên."))
