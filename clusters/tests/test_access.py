"""Who gets what at each address of clusters, seasons and pledges: complete by construction, superusers apart."""

from datetime import date

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from clusters import conference_urls, dispute_urls, peer_urls, ranking_urls, report_urls, score_urls
from clusters.models import Role
from clusters.services import clusters, pledges, seasons, signatures
from clusters.services.clusters import TurnTerms
from clusters.services.seasons import SeasonTerms
from clusters.tests.stage import Stage, proof_of, stage
from emulation.tests.access import answers, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ELSEWHERE = (score_urls, peer_urls, dispute_urls, conference_urls, ranking_urls, report_urls)
ROLES = ("visitor", "stranger", "organiser", "leader", "head", "clerk")

#   visitor: nobody logged in; stranger: the officer of an Alliance outside the cluster; organiser: the officer of the
#   body that founded it; leader: the officer of the Alliance that leads it today; head, clerk: the head and the
#   officer of another member
ACCESS: dict[str, tuple[object, ...]] = {
    "clusters": ("login", 200, 200, 200, 200, 200),
    "cluster_new": ("login", 200, 200, 200, 200, 200),
    "cluster": ("login", 404, 200, 200, 200, 200),
    "cluster_edit": ("login", 404, 200, 403, 403, 403),
    "cluster_admit": ("login", 404, 200, 403, 403, 403),
    "membership_end": ("login", 404, 200, 403, 403, 403),
    "cluster_close": ("login", 404, 200, 403, 403, 403),
    "cluster_reopen": ("login", 404, 403, 403, 403, 403),
    "regulation_attach": ("login", 404, 200, 403, 403, 403),
    "regulation_file": ("login", 404, 404, 404, 404, 404),
    "turn_new": ("login", 404, 200, 403, 403, 403),
    "turn_strike": ("login", 404, 200, 403, 403, 403),
    "season_new": ("login", 404, 200, 200, 403, 403),
    "season": ("login", 404, 200, 200, 200, 200),
    "season_edit": ("login", 404, 200, 200, 403, 403),
    "season_take_members": ("login", 405, 405, 405, 405, 405),
    "season_appoint": ("login", 404, 200, 403, 403, 403),
    "seat_leave": ("login", 404, 200, 403, 403, 403),
    "pledge_new": ("login", 404, 200, 200, 403, 403),
    "season_move": ("login", 404, 200, 200, 404, 404),
    "pledge": ("login", 404, 200, 200, 200, 200),
    "pledge_edit": ("login", 404, 200, 200, 404, 404),
    "pledge_feasibility": ("login", 404, 200, 200, 200, 200),
    "pledge_signing": ("login", 404, 200, 200, 200, 200),
    "pledge_file": ("login", 404, 404, 404, 404, 404),
    "pledge_record": ("login", 404, 200, 200, 404, 404),
    "addendum_new": ("login", 404, 403, 403, 403, 403),
    "target_new": ("login", 404, 200, 200, 404, 404),
    "targets_take": ("login", 404, 200, 200, 404, 404),
    "targets_arrange": ("login", 405, 405, 405, 405, 405),
    "target_edit": ("login", 404, 200, 200, 404, 404),
    "target_remove": ("login", 404, 200, 200, 404, 404),
    "target_drop": ("login", 404, 200, 200, 404, 404),
    "pledge_move": ("login", 404, 200, 200, 404, 404),
    "signatory": ("login", 404, 200, 200, 200, 200),
    "signatory_decline": ("login", 404, 403, 403, 200, 403),
    "signatory_paper": ("login", 404, 200, 200, 200, 200),
    "signature_answer": ("login", 404, 200, 200, 200, 200),
    "signature_scan": ("login", 404, 404, 404, 404, 404),
}
SENT: dict[str, tuple[object, ...]] = {
    "cluster_new": ("login", 200, 200, 200, 200, 200),
    "cluster_edit": ("login", 404, 200, 403, 403, 403),
    "cluster_admit": ("login", 404, 200, 403, 403, 403),
    "membership_end": ("login", 404, 200, 403, 403, 403),
    "cluster_close": ("login", 404, 200, 403, 403, 403),
    "cluster_reopen": ("login", 404, 403, 403, 403, 403),
    "regulation_attach": ("login", 404, 200, 403, 403, 403),
    "turn_new": ("login", 404, 200, 403, 403, 403),
    "turn_strike": ("login", 404, 302, 403, 403, 403),
    "season_new": ("login", 404, 200, 200, 403, 403),
    "season_edit": ("login", 404, 200, 200, 403, 403),
    "season_take_members": ("login", 404, 302, 302, 404, 404),
    "season_appoint": ("login", 404, 200, 403, 403, 403),
    "seat_leave": ("login", 404, 200, 403, 403, 403),
    "pledge_new": ("login", 404, 200, 200, 403, 403),
    "season_move": ("login", 404, 302, 302, 404, 404),
    "pledge_edit": ("login", 404, 200, 200, 404, 404),
    "pledge_record": ("login", 404, 200, 200, 404, 404),
    "addendum_new": ("login", 404, 403, 403, 403, 403),
    "target_new": ("login", 404, 200, 200, 404, 404),
    "targets_take": ("login", 404, 200, 200, 404, 404),
    "targets_arrange": ("login", 404, 302, 302, 404, 404),
    "target_edit": ("login", 404, 200, 200, 404, 404),
    "target_remove": ("login", 404, 302, 302, 404, 404),
    "target_drop": ("login", 404, 302, 302, 404, 404),
    "pledge_move": ("login", 404, 302, 302, 404, 404),
    "signatory": ("login", 404, 403, 403, 200, 403),
    "signatory_decline": ("login", 404, 403, 403, 200, 403),
    "signatory_paper": ("login", 404, 200, 200, 200, 200),
    "signature_answer": ("login", 404, 302, 302, 302, 302),
}
READ_ONLY = (
    "clusters",
    "cluster",
    "season",
    "pledge",
    "pledge_signing",
    "pledge_feasibility",
    "pledge_file",
    "signature_scan",
    "regulation_file",
)
BODY: dict[str, object] = {"reason": "lý do", "text": "chữ", "up": "0"}


