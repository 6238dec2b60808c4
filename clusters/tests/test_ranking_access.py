"""Who gets what at each address of rankings, their papers and charts; complete by construction."""

import pytest
from django.urls import reverse

from clusters import ranking_urls
from clusters.services import rankings
from clusters.tests.scoring_stage import Scene
from clusters.tests.test_rankings import TOLD, consolidated, frozen, published, rescore
from clusters.tests.test_scoring_access import people_of
from emulation.tests.access import answers

pytestmark = [pytest.mark.django_db, pytest.mark.once]
#        visitor, stranger, organiser, leader, own, other: the officers of two members that do not lead
EVERYBODY = ("login", 404, 200, 200, 200, 200)
RUNNERS = ("login", 404, 200, 200, 403, 403)

#   "frozen_…": the same address of a version that is frozen and not published
ACCESS: dict[str, tuple[object, ...]] = {
    "ranking": ("login", 404, 302, 302, 302, 302),
    "ranking_freeze": ("login", 404, 403, 403, 403, 403),
    "standings": RUNNERS,
    "standings_export": RUNNERS,
    "standings_place": RUNNERS,
    "ranking_version": EVERYBODY,
    "ranking_publish": ("login", 404, 409, 409, 409, 409),
    "ranking_drop": ("login", 404, 409, 409, 409, 409),
    "ranking_export": EVERYBODY,
    "ranking_place": EVERYBODY,
    "standings_print": ("login", 405, 405, 405, 405, 405),
    "standings_matrix": ("login", 405, 405, 405, 405, 405),
    "standings_matrix_word": RUNNERS,
    "ranking_file": ("login", 404, 404, 404, 404, 404),
    "ranking_word": EVERYBODY,
    "ranking_print": ("login", 405, 405, 405, 405, 405),
    "matrix_print": ("login", 405, 405, 405, 405, 405),
    "matrix_word": EVERYBODY,
    "cluster_years": EVERYBODY,
    "season_targets": EVERYBODY,
    "season_gaps": RUNNERS,
    "season_sectors": RUNNERS,
}
FROZEN: dict[str, tuple[object, ...]] = {
    "ranking_version": ("login", 404, 200, 200, 404, 404),
    "ranking_publish": ("login", 404, 200, 403, 404, 404),
    "ranking_drop": ("login", 404, 200, 200, 404, 404),
    "ranking_export": ("login", 404, 200, 200, 404, 404),
    "ranking_place": ("login", 404, 200, 200, 404, 404),
    "ranking_file": ("login", 404, 404, 404, 404, 404),
    "ranking_word": ("login", 404, 200, 200, 404, 404),
    "ranking_print": ("login", 405, 405, 405, 405, 405),
    "matrix_print": ("login", 405, 405, 405, 405, 405),
    "matrix_word": ("login", 404, 200, 200, 404, 404),
}
SENT: dict[str, tuple[object, ...]] = {
    "ranking_freeze": ("login", 404, 403, 403, 403, 403),
    "ranking_publish": ("login", 404, 302, 403, 404, 404),
    "ranking_drop": ("login", 404, 302, 302, 404, 404),
    "standings_print": ("login", 404, 302, 302, 403, 403),
    "standings_matrix": ("login", 404, 302, 302, 403, 403),
    "ranking_print": ("login", 404, 302, 302, 404, 404),
    "matrix_print": ("login", 404, 302, 302, 404, 404),
}
READ_ONLY = ACCESS.keys() - SENT.keys()
BODY: dict[str, object] = {"reason": "Vì có lý do", "confirmation": "công bố"}


def set_up() -> tuple[Scene, dict[str, tuple[object, ...]], dict[str, tuple[object, ...]]]:
    """The first version published, a correction frozen and waiting."""
    made = consolidated(**TOLD)
    first = published(made)
    rescore(made, "Sóc Trăng", "A1", 35)
    second = frozen(made, reason="Chấm nhầm")
    seat, season = made.card("Sóc Trăng").seat_id, made.season.pk
    names = (
        "ranking",
        "ranking_freeze",
        "standings",
        "standings_export",
        "standings_print",
        "season_targets",
        "season_gaps",
        "season_sectors",
    )
    plain: dict[str, tuple[object, ...]] = dict.fromkeys(names, (season,))
    plain |= {"cluster_years": (made.season.cluster_id,)}
    plain |= dict.fromkeys(("standings_matrix", "standings_matrix_word"), (season, "a3"))
    return (
        made,
        {**plain, "standings_place": (season, seat), **_of(first.pk, seat)},
        _of(second.pk, seat),
    )


