"""Insert very many rows at once, past the model layer: a register of 80,000 rows should hold the lock for a second."""
from __future__ import annotations

import datetime as dt
import json
import secrets
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models


def _fields(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    """The model's columns by attname."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    return [fields[name] for name in names]


def _writer(field: Any) -> Callable[[Any], Any]:
    """A shorter way for the common types than asking the field each time; the field itself for the others."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    native = connection.vendor == "postgresql"
    if isinstance(target, models.UUIDField):
        return _same if native else _hex
    if isinstance(target, models.DateField) and not isinstance(target, models.DateTimeField):
        return _same if native else _iso
    if type(target) in (models.TextField, models.CharField, models.BooleanField, models.BigIntegerField,
                        models.PositiveSmallIntegerField):
        return _same
    if isinstance(target, models.JSONField) and not target.encoder and not target.null:
        # COPY takes the text as well; what both databases check is that it is JSON.
        return _json
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_EMPTY: dict[type, str] = {list: "[]", dict: "{}"}


def _json(value: Any) -> str:
    """JSON without blanks; what is empty, as most is, at once."""
    return _encode(value) if value else _EMPTY.get(type(value)) or _encode(value)


def keys(count: int) -> Iterator[uuid.UUID]:
    """So many new ids in ascending order: UUIDs of version 7 (RFC 9562), the time first and 74 random bits.

    Ids that come in no order touch every page of every index, and each portion of a long list writes them all anew.
    """
    now = time.time_ns() // 1_000_000
    drawn = secrets.token_bytes(10 * count)
    for chance in sorted(int.from_bytes(drawn[n:n + 10]) >> 6 for n in range(0, len(drawn), 10)):
        yield uuid.UUID(int=now << 80 | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & (1 << 62) - 1)


def _same(value: Any) -> Any:
    return value


def _hex(value: uuid.UUID | None) -> str | None:
    return None if value is None else value.hex


def _iso(value: dt.date | None) -> str | None:
    return None if value is None else value.isoformat()


def ready(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Rows of Python values, in the order of ``names``, as the database takes them."""
    writers = [_writer(field) for field in _fields(model, names)]
    turned = [(n, write) for n, write in enumerate(writers) if write is not _same]
    found = []
    for row in rows:
        values = list(row)
        if len(values) != len(writers):
            raise ValueError(f"{len(values)} values for {len(writers)} columns")
        for n, write in turned:
            values[n] = write(values[n])
        found.append(tuple(values))
    return found


def insert(model: type[models.Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows that ``ready`` made; call inside a transaction. Every column must be named."""
    columns = [connection.ops.quote_name(field.column) for field in _fields(model, names)]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            # The names are the models' own; the values are parameters.
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608


def others(model: type[models.Model], names: Iterable[str]) -> dict[str, Any]:
    """The columns not in ``names`` with the value a new row has there."""
    taken = set(names)
    return {f.attname: f.get_default() for f in model._meta.concrete_fields if f.attname not in taken}
