"""What the invented commune has decided about its plan: who answers for a line, baselines, two values of its own."""
from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from mangnon.plan.actions import describe_line, set_milestone
from mangnon.plan.in_use import plan_in_use

OFFICES = {
    "Văn hóa - Xã hội": ("1", "2", "8a", "8b", "9", "10", "12", "22", "23", "24"),
    "Trạm Y tế": ("3a", "3b", "3c", "4b", "4c", "5a", "5b", "6", "11a", "11b", "20b"),
    "Trường Mầm non": ("16",), "Trường Tiểu học": ("7", "17a", "17b", "19", "20a"),
    "Trường THCS": ("18a", "18b"), "Tư pháp - Hộ tịch": ("13", "14"),
}
"""4a, 15 and 21 are left open, so that the chairman's page has something to ask for."""
BASELINES = {"4b": "6.8", "5a": "92.4", "5b": "90.1", "14": "98.2", "16": "97.5", "18a": "98.1"}
OWN = {"5a": "98.5", "22": "75"}


def add_decisions(today: dt.date) -> None:
    """Write them beside the plan that is in use."""
    plan = plan_in_use()
    if plan is None:
        raise RuntimeError("The demonstration has no plan.")
    for office, lines in OFFICES.items():
        for code in lines:
            values: dict[str, Any] = {"office": office}
            if code in BASELINES:
                values |= {"baseline": Decimal(BASELINES[code]), "baseline_year": 2020,
                           "baseline_source": "Báo cáo năm 2020 (minh họa)"}
            describe_line(plan, code, by="demo", **values)
    for code, value in OWN.items():
        set_milestone(plan, code, today.year, by="demo", value=Decimal(value), decision="Quyết định minh họa")
