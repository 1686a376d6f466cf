"""What the invented station noted beside its doses and weights: why some were not given, and what it advised."""
from __future__ import annotations

import datetime as dt
import hashlib

from mangnon.core import records
from mangnon.health.calling import calls, turns
from mangnon.health.models import Counselling, DoseDelay
from mangnon.registry.models import Child

REASONS = ("stock", "stock", "ill", "away", "stock", "elsewhere", "refused")
TALKS = (("bua-an", "Thêm một bữa phụ buổi chiều; mẹ sẽ ghi lại em ăn gì trong một tuần."),
         ("khi-om", "Em vừa ốm dậy; cho ăn thêm bữa trong hai tuần."),
         ("an-bo-sung", "Thêm dầu ăn và trứng vào bát bột."))
SILENT = 0.45
"""Share of the children overdue for whom nobody has noted a reason."""
TALKED = 0.5


def add_care(today: dt.date) -> None:
    """Write reasons for some of what is overdue, and counselling for some who gain slowly."""
    for row in calls(Child.objects.all(), today):
        lot = _lot("reason", row.child)
        late = max(row.overdue, key=lambda step: step.overdue, default=None)
        if late is None or lot < SILENT:
            continue
        noted = max(late.due_from, today - dt.timedelta(days=int(lot * 40)))
        records.create(DoseDelay, by="demo", child=row.child, noted_on=noted, vaccine=late.vaccines[0],
                       why=REASONS[int(lot * 1000) % len(REASONS)], until=noted + dt.timedelta(days=30))
    for seen in turns(Child.objects.all(), today):
        lot = _lot("talk", seen.child)
        if seen.slow is not None and seen.turn.last is not None and lot > TALKED:
            topic, note = TALKS[int(lot * 1000) % len(TALKS)]
            records.create(Counselling, by="demo", child=seen.child, held_on=seen.turn.last, topic=topic, note=note)


def _lot(word: str, child: Child) -> float:
    """A number in [0, 1) that belongs to this child of the invented commune."""
    text = f"{word}|{child.born_on}|{child.full_name}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big") / 2**32
