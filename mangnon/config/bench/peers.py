"""The peers of the matching benchmark, as somebody who knows them would set them up. Development only.

Both are Fellegi-Sunter models that learn without labels. What they say of a pair is made a decision by the one rule
that ours has too, so that the models are compared and not their thresholds.
"""
from __future__ import annotations

import logging
import math
import time
import warnings
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mangnon.intake.match_file import read
from mangnon.intake.matching import AHEAD_BITS, DOUBT_BITS, SURE_BITS

Decisions = list[tuple[str, str, str]]
FIELDS = ("name", "given", "family", "birth", "year", "sex", "mother", "village")
MOST_BITS = 60.0


def splink(folder: Path) -> dict[str, Any]:
    """{"seconds", "decisions"}, or {"missing"} where it is not installed."""
    try:
        import splink as peer
        import splink.comparison_library as compare
        from splink import block_on
    except ImportError:
        return {"missing": True}
    logging.disable(logging.WARNING)
    left, right = _frames(folder)
    began = time.perf_counter()
    engine = peer.DuckDBAPI()
    settings = peer.SettingsCreator(
        link_type="link_only", unique_id_column_name="id",
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            compare.LevenshteinAtThresholds("birth", [1, 2]), compare.ExactMatch("sex"),
            compare.JaroWinklerAtThresholds("mother", [0.92]).configure(term_frequency_adjustments=True),
            compare.ExactMatch("village")],
        blocking_rules_to_generate_predictions=[
            block_on("birth"), block_on("name"), block_on("given", "family", "year"), block_on("given", "mother"),
            block_on("mother", "year"), block_on("given", "village", "year")])
    linker = peer.Linker([engine.register(left, table_name="ds"), engine.register(right, table_name="so")], settings,
                         log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("name", "birth")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    for rule in (block_on("birth"), block_on("name")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    rows = linker.inference.predict(threshold_match_weight=DOUBT_BITS).as_record_list()
    pairs = [(row["id_l"], row["id_r"], float(row["match_weight"])) for row in rows]
    decisions = _decided(left["id"], _by_list(pairs, set(left["id"])))
    return {"seconds": time.perf_counter() - began, "decisions": decisions}


def recordlinkage(folder: Path) -> dict[str, Any]:
    """{"seconds", "decisions"}, or {"missing"} where it is not installed."""
    try:
        import recordlinkage as peer
    except ImportError:
        return {"missing": True}
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    left, right = (frame.set_index("id") for frame in _frames(folder))
    began = time.perf_counter()
    index = peer.Index()
    for keys in ("birth", "name", ["given", "family", "year"], ["given", "mother"], ["mother", "year"],
                 ["given", "village", "year"]):
        index.block(keys)
    pairs = index.index(left, right)
    compare = peer.Compare()
    compare.string("name", "name", method="jarowinkler", threshold=0.92, label="name")
    compare.exact("name", "name", label="same name")
    compare.exact("given", "given", label="given")
    compare.string("birth", "birth", method="levenshtein", threshold=0.85, label="birth")
    compare.exact("birth", "birth", label="same birth")
    compare.exact("year", "year", label="year")
    compare.exact("sex", "sex", label="sex")
    compare.string("mother", "mother", method="jarowinkler", threshold=0.92, label="mother")
    compare.exact("village", "village", label="village")
    features = compare.compute(pairs, left, right)
    model = peer.ECMClassifier()
    model.fit(features)
    chances = model.prob(features)
    weighed = [(row, child, _bits(chance)) for (row, child), chance in chances.items()]
    return {"seconds": time.perf_counter() - began, "decisions": _decided(left.index, weighed)}


def _frames(folder: Path) -> tuple[Any, Any]:
    """The list and the register with our normalised fields; what is empty is missing."""
    import pandas as pd

    def frame(file: str) -> Any:
        rows = []
        for one in read(folder / file):
            words: list[Any] = one.name.plain.split() or [None]
            born = one.birth
            rows.append((one.id, one.name.plain or None, words[-1], words[0],
                         f"{born.year}-{born.month:02}-{born.day:02}" if born.full else None,
                         str(born.year) if born.year else None, one.sex or None, one.mother.plain or None,
                         one.village or None))
        return pd.DataFrame(rows, columns=("id", *FIELDS), dtype=object)

    return frame("ds.csv"), frame("so.csv")


def _bits(chance: float) -> float:
    if chance <= 0 or chance >= 1:
        return MOST_BITS if chance >= 1 else -MOST_BITS
    return math.log2(chance / (1 - chance))


def _by_list(pairs: Iterable[tuple[str, str, float]], rows: set[str]) -> list[tuple[str, str, float]]:
    """Each pair with the list's side first."""
    return [(a, b, bits) if a in rows else (b, a, bits) for a, b, bits in pairs]


def _decided(rows: Iterable[str], weighed: Iterable[tuple[str, str, float]]) -> Decisions:
    """The rule of ours: sure at six bits and four ahead on both sides, doubtful from minus six on."""
    of_row: dict[str, list[tuple[float, str]]] = defaultdict(list)
    of_child: dict[str, list[float]] = defaultdict(list)
    for row, child, bits in weighed:
        if bits >= DOUBT_BITS:
            of_row[row].append((bits, child))
            of_child[child].append(bits)
    return [_decision(row, sorted(of_row[row], reverse=True), of_child) if row in of_row else (row, "", "none")
            for row in rows]


def _decision(row: str, found: list[tuple[float, str]], of_child: dict[str, list[float]]) -> tuple[str, str, str]:
    bits, child = found[0]
    rivals = [other for other, _ in found[1:]] + sorted(of_child[child], reverse=True)[1:]
    sure = bits >= SURE_BITS and all(bits - other >= AHEAD_BITS for other in rivals)
    return row, child, "match" if sure else "review"
