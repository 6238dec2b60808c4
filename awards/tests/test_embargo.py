"""The board's result is known to the standing agency alone until the decision is issued (or the round has ended).

Everything that could leak exists here: one nomination approved, one refused, one deferred.
"""

from datetime import date

import pytest
from django.urls import reverse

from awards import selectors
from awards.models import Nomination
from awards.selectors import desk
from awards.services import campaigns, decisions, nominations, reviews
from awards.tests.factories import account, fresh, stage
from emulation.accounts.models import User
from emulation.lifecycle import TransitionRefused
from emulation.notices.models import Notice
from emulation.organisations.offices import Office
from emulation.spreadsheets import read_book
from emulation.waiting import Task

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SECRET = "Lydobimatzz"
RESULTS = ("passed", "failed", "deferred")


@pytest.fixture
def scene():
    """(the cast, rows passed, failed and deferred), the vote closed and nothing decided yet."""
    cast = stage(members=3)
    rows = cast.before_board("Nguyễn Văn Được", "Nguyễn Văn Trượt", "Nguyễn Văn Hoãn")
    for row, value in zip(rows, ("agree", "disagree", "defer"), strict=True):
        cast.vote(row, value, value, value, reason=SECRET)
    reviews.close_review(cast.campaign, by=cast.secretary)
    cast.campaign.refresh_from_db()
    return cast, fresh(rows)


def outsiders(cast):
    """Those who may know of the nominations and not of the result."""
    return [cast.unit_officer, account("Giám Đốc Một", cast.coop, Office.HEAD), cast.members[0]]


def labels():
    return [str(label) for label in (Nomination(state=state).get_state_display() for state in RESULTS)]


def test_the_scene_has_all_three_results(scene):
    _cast, rows = scene
    assert [row.state for row in rows] == ["passed", "failed", "deferred"]


def test_lists_counts_and_filters_say_before_the_board(scene):
    cast, rows = scene
    for user in outsiders(cast):
        shown = selectors.nominations_visible_to(user, campaign=cast.campaign)
        assert {row.shown_state for row in shown} == {"on_agenda"}
        assert selectors.counts_by_state(user, cast.campaign) == {"on_agenda": 3}
        for row in rows:
            assert selectors.shown_state_of(user, row) == "on_agenda"
    for user in (cast.officer, cast.secretary, cast.appraiser):
        assert selectors.counts_by_state(user, cast.campaign) == {"passed": 1, "failed": 1, "deferred": 1}
        assert [selectors.shown_state_of(user, row) for row in rows] == ["passed", "failed", "deferred"]


def test_no_page_of_theirs_tells_the_result(client, scene):
    cast, rows = scene
    for user in outsiders(cast):
        client.force_login(user)
        for state in RESULTS:
            url = reverse("awards:nominations", args=[cast.campaign.pk])
            assert client.get(url, {"state": state}).context["lines"] == []
        pages = [reverse("awards:campaign", args=[cast.campaign.pk])]
        pages += [reverse("awards:nomination", args=[row.pk]) for row in rows]
        if user in cast.members:
            pages.append(reverse("awards:review_overview", args=[cast.campaign.pk]))
            pages += [reverse("awards:review", args=[cast.campaign.pk, row.pk]) for row in rows]
        for url in pages:
            page = client.get(url)
            assert page.status_code == 200
            text = page.content.decode()
            main = text[text.index("<main") :]
            assert SECRET not in main or user in cast.members, url
            for label in labels():
                assert label not in main, (url, label)


def test_the_export_says_before_the_board(client, scene):
    cast, _rows = scene
    agenda = str(Nomination(state="on_agenda").get_state_display())
    for user in outsiders(cast):
        client.force_login(user)
        data = client.get(reverse("awards:nominations_export", args=[cast.campaign.pk])).content
        cells = [[cell.value for cell in row] for row in read_book(data, "x.xlsx").sheets[0].rows]
        assert [row[8] for row in cells if isinstance(row[0], int | float)] == [agenda] * 3


def test_the_timeline_leaves_the_board_out_in_every_round(scene):
    cast, rows = scene
    hidden = {"nomination.pass", "nomination.fail", "nomination.defer", "nomination.position"}
    reviews.open_review(cast.campaign, by=cast.secretary)
    reviews.enter_position(fresh(rows)[2], member=cast.members[1].person, value="agree", by=cast.secretary)
    for user in outsiders(cast):
        for row in rows:
            seen = selectors.nomination_for(user, row.pk)
            actions = list(selectors.history_for(user, seen).values_list("action", flat=True))
            assert not hidden & set(actions)
            assert "nomination.enter_position" not in actions
            assert actions.count("nomination.put_on_agenda") == 1
            assert selectors.told_result(user, seen) == ""
    seen = selectors.nomination_for(cast.secretary, rows[2].pk)
    actions = list(selectors.history_for(cast.secretary, seen).values_list("action", flat=True))
    assert {"nomination.defer", "nomination.position", "nomination.enter_position"} <= set(actions)
    assert actions.count("nomination.put_on_agenda") == 2


