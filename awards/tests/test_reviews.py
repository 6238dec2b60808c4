"""The board's vote from the agenda to the second round."""

from datetime import timedelta

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from awards import selectors
from awards.models import AwardForm, AwardRule, Board, SubjectKind
from awards.services import boards, campaigns, nominations, reviews
from awards.states import CampaignState
from awards.tests.factories import SINCE, account, fresh, seat, stage
from emulation.accounts.models import User
from emulation.ballots.models import Ballot, Position
from emulation.ballots.selectors import sentence
from emulation.lifecycle import TransitionRefused
from emulation.notices.models import Notice
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
WORD = "Lydorieng9z"


def test_a_form_with_a_secret_ballot_is_refused_with_its_name():
    cast = stage(members=1)
    cast.eligible("Nguyễn Văn Thường")
    secret = cast.carry(
        cast.nominate("Lê Văn Kín", form=AwardForm.objects.get(code="CSTDT")),
        "submit",
        "receive",
        "appraise_ok",
    )
    with pytest.raises(Refused, match="Chiến sĩ thi đua"):
        reviews.open_review(cast.campaign, by=cast.secretary)
    cast.campaign.refresh_from_db()
    assert (cast.campaign.state, Ballot.objects.exists()) == ("open", False)
    nominations.advance(secret, "appraise_not_ok", by=cast.appraiser, reason="Xét ở nơi khác")
    assert reviews.open_review(cast.campaign, by=cast.secretary).state == CampaignState.IN_REVIEW


def test_opening_is_refused_without_a_board_members_a_rule_or_anything_to_decide():
    cast = stage(members=1)
    with pytest.raises(Refused):
        reviews.open_review(cast.campaign, by=cast.secretary)
    cast.eligible("Nguyễn Văn An")
    for user in (cast.officer, cast.appraiser, cast.stranger, cast.members[0]):
        with pytest.raises(Refused):
            reviews.open_review(cast.campaign, by=user)
    AwardRule.objects.filter(form__code="BK_TINH").delete()
    with pytest.raises(Refused, match="Bằng khen"):
        reviews.open_review(cast.campaign, by=cast.secretary)
    AwardRule.objects.create(
        form=AwardForm.objects.get(code="BK_TINH"),
        valid_from=SINCE,
        authority="x",
        legal_ground="x",
        confidence="S",
    )
    cast.board.seats.update(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused):
        reviews.open_review(cast.campaign, by=cast.secretary)
    campaigns.revise(
        cast.campaign,
        campaigns.CampaignTerms(**{**vars(campaigns.terms_of(cast.campaign)), "board": None}),
        base=campaigns.terms_of(cast.campaign),
        by=cast.officer,
    )
    with pytest.raises(Refused):
        reviews.open_review(cast.campaign, by=cast.secretary)
    assert not Ballot.objects.exists()


def test_the_roll_is_frozen_when_the_vote_opens():
    cast = stage(members=3)
    (row,) = cast.before_board("Nguyễn Văn An")
    leaver, stayer, _third = cast.members
    joiner = account("Người Đến Sau")
    today = timezone.localdate()
    boards.end_seat(
        cast.board.seats.get(person=leaver.person), on=today - timedelta(days=1), by=cast.secretary
    )
    seat(joiner.person, cast.board)
    with pytest.raises(Refused):
        reviews.take_position(row, value="agree", by=joiner)
    reviews.take_position(row, value="agree", by=stayer)
    # Who has left the board sees its dossiers no longer; the written opinion is entered by the secretary.
    gone = User.objects.get(pk=leaver.pk)
    assert not selectors.campaigns_visible_to(gone).exists()
    reviews.enter_position(row, member=leaver.person, value="agree", by=cast.secretary)
    reviews.close_review(cast.campaign, by=cast.secretary)
    (row,) = fresh([row])
    assert (row.question.result.seats, row.question.result.base, row.question.result.agree) == (3, 3, 2)


