"""The sample lists and their register, as tests of imports use them."""
from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.apps import apps

from mangnon.intake import list_actions
from mangnon.intake.actions import import_folder
from mangnon.intake.models import ListImport
from mangnon.places.models import Level, Unit
from mangnon.plan.models import Plan
from mangnon.registry.exchange import TABLES
from tests.conftest import DATA

LISTS = DATA / "lists"
FILES: list[dict[str, Any]] = json.loads((LISTS / "truth" / "manifest.json").read_text(encoding="utf-8"))
BY_KIND = {file["kind"]: file for file in reversed(FILES)}


def lay_register() -> None:
    """The register of the samples beside the demonstration's children; its commune is the plan's."""
    import_folder(LISTS / "register", by="test")
    child = apps.get_model("registry.Child").objects.filter(exchange_id__startswith="ht-").order_by("exchange_id")[0]
    village = child.residences.get().unit
    Plan.objects.update(unit=village.parent)
    assert Unit.objects.filter(parent=village.parent, level=Level.VILLAGE).count() == 7


def received(file: dict[str, Any], **more: Any) -> ListImport:
    options = {"source": file["place"] or "", "school_year": file["school_year"] or "",
               "on": dt.date.fromisoformat(file["date"]) if file["date"] else None, **more}
    return list_actions.receive((LISTS / file["file"]).read_bytes(), file["file"], file["kind"], by="test", **options)


def everything() -> dict[str, list[str]]:
    """All rows of the register by table, without the numbers of their changes."""
    found = {}
    for table in TABLES:
        model = apps.get_model(table.model)
        names = [f.attname for f in model._meta.concrete_fields if f.attname != "seq"]
        found[table.name] = sorted(map(repr, model.objects.values_list(*names)))
    return found


def different(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    return [name for name in before if before[name] != after[name]]
