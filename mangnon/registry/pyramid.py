"""The children of a place by single year of age and sex, on a day and a year before; as this user may see them."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core.periods import middle, years_back
from mangnon.places.models import Level, Unit, below
from mangnon.web import charts, formats

from .ages import ADULT, LEVELS, Band, Change, Fineness, Person, cells, change, finest, person_of
from .models import Child, Residence

SEXES = ("male", "female", "unknown")


@dataclass(frozen=True)
class AgeRow:
    """One band. cells: (number, address of the list or "") in the order of the heads.  before: last year's number."""

    label: str
    cells: list[tuple[int, str]]
    total: int
    unsure: int
    before: int | None


@dataclass(frozen=True)
class Pyramid:
    """rows: oldest first; none where a small number would show.  heads: sexes shown.  coarse: why not by single year.

    total: None where it is small.  changes: since a year before, for who sees exact numbers.
    """

    total: int | None
    rows: list[AgeRow]
    heads: list[str]
    sums: list[int]
    unsure: int
    before: int | None
    coarse: str
    changes: Change | None
    drawn: SafeString


def living(day: dt.date) -> dict[uuid.UUID, list[Person]]:
    """Everyone under 16 alive on a day, by the unit of the home that holds: of two, the one that begins later."""
    homes = dict(Residence.objects.on(day).order_by("from_on", "pk").values_list("child", "unit"))
    found: dict[uuid.UUID, list[Person]] = {}
    rows = Child.objects.filter(Q(died_on=None) | Q(died_on__gt=day), born_on__gt=years_back(day, ADULT + 1),
                                pk__in=Residence.objects.on(day).values("child"))
    for pk, sex, born_on, precision in rows.values_list("pk", "sex", "born_on", "born_precision"):
        one = person_of(str(pk), sex, born_on, precision, day)
        if one.age < ADULT:
            found.setdefault(homes[pk], []).append(one)
    return found


class Ground:
    """A commune with its villages on a day, before one user."""

    def __init__(self, home: Unit, day: dt.date, user: Any) -> None:
        self.home, self.day, self.user = home, day, user
        self.inside = below([home], day)
        rows = Unit.objects.filter(pk__in=self.inside, level=Level.VILLAGE).standing_on(day)
        self.villages = sorted(rows, key=lambda unit: (len(unit.name), unit.name))
        self._living: dict[dt.date, dict[uuid.UUID, list[Person]]] = {}
        scope = user.scope(Permission.IDENTITY_READ)
        self.exact = user.can(Permission.EXACT_FIGURES) or scope.everything
        self.own = set(scope.unit_ids)

    def people(self, unit: Unit, day: dt.date) -> list[Person]:
        if day not in self._living:
            self._living[day] = living(day)
        inside = self.inside if unit == self.home else below([unit], self.day)
        return [p for pk, found in self._living[day].items() if pk in inside for p in found]

    def knows(self, unit: Unit) -> bool:
        """Whether the numbers of a unit are this user's to know: by her role, or because the children are hers."""
        return self.exact or unit.pk in self.own

    def level(self, unit: Unit, days: tuple[dt.date, ...]) -> Fineness | None:
        """How finely this user may see a unit on all these days."""
        if self.knows(unit):
            return LEVELS[0]
        outside = [self._outside(day) for day in days]
        if unit != self.home:
            # All thôn alike: else the one that is shown less could be taken off the commune.
            return finest([self.people(v, day) for v in self.villages for day in days if not self.knows(v)] + outside)
        hers = {p.key for v in self.villages if self.knows(v) for day in days for p in self.people(v, day)}
        whole = [self.people(unit, day) for day in days]
        return finest(whole + [[p for p in people if p.key not in hers] for people in whole] + outside)

    def _outside(self, day: dt.date) -> list[Person]:
        """Who lives in the commune but in no thôn that stands: what taking all thôn off the commune would leave."""
        inside = {p.key for v in self.villages for p in self.people(v, day)}
        return [p for p in self.people(self.home, day) if p.key not in inside]


def pyramid_of(ground: Ground, unit: Unit, *, linked: bool) -> Pyramid:
    """The page's numbers. linked: whether numbers lead to the list of today's children."""
    day, then = ground.day, years_back(ground.day, 1)
    level, compared = ground.level(unit, (day,)), True
    if level is not None and not ground.knows(unit):
        compared = ground.level(unit, (day, then)) == level
    if level is None:
        return Pyramid(None, [], [], [], 0, None, _("Số nhỏ nên không nêu."), None, SafeString(""))
    now, before = ground.people(unit, day), ground.people(unit, then)
    exact = ground.knows(unit)
    rows = _rows(ground, unit, level, now, before if compared else None, linked and exact)
    sexes = _sexes(now, level)
    return Pyramid(
        len(now), rows if len(level.bands) > 1 else [], [_word(sex) for sex in sexes],
        [sum(p.sex == sex for p in now) for sex in sexes], sum(not p.sure for p in now) if exact else 0,
        len(before) if compared else None, "" if level == LEVELS[0] else _coarse(level),
        _changes(now, before, then, day) if exact else None,
        _draw(ground, unit, level, now, before if compared else None))


