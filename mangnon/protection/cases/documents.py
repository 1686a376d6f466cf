"""A step's form as a file, and what of it is known before anybody types: from reports, the register, other steps."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mangnon.accounts.signatures import signature
from mangnon.core import clock
from mangnon.core.clock import VIETNAM
from mangnon.core.sealed import unseal_values
from mangnon.plan.models import Plan
from mangnon.registry.models import Child

from .models import Case, Channel, Member, Part
from .paper import Head, Paper, docx, pdf
from .reading import current

FILES: dict[str, tuple[Callable[[Paper, Mapping[str, Any], Head], bytes], str]] = {
    "docx": (docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf, "application/pdf")}
CHANNELS = {Channel.IN_PERSON: "gap_truc_tiep", Channel.PHONE: "dien_thoai", Channel.HOTLINE: "tong_dai_111",
            Channel.LETTER: "thu_tin_nhan", Channel.ONLINE: "trang_bao_tin", Channel.OTHER: "khac",
            **dict.fromkeys((Channel.POLICE, Channel.SCHOOL, Channel.STATION, Channel.ORGANISATION), "co_quan_chuyen")}
"""What Mẫu 01 calls a channel; others are left to whoever types."""
SEXES = {"male": "nam", "female": "nu", "unknown": "khong_biet"}


def head_of(case: Case) -> Head:
    """Whose paper it is: number and day are left to the clerk, the child is named as far as known."""
    owner = Member.objects.filter(current(), case=case, part=Part.OWNER).select_related("user").first()
    return _head(case.code, case.child, owner.user.display_name if owner else "")


def head_of_child(child: Child | None, code: str) -> Head:
    """Whose paper it is, where there is no case."""
    return _head(code, child, "")


def _head(code: str, child: Child | None, owner: str) -> Head:
    issuer, signed = issuer_name(), signature(clock.today())
    return Head(issuer_lines=("ỦY BAN NHÂN DÂN", issuer.upper()), place=issuer.removeprefix("Xã ").removeprefix(
        "Phường "), day=None, code=code, child_words=child.full_name if child else "", office=tuple(signed["office"]),
        signers=tuple(name for name in (owner, signed["signer"]) if name))


def issuer_name() -> str:
    """What the commune is called; "" while no plan names it."""
    plan = Plan.objects.select_related("unit").order_by("from_on").last()
    return plan.unit.name if plan and plan.unit else ""


def known(case: Case, paper: Paper) -> dict[str, Any]:
    """The values of a form that the case already holds; only for who has opened the sealed words.

    A later word beats an earlier one, and what was typed into a form beats what a report said.
    """
    found = {**_of_reports(case), **(_of_child(case.child) if case.child else {})}
    for step in case.steps.all():
        found |= unseal_values(step.body, row=step.pk, field="body")
    owner = Member.objects.filter(current(), case=case, part=Part.OWNER).select_related("user").first()
    found.setdefault("owner", owner.user.display_name if owner else None)
    names = {field.name for field in paper.fields} - OF_ITS_OWN
    return {name: value for name, value in found.items() if name in names and value is not None}


OF_ITS_OWN = frozenset({"conclusion", "verdict", "emergency", "reason", "note", "met_on", "met_at", "assessed_on",
                        "assessed_at", "reviewed_on"})
"""What each form says anew, even where an earlier one of the same kind said it."""


def _of_reports(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = {"in_danger": case.danger}
    for report in case.reports.order_by("received_at"):
        told = unseal_values(report.told, row=report.pk, field="told")
        reporter = unseal_values(report.reporter, row=report.pk, field="reporter")
        at = report.received_at.astimezone(VIETNAM)
        first = {"received_on": at.date().isoformat(), "received_at": f"{at:%H:%M}",
                 "channel": CHANNELS.get(Channel(report.channel)), "child_name": told.get("who"),
                 "event_place": ", ".join(filter(None, (told.get("where"), str(case.unit or "")))) or None,
                 "reporter_name": reporter.get("name"), "reporter_phone": reporter.get("phone")}
        for name, value in first.items():
            found.setdefault(name, value)
        if told.get("what"):
            found["told"] = "\n".join(filter(None, (found.get("told"), told["what"])))
    return found


def _of_child(child: Child) -> dict[str, Any]:
    born = child.born_on.isoformat()[:{"day": 10, "month": 7, "year": 4}[child.born_precision]]
    return {"child_name": child.full_name or None, "child_born": born, "child_sex": SEXES.get(child.sex),
            "mother_name": child.mother_name or None, "father_name": child.father_name or None}
