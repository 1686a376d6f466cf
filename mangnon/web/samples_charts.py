"""The charts of the style page, from invented figures."""
from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .charts import (
    AgeBar,
    AgeNote,
    Bullet,
    CascadeStep,
    ChartTable,
    Ground,
    MapArea,
    Note,
    Part,
    Point,
    Side,
    Tile,
    bullet_bar,
    cascade,
    growth_chart,
    panel,
    pyramid,
    stacked_bar,
    tile_map,
    village_map,
    years_axis,
    years_chart,
)

YEARS = [Point(2021, 92.9, 86.5, 96.3, "104/112"), Point(2022, 92.7, 86.2, 96.2, "101/109"),
         Point(2023, 82.2, 73.9, 88.3, "88/107"), Point(2024, 91.4, 84.5, 95.4, "96/105"),
         Point(2025, 96.1, 90.3, 98.5, "98/102"), Point(2026, 95.7, 89.3, 98.3, "88/92 = 95,7%")]
PATH = [(2025, 98.0), (2030, 100.0)]
VILLAGES = [("Thôn 1", "97,5%", 3), ("Thôn 2", "100%", 4), ("Thôn 3", "88,2%", 1), ("Thôn 4", "100%", 4),
            ("Thôn 5", "94,1%", 2), ("Thôn 6", "90,0%", 1), ("Thôn 7", "", None)]


def charts() -> list[dict[str, Any]]:
    """Rows of (title, drawn, table)."""
    return [{"title": _("Các năm và đường đến đích"), "drawn": _years(), "table": _years_table(), "note": _(
                "Vạch đứng: khoảng tin cậy 95%. Nét đứt: đường từ mức 2025 đến mức 2030.")},
            {"title": _("Tăng trưởng"), "drawn": _growth(), "table": None, "note": _(
                "Nền xanh: từ −2 đến +2 SD. Đường cong ở đây chỉ để minh họa.")},
            {"title": _("Một số trên thang của nó"), "drawn": _bullet(), "table": None, "note": _(
                "Vòng rỗng là năm trước, hình thoi là mức cần đạt, vạch đứng là mức xã đặt cho năm. "
                "Thanh gãy: không bắt đầu từ 0.")},
            {"title": _("Các phần của một tổng"), "drawn": _stacked(), "table": None, "note": ""},
            {"title": _("Từng bước"), "drawn": _cascade(), "table": _cascade_table(), "note": _(
                "Phần rỗng: còn thiếu ở bước này.")},
            {"title": _("Tháp tuổi"), "drawn": _pyramid(), "table": _pyramid_table(), "note": _(
                "Vạch đứng: năm trước. Phần rỗng: tuổi chưa chắc.")},
            {"title": _("Một thôn qua các năm"), "drawn": _panel(), "table": None, "note": _(
                "Nhiều hình như vậy đứng cạnh nhau, cùng một thang. Đường nhạt: cả xã.")},
            {"title": _("Bản đồ theo ranh giới"), "drawn": _map(outlined=True), "table": _map_table(), "note": _(
                "Trạng thái đọc bằng nền, in đen trắng vẫn thấy. Không xếp hạng.")},
            {"title": _("Bản đồ ô theo trạng thái"), "drawn": _map(outlined=False), "table": _map_table(), "note": _(
                "Khi chưa có ranh giới: cán bộ xếp chỗ các ô.")},
            {"title": _("Bản đồ ô"), "drawn": _tiles(), "table": None, "note": _(
                "Mỗi ô một thôn, cán bộ xếp chỗ. Ô nét đứt là chưa có số liệu. Không xếp hạng.")}]


def _years() -> str:
    return years_chart(YEARS, PATH, title=_("Tỷ lệ trẻ tiêm đủ 8 vắc xin, 2021 đến 2026"), desc=_(
        "Từ 92,9% năm 2021, thấp nhất 82,2% năm 2023, đến 95,7% năm 2026. Mức cần đạt: 98% năm 2025, 100% năm 2030."),
        last=2030, axis=years_axis(YEARS, PATH, "%", ceiling=100.0), ceiling=100.0,
        goal_labels=[_("mức 2025: 98%"), _("mức 2030: 100%")], notes=[Note(2023, _("2023: thiếu vắc xin"))])


def _years_table() -> ChartTable:
    rows = [(str(p.year), p.label.partition(" ")[0]) for p in YEARS]
    return ChartTable(_("Xem bảng số liệu theo năm"), _("Số liệu theo năm"), (_("Năm"), _("Số trẻ")), rows)


def _growth() -> str:
    ages = [n / 4 for n in range(37)]
    curves = [(label, [(a, 3.2 + sd * 0.4 + 5.6 * a ** 0.62 + a * (0.55 + 0.32 * sd)) for a in ages])
              for label, sd in (("−3 SD", -2.4), ("−2 SD", -1.7), ("0 SD", 0.0), ("+2 SD", 2.4), ("+3 SD", 4.2))]
    child = [(0.0, 3.1), (0.4, 6.7), (0.8, 8.0), (1.5, 10.1), (2.5, 12.4), (3.0, 13.6), (4.0, 13.6), (5.5, 18.0),
             (7.5, 23.8), (8.5, 26.2)]
    return growth_chart(curves, child, title=_("Cân nặng theo tuổi, bé gái"), desc=_(
        "10 lần cân từ lúc sinh 3,1 kg đến 26,2 kg; năm thứ tư chậm tăng, sau đó trở lại gần đường giữa."),
        unit="kg", last_label="26,2 kg", x_words=_("tuổi"), month_words=_("tháng"),
        notes=[AgeNote(4.0, _("chậm tăng"))])


