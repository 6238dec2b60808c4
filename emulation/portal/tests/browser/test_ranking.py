"""A ranking is frozen by the leader, published by the organiser's word, corrected; a member on a phone reads both."""

from typing import Any

import pytest

from clusters.tests.test_rankings import AN_GIANG, BAC_LIEU, SOC_TRANG, TOLD, consolidated, rescore

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_frozen_published_by_the_word_corrected_and_read_on_a_phone(sit: Any) -> None:
    made = consolidated(**TOLD)
    leader = sit(made.cast.officers[AN_GIANG], width=1280)
    leader.open("clusters:season", made.season.pk)
    leader.press("Thứ hạng tạm tính")
    leader.press("Chốt bảng xếp hạng")
    leader.send()
    leader.see("đơn vị tổ chức sẽ công bố")
    assert "Công bố bảng xếp hạng" in leader.words()

    organiser = sit(made.cast.officer, width=1280)
    organiser.open("portal:desk")
    organiser.follow(organiser.page.locator("main a", has_text="Xem và công bố").first)
    organiser.press("Công bố bảng xếp hạng")
    organiser.page.fill("#id_confirmation", "đồng ý")
    organiser.send()
    organiser.see("chưa có gì được thực hiện")
    organiser.page.fill("#id_confirmation", "công bố")
    organiser.send()
    organiser.see("Đã công bố bảng xếp hạng.")

    rescore(made, SOC_TRANG, "A1", 35)
    leader.open("clusters:ranking", made.season.pk)
    leader.see("Điểm đã thay đổi sau khi công bố")
    leader.press("Chốt phiên bản điều chỉnh")
    leader.page.fill("#id_reason", "Tiêu chí A1 của Sóc Trăng chấm nhầm")
    leader.send()
    organiser.open("portal:desk")
    organiser.follow(organiser.page.locator("main a", has_text="Xem và công bố").first)
    organiser.press("Công bố bảng xếp hạng")
    organiser.page.fill("#id_confirmation", "CÔNG BỐ")
    organiser.send()

    member = sit(made.cast.officers[BAC_LIEU], width=360)
    member.open("clusters:ranking", made.season.pk)
    member.see("Điều chỉnh phiên bản 1: Tiêu chí A1 của Sóc Trăng chấm nhầm")
    member.press("Liên minh Hợp tác xã An Giang")
    member.see("Vì sao Liên minh Hợp tác xã An Giang đứng thứ 1")
    member.open("clusters:ranking", made.season.pk)
    member.press("Phiên bản 1")
    member.see("Đây là phiên bản cũ")
    member.open("clusters:cluster_years", made.season.cluster_id)
    leader.open("clusters:season_gaps", made.season.pk)
