"""What a person may type about a package of help and about a session for many."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core import clock
from mangnon.places.models import Unit
from mangnon.registry.forms import check_life, check_past
from mangnon.registry.views import villages
from mangnon.web.forms import RecordForm

from .catalogue import Package, catalogue, package_name
from .forms import tidy
from .models import Provider
from .package_models import Outcome, PackageGiven, PackageSession, Receiver

AHEAD = dt.timedelta(days=731)
"""Farther ahead a day is a slip of the year."""


def choices_of(standing: str, packages: list[Package]) -> list[tuple[str, str]]:
    """The packages on offer, and the one that stands although it is offered no more."""
    found = [(package.code, package.title) for package in packages]
    more = [(standing, package_name(standing))] if standing and standing not in dict(found) else []
    return [("", _("chọn ở đây")), *found, *more]


def providers_of(standing: Any) -> Any:
    """The places at work today, and the one that stands."""
    active = Provider.objects.active_on(clock.today())
    return (active | Provider.objects.filter(pk=standing)).distinct().order_by("name") if standing else (
        active.order_by("name"))


class _PackageForm(RecordForm):
    """What a package and a session have in common: which package, and where it comes from."""

    package = forms.ChoiceField(label=gettext_lazy("Gói hỗ trợ"))
    many = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        packages = [package for package in catalogue().open if package.group or not self.many]
        box: Any = self.fields["package"]
        box.choices = choices_of(self.instance.package, packages)
        self.fields["provider"].queryset = providers_of(self.instance.provider_id)  # type: ignore[attr-defined]

    def clean_minutes(self) -> int | None:
        minutes: int | None = self.cleaned_data["minutes"]
        if minutes is not None and not 1 <= minutes <= 1440:
            raise forms.ValidationError(_("Số phút từ 1 đến 1440. Chưa rõ thì để trống."))
        return minutes

    def _far(self, name: str, day: dt.date | None) -> None:
        if day and day > clock.today() + AHEAD:
            self.add_error(name, _("Ngày này còn quá xa. Hãy xem lại năm."))


class PackageForm(_PackageForm):
    """One package of one child: who is given it, when it is planned and was given, with what result."""

    class Meta(RecordForm.Meta):
        model = PackageGiven
        fields = ["package", "receiver", "planned_on", "given_on", "provider", "given_by", "minutes", "result", "note"]
        help_texts = {"planned_on": gettext_lazy("Chưa làm thì chỉ ghi ngày hẹn."),
                      "given_on": gettext_lazy(
                          "Đến mà không gặp thì cũng ghi ngày đến, chọn kết quả “không gặp được”."),
                      "given_by": gettext_lazy("Ví dụ: cộng tác viên Thôn 3."),
                      "note": gettext_lazy("Không ghi chuyện của vụ việc ở đây.")}

    def clean_given_on(self) -> dt.date | None:
        return check_past(self.cleaned_data["given_on"], _("Ngày làm"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        planned, given = data.get("planned_on"), data.get("given_on")
        self._far("planned_on", planned)
        if not planned and not given and not {"planned_on", "given_on"} & set(self.errors):
            self.add_error("planned_on", _("Hãy ghi ngày hẹn, hoặc ngày đã làm."))
        if data.get("result") and not given and "given_on" not in self.errors:
            self.add_error("given_on", _("Đã có kết quả thì hãy ghi ngày làm."))
        for name, day in (("planned_on", planned), ("given_on", given)):
            if day and name not in self.errors:
                check_life(self, name, day, self.instance.child)
        self._for_whom(data)
        if not self.errors and given and not self.standing:
            self._ask_about_twins(data, given)
        return data

    def _for_whom(self, data: dict[str, Any]) -> None:
        """A package for parents is not the child's, and the other way round."""
        package = catalogue().packages.get(data.get("package", ""))
        receiver = data.get("receiver")
        if package and receiver and ("child" if receiver == Receiver.CHILD else "carer") not in package.to:
            self.add_error("receiver", _("“%(package)s” dành cho cha mẹ, người chăm sóc. Hãy chọn ai đã nhận.") % {
                "package": package.title} if receiver == Receiver.CHILD else _(
                    "“%(package)s” dành cho chính em.") % {"package": package.title})

    def _ask_about_twins(self, data: dict[str, Any], given: dt.date) -> None:
        if PackageGiven.objects.filter(child=self.instance.child, package=data["package"], given_on=given,
                                       receiver=data["receiver"]).exists():
            self.ask("given_on", _("Ngày ấy đã ghi gói này cho cùng người nhận. Có phải cùng một lần không?"),
                     _("Không, đây là lần khác"))


class SessionForm(_PackageForm):
    """A session for many: of which package, when and where."""

    many = True

    class Meta(RecordForm.Meta):
        model = PackageSession
        fields = ["package", "held_on", "unit", "place", "led_by", "provider", "minutes", "note"]
        help_texts = {"held_on": gettext_lazy("Buổi sắp tới thì ghi ngày hẹn; điểm danh sau khi họp.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = Unit.objects.filter(pk=self.instance.unit_id) if self.instance.unit_id else None
        self.fields["unit"].queryset = kept | villages() if kept else villages()  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = _("toàn xã")  # type: ignore[attr-defined]

    def clean_place(self) -> str:
        return tidy(self.cleaned_data["place"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = data.get("held_on")
        self._far("held_on", day)
        if self.errors or day is None:
            return data
        if self.standing and self.instance.attendance.exists():
            self._keep_the_roll(data, day)
        elif not self.standing and PackageSession.objects.filter(
                package=data["package"], held_on=day, unit=data["unit"]).exists():
            self.ask("held_on", _("Ngày ấy đã có một buổi như vậy ở đây. Có phải cùng một buổi không?"),
                     _("Không, đây là buổi khác"))
        return data

    def _keep_the_roll(self, data: dict[str, Any], day: dt.date) -> None:
        """Who is on the roll came on a day that has been, to a package that was for them."""
        if day > clock.today():
            self.add_error("held_on", _("Buổi này đã điểm danh nên không thể ở ngày chưa tới."))
        package = catalogue().packages.get(data["package"])
        there = set(self.instance.attendance.values_list("receiver", flat=True))
        if package and not there <= set(receivers_of(package)):
            self.add_error("package", _("Những người đã điểm danh không thuộc gói này. Hãy bỏ đánh dấu họ trước."))


def receivers_of(package: Package) -> list[str]:
    """Who may be given a package, the most usual first."""
    return [receiver for receiver in ("mother", "father", "parents", "carer", "child")
            if ("child" if receiver == Receiver.CHILD else "carer") in package.to]


__all__ = ["Outcome", "PackageForm", "SessionForm", "choices_of", "providers_of", "receivers_of"]
