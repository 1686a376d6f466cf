"""Which policies hold here: those of the program, and those the commune has put into its data folder.

A file ``chinh-sach/*.toml`` replaces policies, rates and papers of the same code and adds others. A file that cannot be
used is left out and said so, on the page of the policies.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .policy_file import Paper, Policy, PolicyError, PolicyFile, Rate, read_policies

OURS = Path(__file__).with_name("policies.toml")


@dataclass(frozen=True)
class Policies:
    """all: every policy of every time.  own: the commune's files in use.  wrong: sentences about those that are not."""

    all: tuple[Policy, ...]
    rates: Mapping[str, Rate]
    papers: Mapping[str, Paper]
    kinds: tuple[str, ...]
    own: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def on(self, day: dt.date) -> list[Policy]:
        """Those in force on a day, in the file's order."""
        return [policy for policy in self.all if policy.holds(day)]

    def named(self, code: str, day: dt.date) -> Policy | None:
        """A policy as it is on a day, else as it last was: what was asked for does not lose its name."""
        same = [policy for policy in self.all if policy.code == code]
        return next((policy for policy in same if policy.holds(day)), same[-1] if same else None)

    @property
    def sealed_papers(self) -> frozenset[str]:
        """Papers that only sealed policies ask for: that a family brought one tells the group."""
        open_ones = {paper for policy in self.all if not policy.sealed for paper in policy.papers}
        return frozenset(self.papers) - open_ones


def folder() -> Path:
    """Where the commune's own policies lie."""
    return Path(settings.DATA_DIR) / "chinh-sach"


def policies() -> Policies:
    """The policies in use; read again when a file of the folder has changed."""
    return _read(tuple((str(path), path.stat().st_mtime_ns) for path in _files(folder())))


def _files(where: Path) -> list[Path]:
    try:
        return sorted(path for path in where.glob("*.toml") if path.is_file())
    except OSError:
        return []


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[str, int], ...]) -> Policies:
    found = merged(Policies((), {}, {}, ()), read_policies(OURS.read_text(encoding="utf-8"), OURS.name))
    own, wrong = [], []
    for path in (Path(name) for name, _changed in files):
        try:
            said = read_policies(path.read_text(encoding="utf-8-sig"), path.name)
            together = merged(found, said)
            if lost := dangling(together):
                raise PolicyError([f"{path.name}, {words}" for words in lost])
            found = together
            own.append(path.name)
        except PolicyError as refused:
            wrong += refused.sentences
        except (OSError, UnicodeDecodeError):
            wrong.append(f"{path.name}: không đọc được. Hãy lưu tệp dạng văn bản UTF-8.")
    return Policies(found.all, found.rates, found.papers, found.kinds, tuple(own), tuple(wrong))


def merged(before: Policies, said: PolicyFile) -> Policies:
    """What a later file says stands in the place of what an earlier one said."""
    codes = {policy.code for policy in said.policies}
    kept, placed = [], set()
    for policy in before.all:
        if policy.code not in codes:
            kept.append(policy)
        elif policy.code not in placed:
            # In its place, so that what stands on another by ``unless`` still comes after it.
            placed.add(policy.code)
            kept += [one for one in said.policies if one.code == policy.code]
    kept += [one for one in said.policies if one.code not in placed]
    return Policies(tuple(kept), {**before.rates, **said.rates}, {**before.papers, **said.papers},
                    before.kinds if said.kinds is None else said.kinds)


def dangling(found: Policies) -> list[str]:
    """Names that lead nowhere: a rate, a paper, a policy that does not stand before."""
    wrong, before = [], set[str]()
    for policy in found.all:
        wrong += [f"“{policy.code}”: chưa có giấy tờ “{paper}” trong [papers]." for paper in policy.papers
                  if paper not in found.papers]
        for way in policy.ways:
            if way.rate and way.rate not in found.rates:
                wrong.append(f"“{policy.code}”: chưa có mức tiền “{way.rate}” trong [rates].")
            wrong += [f"“{policy.code}”: unless nêu “{code}”, chưa có chính sách ấy ở phía trên." for code in way.unless
                      if code not in before]
        before.add(policy.code)
    return wrong
