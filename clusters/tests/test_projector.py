"""The projector: what it shows of each item, nothing private, and one computation for all watchers."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from clusters.conference_states import Purpose
from clusters.exhibits import ANNEXES, annexes_of, register_annexes
from clusters.models import Conference, Sandbox
from clusters.selectors.projector import screen_of
from clusters.services import conferences
from clusters.services.record_papers import payload_of
from clusters.services.records import begin
from clusters.showing import hypothetical, pledge_round
from clusters.tests.conference_stage import FOUR, HOST, Hall, hall
from clusters.views.projector import part_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def show(made: Hall, kind: str) -> str:
    """The words on the screens with the item of this kind."""
    conferences.show(made.fresh(), made.conference.items.get(kind=kind), by=made.host)
    cache.clear()
    return part_of(made.conference.pk)[1]


def address(made: Hall, name: str = "projector_part", **query: str) -> str:
    return reverse(f"clusters:{name}", args=[made.conference.pk])


def test_two_hundred_requests_cost_one_computation():
    made = hall(*FOUR).opened()
    watchers = [signed_in(user) for user in (*made.cast.heads.values(), *made.cast.officers.values())]
    url = address(made)
    for client in watchers:
        assert client.get(url).status_code == 200
    cache.delete(f"projector:{made.conference.pk}:vi")
    with CaptureQueriesContext(connection) as asked:
        answers = [watchers[place % len(watchers)].get(url) for place in range(200)]
    assert {answer.status_code for answer in answers} == {200}
    computed = [query for query in asked.captured_queries if "clusters_" in query["sql"]]
    # One screen of an item with its quorum: the conference, its agenda, attendance, seats.
    assert len(computed) == 4
    assert len({answer.content for answer in answers}) == 1


def test_a_screen_that_shows_it_already_is_told_nothing():
    made = hall(*FOUR).opened()
    client = signed_in(made.cast.heads["An Giang"])
    mark, _words = part_of(made.conference.pk)
    assert client.get(address(made), {"seen": mark}).status_code == 204
    assert client.get(address(made), {"seen": "other"}).status_code == 200


def test_while_one_computes_the_others_are_given_what_stood_before():
    made = hall(*FOUR).opened()
    first = part_of(made.conference.pk)
    key = f"projector:{made.conference.pk}:vi"
    cache.delete(key)
    cache.set(f"{key}:busy", True, 10)
    conferences.show(made.fresh(), None, by=made.host)
    assert part_of(made.conference.pk) == first
    cache.delete(f"{key}:busy")
    assert part_of(made.conference.pk) != first


def test_how_many_papers_are_in_and_never_a_running_count():
    made = hall(*FOUR).opened()
    ballot = made.vote(made.asking(Purpose.LEADER, "An Giang", "Cần Thơ"))
    made.cast_vote(ballot, "An Giang", "An Giang")
    words = show(made, "ELECTION")
    assert "Đã thu 1/4 phiếu." in words
    assert "Liên minh Hợp tác xã Cần Thơ" in words
    assert not any(said in words for said in ("Nguyễn Văn", "1/4 thành viên", "@example"))
    for name in ("Sóc Trăng", "Cần Thơ", "Bạc Liêu"):
        made.cast_vote(ballot, name, "An Giang")
    made.count(ballot)
    words = show(made, "ELECTION")
    assert "Liên minh Hợp tác xã An Giang: 4/4 thành viên = 100%" in words
    assert "Đã thu" not in words


def test_each_item_shows_what_belongs_to_it():
    made = hall(*FOUR)
    agenda = part_of(made.conference.pk)[1]
    assert "Chương trình" in agenda
    made.opened()
    assert "4/4 thành viên tham dự = 100%" in show(made, "OPENING")
    assert "Xem xét kiến nghị" in show(made, "DISPUTES")
    made.elected()
    made.hand_over(flag=made.flag())
    words = show(made, "HAND_OVER")
    assert "Sóc Trăng → Liên minh Hợp tác xã An Giang" in words
    assert "nguyên vẹn" in words
    made.ended()
    cache.clear()
    assert "Cụm trưởng 2021" in part_of(made.conference.pk)[1]


def test_the_signing_round_of_the_pledge_is_shown():
    made = hall(*FOUR).opened()
    assert screen_of(made.conference.pk).exhibit is None
    assert pledge_round(made.season) is None
    season = made.cast.season(made.season.cluster, year=2021)
    pledge = made.cast.opened(season)
    made.cast.signs(pledge, "An Giang")
    words = show(made, "PLEDGE")
    assert "1/4" in words
    minutes = begin(made.fresh(), "MINUTES", by=made.host)
    assert pledge.title in str(payload_of(minutes)) or "đã ký" in str(payload_of(minutes))


def test_only_tables_of_who_runs_the_cluster_are_named_and_none_as_attached():
    made = hall(*FOUR).opened()
    members = made.cast.members
    bodies = {"chung": members[HOST], "riêng": members["Cần Thơ"], "trên": made.season.cluster.organiser}
    for name, body in bodies.items():
        told = {"season": made.season, "body": body, "made_by": made.host, "made_at": timezone.now()}
        Sandbox.objects.create(name=f"Bảng {name}", **told)
    with override("en"):
        named = hypothetical(made.season)
    words = "Hypothetical table named at the conference, not a result"
    assert named == [f"{words}: Bảng chung", f"{words}: Bảng trên"]
    told = str(payload_of(begin(made.fresh(), "MINUTES", by=made.host)))
    assert "Bảng chung" in told
    assert "Bảng riêng" not in told
    assert "kèm theo" not in told.lower()


def test_annexes_that_other_rooms_name_stand_in_the_minutes():
    made = hall(*FOUR).opened()

    def annexes(season):
        return [f"Bảng thử phương án {season.year}"]

    register_annexes(annexes)
    register_annexes(annexes)
    try:
        assert annexes_of(made.season) == ["Bảng thử phương án 2020"]
        assert "Bảng thử phương án 2020" in str(payload_of(begin(made.fresh(), "MINUTES", by=made.host)))
    finally:
        ANNEXES.remove(annexes)


def test_a_stranger_does_not_watch():
    made = hall(*FOUR).opened()
    client = signed_in(made.cast.stranger)
    assert [client.get(address(made, name)).status_code for name in ("projector", "projector_part")] == [
        404,
        404,
    ]
    unknown = reverse("clusters:projector", args=[Conference.objects.count() + 99])
    assert signed_in(made.cast.officers[HOST]).get(unknown).status_code == 404
