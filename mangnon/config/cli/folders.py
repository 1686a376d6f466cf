"""mangnon import folder, mangnon export folder."""
from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from . import paths, prepare


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    _add_import(commands, common)
    export = commands.add_parser("export", help="xuất dữ liệu").add_subparsers(dest="what", required=True)
    folder = export.add_parser("folder", parents=[common], help="ghi sổ trẻ em ra một thư mục tệp CSV")
    folder.add_argument("folder", metavar="DIR")
    folder.add_argument("--with-sealed", metavar="PURPOSE", default="",
                        help="kèm các nhóm và vụ việc phải giữ kín; mục đích được ghi vào nhật ký")
    folder.set_defaults(run=_export)
    _add_national(export, common)


def _add_national(export: Any, common: argparse.ArgumentParser) -> None:
    national = export.add_parser("national", parents=[common],
                                 help="ghi danh sách trẻ theo thứ tự cột của hệ thống thông tin trẻ em quốc gia")
    national.add_argument("file", metavar="FILE", nargs="?", default="", help="tệp .xlsx hoặc .csv")
    national.add_argument("--mapping", metavar="TOML", default="", help="tệp thứ tự cột khác với tệp có sẵn")
    national.add_argument("--with-sealed", metavar="PURPOSE", default="",
                          help="kèm các nhóm phải giữ kín; mục đích được ghi vào nhật ký")
    national.add_argument("--fields", action="store_true", help="kể các trường mà tệp thứ tự cột dùng được")
    national.set_defaults(run=_national)


def _national(options: argparse.Namespace) -> int:
    from mangnon.config.cli import Refused, say, who
    from mangnon.publish.national import mapping

    if options.fields:
        print("\n".join(f"{name}: {words}" for name, words in mapping.FIELDS.items()))
        return 0
    if Path(options.file).suffix.lower() not in (".xlsx", ".csv"):
        raise Refused("Hãy nêu tệp cần ghi, đuôi .xlsx hoặc .csv.")
    try:
        order = mapping.load(Path(options.mapping)) if options.mapping else mapping.load()
    except mapping.MappingError as wrong:
        raise Refused(str(wrong)) from None
    target = paths.target(options.file)
    prepare.ready()
    from mangnon.core import clock
    from mangnon.publish.national import writing

    try:
        count = writing.write(target, order, clock.today(), by=who(), purpose=options.with_sealed.strip())
    except mapping.MappingError as wrong:
        raise Refused(str(wrong)) from None
    if not order.verified:
        say("Thứ tự cột này chưa được đối chiếu với biểu mẫu chính thức; hãy so trước khi gửi.")
    if not options.with_sealed.strip():
        say("Các nhóm phải giữ kín (đ, e, g, i, k, l, m) không có trong tệp. Muốn kèm thì nêu mục đích: "
            "--with-sealed \"mục đích\".")
    say(f"Đã ghi {count} trẻ vào {options.file}.")
    return 0


def _add_import(commands: Any, common: argparse.ArgumentParser) -> None:
    importing = commands.add_parser("import", help="nhập dữ liệu").add_subparsers(dest="what", required=True)
    folder = importing.add_parser("folder", parents=[common], help="đọc một thư mục tệp CSV hay Parquet của sổ trẻ em")
    folder.add_argument("folder", metavar="DIR")
    folder.add_argument("--unit", metavar="CODE", default="", help="xã sở hữu dữ liệu, khi thư mục có nhiều xã")
    folder.add_argument("--format", choices=["text", "json"], default="text")
    folder.set_defaults(run=_import)
    _add_list(importing, common)


def _add_list(importing: Any, common: argparse.ArgumentParser) -> None:
    from mangnon.config.cli import lists

    lists.add(importing, common)


def _import(options: argparse.Namespace) -> int:
    from mangnon.config.cli import say, show, who

    source = Path(options.folder)
    if not source.is_dir():
        from mangnon.config.cli import Refused

        raise Refused(f"Không thấy thư mục {source}. Hãy kiểm tra lại đường dẫn.")
    with prepare.made(progress=say):
        from mangnon.config.owning import own
        from mangnon.intake.actions import import_folder

        outcome = import_folder(source, by=who(), progress=say)
        notice = own(options.unit, by=who())
    if notice:
        say(notice)
    if options.format == "json":
        show(outcome.as_json())
    else:
        _tell(outcome)
    return 0


def _tell(outcome: Any) -> None:
    refused = outcome.reading.refused
    print(f"Đã đọc {sum(outcome.reading.read.values())} dòng, ghi {outcome.changed} thay đổi, "
          f"từ chối {len(refused)} dòng.")
    for refusal in refused:
        print(f"  {refusal.file}, dòng {refusal.line}, cột {refusal.column}: {refusal.text}")
    for warning in outcome.reading.warnings:
        print(f"  {warning.file}: {warning.text}")


def _export(options: argparse.Namespace) -> int:
    from mangnon.config.cli import say, who

    folder = paths.new_folder(options.folder)
    prepare.ready()
    from mangnon.publish.folder import export_folder

    done = export_folder(folder, by=who(), purpose=options.with_sealed.strip())
    if done["left_out"]:
        say(f"Để lại {done['left_out']} dòng phải giữ kín (nhóm đ, e, g, i, k, l, m; xâm hại, lao động, tảo hôn). "
            "Muốn kèm theo, hãy nêu mục đích: --with-sealed \"mục đích\".")
    say(f"Đã ghi {done['written']} dòng vào {options.folder}.")
    return 0
