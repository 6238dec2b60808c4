"""A member who is the nominee, or belongs to the nominee's unit, sees no trace of that dossier.

The unique word is sought in every page, count, export and mail that this member can get.
"""

import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards import selectors
from awards.models import Nomination, NomineeImport
from awards.selectors.desk import tasks
from awards.services import boards, decisions, nominations, reviews
from awards.services.decisions import DecisionTerms
from awards.tests.factories import SINCE, account, stage, unit
from awards.tests.test_access import address, named
from emulation.accounts.models import User
from emulation.ballots.models import Question
from emulation.notices.models import Notice, Outgoing
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint
from emulation.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORD = "Xylophonxyz"


@pytest.fixture
def scene():
    """A member directs the cooperative from which somebody with a unique name is nominated."""
    cast = stage(members=3)
    member = cast.members[0]
    appoint(member.person, cast.other_coop, Office.HEAD, title="Giám đốc", valid_from=SINCE, by=None)
    open_row, *_ = cast.eligible("Nguyễn Văn Thường")
    hidden = cast.carry(
        cast.nominate(f"Trần {WORD}", unit=cast.other_coop), "submit", "receive", "appraise_ok"
    )
    campaign = reviews.open_review(cast.campaign, by=cast.secretary)
    return cast, member, open_row, hidden, campaign


def addresses(ids):
    """Every address of the room filled with ids that exist, and the pages around it that name things."""
    for pattern in named("awards").values():
        yield address(pattern, ids)
    for name in ("desk", "help"):
        yield reverse(f"portal:{name}")
    for name in ("notices:list", "jobs:mine", "organisations:list", "audit:log", "accounts:profile"):
        yield reverse(name)
    for place in ("other_unit", "own_unit"):
        yield reverse("organisations:detail", args=[ids[place]])
    yield reverse("organisations:people")
    yield f"{reverse('organisations:people')}?q=xyloph"
    yield reverse("awards:nomination", args=[ids["nomination"]])
    yield f"{reverse('awards:nominations', args=[ids['campaign']])}?q=xyloph"
    yield f"{reverse('awards:grants')}?q=xyloph"
    yield f"{reverse('organisations:list')}?q=xyloph"


def text_of(response):
    """What a person can read of an answer: a workbook is opened, its texts with it."""
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode("utf-8", "replace")


@pytest.fixture
def ids(scene):
    """The hidden dossier in a decision that waits for the Alliance, beside one that is open to the member.

    The chair of the Alliance, who sits on the board, belongs to the nominee's unit as well.
    """
    cast, _member, open_row, hidden, campaign = scene
    for row in (open_row, hidden):
        row.refresh_from_db()
        for person, _title in [(user.person, "") for user in cast.members]:
            if not reviews.is_conflicted_member(row, person):
                reviews.enter_position(row, member=person, value="agree", by=cast.secretary)
    Question.objects.update(threshold=50)
    reviews.close_review(campaign, by=cast.secretary)
    draft = decisions.draft_decision(
        campaign,
        DecisionTerms(summary=f"Về việc tặng Bằng khen cho {WORD}"),
        nominations=[open_row.pk, hidden.pk],
        body=cast.alliance,
        by=cast.secretary,
    )
    chair = account("Chủ Tịch Hội Đồng", cast.alliance, Office.HEAD, title="Chủ tịch")
    appoint(chair.person, cast.other_coop, Office.STAFF, title="", valid_from=SINCE, by=None)
    cast.board.seats.create(person=chair.person, valid_from=SINCE)
    account("Văn Thư Liên Minh", cast.alliance, Office.CLERK)
    decisions.propose(draft, by=cast.secretary)
    upload = NomineeImport.objects.create(
        campaign=campaign, file="x.xlsx", filename=f"{WORD}.xlsx", digest="0" * 64, uploaded_by=cast.officer
    )
    return {
        "campaign": campaign.pk,
        "nomination": hidden.pk,
        "agenda": hidden.pk,
        "in_draft": hidden.pk,
        "decision": draft.pk,
        "issued": draft.pk,
        "grant": 1,
        "import": upload.pk,
        "board": cast.board.pk,
        "seat": cast.board.seats.first().pk,
        "entry": campaign.ballot.roll.first().pk,
        "other_unit": cast.coop.pk,
        "own_unit": cast.other_coop.pk,
    }


def chair_of(cast):
    return User.objects.get(person__posts__organisation=cast.alliance, person__posts__office=Office.HEAD)