def test_the_members_are_called_and_nobody_else():
    cast = stage(members=2)
    cast.before_board("Nguyễn Văn An")
    text = Notice.objects.get(user=cast.members[0]).text
    assert cast.campaign.title in text
    assert Notice.objects.get(user=cast.members[1]).url == reverse(
        "awards:review_start", args=[cast.campaign.pk]
    )
    assert not Notice.objects.filter(user__in=[cast.decider, cast.stranger, cast.secretary]).exists()


def test_the_last_verdict_of_a_member_counts():
    cast = stage(members=3)
    (row,) = cast.before_board("Nguyễn Văn An")
    cast.vote(row, "disagree", "agree", "agree")
    reviews.take_position(row, value="agree", by=cast.members[0])
    assert reviews.close_review(cast.campaign, by=cast.secretary) == {"pass": 1, "fail": 0, "defer": 0}
    assert Position.objects.filter(question=row.question).count() == 4


YES, NO, LATER = "agree", "disagree", "defer"


@pytest.mark.parametrize(
    ("values", "state", "share"),
    [
        ([YES, YES, YES, YES, NO], "passed", "4/5 thành viên đồng ý = 80%"),
        ([YES, YES, YES, YES], "passed", "4/5 thành viên đồng ý = 80%"),
        ([YES, YES, YES, NO, NO], "failed", "3/5 thành viên đồng ý = 60%"),
        # Those who ask to defer could still carry it.
        ([YES, YES, YES, LATER, NO], "deferred", "3/5 thành viên đồng ý = 60%"),
        ([YES, LATER, NO, NO], "failed", "1/5 thành viên đồng ý = 20%"),
        # Three of five are not two thirds: no valid vote, the nomination comes again.
        ([YES, YES, YES], "deferred", "3/5 thành viên đồng ý = 60%"),
        ([], "deferred", "0/5 thành viên đồng ý = 0%"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_the_result_by_threshold_and_quorum(values, state, share):
    cast = stage(members=5)
    (row,) = cast.before_board("Nguyễn Văn An")
    cast.vote(row, *values)
    reviews.close_review(cast.campaign, by=cast.secretary)
    (row,) = fresh([row])
    verdict = "đạt" if state == "passed" else "không đạt"
    assert row.state == state
    assert sentence(row.question).startswith(f"{share}, cần 80% (4 phiếu): {verdict}")
    assert row.question.result.quorate is (len(values) > 3)


def test_closing_twice_or_voting_after_it_is_refused():
    cast = stage(members=1)
    (row,) = cast.before_board("Nguyễn Văn An")
    for user in (cast.officer, cast.members[0], cast.decider):
        with pytest.raises(Refused):
            reviews.close_review(cast.campaign, by=user)
    reviews.close_review(cast.campaign, by=cast.secretary)
    with pytest.raises(TransitionRefused):
        reviews.close_review(cast.campaign, by=cast.secretary)
    for late in (row, *fresh([row])):
        with pytest.raises(Refused):
            reviews.take_position(late, value="agree", by=cast.members[0])
        with pytest.raises(Refused):
            reviews.enter_position(late, member=cast.members[0].person, value="agree", by=cast.secretary)
    assert not Position.objects.exists()


def test_the_opinion_of_an_absent_member_names_who_typed_it():
    cast = stage(members=2)
    (row,) = cast.before_board("Nguyễn Văn An")
    absent, present = cast.members
    position = reviews.enter_position(row, member=absent.person, value="agree", by=cast.secretary)
    assert (position.member.person, position.entered_by) == (absent.person, cast.secretary)
    reviews.take_position(row, value="agree", by=present)
    for member, by in ((present, cast.secretary), (absent, cast.officer), (cast.officer, cast.secretary)):
        with pytest.raises(Refused):
            reviews.enter_position(row, member=member.person, value="disagree", reason="x", by=by)
    appoint(absent.person, row.unit, Office.STAFF, title="", valid_from=SINCE, by=None)
    with pytest.raises(Refused):
        reviews.enter_position(row, member=absent.person, value="agree", by=cast.secretary)
    draft = cast.nominate("Lê Văn Nháp")
    with pytest.raises(Refused):
        reviews.enter_position(draft, member=absent.person, value="agree", by=cast.secretary)


def test_a_member_without_an_account_of_a_person_takes_no_position():
    cast = stage(members=1)
    (row,) = cast.before_board("Nguyễn Văn An")
    with pytest.raises(Refused):
        reviews.take_position(row, value="agree", by=User.objects.create(email="x@example.vn"))


def test_what_was_deferred_goes_before_the_board_again_with_a_question_of_its_own():
    cast = stage(members=3)
    passed, again = cast.before_board("Nguyễn Văn Được", "Nguyễn Văn Hoãn")
    cast.vote(passed, "agree", "agree", "agree")
    cast.vote(again, "defer", "defer", "agree")
    reviews.close_review(cast.campaign, by=cast.secretary)
    first = again.question
    campaign = reviews.open_review(cast.campaign, by=cast.secretary)
    passed, again = fresh([passed, again])
    assert (passed.state, again.state) == ("passed", "on_agenda")
    assert again.question != first
    assert again.question.ballot == campaign.ballot
    assert first.positions.count() == 3
    first.refresh_from_db()
    assert first.result.defer == 2
    member = cast.members[0]
    assert list(selectors.review_queue(member, campaign)) == [again]
    assert [
        line.nomination for line in selectors.review_lines(member, selectors.agenda_of(member, campaign))
    ] == [again]
    cast.vote(again, "agree", "agree", "agree")
    assert reviews.close_review(campaign, by=cast.secretary) == {"pass": 1, "fail": 0, "defer": 0}
    (passed,) = fresh([passed])
    assert sentence(passed.question).startswith("3/3")


@pytest.mark.once
def test_before_the_count_nobody_reads_what_a_member_said(client):
    """Every page of the program, as everybody but the author; the author's own page shows it."""
    cast = stage(members=3)
    row, other = cast.before_board("Nguyễn Văn An", "Nguyễn Văn Bình")
    reviews.take_position(row, value="disagree", reason=WORD, by=cast.members[0])
    reviews.enter_position(
        other, member=cast.members[1].person, value="defer", reason=WORD, by=cast.secretary
    )
    auditor = account("Người Kiểm Tra", cast.alliance, Office.AUDITOR, Office.OBSERVER)
    readers = [
        cast.officer,
        cast.appraiser,
        cast.secretary,
        cast.unit_officer,
        cast.members[2],
        cast.decider,
        auditor,
    ]
    values = {
        "pk": cast.campaign.pk,
        "nomination_pk": row.pk,
        "entry_pk": 1,
        "seat_pk": 1,
        "move": "withdraw",
    }
    urls = [reverse("awards:nomination", args=[row.pk]), reverse("awards:nomination", args=[other.pk])]
    for namespace in ("awards", "audit", "notices", "portal"):
        for pattern in get_resolver().namespace_dict[namespace][1].url_patterns:
            names = set(pattern.pattern.converters)
            if names <= values.keys():
                urls.append(
                    reverse(f"{namespace}:{pattern.name}", kwargs={name: values[name] for name in names})
                )
    read = 0
    for user in readers:
        client.force_login(user)
        for url in urls:
            page = client.get(url)
            if page.status_code == 200:
                read += 1
                body = b"".join(page) if page.streaming else page.content
                assert WORD not in body.decode("utf-8", "replace"), (url, user)
    assert read > 40
    client.force_login(cast.members[0])
    assert WORD in client.get(reverse("awards:review", args=[cast.campaign.pk, row.pk])).content.decode()


def test_the_secretary_sees_how_far_each_member_is_and_the_results_after_the_count(client):
    cast = stage(members=2)
    row, _other = cast.before_board("Nguyễn Văn An", "Nguyễn Văn Bình")
    appoint(cast.members[1].person, row.unit, Office.STAFF, title="", valid_from=SINCE, by=None)
    reviews.take_position(row, value="agree", by=cast.members[0])
    client.force_login(cast.secretary)
    url = reverse("awards:review_progress", args=[cast.campaign.pk])
    page = client.get(url)
    assert [(line.done, line.total) for line in page.context["members"]] == [(1, 2), (0, 0)]
    assert page.context["results"] == []
    client.force_login(cast.officer)
    assert client.get(url).status_code == 403
    reviews.close_review(cast.campaign, by=cast.secretary)
    client.force_login(cast.secretary)
    assert len(client.get(url).context["results"]) == 2


def test_the_pages_of_a_member_lead_through_the_queue(client):
    cast = stage(members=1)
    rows = cast.before_board("Nguyễn Văn An", "Nguyễn Văn Bình")
    ordered = sorted(rows, key=lambda row: row.sort_key)
    client.force_login(cast.members[0])
    start = reverse("awards:review_start", args=[cast.campaign.pk])
    pages = [reverse("awards:review", args=[cast.campaign.pk, row.pk]) for row in ordered]
    assert client.get(start).url == pages[0]
    page = client.get(pages[0])
    assert (page.context["place"], page.context["total"], page.context["done"]) == (1, 2, 0)
    wrong = client.post(pages[0], {"value": "defer", "reason": ""})
    assert set(wrong.context["form"].errors) == {"reason"}
    assert client.post(pages[0], {"value": "defer", "reason": "Chưa rõ"}).url == pages[1]
    assert client.post(pages[1], {"value": "agree"}).url == reverse(
        "awards:review_overview", args=[cast.campaign.pk]
    )
    assert client.get(start).url == reverse("awards:review_overview", args=[cast.campaign.pk])
    overview = client.get(reverse("awards:review_overview", args=[cast.campaign.pk]))
    assert overview.context["done"] == 2
    reviews.close_review(cast.campaign, by=cast.secretary)
    late = client.post(pages[0], {"value": "agree"})
    assert late.context["form"].non_field_errors()
    outside = cast.nominate("Lê Văn Ngoài")
    assert client.get(reverse("awards:review", args=[cast.campaign.pk, outside.pk])).status_code == 404


def test_the_pages_of_the_secretary_open_enter_and_close(client):
    cast = stage(members=2)
    (row,) = cast.eligible("Nguyễn Văn An")
    client.force_login(cast.secretary)
    opening = reverse("awards:review_open", args=[cast.campaign.pk])
    page = client.get(opening)
    assert (page.context["count"], len(page.context["members"])) == (1, 2)
    assert client.post(opening).url == reverse("awards:review_progress", args=[cast.campaign.pk])
    assert client.post(opening).status_code == 409
    cast.campaign.refresh_from_db()
    entry = cast.campaign.ballot.roll.get(person=cast.members[0].person)
    enter = reverse("awards:review_enter", args=[cast.campaign.pk, entry.pk])
    assert client.get(enter).status_code == 200
    wrong = client.post(enter, {f"n{row.pk}-value": "defer", f"n{row.pk}-reason": ""})
    assert wrong.status_code == 200
    assert not Position.objects.exists()
    done = client.post(enter, {f"n{row.pk}-value": "agree", f"n{row.pk}-reason": ""})
    assert done.url == reverse("awards:review_progress", args=[cast.campaign.pk])
    reviews.take_position(fresh([row])[0], value="agree", by=cast.members[0])
    refused = client.post(enter, {f"n{row.pk}-value": "defer", f"n{row.pk}-reason": "Chưa"})
    assert not refused.context["lines"][0].form
    assert refused.context["errors"]
    assert client.get(reverse("awards:review_enter", args=[cast.campaign.pk, 0])).status_code == 404
    close = reverse("awards:review_close", args=[cast.campaign.pk])
    assert client.get(close).status_code == 200
    assert client.post(close, {"confirmation": "thôi"}).context["form"].errors
    assert client.post(close, {"confirmation": "KẾT THÚC"}).status_code == 302
    assert client.post(close, {"confirmation": "KẾT THÚC"}).status_code == 409


def test_what_hinders_the_opening_stands_on_its_page(client):
    cast = stage(members=1)
    client.force_login(cast.secretary)
    page = client.post(reverse("awards:review_open", args=[cast.campaign.pk]))
    assert page.status_code == 200
    assert page.context["problem"]
    for name in ("review_progress", "review_close", "review_overview"):
        assert client.get(reverse(f"awards:{name}", args=[cast.campaign.pk])).status_code == 404, name


def test_the_list_of_votes_and_what_waits():
    cast = stage(members=2)
    rows = cast.before_board("Nguyễn Văn An", "Nguyễn Văn Bình")
    member = cast.members[0]
    reviews.take_position(rows[0], value="agree", by=member)
    (line,) = selectors.reviews_of(member)
    assert (line.campaign, line.total, line.done, line.member, line.runs) == (
        cast.campaign,
        2,
        1,
        True,
        False,
    )
    (line,) = selectors.reviews_of(cast.secretary)
    assert (line.total, line.done, line.member, line.runs) == (2, 0, False, True)
    assert selectors.reviews_of(cast.officer) == []
    assert selectors.waiting_votes(member) == [(cast.campaign, 1)]
    assert selectors.waiting_votes(cast.secretary) == []
    reviews.take_position(rows[1], value="agree", by=member)
    assert selectors.waiting_votes(member) == []


def test_an_agenda_lists_collectives_households_and_individuals_by_name():
    cast = stage(members=1)
    cast.eligible("Nguyễn Văn Bình", "Nguyễn Văn An")
    cast.carry(cast.collective(), "submit", "receive", "appraise_ok")
    words = nominations.Words(
        form=AwardForm.objects.get(code="GK_LM"), unit=cast.coop, name="Trần Văn Hộ", achievement="x"
    )
    household = nominations.draft(cast.campaign, SubjectKind.HOUSEHOLD, words, by=cast.officer)
    cast.carry(household, "submit", "receive", "appraise_ok")
    lists = reviews.agenda(cast.campaign)
    assert [row.name for row in lists.ready] == [
        cast.coop.name,
        "Trần Văn Hộ",
        "Nguyễn Văn An",
        "Nguyễn Văn Bình",
    ]
    assert [(form.code, number) for form, number in selectors.by_form(lists.ready)] == [
        ("GK_LM", 1),
        ("BK_TINH", 3),
    ]


def test_a_vote_of_another_board_is_not_seen():
    cast = stage(members=1)
    cast.before_board("Nguyễn Văn An")
    other = Board.objects.create(organisation=cast.alliance, name="Hội đồng khác")
    outsider = account("Ủy Viên Khác")
    seat(outsider.person, other)
    assert not selectors.campaigns_visible_to(outsider).exists()
    assert selectors.reviews_of(outsider) == []
    assert not selectors.is_on_roll(outsider, cast.campaign)
    assert not selectors.review_queue(outsider, cast.campaign).exists()


def test_a_vote_that_cannot_pass_is_named_before_it_is_opened(client):
    """80 % of five members are four; where two belong to the unit, three are left."""
    cast = stage(members=5)
    for member in cast.members[:2]:
        appoint(member.person, cast.other_coop, Office.STAFF, title="", valid_from=SINCE, by=None)
    near = cast.carry(cast.nominate(unit=cast.other_coop), "submit", "receive", "appraise_ok")
    cast.eligible("Nguyễn Văn Bình")
    client.force_login(cast.secretary)
    page = client.get(reverse("awards:review_open", args=[cast.campaign.pk]))
    assert page.context["beyond_reach"] == [near]
    assert "không thể đạt tỷ lệ" in page.content.decode()
    AwardRule.objects.update(recusal_lowers_base=True)
    assert client.get(page.request["PATH_INFO"]).context["beyond_reach"] == []


def test_written_opinions_are_entered_page_by_page(client):
    cast = stage(members=1)
    rows = cast.before_board(*(f"Nguyễn Văn {chr(65 + place)}" for place in range(11)))
    entry = cast.campaign.ballot.roll.get()
    client.force_login(cast.secretary)
    url = f"{reverse('awards:review_enter', args=[cast.campaign.pk, entry.pk])}?size=10"
    page = client.get(url)
    assert len(page.context["lines"]) == 10
    typed = {f"n{row.pk}-value": "agree" for row in (line.nomination for line in page.context["lines"])}
    onward = client.post(url, typed)
    assert onward.url.endswith("?page=2&size=10")
    (last,) = client.get(onward.url).context["lines"]
    assert client.post(onward.url, {f"n{last.nomination.pk}-value": "agree"}).url.endswith(
        "/review/progress/"
    )
    assert Position.objects.filter(member=entry).count() == len(rows)