def _of(version: int, seat: int) -> dict[str, tuple[object, ...]]:
    names = {
        pattern.name for pattern in ranking_urls.urlpatterns if str(pattern.pattern).startswith("rankings/")
    }
    papers = dict.fromkeys(("matrix_print", "matrix_word"), (version, "a4"))
    return {**dict.fromkeys(names, (version,)), **papers, "ranking_place": (version, seat)}


def test_who_reads_and_who_acts():
    made, published_at, frozen_at = set_up()
    people = people_of(made)

    def address(name: str, arguments: dict[str, tuple[object, ...]]) -> str:
        return reverse(f"clusters:{name}", args=arguments[name])

    assert {name: answers(people, address(name, published_at)) for name in ACCESS} == ACCESS
    assert {name: answers(people, address(name, frozen_at)) for name in FROZEN} == FROZEN
    sent = {name: answers(people, address(name, {**published_at, **frozen_at}), BODY) for name in SENT}
    assert sent == SENT
    refused = {
        name: people["organiser"].post(address(name, published_at), BODY).status_code for name in READ_ONLY
    }
    assert refused == dict.fromkeys(READ_ONLY, 405)


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in ranking_urls.urlpatterns} == ACCESS.keys()
    assert FROZEN.keys() == _of(1, 1).keys()


def test_before_anything_is_published_a_member_is_told_what_will_stand_there():
    made = consolidated(**TOLD)
    people = people_of(made)
    page = people["own"].get(reverse("clusters:ranking", args=[made.season.pk]))
    assert page.status_code == 200
    version = frozen(made)
    assert rankings.page_of_ranking(version) not in people["own"].get(page.wsgi_request.path).content.decode()
    assert rankings.page_of_ranking(version) in people["leader"].get(page.wsgi_request.path).content.decode()
    missing = reverse("clusters:standings_place", args=[made.season.pk, 10**6])
    assert people["leader"].get(missing).status_code == 404
    missing = reverse("clusters:ranking_place", args=[version.pk, 10**6])
    assert people["leader"].get(missing).status_code == 404


def test_the_leader_freezes_through_the_page_and_the_organiser_publishes_by_the_word():
    made = consolidated()
    people = people_of(made)
    freeze = reverse("clusters:ranking_freeze", args=[made.season.pk])
    page = people["leader"].get(freeze)
    orders = {
        name: str(place)
        for place, name in enumerate(sorted(page.context["form"].fields), start=0)
        if name != "ballot_reference"
    }
    assert len(orders) == 3
    answer = people["leader"].post(freeze, {**orders, "ballot_reference": "Biên bản 02"})
    version = made.season.rankings.get()
    assert answer["Location"] == rankings.page_of_ranking(version)
    publish = reverse("clusters:ranking_publish", args=[version.pk])
    assert people["organiser"].post(publish, {"confirmation": "đồng ý"}).status_code == 200
    assert people["organiser"].post(publish, {"confirmation": "công bố"}).status_code == 302
    version.refresh_from_db()
    assert version.state == "published"
    assert "Biên bản 02" in people["own"].get(answer["Location"]).content.decode()
    rescore(made, "Sóc Trăng", "A1", 35)
    again = people["leader"].get(freeze)
    assert again.context["form"].initial.get("ballot_reference") == "Biên bản 02"
    assert "reason" in again.context["form"].fields


def test_what_is_missing_is_said_before_anything_is_typed():
    made = consolidated(**TOLD)
    seat = made.card("Sóc Trăng").seat
    rescore(made, "Sóc Trăng", "A1", None)
    page = people_of(made)["leader"].get(reverse("clusters:ranking_freeze", args=[made.season.pk]))
    assert [seat.label in str(one) and "A1" in str(one) for one in page.context["act"].problems] == [True]
