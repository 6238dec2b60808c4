"""People and units with the names that Vietnam has, as often as it has them: four of ten are called Nguyễn."""

import random
from collections.abc import Iterator

FAMILIES = {
    "Nguyễn": 380, "Trần": 110, "Lê": 95, "Phạm": 70, "Huỳnh": 30, "Hoàng": 25, "Phan": 45, "Võ": 22, "Vũ": 18,
    "Đặng": 21, "Bùi": 20, "Đỗ": 14, "Hồ": 13, "Ngô": 13, "Dương": 10, "Lý": 5, "Đinh": 9, "Trương": 15, "Mai": 7,
    "Đoàn": 7, "Lâm": 6, "Trịnh": 6, "Đào": 5, "Hà": 5, "Cao": 5, "Lương": 5, "Châu": 3, "Tạ": 3, "Thạch": 2,
    "Sơn": 2, "Kim": 2, "Y": 1, "Tô": 2, "Quách": 1, "Ung": 1, "Nông": 2, "Vi": 1, "Giàng": 1, "Lò": 2, "Cà": 1,
}  # fmt: skip
MIDDLES = {
    "Ông": {"Văn": 45, "Hữu": 8, "Đức": 7, "Thành": 7, "Minh": 7, "Quốc": 6, "Ngọc": 5, "Xuân": 4, "Công": 4, "Thanh": 4,
            "Khắc": 1, "Tấn": 2},
    "Bà": {"Thị": 60, "Thị Thu": 5, "Thị Hồng": 4, "Thị Ngọc": 5, "Thị Kim": 5, "Ngọc": 6, "Thanh": 5, "Thị Mỹ": 4,
           "Thị Tường": 1, "Thị Bích": 3},
}  # fmt: skip
GIVENS = {
    "Ông": ["Hùng", "Dũng", "Tuấn", "Minh", "Nam", "Hải", "Long", "Sơn", "Thắng", "Cường", "Trung", "Hiếu", "Đạt", "Khánh", "Phong", "Quân", "Tâm", "Bình", "Phúc", "Lộc", "Thọ", "Nghĩa", "Ân", "Giàu", "Thịnh", "Hòa", "Phước", "Tài", "Vinh", "Quang", "Khoa", "Toàn", "Thuận", "Đông", "Tây", "Út", "Hậu", "Lâm", "Khải", "Luân"],
    "Bà": ["Hoa", "Lan", "Hương", "Mai", "Phượng", "Thảo", "Vy", "Quỳnh", "Hạnh", "Yến", "Oanh", "Trang", "Thủy", "Thúy", "Nga", "Hằng", "Loan", "Diễm", "Nhung", "Tuyết", "Đào", "Cúc", "Xuân", "Hiền", "Liên", "Ngân", "Trinh", "Như", "Thư", "Duyên", "Châu", "Ánh", "Bích", "Ngọc", "Kiều", "My", "Tiên", "Hà", "Giang", "Ly"],
}  # fmt: skip
PLACES = (
    "Tân Hưng", "Tân Phú", "Mỹ Lộc", "Bình Minh", "Hòa Bình", "Phú Thịnh", "Long Thành", "An Bình", "Vĩnh Cường",
    "Đại Thắng", "Quyết Tiến", "Đồng Tâm", "Thạnh Đức", "Phước Đông", "Ninh Điền", "Suối Đá", "Trà Vong", "Hảo Đước",
    "Cẩm Giang", "Trường Xuân", "Gò Dầu", "Bến Cầu", "Lộc Hưng", "Tam Nông", "Thới Bình", "Yên Sơn", "Mường Lay",
)  # fmt: skip
KINDS = (
    ("COOPERATIVE", "Hợp tác xã Nông nghiệp"), ("COOPERATIVE", "HTX Dịch vụ"), ("COOPERATIVE", "Hợp tác xã Vận tải"),
    ("COOPERATIVE", "HTX Sản xuất – Thương mại"), ("CREDIT_FUND", "Quỹ tín dụng nhân dân"),
    ("COOPERATIVE_GROUP", "Tổ hợp tác"), ("COOPERATIVE_UNION", "Liên hiệp hợp tác xã"),
)  # fmt: skip


def people(number: int, *, seed: int = 1) -> Iterator[tuple[str, str]]:
    """(Ông or Bà, full name) of so many people; the same ones for the same seed."""
    chance = random.Random(seed)
    families = chance.choices(list(FAMILIES), weights=list(FAMILIES.values()), k=number)
    for family in families:
        title = chance.choice(("Ông", "Bà"))
        middle = chance.choices(list(MIDDLES[title]), weights=list(MIDDLES[title].values()))[0]
        yield title, f"{family} {middle} {chance.choice(GIVENS[title])}"


def units(number: int, *, seed: int = 2) -> Iterator[tuple[str, str]]:
    """(kind, name) of so many units; names repeat across provinces as they do in the country."""
    chance = random.Random(seed)
    for place in range(number):
        kind, words = KINDS[min(int(chance.expovariate(0.6)), len(KINDS) - 1)]
        tail = f" {place % 97 + 1}" if place % 3 == 0 else ""
        yield kind, f"{words} {chance.choice(PLACES)}{tail}"
