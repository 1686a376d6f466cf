"""Template tags of the design system."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mangnon.web import formats

register = template.Library()


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


@register.filter
def vn_number(value: Any, decimals: int = 0) -> str:
    return "" if value is None or value == "" else formats.number(value, decimals, english=_english())


@register.filter
def vn_date(value: dt.date | None) -> str:
    return formats.date(value)


@register.filter
def vn_born(child: Any) -> str:
    """A child's birth date as far as it is known."""
    return formats.date_known(child.born_on, child.born_precision)


@register.simple_tag
def mark(code: str) -> SafeString:
    """The shape of a state mark."""
    return format_html('<svg class="mark" aria-hidden="true"><use href="#{}"/></svg>', code)


@register.simple_tag
def state(code: str, word: str) -> SafeString:
    """Shape, word and colour, always all three."""
    return format_html('<span class="state {}"><svg class="mark" aria-hidden="true"><use href="#{}"/></svg>{}</span>',
                       code, code, word)


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
def query_with(context: Context, name: str, value: Any) -> str:
    """The page's own query with one word changed, for names that are no identifiers."""
    query = context["request"].GET.copy()
    query[name] = value
    return f"?{query.urlencode()}"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """mapping[key], or nothing."""
    return mapping.get(key) if mapping else None
