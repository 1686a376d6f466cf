"""A map of a commune's villages as people send it, read strictly: every fault is said with what to do about it.

GeoJSON by RFC 7946: a FeatureCollection, WGS84 degrees, longitude first. Nothing is guessed that could put a village
in another's place; a map of another commune is refused, whatever its villages are called.
"""
from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from mangnon.core.names import fold

from .outlines import Polygon, Ring, area, bounds, simplified, well_formed

MOST_BYTES = 5 * 1024 * 1024
MOST_SHAPES = 2000
MOST_POINTS = 100_000
MOST_COLUMNS = 100
"""Properties by different names: each is compared with every place of the commune."""
FARTHEST = 1e9
VIETNAM = (102.0, 6.0, 118.0, 23.6)
"""West, south, east, north of the country with its islands, in degrees."""
METRES = ((100_000.0, 1_500_000.0), (600_000.0, 2_800_000.0))
"""Eastings and northings of VN-2000 and UTM in Vietnam."""
WIDEST_KM = 60.0
"""No commune is wider; shapes farther apart are of several places."""
MOVED_KM = 25.0
"""So far from the map that stands, the new one is of another place."""
KM_A_DEGREE = 111.2
CODE_KEYS = {"code", "ma", "ma_thon", "mathon", "ma_dvhc", "madvhc", "ma_don_vi", "unit_code"}
COMMUNE_KEYS = {"xa", "ten_xa", "tenxa", "commune", "phuong", "ten_phuong", "tenphuong", "name_3", "xa_phuong"}
WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
SHOWN = 4
"""Names told in one sentence."""


