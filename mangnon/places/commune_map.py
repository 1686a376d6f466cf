"""Which shape of a map that people send is which village: nothing is guessed that could put one in another's place.

A map of another commune is refused, whatever its villages are called.
"""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from mangnon.core.names import fold

from .geojson import Feature, MapFault, read_features, some
from .outlines import Polygon, bounds, simplified

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


def read_map(content: bytes, known: Known) -> MapRead:
    """Read a file into shapes of the villages and points of the facilities. Raises MapFault."""
    features = read_features(content)
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
    if known.at is None and not _proved(areas, matched, known):
        found.notes.insert(0, _("Tệp không ghi mã thôn hay tên xã, mà nhiều xã có thôn cùng tên. Các hình nằm quanh "
                                "vĩ độ %(y)s, kinh độ %(x)s: nếu đó không phải xã mình thì gỡ bản đồ này."
                                ) % _middle(box))
    return found


def _proved(areas: Sequence[Feature], matched: dict[int, str], known: Known) -> bool:
    """Whether the file says itself of which commune it is: by the commune's name (another one is refused before), or
    by a village's code."""
    if any(fold(key).replace(" ", "_") in COMMUNE_KEYS for f in areas for key in f.properties):
        return True
    return any(known.villages[matched[f.number]][0] in f.properties.values() for f in areas if f.number in matched)


def _middle(box: tuple[float, float, float, float]) -> dict[str, str]:
    west, south, east, north = box
    return {"x": f"{(west + east) / 2:.2f}".replace(".", ","), "y": f"{(south + north) / 2:.2f}".replace(".", ",")}


def _check_place(features: Sequence[Feature], known: Known) -> None:
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
        raise MapFault(_("Hình nằm ngoài Việt Nam (kinh độ %(x)s, vĩ độ %(y)s): đây là bản đồ của nơi khác."
                         ) % _middle(box))
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


def _check_commune(areas: Sequence[Feature], known: Known) -> None:
    """The commune that the file itself names, where it names one."""
    named = {value for f in areas for key, value in f.properties.items() if fold(key).replace(" ", "_") in COMMUNE_KEYS}
    own = {plain_name(name) for name in known.communes}
    if named and not any(plain_name(name) in own for name in named):
        raise MapFault(_("Tệp ghi %(names)s: đây là bản đồ của xã khác.") % {"names": some(sorted(named))})


def _match(features: Sequence[Feature], places: dict[str, tuple[str, str]]) -> dict[int, str]:
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


def _check_codes(areas: Sequence[Feature], matched: dict[int, str], known: Known) -> None:
    """Codes that are none of ours, beside names that are: many communes have a Thôn 1."""
    own = {code for code, _name in known.villages.values()}
    for column in sorted({key for f in areas for key in f.properties if fold(key).replace(" ", "_") in CODE_KEYS}):
        codes = [f.properties[column] for f in areas if column in f.properties]
        if matched and codes and len(codes) == len(areas) and not own & set(codes):
            raise MapFault(_("Tên thôn khớp, nhưng mã trong tệp (%(codes)s) không phải mã thôn của xã: có thể là "
                             "bản đồ của xã khác. Hãy sửa mã, hoặc bỏ cột “%(column)s”.") % {
                "codes": some(codes), "column": column[:40]})


def _once(matched: dict[int, str], known: Known) -> None:
    """Each village has one shape."""
    seen: dict[str, int] = {}
    for number, key in matched.items():
        if key in seen:
            raise MapFault(_("Hình thứ %(a)s và thứ %(b)s đều là %(name)s. Hãy gộp thành một MultiPolygon, hoặc sửa "
                             "tên.") % {"a": seen[key], "b": number, "name": known.villages[key][1]})
        seen[key] = number


def _another(areas: Sequence[Feature], known: Known) -> str:
    return _("Tệp có %(theirs)s; xã có %(ours)s. Phần lớn hình không khớp thôn nào, nên đây có thể là bản đồ của xã "
             "khác. Hãy thêm một cột mã thôn hoặc tên thôn đúng như ở trang Địa bàn.") % {
        "theirs": some([words_of(f) for f in areas]), "ours": some([name for _code, name in known.villages.values()])}


def words_of(one: Feature) -> str:
    """What a feature calls itself: its name, else its first words, else its number."""
    for key, value in one.properties.items():
        if fold(key).replace(" ", "_").startswith(("ten", "name", "thon")):
            return value[:40]
    return next((value[:40] for value in one.properties.values()), _("hình thứ %(n)s") % {"n": one.number})


def _notes(areas: Sequence[Feature], matched: dict[int, str], points: Sequence[Feature], stands: dict[int, str],
           known: Known) -> list[str]:
    """What is not on the map although it was in the file, or in the register."""
    notes = []
    left = [words_of(f) for f in areas if f.number not in matched]
    if left:
        notes.append(_("Bỏ qua %(n)s hình không phải thôn của xã: %(names)s.") % {"n": len(left), "names": some(left)})
    lacking = [name for key, (_code, name) in known.villages.items() if key not in matched.values()]
    if lacking:
        notes.append(_("Chưa có hình: %(names)s.") % {"names": some(lacking)})
    stray = [words_of(f) for f in points if f.number not in stands]
    if stray:
        notes.append(_("Bỏ qua %(n)s điểm không phải cơ sở của xã: %(names)s.") % {
            "n": len(stray), "names": some(stray)})
    return notes
