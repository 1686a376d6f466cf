"""Invented activities with attendance, and the declared figures."""
from __future__ import annotations

import datetime as dt

from .commune import HOME, VILLAGES, Commune, at
from .people import Child
from .story import AWARE, CONSULTED, TAKING_PART

EVERY_VILLAGE = "thôn"
# Kind, lowest age, share reached in the whole year, then month, day, title, share of those reached.
KINDS = (
    ("consultation", 7, CONSULTED, (
        (3, 20, "Hộp thư “Điều em muốn nói” ở trường", .30), (6, 25, "Diễn đàn trẻ em xã", .25),
        (9, 20, "Hỏi ý kiến về đường đi học an toàn", .25), (11, 8, EVERY_VILLAGE, .20))),
    ("awareness", 0, AWARE, (
        (3, 26, "Ngày hội gia đình cùng con", .25), (6, 1, "Phát động Tháng hành động vì trẻ em", .30),
        (9, 25, "Vui Tết Trung thu, tìm hiểu quyền trẻ em", .30), (11, 15, "Tuần đọc sách về quyền trẻ em", .15))),
    ("participation_model", 11, TAKING_PART, (
        (2, 24, "Câu lạc bộ quyền trẻ em", .35), (4, 18, "Hội đồng trẻ em xã", .15),
        (7, 12, "Nhóm truyền thông măng non", .25), (10, 10, "Câu lạc bộ phóng viên nhỏ", .25))))
SWIMMERS = 40


def add_programme(c: Commune) -> None:
    for year in c.years():
        for kind, lowest, rates, events in KINDS:
            held = [_event(c, year, kind, n, *event[:3]) for n, event in enumerate(events, start=1)]
            _attend(c, year, kind, lowest, at(rates, year), list(zip(held, (e[3] for e in events), strict=True)))
        _other(c, year)
        _declared(c, year)


def _event(c: Commune, year: int, kind: str, n: int, month: int, day: int, title: str) -> tuple[str, dt.date, bool]:
    """Put an activity on the list, one in each thôn or one for all. Returns id, day, whether in each thôn."""
    held, name = dt.date(year, month, day), f"hd-{year}-{kind[:3]}-{n}"
    if title == EVERY_VILLAGE:
        for number, village in enumerate(VILLAGES, start=1):
            c.add("activities", activity_id=f"{name}-{village}", kind=kind, held_on=held, unit_id=village,
                  title=f"Lấy ý kiến trẻ em Thôn {number}, năm {year}")
        return name, held, True
    c.add("activities", activity_id=name, kind=kind, held_on=held, unit_id=HOME, title=f"{title}, năm {year}")
    return name, held, False


def _attend(c: Commune, year: int, kind: str, lowest: int, rate: float,
            events: list[tuple[tuple[str, dt.date, bool], float]]) -> None:
    """Each child who is reached comes to one of the year's activities; the year fills up as they are held."""
    for child in c.children:
        if not lowest <= year - child.born.year <= 16 or c.lot(kind, child.id, year) >= rate:
            continue
        share = c.lot("which", kind, child.id, year)
        for event, part in events:
            share -= part
            if share < 0:
                _come(c, child, *event)
                break


def _come(c: Commune, child: Child, activity: str, day: dt.date, in_each_village: bool) -> None:
    village = child.home_on(day) if day <= c.today and child.born < day and child.age_on(day) < 16 else None
    if village:
        name = f"{activity}-{village}" if in_each_village else activity
        c.tables.setdefault("attendance.csv", []).append({"activity_id": name, "child_id": child.id})


def _other(c: Commune, year: int) -> None:
    """What the plan asks for and no line counts."""
    campaign, lessons = dt.date(year, 6, 2), dt.date(year, 7, 5)
    c.add("activities", activity_id=f"hd-{year}-cd", kind="campaign", held_on=campaign, unit_id=HOME,
          title=f"Ngày vi chất dinh dưỡng, năm {year}")
    c.add("activities", activity_id=f"hd-{year}-th", kind="training", held_on=lessons, unit_id=HOME,
          title=f"Học bơi, phòng đuối nước, năm {year}")
    if lessons <= c.today:
        for child in c.fewest(c.present(lessons, 7, 14), c.whole(SWIMMERS, "swim", year), "swim", year):
            c.add("attendance", activity_id=f"hd-{year}-th", child_id=child.id)


def _declared(c: Commune, year: int) -> None:
    """The station declares each January; the commune scores itself in December, this year not yet."""
    if dt.date(year, 1, 20) <= c.today:
        c.add("declared", measure="6", unit_id=HOME, year=year, numerator=0, denominator=0,
              document=f"Báo cáo của trạm y tế năm {year}")
    if year >= 2022 and dt.date(year, 12, 20) <= c.today:
        points = min(832 + 17 * (year - 2025), 905)
        c.add("declared", measure="1", unit_id=HOME, year=year, numerator=int(points >= 850), denominator=1,
              document=f"Biên bản chấm điểm năm {year}: {points}/1.000 điểm")
