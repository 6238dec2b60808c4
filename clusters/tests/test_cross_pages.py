"""Pages of cross-scoring and disputes: what they show to whom, what they cost at any size, what waits on the desk."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters.models import Sandbox, ScoreValue
from clusters.scoring import Column
from clusters.selectors import peers as selectors
from clusters.selectors.waiting import tasks
from clusters.services import disputes, leaving, peers, rulings, scores
from clusters.states import DisputeState
from clusters.tests.dispute_stage import RULING, TERMS
from clusters.tests.test_peers import FOUR, crossing, pair_of, peer_scored, scorer_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SIX = ("Sóc Trăng", "An Giang", "Bạc Liêu", "Kiên Giang", "Cà Mau", "Cần Thơ")


def at(user):
    client = Client()
    client.force_login(user)
    return client


def page(client, name, *args, query=""):
    return client.get(reverse(f"clusters:{name}", args=args) + query)


@pytest.mark.parametrize("members", [3, 6])
def test_pages_ask_the_same_questions_of_any_number_of_members(members, django_assert_num_queries):
    made = crossing(*SIX[:members])
    season = made.season.pk
    dispute = disputes.contest(made.season, made.by_code["D2"], TERMS, by=made.cast.officers["Sóc Trăng"])
    client = at(made.cast.officer)
    for name, args, number in (
        ("cross", [season], 19),
        ("cross_progress", [season], 14),
        ("disputes", [season], 16),
        ("dispute", [dispute.pk], 17),
        ("dispute_rule", [dispute.pk], 12),
        ("whatif", [season], 14),
    ):
        page(client, name, *args)
        with django_assert_num_queries(number):
            assert page(client, name, *args).status_code == 200
    ruling = rulings.rule(dispute, RULING, answers={}, by=made.cast.officer)
    made.moved("consolidate")
    for name, args, number in (("ruling", [ruling.pk], 15), ("cross_scorers", [season], 14)):
        page(client, name, *args)
        with django_assert_num_queries(number):
            assert page(client, name, *args).status_code == 200


def test_neither_a_cell_nor_a_total_tells_a_member_its_peer_score_before_the_close():
    made = crossing(*FOUR)
    own = at(made.cast.officers["Sóc Trăng"])
    card = made.card("Sóc Trăng").pk
    before = page(own, "card", card).context["total"]
    peer_scored(made, "Sóc Trăng", {"A1": "1", "A2": "1", "E1": "1"})
    answer = page(own, "card", card)
    assert answer.context["total"] == before
    assert "Đã kiểm tra tại đơn vị" not in answer.content.decode()
    criterion = made.by_code["A1"].pk
    assert "Đã kiểm tra tại đơn vị" not in page(own, "score", card, criterion).content.decode()
    grid = page(own, "grid", made.season.pk, "self")
    assert grid.context["lines"][0]["total"] == before
    assert page(at(made.cast.officer), "card", card).context["total"] != before
    # The readings that a dispute compares leave the peer scores out for everybody.
    dispute = disputes.contest(made.season, made.by_code["D2"], TERMS, by=made.cast.officers["Sóc Trăng"])
    shown = page(at(made.cast.officer), "dispute", dispute.pk).context
    assert shown["places"]
    assert {line["first"]["total"] for line in shown["lines"] if line["seat"]["label"] != "Sóc Trăng"} == {
        line["second"]["total"] for line in shown["lines"] if line["seat"]["label"] != "Sóc Trăng"
    }
    assert not page(own, "dispute", dispute.pk).context["places"]
    made.moved("consolidate")
    assert page(own, "card", card).context["total"] != before


def test_the_scorer_finds_the_card_scores_in_its_cells_and_submits_from_it():
    made = crossing(*FOUR)
    pair, scorer = pair_of(made, "Sóc Trăng"), at(scorer_of(made, "Sóc Trăng"))
    card = made.card("Sóc Trăng")
    season_page = page(scorer, "season", made.season.pk).content.decode()
    assert "Đơn vị được phân công chấm Liên minh Hợp tác xã Sóc Trăng" in season_page
    shown = page(scorer, "card", card.pk)
    assert [str(label) for _column, label, _may in shown.context["columns"]] == ["Tự chấm", "Chấm chéo"]
    assert reverse("clusters:peer_submit", args=[pair.pk]) in shown.content.decode()
    grid = page(scorer, "grid", made.season.pk, "cross")
    assert [line["card"] for line in grid.context["lines"]] == [card]
    answer = page(scorer, "peer_submit", pair.pk).content.decode()
    assert "A1" in answer
    scorer.post(reverse("clusters:grid_take_over", args=[made.season.pk, "cross"]))
    assert set(ScoreValue.objects.filter(column=Column.CROSS).values_list("card", flat=True)) == {card.pk}
    scorer.post(reverse("clusters:peer_submit", args=[pair.pk]))
    peers.give_back(pair_of(made, "Sóc Trăng"), reason="Thiếu lý do ở A1", by=made.cast.officer)
    assert "Thiếu lý do ở A1" in page(scorer, "card", card.pk).content.decode()


def test_the_page_says_what_the_draw_gave_up_and_shows_the_ones_set_aside():
    made = crossing(*FOUR)
    draw = selectors.standing_draw(made.season)
    draw.gave_way = [[*draw.pairs[0], "SAME_PAIR"]]
    draw.save()
    text = page(at(made.cast.officer), "cross", made.season.pk).content.decode()
    assert "trùng cặp của năm trước" in text
    assert draw.seed in text
    again = peers.confirm(
        peers.draw(made.season, reason="Rút lại có chứng kiến", by=made.cast.officer), by=made.cast.officer
    )
    text = page(at(made.cast.officer), "cross", made.season.pk).content.decode()
    assert "Rút lại có chứng kiến" in text
    assert again.number == draw.number + 1
    member = page(at(made.cast.officers["Sóc Trăng"]), "cross", made.season.pk)
    assert draw.seed not in member.content.decode()
    assert len(member.context["lines"]) == 4


def test_a_pair_is_exchanged_and_a_member_given_away_on_their_pages():
    made = crossing(*SIX)
    client, draw = at(made.cast.officer), selectors.standing_draw(made.season)
    pairs = list(selectors.pairs_in([draw]))
    same = {"first": pairs[0].pk, "second": pairs[0].pk, "reason": "x"}
    address = reverse("clusters:draw_exchange", args=[draw.pk])
    assert "Chọn hai cặp khác nhau" in client.post(address, same).content.decode()
    draw.inputs = {**draw.inputs, "sisters": [draw.inputs["units"]]}
    draw.save()
    tried = [
        client.post(address, {"first": one.pk, "second": other.pk, "reason": "Gần nhau"}, follow=True)
        for one in pairs
        for other in pairs
        if one.pk < other.pk
    ]
    said = [answer.content.decode() for answer in tried if "Đã đổi cặp" in answer.content.decode()]
    refused = [answer for answer in tried if "sẽ chấm lẫn nhau" in answer.content.decode()]
    assert all("cùng nhập vào một đơn vị" in text for text in said)
    assert said or refused
    pair = selectors.pairs_in([draw])[0]
    page_of = page(client, "draw_assign", draw.pk, pair.scored_id)
    assert pair.scored not in page_of.context["form"].fields["scorer"].queryset


def test_what_waits_on_the_desk():
    made = crossing(*FOUR)
    scorer = scorer_of(made, "Sóc Trăng")

    def said(user):
        return [str(task.sentence) for task in tasks(user, timezone.localdate())]

    assert "Chấm chéo cho Liên minh Hợp tác xã Sóc Trăng" in said(scorer)
    peer_scored(made, "Sóc Trăng", whole=True)
    peers.submit(pair_of(made, "Sóc Trăng"), by=scorer)
    assert not [text for text in said(scorer) if "Sóc Trăng" in text and "Chấm chéo" in text]
    peers.give_back(pair_of(made, "Sóc Trăng"), reason="Xem lại", by=made.cast.officer)
    assert "Phiếu chấm chéo bị trả lại: Liên minh Hợp tác xã Sóc Trăng" in said(scorer)
    dispute = disputes.contest(made.season, made.by_code["D2"], TERMS, by=made.cast.officers["Kiên Giang"])
    assert [text for text in said(made.cast.officer) if "Kiên Giang kiến nghị" in text]
    assert not [text for text in said(made.cast.officers["An Giang"]) if "kiến nghị" in text]
    made.season.cluster.ruled_by = "LEADER"
    made.season.cluster.save()
    assert [text for text in said(made.cast.officers["An Giang"]) if "kiến nghị" in text]
    rulings.rule(dispute, RULING, answers={}, by=made.cast.officer)
    assert not [text for text in said(made.cast.officer) if "kiến nghị" in text]
    # No score was appraised yet, so only Kiên Giang has its number by the ruling.
    assert [
        text for text in said(made.cast.officer) if "3 thành viên chưa có số liệu theo kết luận số 1" in text
    ]
    leaving.leave(
        made.cast.seat(made.season, "Kiên Giang"),
        on=timezone.localdate(),
        reason="chuyển cụm",
        by=made.cast.officer,
    )
    assert [text for text in said(made.cast.officer) if "Chưa có đơn vị chấm chéo" in text]
    assert list(tasks(made.cast.stranger, timezone.localdate())) == []


def test_who_consolidates_is_told_whose_peer_score_is_missing():
    made = crossing(*FOUR)
    peer_scored(made, "Sóc Trăng", whole=True)
    peers.submit(pair_of(made, "Sóc Trăng"), by=scorer_of(made, "Sóc Trăng"))
    text = page(at(made.cast.officer), "season_move", made.season.pk, "consolidate").content.decode()
    assert text.count("chưa nộp") == 3


def test_late_is_marked_on_the_page():
    made = crossing(*FOUR, cross_scoring_until=date(2021, 11, 30))
    assert all(line["late"] for line in page(at(made.cast.officer), "cross", made.season.pk).context["lines"])


def test_a_dispute_goes_from_its_form_to_its_ruling_on_the_pages():
    made = crossing(*FOUR)
    made.moved("consolidate")
    for name in FOUR:
        scores.take_over(made.season, Column.APPRAISED, [made.card(name)], by=made.cast.officer)
    member, organiser = at(made.cast.officers["Kiên Giang"]), at(made.cast.officer)
    new = reverse("clusters:dispute_new", args=[made.season.pk, made.by_code["D2"].pk])
    told = {
        "clause": "Điều 7",
        "reading": "Chỉ tính lao động",
        "denominator": "tổng số lao động",
        "contested": "9/312",
        "text": "Không thể đạt",
    }
    assert "Chia cho 0" not in member.post(new, {**told, "contested": "9"}).content.decode()
    answer = member.post(new, told, follow=True)
    dispute = answer.context["dispute"]
    assert "9/312 = 2,8846%" in answer.content.decode()
    rule = reverse("clusters:dispute_rule", args=[dispute.pk])
    body = {
        "outcome": "OTHER",
        "text": "Giữ",
        "ground": "Điều 7",
        "ruled_on": f"{timezone.localdate():%d/%m/%Y}",
    }
    assert organiser.post(rule, body).context["form"].errors.keys() == {"reading"}
    ruled = organiser.post(rule, {**body, "outcome": "CONTESTED"}, follow=True)
    ruling = ruled.context["ruling"]
    # 9/312 of the 65 %: 1,78 of 40 points, by the number the member gave itself; the others wait for theirs
    kien_giang = next(row for row in ruled.context["moves"] if row["name"] == "Kiên Giang")
    assert (kien_giang["points_before"], kien_giang["points_after"]) == ("40", "1,78")
    assert [seat.short_name for seat in ruled.context["waiting"]] == [
        name for name in ("Sóc Trăng", "An Giang", "Bạc Liêu")
    ]
    dispute.refresh_from_db()
    assert (dispute.state, dispute.ruling) == (DisputeState.RULED, ruling)
    assert "Kết luận số 1" in page(organiser, "disputes", made.season.pk).content.decode()
    again = reverse("clusters:ruling_again", args=[ruling.pk])
    later = organiser.post(
        again, {**body, "reading": "Như bảng điểm", "denominator": "Cá nhân được khen"}, follow=True
    )
    assert later.context["ruling"].supersedes == ruling
    assert "thay thế" in page(member, "ruling", ruling.pk).content.decode()


def test_other_readings_are_tried_and_kept_and_change_nothing():
    made = crossing(*FOUR)
    made.moved("consolidate")
    client, season = at(made.cast.officers["An Giang"]), made.season.pk
    address = reverse("clusters:whatif", args=[season]) + "?c=D2&c=A1"
    values = ScoreValue.objects.count()
    d2, a1 = (f"c{made.by_code[code].pk}-" for code in ("D2", "A1"))
    seat = made.cast.seat(made.season, "Kiên Giang").pk
    same = client.post(address, {f"{d2}target": "65"})
    assert same.context["rows"] == []
    wrong = client.post(address, {f"{d2}target": "0", f"{d2}answer_{seat}": "chín"})
    assert wrong.context["rows"] == []
    assert wrong.context["forms"][1].errors
    tried = client.post(address, {f"{d2}target": "80", f"{a1}max": "20", f"{d2}answer_{seat}": "4/12"})
    moved = {row["name"]: (row["place_before"], row["place_after"]) for row in tried.context["rows"]}
    assert moved == {"Sóc Trăng": (1, 1), "An Giang": (1, 1), "Bạc Liêu": (1, 1), "Kiên Giang": (1, 4)}
    kien_giang = next(row for row in tried.context["rows"] if row["name"] == "Kiên Giang")
    # 4/12 of the 80 %: 40 × 33,3…/80 = 16,67
    assert "D2: 40 → 16,67" in kien_giang["words"]
    nameless = client.post(address, {f"{a1}max": "20", "keep": ""})
    assert nameless.context["keeping"].errors.keys() == {"name"}
    kept = client.post(address, {f"{a1}max": "20", "keep": "", "name": "A1 còn 20 điểm"}, follow=True)
    assert "Bảng giả định – không phải kết quả" in kept.content.decode()
    twice = client.post(address, {f"{a1}max": "20", "keep": "", "name": "A1 còn 20 điểm"})
    assert twice.context["keeping"].errors
    assert (ScoreValue.objects.count(), Sandbox.objects.count()) == (values, 1)
    row = Sandbox.objects.get()
    assert row.body == made.cast.members["An Giang"]  # it leads
    assert page(at(made.cast.officers["Bạc Liêu"]), "sandbox", row.pk).status_code == 403
    assert "A1 còn 20 điểm" in page(client, "disputes", season).content.decode()
    client.post(reverse("clusters:sandbox_remove", args=[row.pk]))
    assert page(client, "sandbox", row.pk).status_code == 404
