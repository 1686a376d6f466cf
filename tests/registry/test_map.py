"""The commune's map: read strictly, every fault with its sentence, a map of another commune refused."""
from __future__ import annotations

import io
import json
import math
import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from mangnon.core.models import AuditEvent
from mangnon.places import outlines
from mangnon.places.commune_map import Known, read_map
from mangnon.places.geojson import MapFault
from mangnon.places.models import Facility, Shape, TilePlace, Unit

PAGE = "/tre-em/dia-ban/ban-do/"
KNOWN = Known({f"k{n}": (f"15892{n:02}", f"Thôn {n}") for n in range(1, 5)}, {"f1": ("truong-1", "Trường Mầm non A")},
              frozenset({"Xã Hoằng Trung", "Xã Hoằng Phú"}))


def square(x: float, y: float, side: float = 0.01) -> list[Any]:
    return [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]


def feature(shape: Any, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": shape}}


def of(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}, ensure_ascii=False).encode()


def four(**properties: Any) -> list[dict[str, Any]]:
    """The four villages in a row from 105,82 E 19,83 N."""
    return [feature(square(105.81 + n / 100, 19.83), ten=f"Thôn {n}", **properties) for n in range(1, 5)]


def test_villages_are_known_by_name_without_marks_or_by_code() -> None:
    assert list(read_map(of(*four()), KNOWN).villages) == ["k1", "k2", "k3", "k4"]
    coded = [feature(square(105.81 + n / 100, 19.83), ma=f"15892{n:02}", ten="x") for n in (4, 2, 1, 3)]
    assert list(read_map(of(*coded), KNOWN).villages) == ["k4", "k2", "k1", "k3"]
    plain = [feature(square(105.81 + n / 100, 19.83), thon=f"THON {n}") for n in range(1, 5)]
    assert len(read_map(of(*plain), KNOWN).villages) == 4
    numbers = [feature(square(105.81 + n / 100, 19.83), ma=int(f"15892{n:02}")) for n in range(1, 5)]
    assert len(read_map(of(*numbers), KNOWN).villages) == 4


def test_several_parts_holes_and_points_of_facilities() -> None:
    island = [*square(105.82, 19.83), [[105.823, 19.833], [105.826, 19.833], [105.826, 19.836], [105.823, 19.833]]]
    found = read_map(of(feature([island, square(105.84, 19.85)], "MultiPolygon", ten="Thôn 1"),
                        *four(xa="Xã Hoằng Trung")[1:],
                        feature([105.825, 19.835], "Point", ten="Trường Mầm non A"),
                        feature([105.826, 19.835], "Point", ten="Chợ"),
                        crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}), KNOWN)
    assert [len(polygon) for polygon in found.villages["k1"]] == [2, 1]
    assert found.facilities == {"f1": (105.825, 19.835)}
    assert found.notes == ["Bỏ qua 1 điểm không phải cơ sở của xã: Chợ."]


def test_what_is_left_out_is_said() -> None:
    found = read_map(of(*four(xa="xã hoằng phú")[:3], feature(square(105.86, 19.83), ten="Sông Mã")), KNOWN)
    assert list(found.villages) == ["k1", "k2", "k3"]
    assert found.notes == ["Bỏ qua 1 hình không phải thôn của xã: Sông Mã.", "Chưa có hình: Thôn 4."]


def test_a_first_map_that_does_not_say_of_which_commune_it_is_says_where_it_lies() -> None:
    """Many communes have a Thôn 1 to 4: these lie a thousand kilometres away."""
    away = [feature(square(105.01 + n / 100, 9.0), ten=f"Thôn {n}") for n in range(1, 5)]
    (note,) = read_map(of(*away), KNOWN).notes
    assert "quanh vĩ độ 9,00, kinh độ 105,04" in note and "nếu đó không phải xã mình" in note
    coded = [feature(square(105.81 + n / 100, 19.83), ma=f"15892{n:02}") for n in range(1, 5)]
    assert read_map(of(*coded), KNOWN).notes == [] == read_map(of(*four(ten_xa="Hoằng Trung")), KNOWN).notes
    stands = Known(KNOWN.villages, KNOWN.facilities, KNOWN.communes, at=(105.84, 19.83))
    assert read_map(of(*four()), stands).notes == []


