"""The few boxes of the public page. Whatever is sent, what can be read of it is taken; one word is enough."""
from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.places.models import Unit
from mangnon.registry.views import villages
from mangnon.web.fields import YesNoField
from mangnon.web.forms import BaseForm

from . import words

LONGEST, SHORT = 20_000, 1_000
"""Letters that are kept of a story, and of a short answer."""
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Kinds of letters that show nothing: controls, marks that turn the direction of writing, halves of letters."""


def legible(text: Any, longest: int) -> str:
    """The text without letters that show nothing, in one form, cut where it is longer than can be kept."""
    flat = str(text or "")[:longest * 2].replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in flat if c in "\n\t\u200d" or unicodedata.category(c) not in UNSEEN)
    return unicodedata.normalize("NFC", kept).strip()[:longest]


class LegibleField(forms.CharField):
    """Takes what can be read of any text, and refuses none."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.longest = longest
        self.validators = []

    def to_python(self, value: Any) -> str:
        return legible(value, self.longest)


class LooseYesNo(YesNoField):
    """Yes, no or unknown; whatever else is sent is unknown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = [("true", gettext_lazy("Có")), ("false", gettext_lazy("Không")),
                        ("", gettext_lazy("Không biết"))]

    def clean(self, value: Any) -> bool | None:
        return {"true": True, "false": False}.get(str(value))


class VillageField(forms.ModelChoiceField):
    """A thôn of the commune; whatever else is sent is not known."""

    def clean(self, value: Any) -> Unit | None:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


STORY = {"rows": 6, "autocomplete": "off", "maxlength": LONGEST}
LINE = {"autocomplete": "off", "maxlength": SHORT}


class TellForm(BaseForm):
    """What happened, where, to whom, whether somebody is in danger now, whether an answer is wanted here."""

    what = LegibleField(label=gettext_lazy("Có chuyện gì?"), longest=LONGEST, widget=forms.Textarea(STORY),
                        help_text=gettext_lazy("Viết một từ cũng được. Sai chính tả không sao."))
    danger = LooseYesNo(label=gettext_lazy("Bây giờ có ai đang nguy hiểm không?"), widget=forms.RadioSelect)
    me = LooseYesNo(label=gettext_lazy("Ai bị hại?"), widget=forms.RadioSelect)
    who = LegibleField(label=gettext_lazy("Bạn ấy là ai?"), longest=SHORT, widget=forms.TextInput(LINE),
                       help_text=gettext_lazy("Mấy tuổi, học lớp nào, tên gì. Không biết thì để trống."))
    unit = VillageField(Unit.objects.none(), label=gettext_lazy("Ở thôn nào?"), required=False,
                        empty_label=gettext_lazy("không biết"))
    where = LegibleField(label=gettext_lazy("Ở chỗ nào?"), longest=SHORT, widget=forms.TextInput(LINE),
                         help_text=gettext_lazy("Ví dụ: ở nhà, ở trường, trên mạng."))
    talk = LooseYesNo(label=gettext_lazy("Chúng tôi trả lời ở trang này được không?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = villages()  # type: ignore[attr-defined]
        self.fields["me"].choices = [  # type: ignore[attr-defined]
            ("true", gettext_lazy("Chính em")), ("false", gettext_lazy("Bạn khác")),
            ("", gettext_lazy("Không muốn nói"))]
        self.fields["talk"].choices = self.fields["talk"].choices[:2]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.asked = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("what", "who", "where", "unit", "danger", "me")):
            self.add_error("what", _("Hãy viết một từ, hoặc chọn một ô."))
        return data

    @property
    def told(self) -> dict[str, Any]:
        """What is sealed of the answers."""
        data = self.cleaned_data
        found = {name: data[name] for name in ("what", "who", "where")}
        return found | ({"talk": "no"} if data["talk"] is False else {})


class CodeForm(BaseForm):
    """The three words, and what one writes more."""

    code = LegibleField(label=gettext_lazy("Ba từ của em"), longest=200, widget=forms.TextInput(
        {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}), help_text=gettext_lazy(
            "Có dấu hay không dấu, chữ to hay chữ nhỏ đều được."))

    def clean_code(self) -> tuple[str, ...]:
        found = words.read(self.cleaned_data["code"])
        if not found:
            raise forms.ValidationError(_("Chưa đủ ba từ, hoặc có từ gõ chưa đúng. Hãy xem lại từng từ."))
        return found


class MoreForm(BaseForm):
    """What the sender writes more."""

    text = LegibleField(label=gettext_lazy("Em muốn nói thêm gì?"), longest=LONGEST,
                        widget=forms.Textarea({**STORY, "rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].asked = True  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        if not self.cleaned_data["text"]:
            raise forms.ValidationError(_("Hãy viết một từ."))
        return str(self.cleaned_data["text"])


class AnswerForm(MoreForm):
    """What the officer answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Trả lời người báo")
        self.fields["text"].help_text = _("Viết ngắn, dễ hiểu với một em nhỏ. Đừng nêu tên ai: người khác có thể nhìn "
                                          "thấy màn hình của em.")