def _bullet() -> str:
    bullet = Bullet(95.7, 70, 100, "95,7%", [(98, _("2025: 98%")), (100, _("2030: 100%"))], 91.4,
                    (97.0, _("xã đặt 97%")), ("70%", "100%"))
    return bullet_bar(bullet, title=_("Tiêm đủ so với mức cần đạt"), desc=_(
        "95,7%; năm trước 91,4%; cần 98%, rồi 100%."))


def _stacked() -> str:
    return stacked_bar([Part(_("Tiêm đủ"), 88), Part(_("Thiếu một mũi"), 3), Part(_("Thiếu từ hai mũi"), 1),
                        Part(_("Chưa rõ"), 12, hollow=True)], title=_("Trẻ tròn 12 tháng theo mũi tiêm"),
                       desc=_("88 trẻ đủ, 3 trẻ thiếu một mũi, 1 trẻ thiếu từ hai mũi, 12 trẻ chưa rõ."))


def _tiles() -> str:
    tiles = [Tile(name, value or _("chưa có"), tone) for name, value, tone in VILLAGES]
    return tile_map(tiles, title=_("Tiêm đủ theo thôn"), columns=4, desc=_(
        "Bảy thôn, từ 88,2% đến 100%; Thôn 7 chưa có số liệu."))


STEPS = [120, 118, 111, 96]
AGES = [(5, 52, 48, 50, 47, 0), (4, 47, 51, 49, 50, 3), (3, 45, 41, 47, 44, 0)]
"""Age, boys, girls, the same a year before, girls whose age is not sure."""
MAPPED = [("Thôn 1", "97,5%", "chua", (0, 0, 3, 2)), ("Thôn 2", "100%", "dat", (3, 0, 6, 3)),
          ("Thôn 3", "", "hidden", (0, 2, 3, 5)), ("Thôn 4", "–", "khong", (3, 3, 6, 5)),
          ("Thôn 5", "94,1%", "chuaro", (6, 1, 8, 5))]
"""Name, figure, state, corners in hundredths of a degree."""


def _step_words() -> list[str]:
    return [_("Trẻ của lứa tuổi"), _("Rõ ngày sinh"), _("Đã tiêm lao"), _("Tiêm đủ")]


def _cascade() -> str:
    return cascade([CascadeStep(label, n) for label, n in zip(_step_words(), STEPS, strict=True)],
                   title=_("Đường đi từng bước tới tiêm đủ"), desc=_("120 trẻ, còn 118, 111, rồi 96 trẻ tiêm đủ."))


def _cascade_table() -> ChartTable:
    return ChartTable(_("Xem bảng"), _("Từng bước"), (_("Bước"), _("Số trẻ")),
                      [(label, str(n)) for label, n in zip(_step_words(), STEPS, strict=True)])


def _pyramid() -> str:
    return pyramid([AgeBar(str(age), Side(girls, unsure, girls_before), Side(boys, 0, boys_before))
                    for age, boys, girls, boys_before, girls_before, unsure in AGES], heads=(_("Nữ"), _("Nam")),
                   age_word=_("tuổi"), title=_("Trẻ 3 đến 5 tuổi theo giới"), desc=_("Nam 144, nữ 140."))


def _pyramid_table() -> ChartTable:
    return ChartTable(_("Xem bảng"), _("Tháp tuổi"), (_("Tuổi"), _("Nam"), _("Nữ")),
                      [(str(age), str(boys), str(girls)) for age, boys, girls, *_rest in AGES])


def _panel() -> str:
    own = [Point(2021, 88.0, 72.0, 96.0), Point(2022, None), *(Point(y, v, v - 9, min(v + 6, 100.0)) for y, v in (
        (2023, 79.0), (2024, 90.0), (2025, 100.0), (2026, 93.0)))]
    return panel(own, Ground((2021, 2026), (60.0, "60%"), (100.0, "100%"), YEARS, 98.0), title=_(
        "Thôn 3: tiêm đủ qua các năm"), desc=_("Từ 88% năm 2021 đến 93% năm 2026; 2022 không nêu."))


def _map(*, outlined: bool) -> str:
    areas = [MapArea(name, value or _("không nêu"), state, [_corners(*box)] if outlined else ())
             for name, value, state, box in MAPPED]
    states = {"dat": _("đạt"), "chua": _("chưa đạt"), "chuaro": _("chưa đủ để kết luận"),
              "khong": _("không phát sinh"), "hidden": _("không nêu")}
    return village_map(areas, states, title=_("Tiêm đủ theo thôn, bản đồ") if outlined else _("Tiêm đủ theo thôn, ô"),
                       desc=_("Năm thôn: một đạt, một chưa đạt, ba chưa nói được."))


def _corners(west: float, north: float, east: float, south: float) -> list[list[list[float]]]:
    x, y = [105.8 + n / 100 for n in (west, east)], [19.9 - n / 100 for n in (north, south)]
    return [[[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]], [x[0], y[0]]]]


def _map_table() -> ChartTable:
    return ChartTable(_("Xem bảng"), _("Tiêm đủ theo thôn"), (_("Thôn"), _("Kết quả")),
                      [(name, value or _("không nêu")) for name, value, _state, _box in MAPPED])
