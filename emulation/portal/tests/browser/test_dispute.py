"""A member scores another, contests a reading, the organiser rules, and the ranking changes as reckoned by hand."""

from typing import Any

import pytest

from clusters.models import Dispute, Ruling
from clusters.scoring import Column
from clusters.services import scores
from clusters.tests.test_peers import crossing, pair_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Sóc Trăng", "An Giang", "Kiên Giang")


def test_a_dispute_is_ruled_and_the_ranking_changes(sit: Any) -> None:
    made = crossing(*NAMES)
    # Kiên Giang was drawn to score Sóc Trăng, and does so on a phone.
    pair = pair_of(made, "Sóc Trăng")
    assert pair.scorer.organisation == made.cast.members["Kiên Giang"]
    member = sit(made.cast.officers["Kiên Giang"], width=360)
    member.open("portal:desk")
    member.see("Chấm chéo cho Liên minh Hợp tác xã Sóc Trăng")
    member.open("clusters:grid", made.season.pk, "cross")
    member.press("Điền ô trống theo cột trước")
    member.open("clusters:cross", made.season.pk)
    member.press("Nộp phiếu chấm chéo")
    member.send()
    member.see("Đã nộp phiếu chấm chéo")
    assert pair_of(made, "Sóc Trăng").state == "submitted"
    # The scores are consolidated; what Kiên Giang reported for D2 was appraised as 9 of 312: 1,78 of 40 points.
    made.moved("consolidate")
    for name in NAMES:
        scores.take_over(made.season, Column.APPRAISED, [made.card(name)], by=made.cast.officer)
    made.enter("Kiên Giang", {"D2": "9/312"}, column=Column.APPRAISED, reason="Gộp cả thành viên HTX")
    member.open("clusters:disputes", made.season.pk)
    member.page.locator("summary").click()
    member.follow(member.page.locator("main li a", has_text="D2").first)
    member.page.fill("#id_clause", "Điểm b khoản 2 Điều 7 Quy chế")
    member.page.fill("#id_reading", "Lao động được khen trên tổng số lao động")
    member.page.fill("#id_numerator", "lao động được khen thưởng")
    member.page.fill("#id_denominator", "tổng số lao động")
    member.page.fill("#id_contested", "9/12")
    member.page.fill("#id_text", "Mẫu số gộp cả thành viên HTX nên chỉ tiêu không thể đạt")
    member.send()
    # Both readings stand side by side: n of d with the percent, points and place under each.
    member.see("9/312 = 2,8846%")
    member.see("9/12 = 75%")
    dispute = Dispute.objects.get()
    organiser = sit(made.cast.officer, width=1280)
    organiser.open("portal:desk")
    organiser.follow(organiser.page.locator("main a", has_text="Xem và kết luận").first)
    # 892 for all but Kiên Giang: 892 − 40 + 1,78 = 853,78, third; with its own reading 892 as well, all first.
    organiser.see("853,78")
    organiser.press("Kết luận kiến nghị")
    organiser.page.check("input[name=outcome][value=CONTESTED]")
    for name, text in (("Sóc Trăng", "13/40"), ("An Giang", "4/40")):
        organiser.page.fill(f"#id_answer_{made.cast.seat(made.season, name).pk}", text)
    organiser.page.fill("#id_text", "Mẫu số là tổng số lao động, không gộp thành viên")
    organiser.page.fill("#id_ground", "Điều 7 Quy chế")
    organiser.send()
    organiser.see("Kết luận số 1")
    dispute.refresh_from_db()
    assert dispute.state == "ruled"
    # 13/40 = 32,5 %: 20 points, 872; 4/40 = 10 %: 6,15 points, 858,15; Kiên Giang 9/12 = 75 %: 40 points, 892.
    told = {row["name"]: (row["place_before"], row["place_after"]) for row in Ruling.objects.get().moves}
    assert told == {"Kiên Giang": (3, 1), "Sóc Trăng": (1, 2), "An Giang": (1, 3)}
    for total in ("853,78 → 892", "892 → 872", "892 → 858,15"):
        organiser.see(total)
    member.open("clusters:ruling", Ruling.objects.get().pk)
    member.see("853,78 → 892")
