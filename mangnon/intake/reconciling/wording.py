"""Findings in an official's words, for the page, and in Vietnamese for the letter whatever the page's language is."""
from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from mangnon.web import formats

from ..list_words import fields
from .finding import DEATH, DIFFERS, GONE, MISSING, UNREGISTERED, UNSCHOOLED, Finding, shown
from .persons import Said
from .scopes import REGISTER


def headings() -> dict[str, str]:
    """What each kind of finding is called on the owner's list."""
    return {MISSING: _("Còn thiếu trong danh sách này"), GONE: _("Còn ghi nhưng đã chuyển đi hoặc đã mất"),
            DIFFERS: _("Ghi khác nơi khác"), UNREGISTERED: _("Sinh sống chưa đăng ký khai sinh"),
            DEATH: _("Nơi khác ghi đã mất"), UNSCHOOLED: _("Đến tuổi đi học, không có ở danh sách trường nào")}


def shorts() -> dict[str, str]:
    """The same after a number."""
    return {MISSING: _("em còn thiếu"), GONE: _("em đã chuyển đi hoặc đã mất"), DIFFERS: _("chỗ ghi khác"),
            UNREGISTERED: _("em chưa đăng ký khai sinh"), DEATH: _("em nơi khác ghi đã mất"),
            UNSCHOOLED: _("em không có ở trường nào")}


def sentence(finding: Finding, *, sent: bool = False) -> str:
    """What is to be corrected. sent: for the owner's eyes, so that no quiet source is named and "here" is its list."""
    if finding.what == MISSING:
        words = _("Có ở: %(where)s; không có trong danh sách của đơn vị.") if sent else _(
            "Có ở: %(where)s; không có ở đây.")
        return words % {"where": sources_of(finding, sent=sent)}
    if finding.what == GONE:
        words = _("Sổ trẻ em của xã ghi đã mất ngày %(day)s.") if finding.field == "died" else _(
            "Sổ trẻ em của xã ghi đã chuyển đi từ ngày %(day)s.")
        return words % {"day": _day(finding.there)}
    if finding.what == DIFFERS:
        words = _("%(field)s: đơn vị ghi “%(here)s”; %(where)s ghi “%(there)s”.") if sent else _(
            "%(field)s: ở đây ghi “%(here)s”; %(where)s ghi “%(there)s”.")
        field = "class" if finding.field == "class_name" else finding.field
        return words % {
            "field": fields()[field], "here": finding.here, "there": finding.there,
            "where": sources_of(finding, sent=sent)}
    if finding.what == DEATH:
        words = _("%(where)s ghi mất ngày %(day)s; danh sách của đơn vị chưa ghi.") if sent else _(
            "%(where)s ghi mất ngày %(day)s; ở đây chưa ghi.")
        return words % {
            "where": sources_of(finding, sent=sent), "day": _day(finding.there)}
    return _births(finding) if finding.what == UNREGISTERED else _(
        "Mọi trường của xã đã gửi danh sách mà không nơi nào có em. Hỏi gia đình em học ở đâu hay chưa đi học.")


def _births(finding: Finding) -> str:
    if finding.field == "first_days":
        return _("Sinh ra sống, mất ngày %(day)s trong những ngày đầu. Ghi vào sổ với nơi cư trú của mẹ, không cần "
                 "giấy khai sinh; hộ tịch đối chiếu.") % {"day": _day(finding.here)}
    if finding.here:
        return _("Mất ngày %(day)s mà không thấy đăng ký khai sinh.") % {"day": _day(finding.here)}
    return _("Đã %(n)s ngày từ khi sinh, chưa thấy ngày đăng ký khai sinh ở đâu.") % {
        "n": formats.number(int(finding.there))}


def told_of(finding: Finding) -> str:
    """By what a person knows her again beside her name: birth, mother, thôn, as far as anybody says."""
    said = list(finding.person.said.values())
    mother = next((one.mother_name for one in said if one.mother_name), "")
    born = shown("born_on", Said(born=finding.person.born))
    return ", ".join(filter(None, [born, _("mẹ %(name)s") % {"name": mother} if mother else "", finding.person.place]))


def sources_of(finding: Finding, *, sent: bool = False) -> str:
    """Who says otherwise; a list that would tell something of the child is only "the commune's papers" to others."""
    named = [_("hồ sơ tại UBND xã") if sent and source.quiet and source.key != finding.owner.key else source.label
             for source in finding.by]
    return "; ".join(dict.fromkeys(named))


def todo(finding: Finding) -> str:
    """What the register's keeper does about a finding that is hers."""
    if finding.owner.key != REGISTER:
        return ""
    return {MISSING: _("Mở danh sách rồi ghi em vào sổ."), DIFFERS: _("Xem giấy tờ rồi sửa ở trang của em."),
            DEATH: _("Ghi ngày mất ở trang của em."), UNREGISTERED: _("Ghi vào sổ rồi báo hộ tịch."),
            UNSCHOOLED: _("Giao cộng tác viên hỏi gia đình.")}.get(finding.what, "")


def _day(text: str) -> str:
    return formats.date(dt.date.fromisoformat(text)) if text else ""
