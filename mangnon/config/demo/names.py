"""Invented names in the proportions in which they are common."""
from __future__ import annotations

import random

SURNAMES = ("Nguyễn", "Lê", "Trần", "Phạm", "Hoàng", "Trịnh", "Vũ", "Đỗ", "Bùi", "Mai", "Lương", "Cao", "Hà", "Đặng",
            "Trương", "Đinh", "Phan", "Lưu", "Hồ", "Tạ")
SURNAME_WEIGHTS = (28, 21, 9, 8, 6, 5, 4, 3, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1)
MINORITIES = {"Mường": ("Bùi", "Quách", "Hà", "Phạm"), "Thái": ("Lò", "Vi", "Hà"), "Tày": ("Nông", "Hoàng")}

BOY_MIDDLES = ("Minh", "Gia", "Đức", "Quốc", "Hữu", "Văn", "Anh", "Bảo", "Tuấn", "Thành", "Hoàng", "Nhật", "Quang",
               "Trung", "Đình", "Xuân", "Công", "Tiến", "Mạnh", "Thái", "Ngọc", "Khánh", "Hải", "Duy", "Trọng")
BOY_NAMES = ("Anh", "Bảo", "Bách", "Bình", "Cường", "Đạt", "Đăng", "Đức", "Dũng", "Duy", "Hải", "Hiếu", "Hoàng", "Hưng",
             "Huy", "Khang", "Khánh", "Khoa", "Khôi", "Kiên", "Kiệt", "Lâm", "Long", "Minh", "Nam", "Nghĩa", "Nguyên",
             "Phát", "Phong", "Phúc", "Quân", "Quang", "Sơn", "Tài", "Thắng", "Thịnh", "Toàn", "Trí", "Trung", "Trường",
             "Tú", "Tuấn", "Tùng", "Việt", "Vinh", "Vũ")
GIRL_MIDDLES = ("Ngọc", "Bảo", "Khánh", "Thu", "Quỳnh", "Minh", "Hà", "Phương", "Thảo", "Thùy", "Mai", "Thanh", "Diệu",
                "Bích", "Hồng", "Yến", "Gia", "Lan", "Kim", "Tú", "Thị", "Linh", "Huyền", "Cẩm", "Như")
GIRL_NAMES = ("An", "Anh", "Ánh", "Chi", "Châu", "Diệp", "Dương", "Duyên", "Giang", "Hà", "Hân", "Hạnh", "Hiền", "Hoa",
              "Huyền", "Hương", "Khuê", "Lan", "Linh", "Ly", "Mai", "My", "Nga", "Ngân", "Ngọc", "Nguyệt", "Nhi", "Như",
              "Nhung", "Oanh", "Phương", "Quyên", "Quỳnh", "Tâm", "Thảo", "Thư", "Trà", "Trâm", "Trang", "Trúc",
              "Tuyết", "Uyên", "Vân", "Vy", "Xuân", "Yến")
MOTHER_NAMES = ("Hòa", "Mùi", "Loan", "Thủy", "Hạnh", "Liên", "Nga", "Hường", "Tuyết", "Duyên", "Quyên", "Xuân", "Lý",
                "Hằng", "Nhàn", "Thơm", "Bình", "Hiền", "Huệ", "Thắm", "Phượng", "Dung", "Yến", "Oanh", "Hà", "Thúy")
MOTHER_MIDDLES = ("Thị", "Thị", "Thị", "Thị", "Thị Thu", "Thị Thanh", "Thị Hồng", "Thị Kim", "Ngọc")
FATHER_NAMES = ("Tâm", "Hải", "Lâm", "Dũng", "Nghĩa", "Thịnh", "Phước", "Bình", "Sơn", "Chung", "Tài", "Thắng", "Hùng",
                "Cường", "Tuấn", "Quyết", "Thành", "Long", "Hợp", "Công", "Toản", "Đông", "Năm", "Chiến", "Vượng")
FATHER_MIDDLES = ("Văn", "Văn", "Văn", "Đình", "Hữu", "Trọng", "Ngọc", "Đăng", "Xuân", "Bá", "Viết")
ELDER_NAMES = ("Mùi", "Tẹo", "Lượt", "Nhạn", "Thìn", "Tỵ", "Sửu", "Dần", "Ngọ", "Hợi", "Bích", "Cúc", "Lựu", "Đào")


def surname(draw: random.Random) -> str:
    return draw.choices(SURNAMES, SURNAME_WEIGHTS)[0]


def mother(draw: random.Random, family: str) -> str:
    return f"{family} {draw.choice(MOTHER_MIDDLES)} {draw.choice(MOTHER_NAMES)}"


def father(draw: random.Random, family: str) -> str:
    return f"{family} {draw.choice(FATHER_MIDDLES)} {draw.choice(FATHER_NAMES)}"


def elder(draw: random.Random, family: str) -> str:
    """A grandmother, whom a Vietnamese marriage leaves her own family name."""
    return f"{family} Thị {draw.choice(ELDER_NAMES)}"


def child(draw: random.Random, family: str, sex: str, taken: set[str]) -> str:
    """A full name whose last word no brother or sister bears."""
    middles, names = (BOY_MIDDLES, BOY_NAMES) if sex == "male" else (GIRL_MIDDLES, GIRL_NAMES)
    while True:
        middle, name = draw.choice(middles), _common(draw, names)
        if middle != name and name not in taken:
            return f"{family} {middle} {name}"


def _common(draw: random.Random, names: tuple[str, ...]) -> str:
    """One of the names; some are borne by many."""
    return names[int(len(names) * draw.random() ** 1.35)]
