"""Charts: well-formed, named, escaped, no inline style, and every point where it belongs."""
from __future__ import annotations

from xml.etree import ElementTree as Xml

import pytest

from mangnon.web import charts, charts_map
from mangnon.web.charts_ground import Scale, spread, ticks

POINTS = [charts.Point(2021, 92.9, 86.5, 96.3, "104/112"), charts.Point(2022, None),
          charts.Point(2023, 80.0, 73.9, 88.3, "88/110 = 80%")]
PATH = [(2025, 98.0), (2030, 100.0)]
TRAP = 'Lê <script>alert("1")</script> & "An"'


def read(svg: str) -> Xml.Element:
    """The chart as a tree."""
    return Xml.fromstring(svg)  # noqa: S314 - our own drawing, made a line above


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in read(svg).iter("text")]


def years(**more: object) -> str:
    return charts.years_chart(POINTS, PATH, title="Tên", desc="Lời", last=2030, ceiling=100.0,
                              **more)  # type: ignore[arg-type]


EVERY = {
    "years": charts.years_chart([charts.Point(2021, 50.0, 40.0, 60.0, TRAP)], PATH, title=TRAP, desc=TRAP, last=2030,
                                goal_labels=[TRAP, TRAP], notes=[charts.Note(2021, TRAP)]),
    "growth": charts.growth_chart([("0 SD", [(0.0, 3.2), (1.0, 9.0)])], [(0.5, 7.0)], title=TRAP, desc=TRAP, unit="kg",
                                  last_label=TRAP, x_words=TRAP, notes=[charts.AgeNote(0.5, TRAP)]),
    "dots": charts.dots(3, 4, title=TRAP),
    "bar": charts.dots(70, 90, title=TRAP),
    "stacked": charts.stacked_bar([charts.Part(TRAP, 9), charts.Part("b", 1, hollow=True)], title=TRAP, desc=TRAP),
    "bullet": charts.bullet_bar(charts.Bullet(95.0, 0, 100, TRAP, [(98, TRAP)], 90.0), title=TRAP, desc=TRAP),
    "tiles": charts.tile_map([charts.Tile(TRAP, TRAP, 3), charts.Tile("b", "", None)], title=TRAP, desc=TRAP),
    "pyramid": charts.pyramid([charts.AgeBar(TRAP, charts.Side(3, 1, 2), charts.Side(4))], heads=(TRAP, TRAP),
                              age_word=TRAP, title=TRAP, desc=TRAP),
    "cascade": charts.cascade([charts.CascadeStep(TRAP, 8), charts.CascadeStep(TRAP, 6)], title=TRAP, desc=TRAP),
    "map": charts.village_map([charts.MapArea(TRAP, TRAP, "chua")], {"chua": TRAP}, title=TRAP, desc=TRAP),
    "panel": charts.panel([charts.Point(2021, 50.0, 40.0, 60.0)], charts.Ground(
        (2021, 2026), (0.0, TRAP), (100.0, TRAP), [charts.Point(2021, 60.0)], 80.0), title=TRAP, desc=TRAP),
    "spark": charts.sparkline([1.0, None, 3.0], 2.0),
}


@pytest.mark.parametrize("name", EVERY)
def test_a_chart_is_well_formed_and_holds_no_style_and_no_script(name: str) -> None:
    tree = read(EVERY[name])
    assert tree.tag == "svg"
    for node in tree.iter():
        assert "style" not in node.attrib
        assert node.tag in {"svg", "title", "desc", "path", "circle", "rect", "text", "defs", "pattern"}


@pytest.mark.parametrize("name", ["years", "growth", "stacked", "bullet", "tiles", "panel", "pyramid", "cascade",
                                  "map"])
def test_a_chart_has_a_name_and_a_description(name: str) -> None:
    tree = read(EVERY[name])
    title, desc = tree.find("title"), tree.find("desc")
    assert title is not None and desc is not None
    assert (title.text, desc.text) == (TRAP, TRAP)
    assert tree.attrib["role"] == "img"
    assert tree.attrib["aria-labelledby"] == f"{title.attrib['id']} {desc.attrib['id']}"


