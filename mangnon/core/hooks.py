"""Named hooks: how a lower room is answered by a higher one without importing it.

A room registers in ``AppConfig.ready``; the hook's owner calls every registered function.
There are few of them on purpose, each with one meaning.
"""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened in a child's life, as a room tells it.

    on: the day it is sorted by.  precision: day, month or year.  room: short Vietnamese tag shown.
    mark: a state mark code of the design system ("dat", "chua", "cho").  until: last day, for intervals.
    """

    on: dt.date
    title: str
    room: str
    detail: str = ""
    mark: str = "dat"
    until: dt.date | None = None
    url: str = ""


@dataclass(frozen=True)
class Panel:
    """A part of a child's page that belongs to another room and is loaded from that room's URL.

    key: stable word used in the query (?phan=suc-khoe).  title: Vietnamese tab label.  url_name: view that takes
    the child's uuid and applies its own permission.  allowed(user, child_id) decides whether the tab appears at
    all.  order: position.
    """

    key: str
    title: Any
    url_name: str
    allowed: Callable[[Any, uuid.UUID], bool]
    order: int = 50


@dataclass(frozen=True)
class FirstStep:
    """One thing a new commune needs, as a room tells it.

    title: what to do.  why: what it is good for.  done: whether it is.  state: how it stands, in words.
    url, action: where it is done; a step without a url is done outside the pages and says how in why.
    """

    order: int
    title: str
    why: str
    done: bool
    state: str = ""
    url: str = ""
    action: str = ""


header: list[Callable[[Any], dict[str, Any]]] = []
"""Each takes the request and returns parts of the page header (merged left to right)."""

nav: list[Callable[[Any], Iterable[dict[str, Any]]]] = []
"""Each takes the request and yields entries {order, label, url, current} the user may open."""

waiting: list[Callable[[Any], Iterable[tuple[str, str]]]] = []
"""Each takes the user and yields (sentence, url) of what somebody else waits for from this user."""

urgent: list[Callable[[Any], Iterable[tuple[str, str]]]] = []
"""The same for what cannot wait a day: it stands first on the pages where officer and chairman begin."""

first_steps: list[Callable[[Any], Iterable[FirstStep]]] = []
"""Each takes the user and yields the steps of a new commune that this user may do."""

start_pages: list[tuple[int, Callable[[Any], str | None]]] = []
"""(order, function): takes the user, returns the URL of her start page or None; the first answer holds."""

timeline: list[Callable[[Any, uuid.UUID], Iterable[TimelineEntry]]] = []
"""Each takes (user, child id) and yields what this user may see of the child's life."""

panels: list[Panel] = []
"""The parts of a child's page that rooms above the registry contribute."""

measure_url: list[Callable[[str], str]] = []
"""Where a line of the plan shows its figure: takes the line's code, returns the URL; the first answer holds."""

measures_of_child: list[Callable[[Any, Iterable[tuple[str, dt.date]]], Iterable[tuple[str, bool]]]] = []
"""Each takes (child, her doses as (vaccine, day)) and yields (line's code, whether she has what it asks of her)."""

population: list[Callable[[], dict[str, int] | None]] = []
"""Births, children and schools of the register in use, for bars that no whole number can meet; None without one."""

record_links: list[Callable[[Any, uuid.UUID], Iterable[tuple[str, str]]]] = []
"""Each takes (user, child id) and yields (label, url) for the menu "Ghi việc mới" on a child's page."""

row_words: dict[str, Any] = {}
"""What a row of a model is called, by the model's label ("health.Measurement": "lần cân đo")."""

part_words: dict[str, Callable[[str], str]] = {}
"""What a code means that the trail keeps beside a noun ("intake.PairDecision": "different"), "" where it means none."""

histories: list[Callable[[Any, uuid.UUID], Iterable[Any]]] = []
"""Each takes (user, child id) and yields the changes of the child's rows (``web.history.Change``) she may read."""

grids: list[Callable[[Any], Iterable[tuple[int, Any, Any, str]]]] = []
"""Each takes the user and yields (order, title, what it is for, url) of pages that record many rows at once."""

after_writing: dict[str, str] = {}
"""A word that an address may carry (?tiep=viec) to the name of the page one goes back to after writing."""

instruments: list[Callable[[Any, str], Iterable[tuple[Any, str]]]] = []
"""Each takes (user, a line's code) and yields (label, url) of pages that help with that line."""

village_pages: list[Callable[[Any, str], Iterable[tuple[Any, str]]]] = []
"""Each takes (user, a thôn's id or "") and yields (label, url) of pages about that thôn's households, or about all."""

account_parts: list[Callable[[Any], Iterable[tuple[str, str, str]]]] = []
"""Each takes the user and yields (title, what it is for, url) of what belongs on the page of one's own account."""

trail_filters: list[Callable[[Any, Any], Any]] = []
"""Each takes (user, the rows of the trail she may read) and leaves out what must not exist for her."""

outbox_handlers: list[Callable[[list[Any]], None]] = []
"""Each takes the list of pending Outbox rows, in order, and brings what it derives up to date."""

daily: list[Callable[[dt.date], None]] = []
"""Each is called by the program's worker when a new day begins (and once at the start)."""

jobs: dict[str, Callable[[Any], None]] = {}
"""What a kind of long work does: takes the running job (``core.jobs.Told``); must be safe to begin again."""
