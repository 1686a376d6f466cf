"""mangnon import list: a spreadsheet as people send it, understood, matched, and written where nobody need look."""
from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from typing import Any

from . import paths, prepare, words

WORDS = {"matched": "khớp", "new": "mới", "review": "cần xem", "refused": "từ chối", "skipped": "bỏ qua (đã lớn)"}
LONG = 3000
"""Rows from which on a list tells how far it is."""


def add(importing: Any, common: argparse.ArgumentParser) -> None:
    from mangnon.intake.lists import kinds

    list_ = importing.add_parser("list", parents=[common], help="đọc một danh sách như các nơi gửi đến")
    list_.add_argument("file", metavar="FILE")
    list_.add_argument("--kind", required=True, choices=sorted(kinds()), metavar="KIND")
    list_.add_argument("--place", metavar="ID", default="", help="nơi việc xảy ra: facility_id hoặc unit_id của sổ")
    list_.add_argument("--school-year", type=words.school_year, metavar="Y-Y")
    list_.add_argument("--date", type=words.day, metavar="D", help="ngày mà danh sách nói đến")
    way = list_.add_mutually_exclusive_group(required=True)
    way.add_argument("--dry-run", action="store_true", help="chỉ đọc và so, không ghi gì")
    way.add_argument("--apply", action="store_true", help="ghi dòng khớp và dòng mới; dòng cần xem chờ người quyết")
    list_.add_argument("--format", choices=["text", "json"], default="text")
    list_.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    file = paths.source(options.file)
    prepare.ready()
    from mangnon.core import collector

    with collector.at_rest():
        _read(options, file)
    return 0


def _read(options: argparse.Namespace, file: Path) -> None:
    from mangnon.core import clock, sequence
    from mangnon.intake.gateway.asking import child_of
    from mangnon.intake.known import known_children
    from mangnon.intake.list_reading import read_list
    from mangnon.intake.lists import kinds
    from mangnon.intake.place_lists import known_places, place_of

    _check_place(options.place)
    today, kind, mark = clock.today(), kinds()[options.kind], sequence.last()
    found = read_list(file, kind, known_children(today), today=today, on=options.date, facility=options.place,
                      school_year=options.school_year or "", place_of=partial(place_of, places=known_places()),
                      refer=child_of)
    if options.apply and kind.place == "school":
        _check_year(options.place, found)
    words = _told(found) if options.format == "text" else []
    if options.format == "json":
        for name, why in found.notes:
            print(f"{name}: {why}", file=sys.stderr)
    outline, rows = found.outline(), _Rows()
    if options.apply:
        words += _apply(options, file, kind, found, mark, outline, rows)
    elif options.format == "json":
        for sheet in found.sheets:
            for row in sheet.rows:
                rows.add(sheet, row, sheet.told(row))
    _show(outline, rows) if options.format == "json" else print("\n".join(words))


class _Rows:
    """The rows of each sheet as JSON text: a hundred thousand of them as objects would not fit beside the list."""

    def __init__(self) -> None:
        self.of: dict[str, list[str]] = defaultdict(list)

    def add(self, sheet: Any, row: Any, told: Any) -> None:
        from mangnon.intake.read_list import row_json

        self.of[sheet.name].append(json.dumps(row_json(row, told), ensure_ascii=False))


def _show(outline: dict[str, Any], rows: _Rows) -> None:
    """Print the outline with its rows, a row a line."""
    mark = secrets.token_hex(16)
    text = json.dumps({**outline, "sheets": [{**sheet, "rows": f"{mark}{n}."} for n, sheet in enumerate(
        outline["sheets"])]}, ensure_ascii=False)
    rest = text
    for n, sheet in enumerate(outline["sheets"]):
        head, rest = rest.split(f'"{mark}{n}."')
        sys.stdout.write(head + "[")
        for at, row in enumerate(rows.of[sheet["sheet"]]):
            sys.stdout.write((",\n" if at else "\n") + row)
        sys.stdout.write("]")
    sys.stdout.write(rest + "\n")


def _apply(options: argparse.Namespace, file: Path, kind: Any, found: Any, mark: int, outline: dict[str, Any],
           rows: _Rows) -> list[str]:
    """Write one import that can be undone by its page; what a person must decide waits there."""
    from mangnon.config.cli import who
    from mangnon.core import outbox
    from mangnon.intake import applying, receiving

    batch = receiving.lay_out(
        found, file.read_bytes(), file.name, kind.name, progress=_progress("Đọc"), by=who(), source=options.place,
        on=options.date, school_year=options.school_year or "", mark=mark,
        listen=rows.add if options.format == "json" else receiving.unheard)
    done = applying.apply(batch, by=who(), progress=_progress("Ghi"))
    outbox.process()
    waiting = batch.rows.filter(result="review").count()
    outline |= {"import": str(batch.pk), "written": {
        "rows": done.rows, "made": done.made, "altered": done.altered, "left": done.left, "waiting": waiting}}
    return [f"Đã ghi {done.rows} dòng: thêm {done.made}, sửa {done.altered} dòng sổ. {waiting} dòng chờ người "
            "xem ở trang Nhập danh sách; hoàn tác cả lần nhập cũng ở đó."]


def _progress(what: str) -> Any:
    """Tells how far a long list is, on standard error; a short one is done before anybody asks."""
    def tell(done: int, total: int) -> None:
        if total > LONG:
            print(f"{what}: {done} trong {total} dòng", file=sys.stderr, flush=True)
    return tell


def _check_year(place: str, found: Any) -> None:
    from mangnon.config.cli import Refused

    _check_school(place)
    bare = [sheet.name for sheet in found.sheets if not sheet.on.school_year]
    if bare:
        raise Refused(f"Trang “{bare[0]}” không nêu năm học. Hãy thêm --school-year, ví dụ 2026-2027.")


def _check_school(place: str) -> None:
    from mangnon.config.cli import Refused
    from mangnon.places.models import Facility

    if not Facility.objects.schools().filter(exchange_id=place).exists():
        raise Refused("Danh sách của trường thì phải biết là trường nào. Hãy thêm --place mã của trường trong sổ.")


def _check_place(place: str) -> None:
    from mangnon.config.cli import Refused
    from mangnon.places.models import Facility, Unit

    if place and not (Facility.objects.filter(exchange_id=place).exists()
                      or Unit.objects.filter(exchange_id=place).exists()):
        raise Refused(f"Trong sổ không có trường, trạm hay đơn vị nào mang mã “{place}”. Hãy kiểm tra lại --place.")


def _told(found: Any) -> list[str]:
    """What was understood, a line for each sheet and each fault."""
    lines = []
    for sheet in found.sheets:
        counts = Counter(row.result for row in sheet.rows)
        lines.append(f"{sheet.name}: {len(sheet.rows)} dòng; " + ", ".join(
            f"{counts[name]} {word}" for name, word in WORDS.items() if counts[name]))
        lines += [f"  dòng {row.line.number}, cột “{column}”: {text}"
                  for row in sheet.rows for column, text in row.problems]
    return lines + [f"{name}: {why}" for name, why in (*found.skipped, *found.notes)]