def test_two_different_charts_have_different_names() -> None:
    assert read(years()).find("title").attrib["id"] != read(  # type: ignore[union-attr]
        EVERY["growth"]).find("title").attrib["id"]  # type: ignore[union-attr]


def test_years_stand_at_their_place_and_value() -> None:
    """2021 to 2030 over 44..384; 70 % at 212, 100 % at 26: 80 % is a third of the way up."""
    marks = [(c.attrib["cx"], c.attrib["cy"], c.attrib["fill"]) for c in read(years()).iter("circle")]
    assert marks == [("44.0", "70.0", "#0B5C6B"), ("81.8", "212.0", "#FFF"), ("119.6", "150.0", "#0B5C6B")]


def test_a_year_without_a_figure_is_a_hollow_mark_and_the_line_passes_over_it() -> None:
    lines = [p.attrib["d"] for p in read(years()).iter("path") if p.attrib.get("stroke-width") == "2.5"]
    assert lines == ["M44.0 70.0L119.6 150.0"]


def test_the_path_to_the_goal_has_a_diamond_a_named_year() -> None:
    paths = [p.attrib["d"] for p in read(years()).iter("path") if p.attrib.get("stroke") == "#C4571B"]
    assert paths == ["M195.1 38.4L384.0 26.0", "M190.1 38.4l5-5 5 5-5 5z", "M379.0 26.0l5-5 5 5-5 5z"]


def test_whiskers_end_at_the_interval() -> None:
    whisker = next(p.attrib["d"] for p in read(years()).iter("path") if p.attrib.get("stroke-opacity"))
    assert whisker.startswith("M44.0 48.9V109.7")


def test_the_last_year_says_its_figure_and_the_axis_its_values() -> None:
    said = texts(years(axis=[(70.0, "70%"), (100.0, "100%")], goal_labels=["mức 2025: 98%", "mức 2030: 100%"]))
    assert {"88/110 = 80%", "70%", "100%", "mức 2030: 100%", "2021", "2030"} <= set(said)


def test_words_of_a_goal_stand_below_where_the_years_lie_above_it() -> None:
    drawn = charts.years_chart([charts.Point(2025, 9.0), charts.Point(2026, 8.0)], [(2030, 3.0)], title="t", desc="d",
                               last=2030, goal_labels=["mức 2030: ≤ 3%"])
    goal = next(n for n in read(drawn).iter("text") if n.text == "mức 2030: ≤ 3%")
    diamond = next(p for p in read(drawn).iter("path") if p.attrib.get("stroke") == "#C4571B")
    assert float(goal.attrib["y"]) > float(diamond.attrib["d"].split()[1].split("l")[0])


def test_a_chart_without_any_figure_still_shows_the_goal() -> None:
    drawn = charts.years_chart([charts.Point(2026, None)], PATH, title="t", desc="d", last=2030, ceiling=100.0)
    assert len([p for p in read(drawn).iter("path") if p.attrib.get("stroke") == "#C4571B"]) == 3


def test_a_flat_line_at_nought_is_drawn() -> None:
    read(charts.years_chart([charts.Point(2025, 0.0), charts.Point(2026, 0.0)], [(2030, 0.0)], title="t", desc="d",
                            last=2030))


def test_the_axis_has_round_values_within_its_bounds() -> None:
    assert charts.years_axis(POINTS, PATH, "%", ceiling=100.0) == [
        (70.0, "70%"), (80.0, "80%"), (90.0, "90%"), (100.0, "100%")]
    assert charts.years_axis([charts.Point(2026, 0.4)], [(2030, 0.24)], "‰")[0] == (0.2, "0,2‰")


