"""Invented doses by the schedule: most on their day, some late, a few never, one year without vaccine."""
from __future__ import annotations

import datetime as dt
from collections import defaultdict

from mangnon.core.periods import add_months

from .commune import START, Commune, at
from .people import Child
from .story import LATE_FOR_AGE, SHORTAGE, UNVACCINATED

FIRST_COHORT = START.year - 4
"""Older children had been through the schedule when the register began; their cards are paper."""

BASIC = (("BCG", 0), ("HEPB0", 0), ("PENTA", 2), ("OPV", 2), ("PENTA", 3), ("OPV", 3), ("PENTA", 4), ("OPV", 4),
         ("IPV", 5), ("MEASLES", 9), ("JE", 12), ("JE", 12), ("MR", 18), ("DPT", 18), ("JE", 24))
PAID = (("BCG", 0), ("HEPB0", 0), ("HEXA", 2), ("ROTA", 2), ("HEXA", 3), ("ROTA", 3), ("HEXA", 4), ("MEASLES", 9),
        ("JE", 12), ("JE", 12), ("MR", 18), ("HEXA", 18), ("JE", 24))
"""Those who pay for the six-in-one vaccine."""
NEWER = (("ROTA", 2), ("ROTA", 3), ("IPV", 9), ("TD", 84))
"""What the station gives since the list of eleven diseases: to children who reach the age from that day on."""
NEWER_SINCE = dt.date(2024, 8, 1)

Card = list[tuple[str, dt.date | None]]


def add_doses(c: Commune) -> None:
    years: dict[int, list[Child]] = defaultdict(list)
    for child in c.everyone:
        if child.born.year >= FIRST_COHORT:
            years[child.born.year].append(child)
    for year, children in years.items():
        rate = at(UNVACCINATED, year)
        # Drawn among those of the place alone: whoever comes later must not change their cards.
        natives = [child for child in children if not child.family.arrived]
        behind = set(c.fewest(natives, round(rate * len(natives)), "unvaccinated"))
        behind.update(child for child in children if child.family.arrived and c.lot("unvaccinated", child.id) < rate)
        for child in children:
            if child.homes[0].from_on <= c.today:
                _rows(c, child, _card(c, child, child in behind))


def _rows(c: Commune, child: Child, card: Card) -> None:
    """What was given while she was not yet gone or dead; doses from elsewhere stand on the card too."""
    last = child.homes[-1].to_on
    for vaccine, day in sorted({(v, d) for v, d in card if d}, key=lambda row: (row[1], row[0])):
        if not (last and day >= last) and not (child.died and day >= child.died):
            c.add("doses", child_id=child.id, vaccine=vaccine, given_on=day)


def _card(c: Commune, child: Child, behind: bool) -> Card:
    """Every dose on the day it would be given if nothing went wrong, then what went wrong."""
    draw = c.draw("doses", child.id)
    # A family keeps its pace: what is due in one month is given together, the next time a month later.
    waits = draw.randrange(0, 21)
    card: Card = []
    for vaccine, months in PAID if draw.random() < 0.14 else BASIC:
        late = draw.randrange(0, 3) if months == 0 else waits + months // 6
        again = bool(card) and card[-1][0] == vaccine == "JE" and months == 12
        card.append((vaccine, add_months(child.born, months) + dt.timedelta(days=late + 14 * again)))
    had = {vaccine for vaccine, _day in card}
    for vaccine, months in NEWER:
        paid = vaccine == "ROTA" and vaccine in had or vaccine == "IPV" and "HEXA" in had
        if not paid and add_months(child.born, months) >= NEWER_SINCE:
            card.append((vaccine, add_months(child.born, months) + dt.timedelta(days=waits + months // 6)))
    return _behind(c, child, card) if behind else _late_for_age(c, child, card)


def _behind(c: Commune, child: Child, card: Card) -> Card:
    """Not complete on the first birthday: the vaccine had run out, the child was ill, or nobody has the card."""
    lot, draw = c.lot("why behind", child.id), c.draw("behind", child.id)
    birthday = add_months(child.born, 12)
    if SHORTAGE[0] <= add_months(child.born, 4) < SHORTAGE[1] and lot < 0.85:
        ready = max(SHORTAGE[1], birthday)
        return _put_off(card, ("PENTA", "HEXA"), 3, ready + dt.timedelta(days=draw.randrange(5, 70)))
    if lot < 0.40:
        return _put_off(card, ("MEASLES",), 1, birthday + dt.timedelta(days=draw.randrange(3, 75)))
    if lot < 0.60:
        late = _put_off(card, ("PENTA", "HEXA"), 3, birthday + dt.timedelta(days=draw.randrange(10, 150)))
        return _put_off(late, ("MEASLES",), 1, birthday + dt.timedelta(days=draw.randrange(10, 150)))
    if lot < 0.80:
        never = [row for row in card if row[0] != "IPV"]
        return _put_off(never, ("OPV", "HEXA"), 3, None)
    return [row for row in card if row[0] in ("BCG", "HEPB0")] if lot < 0.93 else []


def _put_off(card: Card, vaccines: tuple[str, ...], nth: int, day: dt.date | None) -> Card:
    """The card with the nth dose of some vaccines on another day, or never."""
    made, seen = [], 0
    for vaccine, given in card:
        seen += vaccine in vaccines
        moved = vaccine in vaccines and seen == nth
        made.append((vaccine, day if moved else given))
    return made


def _late_for_age(c: Commune, child: Child, card: Card) -> Card:
    """In the second and third year some forget a dose; half of them are found."""
    if c.lot("late", child.id) >= at(LATE_FOR_AGE, child.born.year):
        return card
    draw = c.draw("late", child.id)
    vaccine, nth, months = draw.choice((("MR", 1, 18), ("DPT", 1, 18), ("JE", 2, 13), ("JE", 3, 24), ("JE", 3, 24)))
    found = add_months(child.born, months) + dt.timedelta(days=draw.randrange(60, 330))
    return _put_off(card, (vaccine,), nth, found if draw.random() < 0.5 else None)
