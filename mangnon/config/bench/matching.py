"""Whose child a row is: wrong joins, right joins and what is left to a person, on problems whose answer is known.

Every list is invented, with the habits and slips of its sender; ours is the command ``mangnon match``. The peers get
names and villages already normalised by us (they have nothing for Vietnamese), nobody's time counts reading, and
the same rule for what is sure: six bits or more, four ahead of the next on both sides, one row one child.
"""
from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .people import NOISE, Person, problem, write
from .room import Room
from .telling import result

SIZES = [(2000, 300), (2000, 2000), (20_000, 5000)]
PEER_SIZE = (2000, 2000)
SEED = 7
PEERS = {"splink": "Splink 5", "recordlinkage": "recordlinkage"}


def bench(room: Room) -> list[dict[str, Any]]:
    found = [line for n, (name, noise) in enumerate(NOISE.items()) for children, rows in SIZES
             for line in _ours(room, name, SEED + n, children, rows, noise)]
    return [*found, *_against_peers(room)]


def _ours(room: Room, name: str, seed: int, children: int, rows: int, noise: Any) -> list[dict[str, Any]]:
    folder = room.path / f"khop-{name}-{children}-{rows}"
    seconds, peak, told = _match(room, folder, problem(seed, children, rows, noise))
    what = f"{rows} rows of a {name} list, {children} children"
    return [result(f"{what}: wrong joins", told["wrong"], f"of {told['joined']}", 0, "none allowed"),
            result(f"{what}: right joins of the plain rows", told["recall"], "%", 98, "at least 98 %",
                   more_is_better=True),
            result(f"{what}: left to a person, in {seconds:.1f} s", told["review"], "%", 4, "limit 4 %", peak_mb=peak)]


def _match(room: Room, folder: Path, pair: tuple[list[Person], list[Person]]) -> tuple[float, float, dict[str, Any]]:
    register, people = pair
    folder.mkdir()
    write(folder / "so.csv", register)
    write(folder / "ds.csv", people)
    seconds, peak, _ = room.timed(["match", *(str(folder / name) for name in ("so.csv", "ds.csv", "ra.csv"))],
                                  room.path / "trong")
    with (folder / "ra.csv").open(encoding="utf-8", newline="") as file:
        return seconds, peak, judged(people, [(row["list_id"], row["register_id"], row["decision"])
                                              for row in csv.DictReader(file)])


def judged(people: Iterable[Person], decisions: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    """Held against the truth: joined and how many of them wrongly; in percent what of the plain rows was joined, and
    what of all rows a person must look at.

    A row is plain where it carries no slip, and its child is in the register.
    """
    truth = {p.id: p for p in people}
    told = list(decisions)
    joined = [(truth[row], child) for row, child, decision in told if decision == "match"]
    right = {p.id for p, child in joined if p.truth == child}
    plain = [p.id for p in truth.values() if p.plain and p.truth]
    known = [p.id for p in truth.values() if p.truth]
    return {"joined": len(joined), "wrong": len(joined) - len(right),
            "precision": 100 * len(right) / len(joined) if joined else 0.0,
            "recall": 100 * len(right & set(plain)) / len(plain), "recall_all": 100 * len(right) / len(known),
            "review": 100 * sum(decision == "review" for _, _, decision in told) / len(told)}


def _against_peers(room: Room) -> list[dict[str, Any]]:
    """The same 2,000 rows to ours and to each peer, each in a process of its own, in the same run."""
    children, rows = PEER_SIZE
    pair, folder = problem(SEED, children, rows, NOISE["station"]), room.path / "khop-doi-thu"
    _, peak, ours = _match(room, folder, pair)
    seconds = room.inside("matching", given=folder)["seconds"]
    found = []
    for name, title in PEERS.items():
        told = room.inside(name, given=folder)
        if told.get("missing"):
            found.append(result(f"{rows} × {children}, station: time", seconds, "s", 0, f"{title} is not installed"))
            continue
        theirs = judged(pair[1], told["decisions"])
        found += [
            result(f"{rows} × {children}, station: time", seconds, "s", told["seconds"],
                   f"{title}: {told['seconds']:.1f} s, {told['peak_mb']:.0f} MB", peak_mb=peak),
            result(f"{rows} × {children}, station: precision", ours["precision"], "%", theirs["precision"],
                   f"{title}: {theirs['precision']:.2f} % ({theirs['wrong']} wrong of {theirs['joined']})",
                   more_is_better=True),
            result(f"{rows} × {children}, station: joined by itself, slips included", ours["recall_all"], "%",
                   theirs["recall_all"], f"{title}: {theirs['recall_all']:.1f} %", more_is_better=True),
            result(f"{rows} × {children}, station: left to a person", ours["review"], "%", theirs["review"],
                   f"{title}: {theirs['review']:.1f} %")]
    return found
