"""Who is kept from a case: carer, household, suspect. Vietnamese: người phải tránh (không được biết vụ việc).

What the program knows by itself: a child the account's holder named as hers; children of that child's households; a
carer's telephone that is the user's; a suspect's telephone or personal number, compared by blind marks, so that the
numbers stand nowhere. What it cannot know, the owner of the case says (``Barred``).
"""
from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import Any

from mangnon.core.sealed import blind
from mangnon.registry.models import Carer, HouseholdMember

from .models import Barred, Case, Kin, Report

_PHONE = re.compile(r"(?:\+?84|0)?(\d{9})")
_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")


def phone_key(text: str) -> str:
    """A telephone as it is compared: its nine last digits, whatever stands before or between; "" where it is none."""
    digits = re.sub(r"[\s.\-()]", "", text)
    found = _PHONE.fullmatch(digits)
    return found[1] if found else ""


def marks_in(words: Iterable[str]) -> list[str]:
    """The blind marks of every telephone and personal number that stands in these words."""
    found: set[str] = set()
    for text in words:
        joined = re.sub(r"(?<=\d)[\s.\-](?=\d)", "", str(text))
        found |= {blind(number, what="number") for number in _NUMBER.findall(joined)}
        found |= {blind(key, what="phone") for word in re.findall(r"\+?\d{9,12}", joined) if (key := phone_key(word))}
    return sorted(found)


def marks_of(user: Any) -> set[str]:
    """The blind marks by which an account's holder is known."""
    key = phone_key(user.phone)
    return {mark for mark in (blind(key, what="phone") if key else "", user.personal_mark) if mark}


def barred_from(user: Any, cases: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these cases must not exist for this person."""
    of = dict(Case.objects.filter(pk__in=list(cases)).values_list("pk", "child"))
    if not of:
        return set()
    found = set(Barred.objects.filter(user=user, case__in=of).values_list("case", flat=True))
    near = near_children(user, {child for child in of.values() if child})
    found |= {case for case, child in of.items() if child in near}
    mine = marks_of(user)
    if mine:
        found |= {case for case, marks in Report.objects.filter(case__in=of).values_list("case", "suspect_marks")
                  if mine & set(marks)}
    return found


def near_children(user: Any, among: set[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these children are this person's family, household, or in her care."""
    if not among:
        return set()
    kin = set(Kin.objects.filter(user=user).values_list("child", flat=True))
    homes = HouseholdMember.objects.filter(child__in=kin).values("household")
    found = (kin & among) | set(HouseholdMember.objects.filter(
        household__in=homes, child__in=among).values_list("child", flat=True))
    key = phone_key(user.phone)
    if key:
        found |= {child for child, phone in Carer.objects.filter(child__in=among).exclude(phone="").values_list(
            "child", "phone") if phone_key(phone) == key}
    return found
