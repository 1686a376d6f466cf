"""A GeoJSON file as people send it, read strictly: every fault is said with what to do about it.

RFC 7946: a FeatureCollection, WGS84 degrees, longitude first. Which feature is which village is read in
``commune_map``.
"""
from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .outlines import Polygon, Ring, area, well_formed

MOST_BYTES = 5 * 1024 * 1024
MOST_SHAPES = 2000
MOST_POINTS = 100_000
MOST_COLUMNS = 100
"""Properties by different names: each is compared with every place of the commune."""
FARTHEST = 1e9
WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
SHOWN = 4
"""Names told in one sentence."""


class MapFault(Exception):
    """Why a file cannot be taken; sentences for the person who sent it."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


@dataclass(frozen=True)
class Feature:
    """number: its place in the file, from 1.  words: what is said of it."""

    number: int
    properties: dict[str, str]
    polygons: list[Polygon]
    point: tuple[float, float] | None


def read_features(content: bytes) -> list[Feature]:
    """Read a file into its features. Raises MapFault."""
    return _features(_parsed(content))


def check_size(size: int) -> None:
    """Raises MapFault for a file of more bytes than are read."""
    if size > MOST_BYTES:
        raise MapFault(_("Tệp nặng %(n)s MB, nhiều hơn 5 MB. Hãy giản lược đường viền rồi xuất lại.") % {
            "n": math.ceil(size / 1024 / 1024)})


def _parsed(content: bytes) -> Any:
    check_size(len(content))
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:4]
    if not start:
        raise MapFault(_("Tệp trống."))
    if content[:2] == b"PK":
        raise MapFault(_("Đây là tệp nén (Shapefile hoặc KMZ?). Hãy mở bằng QGIS và xuất ra GeoJSON."))
    if start[:1] == b"<":
        raise MapFault(_("Đây là tệp XML (KML hoặc GML?). Hãy mở bằng QGIS và xuất ra GeoJSON."))
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise MapFault(_("Chữ trong tệp không phải UTF-8. Hãy xuất lại GeoJSON với mã UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise MapFault(_("Đây không phải GeoJSON: dòng %(line)s, cột %(column)s không đọc được.") % {
            "line": error.lineno, "column": error.colno}) from None
    except (RecursionError, ValueError):
        raise MapFault(_("Đây không phải GeoJSON: nội dung lồng quá sâu hoặc có số không phải số.")) from None


def _no_constant(text: str) -> float:
    raise ValueError(text)


def _features(data: Any) -> list[Feature]:
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "Topology":
        raise MapFault(_("Đây là TopoJSON. Hãy xuất ra GeoJSON."))
    if kind != "FeatureCollection" or not isinstance(data.get("features"), list):
        raise MapFault(_("Tệp phải là một FeatureCollection của GeoJSON; tệp này là “%(kind)s”.") % {
            "kind": str(kind or type(data).__name__)[:40]})
    _check_crs(data.get("crs"))
    rows = data["features"]
    if not rows:
        raise MapFault(_("Tệp không có hình nào."))
    if len(rows) > MOST_SHAPES:
        raise MapFault(_("Tệp có %(n)s hình, nhiều hơn %(most)s. Hãy chỉ xuất các thôn của xã.") % {
            "n": len(rows), "most": MOST_SHAPES})
    features, wrong = [], []
    for number, row in enumerate(rows, 1):
        try:
            features.append(_feature(number, row))
        except MapFault as fault:
            wrong += fault.sentences
    if wrong:
        rest = len(wrong) - SHOWN
        raise MapFault(*wrong[:SHOWN], *([_("Và %(n)s hình khác cũng sai.") % {"n": rest}] if rest > 0 else []))
    columns = len({key for f in features for key in f.properties})
    if columns > MOST_COLUMNS:
        raise MapFault(_("Các hình có %(n)s cột khác nhau, nhiều hơn %(most)s. Hãy chỉ giữ cột mã thôn và tên thôn rồi "
                         "xuất lại.") % {"n": columns, "most": MOST_COLUMNS})
    points = sum(len(ring) for f in features for polygon in f.polygons for ring in polygon)
    if points > MOST_POINTS:
        raise MapFault(_("Đường viền có %(n)s điểm, nhiều hơn %(most)s. Hãy giản lược rồi xuất lại.") % {
            "n": points, "most": MOST_POINTS})
    return features


def _check_crs(crs: Any) -> None:
    """The old member that names a system of coordinates; RFC 7946 knows WGS84 only."""
    if crs is None:
        return
    name = crs.get("properties", {}).get("name", "") if isinstance(crs, dict) and isinstance(
        crs.get("properties"), dict) else str(crs)
    if not str(name).endswith(WGS84):
        raise MapFault(_("Tệp dùng hệ tọa độ “%(name)s”. Hãy xuất lại theo WGS84 (EPSG:4326).") % {
            "name": str(name)[:60]})


def _feature(number: int, row: Any) -> Feature:
    if not isinstance(row, dict) or row.get("type") != "Feature":
        raise MapFault(_("Hình thứ %(n)s không phải Feature.") % {"n": number})
    given = row.get("properties")
    properties = {str(key): str(value).strip() for key, value in given.items()
                  if isinstance(value, str | int) and str(value).strip()} if isinstance(given, dict) else {}
    shape = row.get("geometry")
    if not isinstance(shape, dict) or "coordinates" not in shape:
        raise MapFault(_("Hình thứ %(n)s không có tọa độ.") % {"n": number})
    kind, coordinates = shape.get("type"), shape["coordinates"]
    if kind == "Point":
        if not _is_point(coordinates):
            raise MapFault(_("Hình thứ %(n)s có tọa độ không phải số.") % {"n": number})
        return Feature(number, properties, [], (float(coordinates[0]), float(coordinates[1])))
    if kind not in ("Polygon", "MultiPolygon"):
        raise MapFault(_("Hình thứ %(n)s là “%(kind)s”; thôn phải là vùng (Polygon, MultiPolygon).") % {
            "n": number, "kind": str(kind)[:40]})
    polygons = [coordinates] if kind == "Polygon" else coordinates
    return Feature(number, properties, list(_polygons(number, polygons)), None)


def _is_point(given: Any) -> bool:
    return isinstance(given, list) and len(given) >= 2 and all(
        isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < FARTHEST for v in given[:2])


def _polygons(number: int, given: Any) -> Iterator[Polygon]:
    if not isinstance(given, list) or not given:
        raise MapFault(_("Hình thứ %(n)s không có tọa độ.") % {"n": number})
    for polygon in given:
        if not isinstance(polygon, list) or not polygon:
            raise MapFault(_("Hình thứ %(n)s không có tọa độ.") % {"n": number})
        rings: list[Ring] = []
        for ring in polygon:
            if not isinstance(ring, list) or not all(_is_point(p) for p in ring):
                raise MapFault(_("Hình thứ %(n)s có tọa độ không phải số.") % {"n": number})
            rings.append([(float(p[0]), float(p[1])) for p in ring])
        if not all(well_formed(ring) for ring in rings):
            raise MapFault(_("Hình thứ %(n)s có đường viền chưa khép kín: điểm cuối phải trùng điểm đầu.") % {
                "n": number})
        if area(rings[0]) == 0:
            raise MapFault(_("Hình thứ %(n)s không có diện tích.") % {"n": number})
        yield rings


def some(words: Sequence[str]) -> str:
    """The first few names of a list, as a sentence tells them."""
    return ", ".join(words[:SHOWN]) + ("…" if len(words) > SHOWN else "")
