"""Two people at the same moment, on two real connections: one wins, the other is told, nothing is done twice."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from awards.models import AwardForm, Decision, GoldenBook, Grant, Nomination, SubjectKind
from awards.services import corrections, decisions, nominations, reviews
from awards.services.corrections import Revocation
from awards.tests.factories import account, fresh, stage
from emulation.audit.models import Entry
from emulation.ballots.models import Position
from emulation.documents.models import IssuedDocument
from emulation.lifecycle import TransitionRefused
from emulation.merging import Clash
from emulation.organisations.models import Organisation, Post
from emulation.organisations.offices import Office
from emulation.organisations.services import add_person, appoint, merge, revise_person
from emulation.verdicts import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Act = Callable[[], Any]
WAITING = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
LOST = (Refused, TransitionRefused, Clash)


def on_its_own_connection(act: Act, ready: threading.Barrier) -> Any:
    with closing(connection):
        ready.wait(timeout=30)
        try:
            return act()
        except LOST as refusal:
            return refusal


def at_once(*acts: Act) -> list[Any]:
    """What each act answered, or the refusal it met; any other error fails the test."""
    ready = threading.Barrier(len(acts))
    with ThreadPoolExecutor(len(acts)) as people:
        return [
            done.result(60) for done in [people.submit(on_its_own_connection, act, ready) for act in acts]
        ]


def one_after_the_other(first: Act, second: Act) -> tuple[Any, Any]:
    """`second` begins while `first` is done and not yet committed, and has to wait for it."""
    done, go_on = threading.Event(), threading.Event()

    def hold() -> Any:
        with closing(connection), transaction.atomic():
            answer = first()
            done.set()
            go_on.wait(timeout=30)
            return answer

    def follow() -> Any:
        with closing(connection):
            try:
                return second()
            except LOST as refusal:
                return refusal

    with ThreadPoolExecutor(2) as people:
        holding = people.submit(hold)
        assert done.wait(timeout=30), holding.exception()
        following = people.submit(follow)
        wait_until_somebody_waits()
        go_on.set()
        return holding.result(60), following.result(60)


def wait_until_somebody_waits() -> None:
    """Until another connection of this database waits for a lock."""
    pause = threading.Event()
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone():
                return
        pause.wait(0.05)
    pytest.fail("Nobody had to wait for a lock.")


def refusals(answers: list[Any]) -> list[Any]:
    return [answer for answer in answers if isinstance(answer, LOST)]


def test_a_decision_issued_by_two_is_issued_once():
    cast = stage(members=1)
    clerk = account("Văn Thư Tỉnh", cast.committee, Office.CLERK)
    decision = cast.proposed(cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình"))
    answers = at_once(*(lambda by=by: decisions.publish(decision, by=by) for by in (cast.decider, clerk)))
    assert len(refusals(answers)) == 1
    assert sorted(Grant.objects.values_list("golden_number", flat=True)) == [1, 2]
    assert IssuedDocument.objects.count() == 3
    assert Entry.objects.filter(action="decision.publish").count() == 1


def test_two_decisions_of_one_number_leave_one():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An", "Nguyễn Văn Bình")
    drafts = [cast.proposed([row], "7/QĐ-UBND") for row in rows]
    answers = at_once(*(lambda one=one: decisions.publish(one, by=cast.decider) for one in drafts))
    (lost,) = refusals(answers)
    assert "7/QĐ-UBND" in str(lost)
    assert Decision.objects.filter(state="published").count() == 1
    assert sorted(row.state for row in fresh(rows)) == ["decided", "passed"]
    assert (Grant.objects.count(), GoldenBook.objects.get().last) == (1, 1)


@pytest.mark.parametrize("book", ["new book", "book in use"])
def test_golden_numbers_of_two_decisions_are_consecutive_and_unique(book):
    cast = stage(members=1)
    rows = cast.approved(*(f"Nguyễn Văn {name}" for name in ("An", "Bình", "Cường", "Dũng", "Em")))
    before = 0
    if book == "book in use":
        decisions.publish(cast.proposed(rows[:1], "1/QĐ-UBND"), by=cast.decider)
        before = 1
    halves = [cast.proposed(rows[1:3], "2/QĐ-UBND"), cast.proposed(rows[3:], "3/QĐ-UBND")]
    answers = at_once(*(lambda one=one: decisions.publish(one, by=cast.decider) for one in halves))
    assert refusals(answers) == []
    for one in halves:
        numbers = sorted(one.grants.values_list("golden_number", flat=True))
        assert numbers[1] == numbers[0] + 1
    every = sorted(Grant.objects.values_list("golden_number", flat=True))
    assert every == list(range(1, 5 + before))


def test_a_verdict_and_the_close_of_the_vote_do_not_pass_each_other():
    cast = stage(members=2)
    (row,) = cast.before_board("Nguyễn Văn An")
    reviews.take_position(row, value="agree", by=cast.members[0])
    _counts, verdict = one_after_the_other(
        lambda: reviews.close_review(cast.campaign, by=cast.secretary),
        lambda: reviews.take_position(fresh([row])[0], value="agree", by=cast.members[1]),
    )
    assert isinstance(verdict, Refused)
    (row,) = fresh([row])
    assert (row.question.result.agree, Position.objects.count()) == (1, 1)


def test_a_verdict_given_before_the_close_is_counted():
    cast = stage(members=1)
    (row,) = cast.before_board("Nguyễn Văn An")
    _position, counts = one_after_the_other(
        lambda: reviews.take_position(row, value="agree", by=cast.members[0]),
        lambda: reviews.close_review(cast.campaign, by=cast.secretary),
    )
    assert counts == {"pass": 1, "fail": 0, "defer": 0}


def test_a_vote_closed_by_two_is_counted_once():
    cast = stage(members=1)
    other = account("Thư Ký Hai", cast.alliance, Office.COUNCIL_SECRETARY)
    cast.before_board("Nguyễn Văn An")
    answers = at_once(
        *(lambda by=by: reviews.close_review(cast.campaign, by=by) for by in (cast.secretary, other))
    )
    assert len(refusals(answers)) == 1
    assert Entry.objects.filter(action="ballot.close").count() == 1


def test_an_appraisal_made_while_the_vote_opens_is_not_lost():
    cast = stage(members=1)
    kept, dropped = cast.eligible("Nguyễn Văn An", "Nguyễn Văn Bình")
    _row, campaign = one_after_the_other(
        lambda: nominations.advance(dropped, "appraise_not_ok", by=cast.appraiser, reason="Thiếu thuế"),
        lambda: reviews.open_review(cast.campaign, by=cast.secretary),
    )
    assert [row.state for row in fresh([kept, dropped])] == ["on_agenda", "appraised_not_ok"]
    assert campaign.ballot.questions.count() == 1


def test_two_who_move_one_nomination_move_it_once():
    cast = stage(members=1)
    row = cast.carry(cast.nominate(), "submit")
    answers = at_once(
        lambda: nominations.advance(row, "receive", by=cast.officer),
        lambda: nominations.advance(row, "receive", by=cast.appraiser),
    )
    (lost,) = refusals(answers)
    assert isinstance(lost, TransitionRefused)
    assert Entry.objects.filter(action="nomination.receive").count() == 1


def test_two_bulk_acts_over_the_same_rows_share_them():
    cast = stage(members=1)
    rows = [cast.carry(cast.nominate(f"Lê Văn {place}"), "submit") for place in ("Một", "Hai", "Ba")]
    ids = [row.pk for row in rows]
    results = at_once(
        lambda: nominations.advance_many(ids, "receive", campaign=cast.campaign, by=cast.officer),
        lambda: nominations.advance_many(
            ids[::-1], "return", campaign=cast.campaign, by=cast.appraiser, reason="x"
        ),
    )
    assert [len(result.done) + len(result.skipped) for result in results] == [3, 3]
    # Whoever comes first: what was received is returned, and what was returned is not received.
    assert len(results[1].done) == 3
    assert len(results[0].done) in (0, 3)
    assert {row.state for row in fresh(rows)} == {"returned"}


def test_two_edits_of_different_fields_are_both_kept_also_when_one_changes_what_is_joined():
    cast = stage(members=1)
    row = cast.nominate()
    seen = nominations.words_of(row)
    other_form = replace(seen, form=AwardForm.objects.get(code="GK_LM"), unit=cast.other_coop)
    _first, second = one_after_the_other(
        lambda: nominations.edit(row, other_form, base=seen, by=cast.officer),
        lambda: nominations.edit(row, replace(seen, achievement="Viết lại"), base=seen, by=cast.officer),
    )
    assert (second.form.code, second.unit, second.achievement) == ("GK_LM", cast.other_coop, "Viết lại")


def test_two_edits_of_one_field_leave_the_first_and_ask_the_second():
    cast = stage(members=1)
    row = cast.nominate()
    seen = nominations.words_of(row)
    answers = at_once(
        *(
            lambda text=text: nominations.edit(
                row, replace(seen, achievement=text), base=seen, by=cast.officer
            )
            for text in ("Bản một", "Bản hai")
        )
    )
    (lost,) = refusals(answers)
    assert isinstance(lost, Clash)
    (kept,) = [answer for answer in answers if answer is not lost]
    assert Nomination.objects.get().achievement == kept.achievement


def test_an_edit_of_a_decision_sees_the_signatory_that_was_chosen_while_it_waited():
    cast = stage(members=1)
    decision = cast.drafted(cast.approved("Nguyễn Văn An"))
    deputy = account("Phó Chủ Tịch", cast.committee, Office.DEPUTY, title="Phó Chủ tịch")
    seen = decisions.terms_of(decision)
    post = Post.objects.get(person=deputy.person)
    chosen = replace(seen, signatory=post, signatory_name="Phó Chủ Tịch", signatory_office="Phó Chủ tịch")
    _first, second = one_after_the_other(
        lambda: decisions.edit_decision(decision, chosen, base=seen, by=cast.secretary),
        lambda: decisions.edit_decision(
            decision, replace(seen, place="Nơi khác"), base=seen, by=cast.officer
        ),
    )
    assert (second.signatory, second.signatory_name, second.place) == (post, "Phó Chủ Tịch", "Nơi khác")


def test_one_subject_entered_by_two_stands_once():
    cast = stage(members=1)
    words = nominations.words_of(cast.nominate("Người Mẫu"))
    again = replace(words, name="Nguyễn Văn Đôi")
    answers = at_once(
        *(
            lambda by=by: nominations.draft(cast.campaign, SubjectKind.INDIVIDUAL, again, by=by)
            for by in (cast.officer, cast.unit_officer)
        )
    )
    assert len(refusals(answers)) == 1
    assert Nomination.objects.filter(name="Nguyễn Văn Đôi").count() == 1


def test_one_nomination_is_taken_into_one_of_two_drafts():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    answers = at_once(*(lambda number=number: cast.drafted(rows, number) for number in ("1/QĐ", "2/QĐ")))
    assert len(refusals(answers)) == 1
    assert Decision.objects.count() == 1


def test_an_award_corrected_by_two_has_one_new_certificate_after_the_other():
    cast = stage(members=1)
    grant = cast.published("Nguyễn Văn An").grants.get()
    first, second = one_after_the_other(
        lambda: corrections.reissue(grant, {"name": "Nguyễn Văn Ân"}, reason="Sai dấu", by=cast.decider),
        lambda: corrections.reissue(grant, {"address": "Xã A"}, reason="Thiếu địa chỉ", by=cast.decider),
    )
    assert second.replaces == first
    grant.refresh_from_db()
    assert (grant.name, grant.address, grant.certificate) == ("Nguyễn Văn Ân", "Xã A", second)


def test_an_award_is_revoked_once_by_two():
    cast = stage(members=1)
    grant = cast.published("Nguyễn Văn An").grants.get()
    how = Revocation(ground="fraud", decision_number="9/QĐ-UBND", on=grant.decision.signed_on)
    answers = at_once(*(lambda: corrections.revoke(grant, how, by=cast.decider) for _ in range(2)))
    assert len(refusals(answers)) == 1
    assert Entry.objects.filter(action="grant.revoke").count() == 1


def test_an_appointment_waits_for_a_draft_of_the_same_agency():
    cast = stage(members=1)
    row = cast.nominate("Người Mẫu")
    words = replace(nominations.words_of(row), name="Nguyễn Văn An")
    drafted, post = one_after_the_other(
        lambda: nominations.draft(cast.campaign, SubjectKind.INDIVIDUAL, words, by=cast.officer),
        lambda: appoint(
            cast.stranger.person, cast.alliance, Office.STAFF, valid_from=date(2026, 1, 1), by=cast.officer
        ),
    )
    assert (drafted.name, post.organisation) == ("Nguyễn Văn An", cast.alliance)


def test_a_merger_into_the_agency_waits_for_its_draft():
    cast = stage(members=1)
    words = replace(nominations.words_of(cast.nominate("Người Mẫu")), name="Nguyễn Văn An")
    joining = Organisation.objects.get(posts__person=cast.stranger.person, posts__office=Office.OFFICER)
    drafted, successor = one_after_the_other(
        lambda: nominations.draft(cast.campaign, SubjectKind.INDIVIDUAL, words, by=cast.officer),
        lambda: merge([joining], into=cast.alliance, on=date(2026, 7, 1), document="1/QĐ", by=None),
    )
    assert (drafted.name, successor) == ("Nguyễn Văn An", cast.alliance)


def test_a_person_is_revised_after_the_decision_that_commends_them():
    cast = stage(members=1)
    known = add_person("Nguyễn Văn An", by=None, birth_year=1980, keeper=cast.alliance)
    appoint(known, cast.coop, Office.STAFF, valid_from=date(2020, 1, 1), by=None)
    decision = cast.proposed(cast.approved("Nguyễn Văn An"))
    published, revised = one_after_the_other(
        lambda: decisions.publish(decision, by=cast.decider),
        lambda: revise_person(known, by=cast.officer, full_name="Nguyễn Văn Ân"),
    )
    assert (published.state, revised.full_name) == ("published", "Nguyễn Văn Ân")
