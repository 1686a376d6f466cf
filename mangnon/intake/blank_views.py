"""Empty workbooks for the offices that send lists, with the names the register already has where that is wanted."""
from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.core.names import fold
from mangnon.core.periods import school_year_on, years_back
from mangnon.places.models import Facility
from mangnon.registry.models import Attachment, Child, HouseholdMember, HouseholdStatus, Residence
from mangnon.registry.views import villages

from .blank import Box, persons, workbook
from .filled import Cells, Known
from .list_forms import titles
from .list_kind import ListKind
from .lists import kinds
from .place_lists import known_places
from .standing import Standing

ADULT = 18
PLACE = (Box("Tên cơ sở", "Như trong trang Địa bàn.", "Trường Tiểu học Mẫu", width=34),)


def places() -> list[tuple[str, str]]:
    """For whom a workbook can hold names already: a thôn or a school, by its key."""
    schools = Facility.objects.schools().open_on(clock.today()).order_by("kind", "name")
    return [(str(place.pk), place.name) for place in (*villages(), *schools)]


def blank_kinds(named: Mapping[str, str]) -> list[tuple[str, str]]:
    """Kinds that are sent out empty; an answer comes back in the file that asked."""
    return [(kind.name, named[kind.name]) for kind in kinds().values() if kind.subject != "answer"]


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET"])
def blank_list(request: HttpRequest) -> HttpResponse:
    """An empty workbook of a kind; with names, or all the register says, it is an export, and noted as one."""
    kind = kinds().get(request.GET.get("loai", ""))
    if kind is None or kind.subject == "answer":
        raise Http404
    place, chosen = None, request.GET.get("cho", "")
    if chosen:
        place = next((found for key, found in places() if key == chosen), None)
        if place is None:
            raise Http404
        if kind.close and "day-du" in request.GET and Facility.objects.filter(pk=chosen).exists():
            messages.error(request, _("Danh sách trẻ khuyết tật và trẻ có hoàn cảnh đặc biệt không gửi cho trường kèm "
                                      "những gì sổ đã ghi. Hãy bỏ dấu ở ô điền sẵn, hoặc chọn một thôn."))
            return redirect("intake:lists")
        with transaction.atomic():
            audit.record(request.user, "export", "intake.ListImport", chosen, fields=[f"kind={kind.name}"])
    boxes = (*(PLACE if kind.subject == "place" else persons(unit.name for unit in villages())), *kind.blank)
    content = workbook(
        titles()[kind.name], boxes, clock.today(), sender=place or "",
        school_year=school_year_on(clock.today()) if kind.yearly else "", subject=kind.subject,
        rows=_rows(kind, chosen, full="day-du" in request.GET))
    response = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = f'attachment; filename="{file_name(kind.name)}"'
    return response


def file_name(kind: str) -> str:
    """danh-sach-hoc-sinh.xlsx: what the list is of, never of whom."""
    return re.sub(r"[^a-z0-9]+", "-", fold(kinds()[kind].title)).strip("-") + ".xlsx"


def _rows(kind: ListKind, chosen: str, *, full: bool) -> Iterable[Cells]:
    """What stands in the workbook already: places always, children where somebody asked for theirs."""
    if kind.subject == "place":
        return [{"Tên cơ sở": name} for _key, name in known_places()]
    if not chosen:
        return ()
    return _filled(kind, chosen) if full and kind.filled else (cells for _child, cells in _names(chosen))


def _names(place: str) -> Iterator[tuple[Child, Cells]]:
    """The children of a thôn, or of a school, of today, as the register knows them."""
    today = clock.today()
    homes = Residence.objects.on(today).filter(child__born_on__gt=years_back(today, ADULT), child__died_on=None)
    where = dict(homes.values_list("child", "unit__name"))
    learning = Attachment.objects.filter(from_on__lte=today).filter(Q(to_on=None) | Q(to_on__gt=today))
    key = uuid.UUID(place)
    rows = Child.objects.filter(Q(pk__in=homes.filter(unit_id=key).values("child"))
                                | Q(pk__in=learning.filter(facility_id=key).values("child")))
    for child in rows.in_name_order():
        born: str | dt.date = child.born_on if child.born_precision == "day" else (
            f"{child.born_on:%m/%Y}" if child.born_precision == "month" else str(child.born_on.year))
        yield child, {"Họ và tên": child.full_name, "Ngày sinh": born, "Số định danh": child.personal_id,
                      "Giới tính": {"male": "Nam", "female": "Nữ"}.get(child.sex, ""), "Họ tên mẹ": child.mother_name,
                      "Thôn": where.get(child.pk, "")}


def _filled(kind: ListKind, place: str) -> Iterator[Cells]:
    """The same with the kind's own cells; who is on no such list is left out. Sent back it changes what was changed."""
    today, listed = clock.today(), list(_names(place))
    standing = Standing([child.exchange_id for child, _cells in listed], today)
    school = Facility.objects.filter(pk=uuid.UUID(place)).values_list("exchange_id", flat=True).first() or ""
    names, houses = dict(Facility.objects.values_list("exchange_id", "name")), _houses(today)
    for child, cells in listed:
        head, status = houses.get(child.pk, ("", ""))
        more = kind.filled(Known(
            standing.persons[child.exchange_id], partial(_rows_of, standing, child.exchange_id), today, school,
            school_year_on(today), head, status, names)) if kind.filled else None
        if more is not None:
            yield {**cells, **more}


def _rows_of(standing: Standing, child: str, table: str) -> list[dict[str, str]]:
    return standing.rows(table, child)


def _houses(day: dt.date) -> dict[uuid.UUID, tuple[str, str]]:
    """Head and status of the household in which a child lives on a day."""
    status = dict(HouseholdStatus.objects.on(day).values_list("household", "status"))
    return {child: (head, status.get(house, "")) for child, house, head in HouseholdMember.objects.on(day).order_by(
        "from_on").values_list("child", "household", "household__head_name")}
