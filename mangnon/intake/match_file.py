"""``mangnon match``: a list matched to a register, both as CSV files. Pure but for the files."""
from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mangnon.core import drafts, old_text

from .describing import Described, birth, describe
from .matching import Answer, Matcher

NEEDED = ("id", "name", "birth", "sex", "mother", "village", "commune")
TEXTS = ("name", "mother", "village", "commune")
OUT = ("list_id", "register_id", "score", "decision")


class MatchFileError(Exception):
    """A file cannot be used; the message says what to do."""


def run(register: Path, list_: Path, target: Path) -> Counter[str]:
    """Write one row for each row of the list, in its order. Returns how many of each decision.

    Raises MatchFileError: no such file, no such columns or one twice, text that is not UTF-8.
    """
    matcher = Matcher(read(register))
    answers = matcher.answers(read(list_))
    if not target.parent.is_dir():
        raise MatchFileError(f"Không thấy thư mục {target.parent}. Hãy kiểm tra lại đường dẫn.")
    with drafts.whole(target) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(OUT)
        writer.writerows(_row(answer) for answer in answers)
    return Counter(answer.decision for answer in answers)


def _row(answer: Answer) -> tuple[str, str, str, str]:
    best = answer.best
    return answer.described.id, best.child.id if best else "", f"{best.score if best else 0:.4f}", answer.decision


def read(path: Path) -> list[Described]:
    """The descriptions of a file, in its order; old encodings are made Unicode first."""
    rows = list(_rows(path))
    for name in TEXTS:
        for row, text in zip(rows, old_text.auto([row[name] for row in rows]), strict=True):
            row[name] = text
    return [describe(id=row["id"], name_=row["name"], born=birth(row["birth"]), sex=row["sex"].strip().lower(),
                     mother=row["mother"], village=row["village"], commune=row["commune"]) for row in rows]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
            if missing:
                raise MatchFileError(f"Tệp {path.name} thiếu cột {', '.join(missing)}. "
                                     f"Cần đủ các cột: {', '.join(NEEDED)}.")
            twice = [name for name in NEEDED if list(reader.fieldnames or ()).count(name) > 1]
            if twice:
                raise MatchFileError(f"Tệp {path.name} có hai cột “{twice[0]}” nên không biết theo cột nào. "
                                     "Hãy bỏ bớt một cột.")
            for row in reader:
                yield {name: row[name] or "" for name in NEEDED}
    except FileNotFoundError:
        raise MatchFileError(f"Không thấy tệp {path}. Hãy kiểm tra lại đường dẫn.") from None
    except (UnicodeDecodeError, csv.Error):
        raise MatchFileError(f"Tệp {path.name} không đọc được. Hãy lưu lại dạng CSV, mã UTF-8.") from None