class MapFault(Exception):
    """Why a file cannot be taken; sentences for the person who sent it."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


@dataclass(frozen=True)
class Known:
    """What the commune has: villages and facilities by key; names of the commune, old and new.

    at: the middle of the map that stands, (longitude, latitude), or none.
    """

    villages: dict[str, tuple[str, str]]
    facilities: dict[str, tuple[str, str]]
    communes: frozenset[str]
    at: tuple[float, float] | None = None


@dataclass
class MapRead:
    """villages: polygons by key; facilities: points by key.  notes: what was left out, sentence by sentence."""

    villages: dict[str, list[Polygon]] = field(default_factory=dict)
    facilities: dict[str, tuple[float, float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Feature:
    """number: its place in the file, from 1.  words: what is said of it."""

    number: int
    properties: dict[str, str]
    polygons: list[Polygon]
    point: tuple[float, float] | None


def read_map(content: bytes, known: Known) -> MapRead:
    """Read a file into shapes of the villages and points of the facilities. Raises MapFault."""
    features = _features(_parsed(content))
    _check_place(features, known)
    found = MapRead()
    areas = [f for f in features if f.polygons]
    if not areas:
        raise MapFault(_("Tệp không có hình vùng nào (Polygon, MultiPolygon), nên chưa vẽ được thôn."))
    _check_commune(areas, known)
    matched = _match(areas, known.villages)
    _check_codes(areas, matched, known)
    if len(matched) * 2 < len(areas):
        raise MapFault(_another(areas, known))
    _once(matched, known)
    box = bounds([ring for f in areas for polygon in f.polygons for ring in polygon])
    for one in areas:
        if one.number in matched:
            found.villages[matched[one.number]] = simplified(one.polygons, max(box[2] - box[0], box[3] - box[1]))
    points = [f for f in features if f.point]
    stands = _match(points, known.facilities)
    found.facilities = {stands[f.number]: f.point for f in points if f.number in stands and f.point}
    found.notes = _notes(areas, matched, points, stands, known)
    return found


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


def _features(data: Any) -> list[_Feature]:
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


def _feature(number: int, row: Any) -> _Feature:
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
        return _Feature(number, properties, [], (float(coordinates[0]), float(coordinates[1])))
    if kind not in ("Polygon", "MultiPolygon"):
        raise MapFault(_("Hình thứ %(n)s là “%(kind)s”; thôn phải là vùng (Polygon, MultiPolygon).") % {
            "n": number, "kind": str(kind)[:40]})
    polygons = [coordinates] if kind == "Polygon" else coordinates
    return _Feature(number, properties, list(_polygons(number, polygons)), None)


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


def _check_place(features: Sequence[_Feature], known: Known) -> None:
    """Degrees, longitude first, in Vietnam, of one commune, where the map stood before."""
    rings = [ring for f in features for polygon in f.polygons for ring in polygon]
    rings += [[f.point] for f in features if f.point]
    west, south, east, north = box = bounds(rings)
    if any(abs(v) > 360 for v in box):
        (low_x, low_y), (high_x, high_y) = METRES[0], METRES[1]
        if low_x * 0.5 <= west and east <= 2 * high_x and low_y * 0.4 <= south and north <= high_y:
            raise MapFault(_("Tọa độ tính bằng mét (như VN-2000). Hãy xuất lại theo WGS84 (EPSG:4326), tính bằng độ."))
        raise MapFault(_("Tọa độ không phải độ kinh, vĩ. Hãy xuất lại theo WGS84 (EPSG:4326)."))
    if not _inside(box, VIETNAM):
        if _inside((south, west, north, east), VIETNAM):
            raise MapFault(_("Tọa độ bị đổi chỗ: vĩ độ đứng trước kinh độ. GeoJSON ghi kinh độ trước, "
                             "như [105,8; 19,9]."))
        raise MapFault(_("Hình nằm ngoài Việt Nam (kinh độ %(x)s, vĩ độ %(y)s): đây là bản đồ của nơi khác.") % {
            "x": f"{(west + east) / 2:.2f}".replace(".", ","), "y": f"{(south + north) / 2:.2f}".replace(".", ",")})
    across = _km((west, south), (east, north))
    if across > WIDEST_KM:
        raise MapFault(_("Các hình trải rộng %(n)s km: không phải thôn của một xã. Hãy chỉ xuất các thôn của xã.") % {
            "n": round(across)})
    if known.at is not None:
        away = _km(known.at, ((west + east) / 2, (south + north) / 2))
        if away > MOVED_KM:
            raise MapFault(_("Bản đồ này ở cách bản đồ đang có %(n)s km: có thể là của xã khác. Nếu bản đồ đang có mới "
                             "là sai thì gỡ nó trước.") % {"n": round(away)})


def _inside(box: tuple[float, float, float, float], around: tuple[float, float, float, float]) -> bool:
    return around[0] <= box[0] and around[1] <= box[1] and box[2] <= around[2] and box[3] <= around[3]


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    width = (one[0] - other[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    return KM_A_DEGREE * math.hypot(width, one[1] - other[1])


def plain_name(text: str) -> str:
    """A name as it is compared: without marks, case and the word for its level."""
    words = fold(text).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("xa", "phuong", "thon", "to", "ban", "khu") else words)


def _check_commune(areas: Sequence[_Feature], known: Known) -> None:
    """The commune that the file itself names, where it names one."""
    named = {value for f in areas for key, value in f.properties.items() if fold(key).replace(" ", "_") in COMMUNE_KEYS}
    own = {plain_name(name) for name in known.communes}
    if named and not any(plain_name(name) in own for name in named):
        raise MapFault(_("Tệp ghi %(names)s: đây là bản đồ của xã khác.") % {"names": _some(sorted(named))})


def _match(features: Sequence[_Feature], places: dict[str, tuple[str, str]]) -> dict[int, str]:
    """Which feature is which place, by the one property that names the most: exact codes, else names."""
    by_code = {code: key for key, (code, _name) in places.items()}
    names: dict[str, list[str]] = {}
    for key, (_code, name) in places.items():
        names.setdefault(fold(name), []).append(key)
    # Two places of one name are told apart by their code only.
    by_name = {name: keys[0] for name, keys in names.items() if len(keys) == 1}
    best: dict[int, str] = {}
    for column in sorted({key for f in features for key in f.properties}):
        for known, read in ((by_code, str), (by_name, fold)):
            found = {f.number: known[read(f.properties[column])] for f in features
                     if read(f.properties.get(column, "")) in known}
            if len(set(found.values())) > len(set(best.values())):
                best = found
    return best


def _check_codes(areas: Sequence[_Feature], matched: dict[int, str], known: Known) -> None:
    """Codes that are none of ours, beside names that are: many communes have a Thôn 1."""
    own = {code for code, _name in known.villages.values()}
    for column in sorted({key for f in areas for key in f.properties if fold(key).replace(" ", "_") in CODE_KEYS}):
        codes = [f.properties[column] for f in areas if column in f.properties]
        if matched and codes and len(codes) == len(areas) and not own & set(codes):
            raise MapFault(_("Tên thôn khớp, nhưng mã trong tệp (%(codes)s) không phải mã thôn của xã: có thể là "
                             "bản đồ của xã khác. Hãy sửa mã, hoặc bỏ cột “%(column)s”.") % {
                "codes": _some(codes), "column": column[:40]})


def _once(matched: dict[int, str], known: Known) -> None:
    """Each village has one shape."""
    seen: dict[str, int] = {}
    for number, key in matched.items():
        if key in seen:
            raise MapFault(_("Hình thứ %(a)s và thứ %(b)s đều là %(name)s. Hãy gộp thành một MultiPolygon, hoặc sửa "
                             "tên.") % {"a": seen[key], "b": number, "name": known.villages[key][1]})
        seen[key] = number


def _another(areas: Sequence[_Feature], known: Known) -> str:
    return _("Tệp có %(theirs)s; xã có %(ours)s. Phần lớn hình không khớp thôn nào, nên đây có thể là bản đồ của xã "
             "khác. Hãy thêm một cột mã thôn hoặc tên thôn đúng như ở trang Địa bàn.") % {
        "theirs": _some([words_of(f) for f in areas]), "ours": _some([name for _code, name in known.villages.values()])}


def words_of(one: _Feature) -> str:
    """What a feature calls itself: its name, else its first words, else its number."""
    for key, value in one.properties.items():
        if fold(key).replace(" ", "_").startswith(("ten", "name", "thon")):
            return value[:40]
    return next((value[:40] for value in one.properties.values()), _("hình thứ %(n)s") % {"n": one.number})


def _some(words: Sequence[str]) -> str:
    return ", ".join(words[:SHOWN]) + ("…" if len(words) > SHOWN else "")


def _notes(areas: Sequence[_Feature], matched: dict[int, str], points: Sequence[_Feature], stands: dict[int, str],
           known: Known) -> list[str]:
    """What is not on the map although it was in the file, or in the register."""
    notes = []
    left = [words_of(f) for f in areas if f.number not in matched]
    if left:
        notes.append(_("Bỏ qua %(n)s hình không phải thôn của xã: %(names)s.") % {"n": len(left), "names": _some(left)})
    lacking = [name for key, (_code, name) in known.villages.items() if key not in matched.values()]
    if lacking:
        notes.append(_("Chưa có hình: %(names)s.") % {"names": _some(lacking)})
    stray = [words_of(f) for f in points if f.number not in stands]
    if stray:
        notes.append(_("Bỏ qua %(n)s điểm không phải cơ sở của xã: %(names)s.") % {
            "n": len(stray), "names": _some(stray)})
    return notes
