"""Invented activities with attendance, and the declared figures."""
from __future__ import annotations

import datetime as dt

from .commune import Commune

KINDS = (("consultation", 7, 0.58, 0.80,
          ["Diễn đàn trẻ em xã", "Hỏi ý kiến về đường đi học", "Hộp thư ý kiến ở trường"]),
         ("awareness", 0, 0.66, 0.875, ["Nói chuyện về quyền tham gia", "Tháng hành động vì trẻ em", "Tết Trung thu",
                                        "Tuần đọc sách về quyền trẻ em"]),
         ("participation_model", 11, 0.62, 0.85, ["Câu lạc bộ quyền trẻ em", "Hội đồng trẻ em",
                                                  "Nhóm truyền thông măng non"]))
MONTHS = (3, 6, 9, 10)


def add_programme(c: Commune) -> None:
    for year in c.years():
        for kind, lowest, first, last, titles in KINDS:
            _activities(c, year, kind, lowest, c.progress(year, first, last), titles)
        c.add("declared", measure="6", unit_id="HT", year=year, numerator=0, denominator=0,
              document=f"Báo cáo trạm y tế năm {year}")
        if year < min(c.today.year, 2026):
            c.add("declared", measure="1", unit_id="HT", year=year, numerator=int(year == 2025), denominator=1,
                  document=f"Biên bản chấm điểm năm {year}")


def _activities(c: Commune, year: int, kind: str, lowest: int, share: float, titles: list[str]) -> None:
    held = []
    for n, title in enumerate(titles):
        day = dt.date(year, MONTHS[n], 12 + n)
        if day <= c.today:
            activity = f"hd-{year}-{kind[:3]}-{n + 1}"
            held.append((activity, day))
            c.add("activities", activity_id=activity, kind=kind, held_on=day, unit_id="HT",
                  title=f"{title} năm {year}")
    if not held:
        return
    for p in c.present(c.year_end(year), lowest, 15):
        if c.chance(share):
            chosen = c.random.choice(held)
            if p.here_on(chosen[1]):
                c.add("attendance", activity_id=chosen[0], child_id=p.id)
