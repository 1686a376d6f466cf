"""mangnon import list: a spreadsheet as people send it, understood and matched, nothing written."""
from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from . import paths, prepare, words

WORDS = {"matched": "khớp", "new": "mới", "review": "cần xem", "refused": "từ chối", "skipped": "bỏ qua (đã lớn)"}


def add(importing: Any, common: argparse.ArgumentParser) -> None:
    from mangnon.intake.lists import kinds

    list_ = importing.add_parser("list", parents=[common], help="đọc một danh sách như các nơi gửi đến")
    list_.add_argument("file", metavar="FILE")
    list_.add_argument("--kind", required=True, choices=sorted(kinds()), metavar="KIND")
    list_.add_argument("--place", metavar="ID", default="", help="nơi việc xảy ra: facility_id hoặc unit_id của sổ")
    list_.add_argument("--school-year", type=words.school_year, metavar="Y-Y")
    list_.add_argument("--date", type=words.day, metavar="D", help="ngày mà danh sách nói đến")
    list_.add_argument("--dry-run", action="store_true", required=True, help="chỉ đọc và so, không ghi gì")
    list_.add_argument("--format", choices=["text", "json"], default="text")
    list_.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from mangnon.config.cli import show

    file = paths.source(options.file)
    prepare.ready()
    from mangnon.core import clock
    from mangnon.intake.known import known_children
    from mangnon.intake.list_reading import read_list
    from mangnon.intake.lists import kinds

    _check_place(options.place)
    today = clock.today()
    found = read_list(file, kinds()[options.kind], known_children(today), today=today, on=options.date)
    if options.format == "json":
        show(found.as_json())
    else:
        _tell(found)
    return 0


def _check_place(place: str) -> None:
    from mangnon.config.cli import Refused
    from mangnon.places.models import Facility, Unit

    if place and not (Facility.objects.filter(exchange_id=place).exists()
                      or Unit.objects.filter(exchange_id=place).exists()):
        raise Refused(f"Trong sổ không có trường, trạm hay đơn vị nào mang mã “{place}”. Hãy kiểm tra lại --place.")


def _tell(found: Any) -> None:
    for sheet in found.sheets:
        counts = Counter(row.result for row in sheet.rows)
        print(f"{sheet.name}: {len(sheet.rows)} dòng; " + ", ".join(
            f"{counts[name]} {word}" for name, word in WORDS.items() if counts[name]))
        for row in sheet.rows:
            for column, text in row.problems:
                print(f"  dòng {row.line.number}, cột “{column}”: {text}")
    for name, why in found.skipped:
        print(f"{name}: {why}")
