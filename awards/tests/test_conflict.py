"""A member who is the nominee, or belongs to the nominee's unit, sees no trace of that dossier.

The unique word is sought in every page, count, export and mail that this member can get.
"""

import re

import pytest
from django.urls import get_resolver, reverse

from awards import selectors
from awards.models import Nomination
from awards.services import reviews
from awards.tests.factories import SINCE, account, stage
from emulation.accounts.models import User
from emulation.notices.models import Notice, Outgoing
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
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


def addresses(campaign, nomination):
    """Every address of the program that a member could try, filled with ids that exist."""
    values = {
        "pk": campaign.pk,
        "nomination_pk": nomination.pk,
        "seat_pk": 1,
        "move": "submit",
        "code": "AAAAA",
    }
    for name, namespace in (("awards", "awards"), ("portal", "portal"), ("notices", "notices")):
        for pattern in get_resolver().namespace_dict[name][1].url_patterns:
            kwargs = {key: values[key] for key in pattern.pattern.converters if key in values}
            if len(kwargs) == len(pattern.pattern.converters):
                yield reverse(f"{namespace}:{pattern.name}", kwargs=kwargs)
    yield reverse("awards:nomination", args=[nomination.pk])
    yield f"{reverse('awards:nominations', args=[campaign.pk])}?q=xyloph"
    yield f"{reverse('awards:grants')}?q=xyloph"


def body_of(response):
    content = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def test_no_page_names_the_hidden_dossier(client, scene):
    _cast, member, open_row, hidden, campaign = scene
    client.force_login(member)
    seen = 0
    for url in addresses(campaign, hidden):
        response = client.get(url)
        if response.status_code == 200:
            seen += 1
            assert WORD not in body_of(response), url
    assert seen > 5
    assert client.get(reverse("awards:nomination", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("awards:review", args=[campaign.pk, hidden.pk])).status_code == 404
    assert client.get(reverse("awards:review", args=[campaign.pk, open_row.pk])).status_code == 200


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


def test_an_officer_who_sits_on_the_board_is_kept_out_as_well(client, scene):
    cast, _member, _open_row, _hidden, campaign = scene
    person = cast.officer.person
    appoint(person, cast.other_coop, Office.STAFF, title="", valid_from=SINCE, by=None)
    cast.board.seats.create(person=person, valid_from=SINCE)
    client.force_login(cast.officer)
    assert not selectors.sees_all(User.objects.get(pk=cast.officer.pk), campaign)
    for name in ("nominations", "campaign", "nominations_export"):
        assert WORD not in body_of(client.get(reverse(f"awards:{name}", args=[campaign.pk])))


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