def _moved(features: list[dict[str, Any]], change: Callable[[float, float], list[float]]) -> bytes:
    for one in features:
        one["geometry"]["coordinates"] = [[change(*p) for p in ring] for ring in one["geometry"]["coordinates"]]
    return of(*features)


FAULTS = {
    "empty": (b"", "Tệp trống."),
    "not json": (b'{"type": "FeatureCollection",\n oops', "dòng 2, cột 2 không đọc được"),
    "not a number": (of(*four()).replace(b"105.82", b"NaN", 1), "số không phải số"),
    "nested": (b"[" * 200_000, "lồng quá sâu"),
    "utf-16": ("{}".encode("utf-16") + b"\xff", "UTF-8"),
    "zip": (b"PK\x03\x04", "tệp nén"),
    "kml": (b"<?xml version='1.0'?><kml/>", "XML"),
    "too big": (b"x" * (6 * 1024 * 1024), "Tệp nặng 6 MB, nhiều hơn 5 MB"),
    "a list": (b"[]", "FeatureCollection của GeoJSON; tệp này là “list”"),
    "one feature": (json.dumps(four()[0]).encode(), "tệp này là “Feature”"),
    "topojson": (b'{"type": "Topology"}', "TopoJSON"),
    "nothing": (of(), "Tệp không có hình nào."),
    "too many": (of(*[four()[0]] * 2001), "Tệp có 2001 hình, nhiều hơn 2000"),
    "too fine": (of(feature([[[105.82, 19.83]] + [[105.82 + n / 1e7, 19.84] for n in range(100_000)]
                             + [[105.82, 19.83]]], ten="Thôn 1")), "Đường viền có 100002 điểm"),
    "other crs": (of(*four(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3405"}}),
                  "hệ tọa độ “urn:ogc:def:crs:EPSG::3405”"),
    "no feature": (of(*four()[:1], {"type": "Polygon"}), "Hình thứ 2 không phải Feature."),
    "no geometry": (of({"type": "Feature", "properties": {}, "geometry": None}), "Hình thứ 1 không có tọa độ."),
    "words": (of(*four()[:2], feature([[["x", "y"]] * 4], ten="Thôn 3")), "Hình thứ 3 có tọa độ không phải số."),
    "huge": (of(feature([[[10 ** 400, 1]] * 4], ten="Thôn 1")), "Hình thứ 1 có tọa độ không phải số."),
    "a line": (of(feature([[105.82, 19.83], [105.83, 19.84]], "LineString")), "Hình thứ 1 là “LineString”"),
    "open": (of(feature([square(105.82, 19.83)[0][:-1]], ten="Thôn 1")), "Hình thứ 1 có đường viền chưa khép kín"),
    "flat": (of(feature([[[105.82, 19.83]] * 4], ten="Thôn 1")), "Hình thứ 1 không có diện tích."),
    "many wrong": (of(*[{"type": "x"}] * 9), "Và 5 hình khác cũng sai."),
    "only points": (of(feature([105.82, 19.83], "Point", ten="Thôn 1")), "Tệp không có hình vùng nào"),
    "metres": (_moved(four(), lambda x, y: [586_000 + (x - 105.8) * 1e5, 2_193_000 + (y - 19.8) * 1e5]),
               "Tọa độ tính bằng mét (như VN-2000)"),
    "swapped": (_moved(four(), lambda x, y: [y, x]), "vĩ độ đứng trước kinh độ"),
    "abroad": (_moved(four(), lambda x, y: [x - 100, y + 30]),
               "nằm ngoài Việt Nam (kinh độ 5,84, vĩ độ 49,84)"),
    "a province": (_moved(four(), lambda x, y: [105.82 + (x - 105.82) * 20, y]), "Các hình trải rộng 84 km"),
    "another by name": (of(*four(xa="Xã Nga Sơn")), "Tệp ghi Xã Nga Sơn: đây là bản đồ của xã khác."),
    "another by code": (of(*(feature(square(105.81 + n / 100, 19.83), ten=f"Thôn {n}", ma=f"99000{n}")
                             for n in range(1, 5))), "không phải mã thôn của xã"),
    "another by villages": (of(*(feature(square(105.81 + n / 100, 19.83), ten=f"Làng {n}") for n in range(1, 5))),
                            "Tệp có Làng 1, Làng 2, Làng 3, Làng 4; xã có Thôn 1"),
    "twice": (of(*four(), feature(square(105.9, 19.83), ten="Thôn 2")), "Hình thứ 2 và thứ 5 đều là Thôn 2"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_has_its_sentence(name: str) -> None:
    content, said = FAULTS[name]
    with pytest.raises(MapFault) as fault:
        read_map(content, KNOWN)
    assert said in str(fault.value)


def test_a_map_far_from_the_one_that_stands_is_anothers() -> None:
    there = Known(KNOWN.villages, {}, KNOWN.communes, (107.0, 20.9))
    with pytest.raises(MapFault, match="cách bản đồ đang có 169 km"):
        read_map(of(*four()), there)
    assert read_map(of(*four()), Known(KNOWN.villages, {}, KNOWN.communes, (105.9, 19.9))).villages


def test_points_that_nobody_would_miss_are_left_out() -> None:
    ring = [(n / 1000, 0.0) for n in range(1001)] + [(1.0, 1.0), (0.5, 1.0002), (0.0, 1.0), (0.0, 0.0)]
    found = outlines.simplified([[ring]], 1.0)[0][0]
    assert found == [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    assert abs(outlines.area(found) - outlines.area(ring)) < 0.001
    tiny = [(0.0, 0.0), (1e-5, 0.0), (1e-5, 1e-5), (0.0, 0.0)]
    assert outlines.simplified([[tiny]], 1.0) == [[tiny]], "an islet does not vanish"


def test_a_file_within_its_bytes_does_not_hold_up_the_server() -> None:
    """A spiral of 25,000 points, which halving cannot cut; 10,000 islands; more than 100 properties."""
    turns = [(105.805 + 0.004 * n / 25_000 * math.cos(n * 0.3), 19.805 + 0.004 * n / 25_000 * math.sin(n * 0.3))
             for n in range(25_000)]
    spiral = [[round(x, 9), round(y, 9)] for x, y in turns]
    begun = time.process_time()
    found = read_map(of(feature([spiral + [spiral[0]]], ten="Thôn 1"), feature(
        [square(105.81 + n % 100 * 1e-4, 19.8 + n // 100 * 1e-4, 5e-5) for n in range(10_000)], "MultiPolygon",
        ten="Thôn 2"), *four()[2:]), KNOWN)
    assert time.process_time() - begun < 40
    assert len(found.villages) == 4
    for village in found.villages.values():
        assert 4 <= sum(len(ring) for polygon in village for ring in polygon) <= outlines.MOST_KEPT
        assert all(ring[0] == ring[-1] for polygon in village for ring in polygon)
    with pytest.raises(MapFault, match="101 cột khác nhau"):
        read_map(of(*four(**{f"c{n}": "x" for n in range(100)})), KNOWN)


def send(client: Any, content: bytes) -> Any:
    file = io.BytesIO(content)
    file.name = "xa.geojson"
    return client.post(PAGE, {"file": file}, follow=True)


def villages() -> list[Unit]:
    return list(Unit.objects.filter(parent__name="Xã Hoằng Trung", level="village").order_by("name"))


def seven(change: float = 0.0) -> bytes:
    return of(*(feature(square(105.81 + n / 100 + change, 19.83), ma=v.code) for n, v in enumerate(villages(), 1)),
              feature([105.825 + change, 19.835], "Point", ten=Facility.objects.order_by("name")[0].name))


def test_a_map_is_drawn_replaced_and_taken_out_and_all_of_it_is_noted(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    said = send(officer, seven()).content.decode()
    assert "Đã vẽ 7 thôn." in said and Shape.objects.count() == 8
    assert 'class="chart"' in said and all(f">{v.name}</text>" in said for v in villages())
    assert AuditEvent.objects.filter(verb="create", what="places.Shape").count() == 8
    assert "Đã vẽ 7 thôn." in send(officer, seven()).content.decode()
    assert AuditEvent.objects.filter(what="places.Shape").count() == 8, "the same map changes nothing"
    send(officer, of(*json.loads(seven(0.001))["features"][:6]))
    assert Shape.objects.count() == 6, "two maps are never mixed"
    assert AuditEvent.objects.filter(verb="remove", what="places.Shape").count() == 2
    answer = officer.post(PAGE + "go/", {"reason": "vẽ nhầm"}, follow=True).content.decode()
    assert Shape.objects.count() == 0 and "Chưa có ranh giới: đang dùng bản đồ ô" in answer


def test_a_fault_is_said_at_the_place_and_nothing_is_written(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    send(officer, seven())
    answer = send(officer, of(*four(xa="Xã Nga Sơn")))
    text = answer.content.decode()
    assert answer.status_code == 422 and text.count("Tệp ghi Xã Nga Sơn: đây là bản đồ của xã khác.") == 2
    assert Shape.objects.count() == 8
    assert "nhiều hơn 5 MB" in send(officer, b" " * (5 * 1024 * 1024 + 1)).content.decode()
    assert "Hãy điền “Tệp GeoJSON”" in officer.post(PAGE, {}).content.decode()


def test_the_officer_puts_the_tiles_where_the_thon_lie(client_of: Callable[[str], Any]) -> None:
    officer, places = client_of("child_officer"), villages()
    typed = {f"hang-{places[0].pk}": "2", f"cot-{places[0].pk}": "3"}
    assert officer.post(PAGE + "o/", typed).status_code == 302
    assert [(p.unit, p.from_top, p.from_left) for p in TilePlace.objects.all()] == [(places[0], 2, 3)]
    assert "<td>2, 3</td>" in officer.get(PAGE).content.decode()
    for more, said in (({f"hang-{places[1].pk}": "2", f"cot-{places[1].pk}": "3"}, "Chỗ này đã có Thôn 1."),
                       ({f"hang-{places[1].pk}": "2"}, "Ghi cả hàng và cột bằng số"),
                       ({f"hang-{places[1].pk}": "0", f"cot-{places[1].pk}": "13"}, "Hàng và cột từ 1 đến 12."),
                       ({f"hang-{places[1].pk}": "9" * 5000, f"cot-{places[1].pk}": "1"}, "Hàng và cột từ 1 đến 12.")):
        answer = officer.post(PAGE + "o/", typed | more)
        assert answer.status_code == 422 and said in answer.content.decode()
        assert 'value="2"' in answer.content.decode(), "nothing typed is lost"
    assert TilePlace.objects.count() == 1
    officer.post(PAGE + "o/", {})
    assert not TilePlace.objects.exists()


def drawn(text: str) -> str:
    found = re.search(r"<h2>Bản đồ các thôn</h2>.*?</section>", text, re.S)
    return found[0] if found else ""


def test_the_measures_page_has_tiles_then_outlines(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    tiles = drawn(officer.get("/chi-tieu/14/").content.decode())
    assert "Chưa có ranh giới thôn, nên vẽ bằng ô." in tiles and tiles.count("<tr><th scope=\"row\">Thôn") == 7
    send(officer, seven())
    text = drawn(officer.get("/chi-tieu/14/").content.decode())
    assert "vẽ bằng ô" not in text and text.count('fill-rule="evenodd"') == 7
    send(officer, of(*json.loads(seven())["features"][:6]))
    assert "Chưa có ranh giới của Thôn 7, nên vẽ bằng ô." in drawn(officer.get("/chi-tieu/14/").content.decode())
    assert not drawn(officer.get("/chi-tieu/9/").content.decode()), "what was detected is not mapped"


@pytest.mark.parametrize("line", ["22", "23", "24"])
def test_what_the_table_hides_the_map_hides(client_of: Callable[[str], Any], line: str) -> None:
    text = client_of("board_member").get(f"/chi-tieu/{line}/").content.decode()
    table = text[text.index("Theo thôn"):]
    rows = re.findall(r'<tr><th scope="row"><a [^>]*>(Thôn \d)</a></th>(.*?)</tr>', table[:table.index("</table>")],
                      re.S)
    hidden = [name for name, cells in rows if "colspan" in cells]
    shown = drawn(text)
    desc = re.search(r"<desc[^>]*>(.*?)</desc>", shown)
    assert desc and len(rows) == 7
    for name in hidden:
        assert f"{name}: không nêu, không nêu" in desc[1]
    assert shown.count("<td class=\"n\">không nêu</td>") == desc[1].count("không nêu, ")