def _coarse(level: Fineness) -> str:
    if len(level.bands) == 1:
        return _("Số nhỏ nên không chia theo tuổi và giới.")
    return _("Số nhỏ nên gộp bớt tuổi hoặc giới.")


def _sexes(people: list[Person], level: Fineness) -> list[str]:
    """Male and female; the unknown where there are any."""
    if not level.by_sex:
        return []
    return [sex for sex in SEXES if sex != "unknown" or any(p.sex == sex for p in people)]


def _word(sex: str) -> str:
    return {"male": _("Nam"), "female": _("Nữ"), "unknown": _("Chưa rõ giới")}[sex]


def band_words(band: Band) -> str:
    """5; 3–5."""
    return str(band[0]) if band[0] == band[1] else f"{band[0]}–{band[1]}"


def _rows(ground: Ground, unit: Unit, level: Fineness, now: list[Person], before: list[Person] | None, linked: bool,
          ) -> list[AgeRow]:
    counted, sexes, made = cells(now, level), _sexes(now, level), []
    unsure = Counter(p.age for p in now if not p.sure) if ground.knows(unit) else Counter[int]()
    earlier = cells(before or [], Fineness(level.bands, False))
    for band in reversed(level.bands):
        row = [(counted[band, sex], _list_url(ground, unit, band[0], sex)
                if linked and counted[band, sex] else "") for sex in sexes]
        total = sum(n for (one, _sex), n in counted.items() if one == band)
        made.append(AgeRow(band_words(band), row, total, sum(unsure[age] for age in range(band[0], band[1] + 1)),
                           None if before is None else earlier[band, ""]))
    return made


def _list_url(ground: Ground, unit: Unit, age: int, sex: str) -> str:
    asked = {"tuoi": age, "gioi": sex} | ({} if unit == ground.home else {"thon": unit.pk})
    return f"{reverse('registry:children')}?{urlencode(asked)}"


def _changes(now: list[Person], before: list[Person], then: dt.date, day: dt.date) -> Change:
    """Births, deaths and sixteenth birthdays by what the register says of each child who is new or gone."""
    keys = {p.key for p in now} ^ {p.key for p in before}
    born, died, grown = set(), set(), set()
    for pk, born_on, precision, died_on in Child.objects.filter(pk__in=keys).values_list(
            "pk", "born_on", "born_precision", "died_on"):
        taken = middle(born_on, precision)
        if then < taken <= day:
            born.add(str(pk))
        if died_on and then < died_on <= day:
            died.add(str(pk))
        if taken <= years_back(day, ADULT):
            grown.add(str(pk))
    return change(before, now, born=born, died=died, grown=grown)


def _draw(ground: Ground, unit: Unit, level: Fineness, now: list[Person], before: list[Person] | None) -> SafeString:
    if len(level.bands) == 1 or not now:
        return SafeString("")
    english = (get_language() or "vi").startswith("en")
    counted, earlier = cells(now, level), cells(before or [], level)
    # How many ages are not sure is a number of its own, and mostly a small one.
    told = level == LEVELS[0] and ground.knows(unit)
    unsure = cells([p for p in now if not p.sure], level) if told else Counter[tuple[Band, str]]()

    def side(band: Band, sex: str) -> charts.Side:
        return charts.Side(counted[band, sex], unsure[band, sex], earlier[band, sex] if before is not None else None)

    bars = [charts.AgeBar(band_words(band), side(band, "female" if level.by_sex else ""),
                          side(band, "male") if level.by_sex else None) for band in reversed(level.bands)]
    said = {"place": unit.name, "day": formats.date(ground.day, english=english)}
    sexes = "; ".join(f"{_word(sex)} {formats.number(sum(counted[b, sex] for b in level.bands), english=english)}"
                      for sex in _sexes(now, level))
    drawn = charts.pyramid(
        bars, heads=(_word("female"), _word("male")) if level.by_sex else (_("Số trẻ"), ""), age_word=_("tuổi"),
        title=_("Trẻ em theo tuổi, %(place)s, ngày %(day)s") % said, english=english,
        desc=_("%(n)s trẻ. %(sexes)s. Số liệu ở bảng bên cạnh.") % {
            "n": formats.number(len(now), english=english), "sexes": sexes or "–"})
    return mark_safe(drawn)  # noqa: S308 - charts escapes every word it draws