@pytest.mark.parametrize(("low", "high", "expected"), [
    (0.0, 9.0, [0, 2, 4, 6, 8, 10]), (73.9, 100.0, [70, 80, 90, 100]), (5.0, 5.0, [5, 6]),
    (0.0, 0.0, [0, 0.2]), (3.0, 31.0, [0, 10, 20, 30, 40]),
])
def test_ticks(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == expected


def test_a_dot_a_child_hollow_when_missing() -> None:
    marks = [c.attrib.get("fill") for c in read(charts.dots(15, 17)).iter("circle")]
    assert marks == [None] * 15 + ["#FFF"] * 2
    assert read(charts.dots(15, 17)).attrib["aria-hidden"] == "true"


def test_dots_begin_a_second_row_after_24() -> None:
    tree = read(charts.dots(45, 48))
    assert tree.attrib["viewBox"] == "0 0 388 37"
    assert [c.attrib["cy"] for c in tree.iter("circle")] == ["10"] * 24 + ["27"] * 24


def test_beyond_sixty_children_a_bar_shows_the_share() -> None:
    full, rest = read(charts.dots(45, 90)).iter("rect")
    assert full.attrib["width"] == "194.0"
    assert rest.attrib["fill"] == "#FFF"


def test_no_children_no_dots() -> None:
    assert charts.dots(0, 0) == ""
    assert charts.sparkline([None, None], 3.0) == ""
    assert charts.stacked_bar([], title="", desc="") == ""
    assert charts.tile_map([], title="", desc="") == ""
    assert charts.growth_chart([], [], title="", desc="", unit="kg", last_label="", x_words="") == ""


def test_the_small_line_runs_from_4_to_51_with_its_target_dashed() -> None:
    spark = read(charts.sparkline([92.9, 92.7, 82.2, 91.4, 96.1, 95.7], 100.0))
    target, line = spark.iter("path")
    assert target.attrib["d"] == "M2 4.0h52"
    assert line.attrib["d"] == "M4.0 11.2L13.4 11.4L22.8 22.0L32.2 12.7L41.6 7.9L51.0 8.3"


def test_growth_lines_and_the_child_share_one_scale() -> None:
    drawn = charts.growth_chart([("−2 SD", [(0.0, 0.0), (10.0, 20.0)]), ("+2 SD", [(0.0, 5.0), (10.0, 50.0)])],
                                [(0.0, 3.0), (5.0, 25.0)], title="t", desc="d", unit="kg", last_label="25 kg",
                                x_words="tuổi")
    circles = [(c.attrib["cx"], c.attrib["cy"]) for c in read(drawn).iter("circle")]
    assert circles == [("28.0", "200.4"), ("191.0", "115.0")]
    assert {"−2 SD", "+2 SD", "25 kg", "tuổi", "kg", "0", "10", "50"} <= set(texts(drawn))


def test_a_baby_is_counted_in_months() -> None:
    said = texts(charts.growth_chart([("0 SD", [(0.0, 3.2), (1.5, 10.0)])], [(0.1, 4.0)], title="t", desc="d",
                                     unit="kg", last_label="4 kg", x_words="tuổi", month_words="tháng"))
    assert {"0", "3", "6", "9", "12", "15", "18", "tháng"} <= set(said)
    assert "tuổi" not in said


def test_parts_fill_the_bar_by_their_number_and_say_it() -> None:
    drawn = charts.stacked_bar([charts.Part("Đủ", 75), charts.Part("Chưa rõ", 25, hollow=True)], title="t", desc="d")
    widths = [r.attrib["width"] for r in read(drawn).iter("rect")][::2]
    assert widths == ["298.0", "98.0"]
    assert {"75", "25", "Đủ: 75", "Chưa rõ: 25"} <= set(texts(drawn))


def test_a_panel_has_its_own_line_over_the_wholes_and_the_goal_dashed() -> None:
    """Axis from 60 to 100 on heights 106 to 14; years 2021 to 2026 on 54 to 190."""
    ground = charts.Ground((2021, 2026), (60.0, "60%"), (100.0, "100%"),
                           [charts.Point(2021, 80.0), charts.Point(2026, 90.0)], 95.0)
    svg = charts.panel([charts.Point(2021, 70.0, 50.0, 90.0), charts.Point(2022, None), charts.Point(2026, 100.0)],
                       ground, title="Thôn 1", desc="")
    assert 'd="M54.0 60.0L190.0 37.0" fill="none" stroke="#9AA5AC"' in svg
    assert 'd="M54.0 83.0L190.0 14.0" fill="none" stroke="#0B5C6B"' in svg
    assert 'd="M50.0 25.5L194.0 25.5" fill="none" stroke="#C4571B" stroke-width="1.5" stroke-dasharray="6 5"' in svg
    assert 'd="M54.0 37.0V106.0"' in svg, "the interval of 50 to 90 % is cut off at the ground"
    hollow = [c for c in read(svg).iter("circle") if c.attrib["fill"] == "#FFF"]
    assert [(c.attrib["cx"], c.attrib["cy"]) for c in hollow] == [("81.2", "106.0")]
    assert texts(svg) == ["100%", "60%", "2021", "2026"]


def test_a_bullet_shows_the_years_own_bar_and_where_its_scale_begins() -> None:
    """Scale 90 to 100 on 8 to 392."""
    svg = charts.bullet_bar(charts.Bullet(95.0, 90, 100, "95%", [(98, "2025: 98%")], 91.0, (97.5, "xã đặt 97,5%"),
                                          ("90%", "100%")), title="", desc="")
    assert 'd="M296.0 22v20"' in svg and 'd="M15 40l5-16M21 40l5-16"' in svg
    assert {"2025: 98%", "xã đặt 97,5%", "95%", "90%", "100%"} == set(texts(svg))
    assert 'd="M15 40' not in charts.bullet_bar(charts.Bullet(5.0, 0, 10, "5%"), title="", desc="")


def test_words_at_the_left_end_do_not_cover_each_other_either() -> None:
    svg = charts.bullet_bar(charts.Bullet(11.4, 0, 15, "11,4‰", [(1.66, "2025: 1,66‰"), (0.47, "2030: 0,47‰")]),
                            title="", desc="")
    at = {node.text: float(node.attrib["x"]) for node in read(svg).iter("text")}
    assert at["2025: 1,66‰"] - at["2030: 0,47‰"] >= 11 * 7.8


def test_boys_to_the_left_girls_to_the_right_and_the_unsure_hollow() -> None:
    """The most is 10: to the right 222 to 356, to the left 178 to 44."""
    svg = charts.pyramid([charts.AgeBar("1", charts.Side(10, 2, 8), charts.Side(5))], heads=("Nữ", "Nam"),
                         age_word="tuổi", title="", desc="")
    bars = [(r.attrib["x"], r.attrib["width"], r.attrib["fill"]) for r in read(svg).iter("rect")]
    assert bars == [("222.0", "107.2", "#0B5C6B"), ("329.2", "26.8", "#FFF"), ("111.0", "67.0", "#0B5C6B")]
    assert svg.count("M329.2 24.0v18") == 2, "last year's eight: a stroke with a white edge"
    assert texts(svg) == ["Nữ", "tuổi", "Nam", "1", "10", "5"]


def test_a_step_is_as_long_as_its_part_and_hollow_what_was_lost() -> None:
    svg = charts.cascade([charts.CascadeStep("a", 8), charts.CascadeStep("b", 6), charts.CascadeStep("c", 0)],
                         title="", desc="")
    bars = [(r.attrib["x"], r.attrib["width"], r.attrib["fill"]) for r in read(svg).iter("rect")]
    assert bars == [("0.0", "400.0", "#0B5C6B"), ("0.0", "300.0", "#0B5C6B"), ("301.0", "98.0", "#FFF"),
                    ("1.0", "298.0", "#FFF")]
    assert texts(svg) == ["a", "8", "b", "6 (−2)", "c", "0 (−6)"]
    assert charts.cascade([charts.CascadeStep("a", 0)], title="", desc="") == ""


SQUARE = [[[105.0, 20.0], [105.1, 20.0], [105.1, 20.1], [105.0, 20.1], [105.0, 20.0]]]
EAST = [[[105.1, 20.0], [105.2, 20.0], [105.2, 20.1], [105.1, 20.1], [105.1, 20.0]]]


def test_a_map_has_north_above_is_narrowed_by_the_latitude_and_says_each_state_by_a_pattern() -> None:
    """0.2 degrees of longitude at 20.05° N are 0.18788 of latitude's: 392 units wide, 208.6 high."""
    areas = [charts.MapArea("A", "90%", "chua", [SQUARE]), charts.MapArea("B", "100%", "dat", [EAST])]
    svg = charts.village_map(areas, {"dat": "đạt", "chua": "chưa đạt", "hidden": "không nêu"}, title="", desc="",
                             dots=[(105.1, 20.1)])
    outlines = [p.attrib["d"] for p in read(svg).iter("path") if p.attrib.get("fill-rule")]
    assert outlines == ["M4.0 212.6L200.0 212.6L200.0 4.0L4.0 4.0z", "M200.0 212.6L396.0 212.6L396.0 4.0L200.0 4.0z"]
    assert "M197.0 1.0h6v6h-6z" in svg, "the marked point lies on the border, to the north"
    patterns = {p.attrib["id"].rpartition("-")[2]: len(list(p)) for p in read(svg).iter("pattern")}
    assert patterns == {"dat": 1, "chua": 2}, "the ground, and strokes over it where it is not met"
    assert texts(svg)[-2:] == ["đạt", "chưa đạt"]
    at = {node.text: float(node.attrib["x"]) for node in read(svg).iter("text")}
    assert abs(at["A"] - 102) < 10 and abs(at["B"] - 298) < 10


def test_without_every_outline_a_map_is_of_tiles_where_the_officer_put_them() -> None:
    areas = [charts.MapArea("A", "", "dat", [SQUARE]), charts.MapArea("B", "", "dat", (), (1, 1)),
             charts.MapArea("C", "", "dat", (), (3, 2)), charts.MapArea("D", "", "dat")]
    assert charts_map.spots_of(areas) == [(0, 1), (0, 0), (2, 1), (1, 0)]
    svg = charts.village_map(areas, {"dat": "đạt"}, title="", desc="")
    assert len([p for p in read(svg).iter("path") if p.attrib.get("fill-rule")]) == 4
    assert charts.village_map([], {}, title="", desc="") == ""


def test_words_over_neighbouring_targets_do_not_cover_each_other() -> None:
    drawn = charts.bullet_bar(charts.Bullet(95.7, 70, 100, "95,7%", [(98, "2025: 98%"), (100, "2030: 100%")]),
                              title="t", desc="d")
    left, right = sorted(float(n.attrib["x"]) for n in read(drawn).iter("text") if "20" in (n.text or ""))
    assert right - left > 70


def test_a_village_without_a_figure_is_an_empty_tile() -> None:
    tiles = [charts.Tile("Thôn 1", "97,5%", 3), charts.Tile("Thôn 2", "chưa có", None)]
    first, second = read(charts.tile_map(tiles, title="t", desc="d")).iter("rect")
    assert first.attrib["fill"] == "#0B5C6B"
    assert (second.attrib["fill"], second.attrib["stroke-dasharray"]) == ("#FFF", "3 3")


def test_the_officer_places_a_tile() -> None:
    placed = charts.tile_map([charts.Tile("A", "", 0, column=1, row=1), charts.Tile("B", "", 0, column=0, row=0)],
                             title="t", desc="d", columns=2)
    first, second = read(placed).iter("rect")
    assert first.attrib["x"] == "203.0" and second.attrib["x"] == "0.0"


def test_labels_that_would_touch_move_apart() -> None:
    assert spread([10.0, 12.0, 40.0], 9.0) == [10.0, 19.0, 40.0]
    assert Scale(0, 10, 0, 100)(2.5) == 25