def test_buttons_and_refusals_do_not_tell_it_either(client, scene):
    cast, rows = scene
    client.force_login(cast.unit_officer)
    told = set()
    for row in rows:
        page = client.get(reverse("awards:nomination", args=[row.pk]))
        assert page.context["moves"] == []
        answer = client.post(reverse("awards:nomination_move", args=[row.pk, "withdraw"]), {"reason": "x"})
        told.add((answer.status_code, str(answer.context["form"].non_field_errors())))
    assert len(told) == 1
    ids = [row.pk for row in rows]
    url = reverse("awards:nominations_move", args=[cast.campaign.pk])
    asked = client.post(url, {"move": "withdraw", "ids": ids})
    reasons = {str(reason) for _row, reason in asked.context["refused"]}
    assert len(asked.context["refused"]) == 3
    assert len(reasons) == 1
    result = nominations.advance_many(
        ids, "withdraw", campaign=cast.campaign, by=cast.unit_officer, reason="x"
    )
    assert result.done == []
    assert {reason for _row, reason in result.skipped} == reasons
    # The agency knows the result, and withdraws what was deferred.
    agency = nominations.advance_many(ids, "withdraw", campaign=cast.campaign, by=cast.officer, reason="x")
    assert [row.name for row in agency.done] == ["Nguyễn Văn Hoãn"]


def test_the_page_of_a_late_move_names_no_member(client, scene):
    cast, rows = scene
    reviews.open_review(cast.campaign, by=cast.secretary)
    row = fresh(rows)[2]
    reviews.take_position(row, value="agree", by=cast.members[0])
    client.force_login(cast.unit_officer)
    late = client.post(reverse("awards:nomination_move", args=[row.pk, "recall"]), {"reason": ""})
    assert late.status_code == 409
    assert "Phạm Văn Ủy" not in late.content.decode()
    with pytest.raises(TransitionRefused):
        nominations.advance(row, "recall", by=cast.unit_officer)


def test_the_desk_and_the_notices_do_not_tell_it(scene):
    cast, _rows = scene
    for user in outsiders(cast):
        told = " ".join(
            str(task.sentence) for task in desk.tasks(user, date.today()) if isinstance(task, Task)
        )
        assert not any(label in told for label in labels())
        for text in Notice.objects.filter(user=user).values_list("text", flat=True):
            assert not any(label in text for label in labels())


def test_a_proposed_decision_tells_the_deciding_body_alone(scene):
    cast, rows = scene
    assert list(selectors.nominations_visible_to(cast.decider)) == []
    cast.proposed(rows[:1])
    (seen,) = selectors.nominations_visible_to(User.objects.get(pk=cast.decider.pk))
    assert (seen.pk, seen.shown_state) == (rows[0].pk, "passed")
    assert selectors.shown_state_of(cast.decider, fresh(rows)[0]) == "passed"
    for user in outsiders(cast):
        assert selectors.counts_by_state(user, cast.campaign) == {"on_agenda": 3}


def test_the_decision_tells_what_it_contains_and_the_end_of_the_round_the_rest(scene):
    cast, rows = scene
    decisions.publish(cast.proposed(rows[:1]), by=cast.decider)
    for user in outsiders(cast):
        assert selectors.counts_by_state(user, cast.campaign) == {"decided": 1, "on_agenda": 2}
        seen = selectors.nomination_for(user, rows[0].pk)
        assert selectors.told_result(user, seen)
        actions = set(selectors.history_for(user, seen).values_list("action", flat=True))
        assert "nomination.pass" in actions
        assert "nomination.position" not in actions
    campaigns.close(cast.campaign, by=cast.officer, reason="Đã xong")
    for user in (cast.unit_officer, cast.members[0]):
        again = User.objects.get(pk=user.pk)
        assert selectors.counts_by_state(again, cast.campaign) == {"decided": 1, "failed": 1, "deferred": 1}
        assert selectors.shown_state_of(again, fresh(rows)[1]) == "failed"


def test_strangers_see_nothing_of_it(scene):
    cast, rows = scene
    for user in (cast.stranger, account("Không Chức Vụ")):
        assert not selectors.nominations_visible_to(user).exists()
        assert not selectors.campaigns_visible_to(user).filter(pk=cast.campaign.pk).exists()
        assert selectors.shown_state_of(user, rows[0]) == "on_agenda"
