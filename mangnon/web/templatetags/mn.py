"""Template tags of the design system: numbers, dates, state marks, icons, fields, charts."""
from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms, template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mangnon.core import clock
from mangnon.web import charts, formats, icons

register = template.Library()


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


@register.filter
def vn_number(value: Any, decimals: int = 0) -> str:
    """1.904; nothing where there is none."""
    return "" if value is None or value == "" else formats.number(value, decimals, english=_english())


@register.filter
def vn_plain(value: Any, most: int = 2) -> str:
    """A number with the decimals it needs: 9,4."""
    return "" if value is None or value == "" else formats.plain(value, most, english=_english())


@register.filter
def or_unknown(value: Any) -> Any:
    """What is not known says so; it is never 0."""
    return _("chưa có số liệu") if value is None or value == "" else value


@register.simple_tag
def vn_percent(part: int, total: int | None, target: Any = None) -> str:
    """95,7%; two decimals where one would touch the target; says so where there is no whole."""
    return formats.share(part, total, target, english=_english()) or _("chưa có số liệu")


@register.simple_tag
def vn_of(part: int, total: int | None) -> str:
    """88/92."""
    return formats.of_total(part, total, english=_english())


@register.filter
def vn_date(value: dt.date | None) -> str:
    return formats.date(value, english=_english())


@register.filter
def vn_date_short(value: dt.date | None) -> str:
    """23/11 in the running year, else with its year."""
    return formats.date_short(value, clock.today(), english=_english())


@register.filter
def vn_moment(value: dt.datetime | None) -> str:
    """21 giờ 40 of today, else 22/11, 21 giờ 40."""
    return "" if value is None else formats.moment(value, clock.today(), english=_english())


@register.filter
def vn_born(child: Any) -> str:
    """A child's birth date as far as it is known."""
    return formats.date_known(child.born_on, child.born_precision, english=_english())


@register.simple_tag
def mark(code: str) -> SafeString:
    """The shape of a state mark."""
    return format_html('<svg class="mark" aria-hidden="true"><use href="#{}"/></svg>', code)


@register.simple_tag
def state(code: str, word: str) -> SafeString:
    """Shape, word and colour, always all three."""
    return format_html('<span class="state {}"><svg class="mark" aria-hidden="true"><use href="#{}"/></svg>{}</span>',
                       code, code, word)


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """One of our icons, beside its words."""
    return mark_safe(icons.icon(name, size))  # noqa: S308 - drawn from our own table, nothing typed


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """The page's own query with some words changed; None takes a word out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_with(context: Context, name: str, value: Any, **changes: Any) -> str:
    """The page's own query with one word changed, for names that are no identifiers; others as with_query."""
    return with_query(context, **{name: value, **changes})


@register.filter
def numbers(text: str) -> list[float | None]:
    """A row of numbers written in a template; "-" is a year without one."""
    return [None if word == "-" else float(word) for word in text.split()]


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """mapping[key], or nothing."""
    return mapping.get(key) if mapping else None


@register.inclusion_tag("web/ui/field.html")
def field(bound: forms.BoundField) -> dict[str, Any]:
    """A field of a form: label, hint, error, box."""
    return {"field": bound}


@register.filter
def problems(form: Any) -> list[tuple[str, str]]:
    """What is wrong with a form: (id of the box, sentence), in the order of the page; no id for the whole form."""
    if not getattr(form, "errors", None):
        return []
    found = [("", str(error)) for error in form.non_field_errors()]
    for bound in form:
        # A group of choices has no box of its own; the link goes to its first one.
        box = bound.id_for_label or f"{bound.auto_id}_0"
        found += [("" if bound.is_hidden else box, str(error)) for error in bound.errors]
    return found


@register.filter
def asks_only(form: Any) -> bool:
    """Whether nothing is wrong with a form: all it says is asked, and an answer lets it pass."""
    words = {q.words for q in getattr(form, "questions", ())}
    return all(words_ in words for _box, words_ in problems(form))


def _questions(bound: Any) -> list[Any]:
    return [q for q in getattr(bound.form, "questions", ()) if q.field == bound.name]


@register.filter
def asked(bound: Any) -> list[Any]:
    """The questions about a field, each with its box, where the field is."""
    return _questions(bound)


@register.filter
def faults(bound: Any) -> list[str]:
    """What is wrong with a field, without what is only asked."""
    words = {q.words for q in _questions(bound)}
    return [str(error) for error in bound.errors if str(error) not in words]


@register.simple_tag
def sparkline(values: Sequence[float | None], target: float | None = None) -> SafeString:
    return mark_safe(charts.sparkline(values, target))  # noqa: S308 - charts escapes every word it draws


@register.simple_tag
def dots(part: int, total: int, title: str = "") -> SafeString:
    return mark_safe(charts.dots(part, total, title=title))  # noqa: S308 - charts escapes every word it draws


@register.inclusion_tag("web/ui/chart.html")
def chart(drawn: str, table: charts.ChartTable | None = None, note: str = "") -> dict[str, Any]:
    """A chart with a note and the table of its numbers. drawn: what a function of ``charts`` returned."""
    return {"drawn": mark_safe(drawn), "table": table, "note": note}  # noqa: S308 - charts escapes its words
