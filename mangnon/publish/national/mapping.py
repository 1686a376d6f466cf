"""The mapping file: which columns, in which order, with which codes. Read strictly: a slip is a sentence. Pure."""
from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BUILTIN = Path(__file__).with_name("mapping.toml")
FIELDS = {
    "number": "số thứ tự trong tệp", "full_name": "họ và tên", "born_on": "ngày sinh, đúng đến đâu ghi đến đó",
    "sex": "giới tính: male, female, unknown", "ethnicity": "dân tộc", "personal_id": "số định danh",
    "birth_registered_on": "ngày đăng ký khai sinh", "mother_name": "họ tên mẹ", "father_name": "họ tên cha",
    "carer_name": "người chăm sóc", "carer_relation": "quan hệ của người chăm sóc", "household_id": "mã hộ",
    "head_name": "chủ hộ", "household_status": "poor, near_poor", "village": "thôn", "commune": "xã",
    "registration": "permanent, temporary", "groups": "các nhóm hoàn cảnh đang có, cách nhau bằng chấm phẩy",
    "at_risk": "true, false: có dấu hiệu nguy cơ", "disability": "mild, severe, profound, unknown", "school": "trường",
    "class": "lớp, hoặc khối", "lives_here_since": "ở nơi hiện nay từ ngày", "child_id": "mã của em trong sổ"}
"""What a column may hold, and what it is."""
OLDEST = 18


class MappingError(Exception):
    """The mapping file cannot be used; the message says where and what to do."""


@dataclass(frozen=True)
class Column:
    """heading: above the column.  field: of FIELDS, or "" where value stands in every row.  codes: value to text."""

    heading: str
    field: str = ""
    value: str = ""
    codes: dict[str, str] | None = None


@dataclass(frozen=True)
class Mapping:
    """under: age below which children are listed.  verified: whether somebody held it against the official form."""

    title: str
    under: int
    columns: tuple[Column, ...]
    verified: bool = False
    source: str = ""


def load(path: Path = BUILTIN) -> Mapping:
    """Read a mapping. Raises MappingError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise MappingError(f"Không thấy tệp {path}. Hãy kiểm tra lại đường dẫn.") from None
    except (OSError, UnicodeDecodeError):
        raise MappingError(f"Không đọc được tệp {path.name}. Hãy lưu lại dạng chữ, mã UTF-8.") from None
    except tomllib.TOMLDecodeError as wrong:
        raise MappingError(f"Tệp {path.name} viết sai cú pháp: {wrong}. Hãy so với tệp gốc.") from None
    return _mapping(data, path.name)


def _mapping(data: dict[str, Any], name: str) -> Mapping:
    _only(data, {"title", "verified", "source", "under", "column"}, f"Tệp {name}")
    rows, under = data.get("column"), data.get("under", 16)
    if not isinstance(rows, list) or not rows:
        raise MappingError(f"Tệp {name} chưa có cột nào. Mỗi cột là một đoạn [[column]].")
    if not isinstance(under, int) or isinstance(under, bool) or not 1 <= under <= OLDEST:
        raise MappingError(f"Tệp {name}: under phải là số tuổi từ 1 đến {OLDEST}.")
    columns = tuple(_column(row, f"Tệp {name}, cột thứ {n}") for n, row in enumerate(rows, 1))
    headings = [column.heading for column in columns]
    twice = next((heading for heading in headings if headings.count(heading) > 1), None)
    if twice:
        raise MappingError(f"Tệp {name} có hai cột “{twice}”. Hãy đổi tên một cột.")
    return Mapping(str(data.get("title", "")), under, columns, data.get("verified") is True,
                   str(data.get("source", "")))


def _column(row: Any, where: str) -> Column:
    if not isinstance(row, dict):
        raise MappingError(f"{where} viết sai: phải là một đoạn [[column]].")
    _only(row, {"heading", "field", "value", "codes"}, where)
    heading, field = row.get("heading"), row.get("field", "")
    if not isinstance(heading, str) or not heading.strip():
        raise MappingError(f"{where} thiếu heading, là chữ đứng trên cột.")
    if ("value" in row) == bool(field):
        raise MappingError(f"{where} (“{heading}”) cần đúng một trong hai: field hoặc value.")
    if field and field not in FIELDS:
        raise MappingError(f"{where} (“{heading}”): không có trường “{field}”. Các trường: {', '.join(FIELDS)}.")
    codes = row.get("codes")
    if codes is not None and not (isinstance(codes, dict) and all(isinstance(text, str) for text in codes.values())):
        raise MappingError(f"{where} (“{heading}”): codes phải là các cặp mã = \"chữ\".")
    return Column(heading.strip(), str(field), str(row.get("value", "")), codes)


def _only(data: dict[str, Any], known: set[str], where: str) -> None:
    strange = sorted(set(data) - known)
    if strange:
        raise MappingError(f"{where}: không hiểu “{strange[0]}”. Các từ được dùng: {', '.join(sorted(known))}.")
