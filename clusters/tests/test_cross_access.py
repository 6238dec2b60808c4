"""Who gets what at each address of cross-scoring, disputes, rulings and trials; complete by construction."""

import pytest
from django.urls import reverse

from clusters import dispute_urls, peer_urls
from clusters.models import Ruled
from clusters.scoring import Column
from clusters.selectors import peers as selectors
from clusters.selectors.readings import Read
from clusters.services import disputes, peers, rulings, sandboxes, scores
from clusters.services.disputes import DisputeTerms, ReadingTerms
from clusters.services.rulings import RulingTerms
from clusters.tests.scoring_stage import scene
from emulation.tests.access import answers, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROLES = ("visitor", "stranger", "organiser", "leader", "own", "other")

#   own: the officer of the member that scores the pair and raised the dispute; other: of a member that is neither its
#   scorer nor the one it scores
ACCESS: dict[str, tuple[object, ...]] = {
    "cross": ("login", 404, 200, 200, 200, 200),
    "cross_progress": ("login", 404, 200, 200, 200, 200),
    "cross_draw": ("login", 404, 403, 403, 403, 403),
    "cross_scorers": ("login", 404, 403, 403, 403, 403),
    "draw_confirm": ("login", 404, 403, 403, 403, 403),
    "draw_exchange": ("login", 404, 200, 200, 403, 403),
    "draw_assign": ("login", 404, 200, 200, 403, 403),
    "peer_submit": ("login", 404, 403, 403, 200, 403),
    "peer_return": ("login", 404, 409, 409, 409, 409),
    "disputes": ("login", 404, 200, 200, 200, 200),
    "dispute_new": ("login", 404, 403, 200, 200, 200),
    "dispute": ("login", 404, 200, 200, 200, 200),
    "dispute_say": ("login", 404, 200, 200, 200, 200),
    "dispute_figures": ("login", 404, 200, 403, 200, 403),
    "dispute_withdraw": ("login", 404, 403, 403, 200, 403),
    "dispute_restore": ("login", 404, 409, 409, 409, 409),
    "dispute_rule": ("login", 404, 200, 403, 403, 403),
    "ruling": ("login", 404, 200, 200, 200, 200),
    "ruling_again": ("login", 404, 200, 403, 403, 403),
    "whatif": ("login", 404, 200, 200, 403, 403),
    "sandbox": ("login", 404, 200, 200, 403, 403),
    "sandbox_remove": ("login", 405, 405, 405, 405, 405),
}
SENT: dict[str, tuple[object, ...]] = {
    "cross_draw": ("login", 404, 403, 403, 403, 403),
    "draw_confirm": ("login", 404, 403, 403, 403, 403),
    "draw_exchange": ("login", 404, 200, 200, 403, 403),
    "draw_assign": ("login", 404, 302, 302, 403, 403),
    "peer_submit": ("login", 404, 403, 403, 302, 403),
    "peer_return": ("login", 404, 409, 409, 409, 409),
    "dispute_new": ("login", 404, 403, 302, 302, 302),
    "dispute_say": ("login", 404, 302, 302, 302, 302),
    "dispute_figures": ("login", 404, 302, 403, 302, 403),
    "dispute_withdraw": ("login", 404, 403, 403, 302, 403),
    "dispute_restore": ("login", 404, 409, 409, 409, 409),
    "dispute_rule": ("login", 404, 302, 403, 403, 403),
    "ruling_again": ("login", 404, 302, 403, 403, 403),
    "whatif": ("login", 404, 302, 302, 403, 403),
    "sandbox_remove": ("login", 404, 302, 302, 403, 403),
}
READ_ONLY = ACCESS.keys() - SENT.keys()
OWN = ReadingTerms(reading="Chỉ tính lao động", denominator="tổng số lao động")
RULING = RulingTerms(
    outcome=Ruled.CONTESTED, text="Theo cách hiểu của đơn vị", ground="Điều 7 Quy chế", ruled_on=None
)  # type: ignore[arg-type]


