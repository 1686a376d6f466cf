"""Doses that may be a slip: too young, too soon after the last one, or one more than the series has. Pure.

Ages and intervals are ours and wide on purpose: they only raise a question, which a person may answer with "it is so".
No figure is counted from them; the doses due are a setting of the commune (measure 5b).
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from mangnon.web import formats

YOUNGEST = {"PENTA": 42, "HEXA": 42, "DPT": 42, "OPV": 42, "IPV": 42, "ROTA": 42, "MEASLES": 180, "MR": 180,
            "JE": 270, "TD": 4 * 365}
"""Days of age before which a vaccine is not given; one that is not named may be given from birth."""
OLDEST = {"HEPB0": 28}
"""Days of age after which it is no longer that dose."""
MOST = {"BCG": 1, "HEPB0": 1, "ROTA": 3, "PENTA": 4, "HEXA": 4, "MEASLES": 2, "MR": 3, "JE": 5}
"""Doses of a vaccine that a child receives at most."""
APART = 28
"""Days between two doses of the same vaccine; a week too early is asked about, a few days are custom."""
CLOSE = {"JE": 7}
"""Vaccines whose next dose may follow sooner than that: JE after one to two weeks."""
GRACE = 4


def odd_dose(child: Any, vaccine: str, label: str, day: dt.date, others: Iterable[dt.date]) -> list[tuple[str, str]]:
    """Return (field, sentence) for each thing that may be a slip. others: days of the same vaccine but this one."""
    found = []
    age = (day - child.born_on).days if child.born_precision == "day" else None
    if age is not None and age < YOUNGEST.get(vaccine, 0) - GRACE:
        found.append(("given_on", _("Ngày ấy em mới %(age)s; %(vaccine)s thường từ %(least)s. Có đúng không?") % {
            "age": age_words(age), "vaccine": label, "least": age_words(YOUNGEST[vaccine])}))
    if age is not None and age > OLDEST.get(vaccine, age):
        found.append(("given_on", _("Ngày ấy em đã %(age)s; %(vaccine)s chỉ tiêm cho trẻ mới sinh. Có đúng không?") % {
            "age": age_words(age), "vaccine": label}))
    days = sorted(others)
    if len(days) >= MOST.get(vaccine, len(days) + 1):
        found.append(("vaccine", _("Em đã có %(n)s mũi %(vaccine)s (gần nhất %(day)s). Có đúng là tiêm thêm không?") % {
            "n": len(days), "vaccine": label, "day": formats.date(days[-1])}))
        return found
    apart = CLOSE.get(vaccine, APART)
    near = [other for other in days if 0 < abs((other - day).days) < apart - GRACE]
    if near:
        found.append(("given_on", _("Sổ đã ghi %(vaccine)s ngày %(day)s, cách chưa đến %(n)s ngày. Có phải cùng một "
                                    "mũi không?") % {"vaccine": label, "day": formats.date(near[0]), "n": apart}))
    return found


def age_words(days: int) -> str:
    """6 ngày tuổi, 3 tháng tuổi, 4 tuổi."""
    if days < 61:
        return _("%(n)s ngày tuổi") % {"n": days}
    if days < 2 * 365:
        return _("%(n)s tháng tuổi") % {"n": round(days / 30.44)}
    return _("%(n)s tuổi") % {"n": days // 365}
