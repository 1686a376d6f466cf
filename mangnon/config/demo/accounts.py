"""The demonstration's users by role; names and people are invented."""
from __future__ import annotations

PASSWORD = "mangnon2030"  # noqa: S105 - shown on the demonstration's own sign-in page

_ROWS = [
    ("canbo", "Lê Thị Hạnh", "child_officer", "", ""), ("chutich", "Nguyễn Đình Khoa", "chairman", "", ""),
    ("phochutich", "Trịnh Văn Lợi", "vice_chairman", "", ""),
    ("truongthon3", "Bùi Văn Thập", "village_head", "HT3", ""),
    ("ctv3", "Phạm Thị Loan", "collaborator", "HT3", ""), ("giaovien", "Đỗ Thị Mơ", "teacher", "", "HT-TH"),
    ("tramyte", "Hoàng Thị Lan", "health_worker", "", ""), ("tuphap", "Lê Văn Chính", "justice", "", ""),
    ("congan", "Trần Quốc An", "police", "", ""), ("taichinh", "Mai Thị Hòa", "finance", "", ""),
    ("doanthanhnien", "Vũ Quang Huy", "department", "", ""), ("bandieuhanh", "Cao Thị Nga", "board_member", "", ""),
    ("vanthu", "Lương Thị Hà", "clerk", "", ""), ("thanhtra", "Nguyễn Văn Thắng", "inspector", "", ""),
    ("captren", "Phòng cấp trên", "higher_level", "", ""), ("quantri", "Người quản trị", "administrator", "", ""),
]
ACCOUNTS = [{"username": u, "display_name": n, "role": r, "unit_id": unit, "facility_id": f}
            for u, n, r, unit, f in _ROWS]