def set_up():
    """Cross-scoring is open; own → its peer is filled; D2 contested, D4 ruled, a hypothetical ranking kept."""
    made = scene("Sóc Trăng", "An Giang", "Bạc Liêu", "Kiên Giang")
    cast, season = made.cast, made.season
    draw = peers.confirm(peers.draw(season, by=cast.officer), by=cast.officer)
    for name in cast.members:
        made.submitted(name)
    season = made.moved("cross_check")
    names = {body.pk: name for name, body in cast.members.items()}
    ring = {names[scorer]: names[scored] for scorer, scored in draw.pairs}
    own = ring["An Giang"]  # own → scored → other → the leader
    scored, other = ring[own], ring[ring[own]]
    scores.take_over(season, Column.CROSS, [made.card(scored)], by=cast.officers[own])
    terms = DisputeTerms(clause="Điều 7", text="Không thể đạt", own=OWN, contested="9/12", applied="9/312")
    dispute = disputes.contest(season, made.by_code["D2"], terms, by=cast.officers[own])
    count = DisputeTerms(
        clause="Điều 8", text="Đếm khác", own=ReadingTerms(reading="Tính cả mô hình"), contested="7"
    )
    second = disputes.contest(season, made.by_code["D4"], count, by=cast.officers[other])
    told = RulingTerms(**{**RULING.__dict__, "ruled_on": season.state_since})
    ruling = rulings.rule(second, told, answers={}, by=cast.officer)
    tried = [Read("A1", max=made.by_code["A1"].max / 2)]
    sandbox = sandboxes.keep(season, "Nửa điểm A1", tried, by=cast.officer)
    pair = next(one for one in selectors.live_pairs(made.season) if names[one.scorer.organisation_id] == own)
    seat = cast.seat(season, own)
    c = f"c{made.by_code['A1'].pk}-"
    body = {
        "reason": "Vì có lý do",
        "scorer": cast.seat(season, "An Giang").pk,
        "clause": "Điều 7",
        "reading": "Chỉ tính lao động",
        "text": "Không thể đạt",
        "contested": "7/12",
        "applied": "8/312",
        "outcome": Ruled.CONTESTED,
        "ground": "Điều 7 Quy chế",
        "ruled_on": f"{season.state_since:%d/%m/%Y}",
        f"{c}max": "10",
        "name": "Giả định khác",
        "keep": "",
    }
    arguments = {
        **dict.fromkeys(
            ("cross", "cross_progress", "cross_draw", "cross_scorers", "disputes", "whatif"), (season.pk,)
        ),
        **dict.fromkeys(("draw_confirm", "draw_exchange"), (draw.pk,)),
        "draw_assign": (draw.pk, pair.scored_id),
        **dict.fromkeys(("peer_submit", "peer_return"), (pair.pk,)),
        "dispute_new": (season.pk, made.by_code["C3"].pk),
        **dict.fromkeys(
            ("dispute", "dispute_say", "dispute_withdraw", "dispute_restore", "dispute_rule"), (dispute.pk,)
        ),
        "dispute_figures": (dispute.pk, seat.pk),
        **dict.fromkeys(("ruling", "ruling_again"), (ruling.pk,)),
        **dict.fromkeys(("sandbox", "sandbox_remove"), (sandbox.pk,)),
    }
    people = signed_in(
        stranger=cast.stranger,
        organiser=cast.officer,
        leader=cast.officers["An Giang"],
        own=cast.officers[own],
        other=cast.officers[other],
    )
    return people, arguments, body


def test_who_reads_and_who_acts():
    people, arguments, body = set_up()
    assert tuple(people) == ROLES

    def address(name):
        query = "?c=A1" if name == "whatif" else ""
        return reverse(f"clusters:{name}", args=arguments[name]) + query

    assert {name: answers(people, address(name)) for name in ACCESS} == ACCESS
    assert {name: answers(people, address(name), body) for name in SENT} == SENT
    refused = {name: people["organiser"].post(address(name), body).status_code for name in READ_ONLY}
    assert refused == dict.fromkeys(READ_ONLY, 405)


def test_every_address_is_in_the_table():
    rooms = (peer_urls, dispute_urls)
    assert {pattern.name for room in rooms for pattern in room.urlpatterns} == ACCESS.keys()