def set_up() -> tuple[Stage, dict[str, tuple[object, ...]]]:
    cast = stage("Sóc Trăng", "An Giang", "Kiên Giang")
    cluster = cast.cluster(*cast.members)
    turn = clusters.enter_turn(
        cluster,
        TurnTerms(year=2020, role=Role.LEADER, organisation=cast.members["Sóc Trăng"]),
        by=cast.officer,
    )
    opened = cast.opened(cast.season(cluster, year=2021))
    row = cast.place(opened, "Kiên Giang")
    head = cast.heads["Kiên Giang"]
    signature = signatures.decline(
        row, digest=opened.digest, proof=proof_of(head), reason="mẫu số", clause="chỉ tiêu 1", by=head
    )
    draft = cast.pledge(cast.season(cluster, year=2022, leader="Sóc Trăng"))
    target = draft.targets.order_by("order")[1]
    fresh = cast.season(cluster, year=2023, leader="Sóc Trăng")
    prepared = seasons.begin(cluster, SeasonTerms(year=2024), by=cast.officer)
    signed = cast.opened(cast.season(cluster, year=2025, leader="Sóc Trăng"))
    cast.signs(signed, *cast.members)
    addendum = pledges.draft_addendum(
        signed, pledges.PledgeTerms(title="Phụ lục", reason="bão", day=date(2025, 2, 1)), by=cast.officer
    )
    membership = cluster.memberships.order_by("pk")[0]
    arguments: dict[str, tuple[object, ...]] = {name: (cluster.pk,) for name in NAMES_OF_CLUSTER}
    arguments |= {"clusters": (), "cluster_new": ()}
    arguments["membership_end"] = (cluster.pk, membership.pk)
    arguments["turn_strike"] = (cluster.pk, turn.pk)
    arguments |= dict.fromkeys(("season", "season_edit"), (opened.season_id,))
    arguments["season_take_members"] = (prepared.pk,)
    arguments["season_move"] = (prepared.pk, "compose")
    arguments["season_appoint"] = (fresh.pk, "deputy")
    arguments["seat_leave"] = (fresh.pk, cast.seat(fresh, "An Giang").pk)
    arguments["pledge_new"] = (fresh.pk,)
    arguments |= dict.fromkeys(("pledge", "pledge_signing", "pledge_feasibility"), (opened.pk,))
    arguments["pledge_file"] = (opened.pk, "sealed")
    arguments |= dict.fromkeys(
        ("pledge_edit", "target_new", "targets_take", "targets_arrange", "pledge_record"), (draft.pk,)
    )
    arguments |= dict.fromkeys(("target_edit", "target_remove"), (draft.pk, target.pk))
    arguments["target_drop"] = (addendum.pk, signed.targets.order_by("order")[0].pk)
    arguments["pledge_move"] = (draft.pk, "withdraw")
    arguments["addendum_new"] = (opened.pk,)
    arguments |= dict.fromkeys(("signatory", "signatory_decline", "signatory_paper"), (row.pk,))
    arguments |= dict.fromkeys(("signature_answer", "signature_scan"), (signature.pk,))
    return cast, arguments


NAMES_OF_CLUSTER = (
    "cluster", "cluster_edit", "cluster_admit", "cluster_close", "cluster_reopen", "turn_new", "season_new",
    "regulation_attach", "regulation_file",
)  # fmt: skip


def people_of(cast: Stage) -> dict[str, Client]:
    return signed_in(
        stranger=cast.stranger,
        organiser=cast.officer,
        leader=cast.officers["An Giang"],
        head=cast.heads["Kiên Giang"],
        clerk=cast.officers["Kiên Giang"],
    )


def address(name: str, arguments: dict[str, tuple[object, ...]]) -> str:
    return reverse(f"clusters:{name}", args=arguments[name])


def test_who_reads_and_who_acts():
    cast, arguments = set_up()
    people = people_of(cast)
    assert tuple(people) == ROLES
    assert {name: answers(people, address(name, arguments)) for name in ACCESS} == ACCESS
    assert {name: answers(people, address(name, arguments), BODY) for name in SENT} == SENT
    organiser = people["organiser"]
    refused = {name: organiser.post(address(name, arguments), BODY).status_code for name in READ_ONLY}
    assert refused == dict.fromkeys(READ_ONLY, 405)


def test_every_address_is_in_a_table():
    """Those of the other modules stand in tables of their own."""
    names = {key for key in get_resolver("clusters.urls").reverse_dict if isinstance(key, str)}
    elsewhere = {pattern.name for module in ELSEWHERE for pattern in module.urlpatterns}
    assert names == ACCESS.keys() | elsewhere
    assert not ACCESS.keys() & elsewhere
    assert SENT.keys() == ACCESS.keys() - set(READ_ONLY)
