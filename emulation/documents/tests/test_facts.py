"""What a paper is called in one line."""

import pytest

from emulation.documents.facts import titled


@pytest.mark.parametrize(
    ("kind", "subject", "called"),
    [
        ("GIAO ƯỚC THI ĐUA", "Năm 2026", "Giao ước thi đua năm 2026"),
        ("BIÊN BẢN", "Hội nghị tổng kết năm 2026", "Biên bản hội nghị tổng kết năm 2026"),
        ("", "Về việc tặng Bằng khen", "Quyết định về việc tặng Bằng khen"),
        ("BÁO CÁO", "Cụm Tây Nam sông Hậu năm 2026", "Báo cáo Cụm Tây Nam sông Hậu năm 2026"),
        ("BÁO CÁO", "HTX nông nghiệp", "Báo cáo HTX nông nghiệp"),
        ("KẾ HOẠCH", "Kế hoạch phối hợp", "Kế hoạch phối hợp"),
        ("BẢNG XẾP HẠNG", "2026", "Bảng xếp hạng 2026"),
    ],
)
def test_kind_and_subject_are_one_line(kind, subject, called):
    assert titled({"kind": kind, "summary": subject}) == called