@pytest.mark.parametrize("who", ["member", "officer", "chair"])
def test_no_page_names_the_hidden_dossier(client, scene, ids, who):
    """The member alone, an officer of the standing agency and its chair who sit on the board and are conflicted."""
    cast, member, open_row, hidden, campaign = scene
    if who == "officer":
        person = cast.officer.person
        appoint(person, cast.other_coop, Office.STAFF, title="", valid_from=SINCE, by=None)
        cast.board.seats.create(person=person, valid_from=SINCE)
    user = {"member": member, "officer": cast.officer, "chair": chair_of(cast)}[who]
    client.force_login(User.objects.get(pk=user.pk))
    seen = []
    for url in addresses(ids):
        response = client.get(url)
        assert WORD not in text_of(response), url
        seen += [url] if response.status_code == 200 else []
    assert len(seen) > 15
    assert client.get(reverse("awards:nomination", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("awards:review", args=[campaign.pk, hidden.pk])).status_code == 404
    assert client.get(reverse("awards:nomination", args=[open_row.pk])).status_code == 200


def test_the_word_is_found_where_it_may_be_read(client, scene, ids):
    """The search above can find something: the secretary reads the name in the list and in the workbook."""
    cast, *_ = scene
    client.force_login(User.objects.get(pk=cast.secretary.pk))
    for name in ("nominations", "nominations_export"):
        assert WORD in text_of(client.get(reverse(f"awards:{name}", args=[ids["campaign"]])))


def test_counts_leave_it_out(client, scene):
    cast, member, open_row, _hidden, campaign = scene
    assert selectors.counts_by_state(member, campaign) == {"on_agenda": 1}
    assert selectors.counts_of_campaigns(member, [campaign]) == {campaign.pk: 1}
    assert list(selectors.review_queue(member, campaign)) == [open_row]
    assert [line.total for line in selectors.reviews_of(member)] == [1]
    other = cast.members[1]
    assert selectors.counts_by_state(other, campaign) == {"on_agenda": 2}


def test_mails_and_notices_leave_it_out(scene):
    _cast, member, *_ = scene
    for notice in Notice.objects.filter(user=member):
        assert WORD not in notice.text
        assert not re.search(r"\b2\b", notice.text)
    for mail in Outgoing.objects.filter(to=member.email):
        assert WORD not in mail.subject + mail.body


def test_the_chair_is_not_told_of_the_decision_and_the_clerk_is(scene, ids):
    cast, *_ = scene
    chair, clerk = chair_of(cast), User.objects.get(person__full_name="Văn Thư Liên Minh")
    assert [WORD in notice.text for notice in Notice.objects.filter(user=clerk)] == [True]
    assert WORD in Outgoing.objects.get(to=clerk.email).subject
    assert not Notice.objects.filter(user=chair, url=reverse("awards:decision", args=[ids["decision"]]))
    assert not Outgoing.objects.filter(to=chair.email, subject__contains=WORD)
    today = timezone.localdate()
    assert [WORD in str(task.sentence) for task in tasks(clerk, today)] == [True]
    assert not [task for task in tasks(chair, today) if "/decisions/" in task.url]
    # What hides the decision is the conflict alone.
    chair.person.posts.filter(organisation=cast.other_coop).delete()
    assert [WORD in str(task.sentence) for task in tasks(User.objects.get(pk=chair.pk), today)].count(
        True
    ) == 1


def test_the_position_is_refused_and_counts_as_a_recusal(scene):
    cast, member, _open_row, hidden, campaign = scene
    hidden.refresh_from_db()
    with pytest.raises(Refused):
        reviews.take_position(hidden, value="agree", by=member)
    for other in cast.members[1:]:
        reviews.take_position(hidden, value="agree", by=other)
    reviews.close_review(campaign, by=cast.secretary)
    hidden.refresh_from_db()
    assert hidden.question.result.recuse == 1
    # 80 % of all three members, the recused one included, are three votes.
    assert (hidden.question.result.base, hidden.question.result.needed, hidden.state) == (3, 3, "failed")


def test_a_seat_that_ends_while_the_vote_is_open_opens_nothing(client, scene):
    """The director, no longer a member, still stands on the frozen list: neither reads nor votes on own dossiers."""
    cast, member, _open_row, hidden, _campaign = scene
    yesterday = timezone.localdate() - timedelta(days=1)
    boards.end_seat(cast.board.seats.get(person=member.person), on=yesterday, by=cast.secretary)
    gone = User.objects.get(pk=member.pk)
    client.force_login(gone)
    assert client.get(reverse("awards:nomination", args=[hidden.pk])).status_code == 404
    hidden.refresh_from_db()
    with pytest.raises(Refused):
        reviews.take_position(hidden, value="agree", by=gone)


def test_an_officer_who_sits_on_the_board_does_not_see_all(scene):
    cast, _member, _open_row, _hidden, campaign = scene
    person = cast.officer.person
    appoint(person, cast.other_coop, Office.STAFF, title="", valid_from=SINCE, by=None)
    cast.board.seats.create(person=person, valid_from=SINCE)
    assert not selectors.sees_all(User.objects.get(pk=cast.officer.pk), campaign)


def test_a_shared_family_name_is_no_conflict(scene):
    cast, *_ = scene
    namesake = account("Nguyễn Văn Khác")
    cast.board.seats.create(person=namesake.person, valid_from=SINCE)
    shown = Nomination.objects.exclude(selectors.conflict(selectors.viewpoint(namesake)))
    assert shown.count() == Nomination.objects.count()


def test_the_same_person_under_a_second_record_is_recognised_by_name_and_year(scene):
    cast, *_ = scene
    twin = account("Nguyễn Văn Thường", birth_year=1980)
    cast.board.seats.create(person=twin.person, valid_from=SINCE)
    hidden = Nomination.objects.filter(selectors.conflict(selectors.viewpoint(twin)))
    assert [row.name for row in hidden] == ["Nguyễn Văn Thường"]


def test_a_campaign_does_not_appear_because_of_a_hidden_dossier():
    """The member's own unit lies outside the agency's tree: nothing but the dossier would lead to the campaign."""
    cast = stage(members=1)
    (member,) = cast.members
    abroad = unit("HTX Ngoài Cây", None)
    appoint(member.person, abroad, Office.OFFICER, title="", valid_from=SINCE, by=None)
    colleague = account("Cán Bộ Cùng Đơn Vị", abroad, Office.OFFICER)
    words = replace(nominations.words_of(cast.nominate()), unit=abroad, name="Lê Văn Ngoài")
    nominations.draft(cast.campaign, "I", words, by=colleague)
    assert not selectors.campaigns_visible_to(User.objects.get(pk=member.pk)).exists()
    assert selectors.campaigns_visible_to(User.objects.get(pk=colleague.pk)).exists()
