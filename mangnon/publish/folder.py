"""Write the register as a folder in the exchange format.

What is read like a protection case stays out unless a purpose is given, and the caller is told how much was left.
"""
from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F

from mangnon.core import audit, drafts
from mangnon.registry.exchange import SEALED_GROUPS, SEALED_INCIDENTS, TABLES, Column, Table

SEALED = {"circumstances": ("group", SEALED_GROUPS), "incidents": ("kind", SEALED_INCIDENTS)}


class ExportError(Exception):
    """The folder cannot be written; the message says what to do."""


def export_folder(folder: Path, *, by: Any, purpose: str = "") -> dict[str, int]:
    """Write every table that has rows. Returns {"written": n, "left_out": n}.

    The folder appears only when all of it is written: a part would pass for a whole register.

    purpose: why sealed rows leave the house; kept in the audit. Without one they are left out.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ExportError(f"Thư mục {folder} đã có tệp. Hãy chọn một thư mục trống hoặc thư mục mới.")
    if not drafts.may_be_replaced(folder):
        raise ExportError(f"Không ghi thẳng vào {folder} được. Hãy nêu một thư mục mới bên trong nó.")
    written = left_out = 0
    # The audit is committed before anything leaves: the folder takes its place last.
    with drafts.whole_folder(folder) as room, transaction.atomic():
        for table in TABLES:
            count, left = _write(room, table, sealed=bool(purpose))
            written, left_out = written + count, left_out + left
        audit.record(by, "export", "folder", purpose=purpose,
                     fields=[f"written={written}", f"left_out={left_out}"])
    return {"written": written, "left_out": left_out}


def _write(folder: Path, table: Table, *, sealed: bool) -> tuple[int, int]:
    rows, left_out = _rows(table, sealed)
    path, count = folder / table.file, 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        for values in rows:
            writer.writerow([cell(value) for value in values])
            count += 1
        file.flush()
        os.fsync(file.fileno())
    if not count:
        path.unlink()
    return count, left_out


def _rows(table: Table, sealed: bool) -> tuple[Iterator[tuple[Any, ...]], int]:
    model = apps.get_model(table.model)
    rows: models.QuerySet[Any] = model.objects.all()
    left_out = 0
    if table.name in SEALED and not sealed:
        name, codes = SEALED[table.name]
        left_out = rows.filter(**{f"{name}__in": codes}).count()
        rows = rows.exclude(**{f"{name}__in": codes})
    names = [_path(table, column) for column in table.columns]
    order = [F(_path(table, table.by_name[key])).asc() for key in table.key]
    return rows.order_by(*order).values_list(*names).iterator(chunk_size=5000), left_out


def _path(table: Table, column: Column) -> str:
    return f"{column.field}__exchange_id" if column.refers else table.field_of(column)


def cell(value: Any) -> str:
    """Return a value as the exchange format writes it; an unknown one is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)
