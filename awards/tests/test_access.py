"""Who gets what at each address: the table is complete by construction, and superusers get no column."""

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.models import Grant, NomineeImport
from awards.services import decisions, reviews
from awards.services.decisions import DecisionTerms
from awards.tests.factories import stage
from emulation.organisations.models import Post
from emulation.tests.access import named, table

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROLES = ("visitor", "stranger", "unit", "officer", "appraiser", "secretary", "member", "decider")

#   visitor: nobody logged in; stranger: an officer of another province; unit: of the first cooperative
ACCESS: dict[str, tuple[object, ...]] = {
    "campaigns": ("login", 200, 200, 200, 200, 200, 200, 200),
    "campaign_new": ("login", 200, 200, 200, 404, 200, 404, 404),
    "campaign": ("login", 404, 200, 200, 200, 200, 200, 200),
    "campaign_edit": ("login", 404, 403, 200, 403, 200, 403, 403),
    "campaign_close": ("login", 404, 403, 200, 403, 200, 403, 403),
    "campaign_reopen": ("login", 404, 403, 403, 403, 403, 403, 403),
    "nominations": ("login", 404, 200, 200, 200, 200, 200, 200),
    "nomination_new": ("login", 404, 200, 200, 403, 403, 403, 200),
    "nominations_move": ("login", 405, 405, 405, 405, 405, 405, 405),
    "nominations_export": ("login", 404, 200, 200, 200, 200, 200, 200),
    "unit_options": ("login", 200, 200, 200, 200, 200, 200, 200),
    "nomination": ("login", 404, 200, 200, 200, 200, 404, 404),
    "nomination_edit": ("login", 404, 200, 200, 403, 403, 404, 404),
    "nomination_reword": ("login", 404, 403, 200, 403, 200, 403, 404),
    "nomination_move": ("login", 404, 200, 200, 403, 403, 404, 404),
    "reviews": ("login", 200, 200, 200, 200, 200, 200, 200),
    "review_start": ("login", 404, 404, 404, 404, 404, 302, 404),
    "review_overview": ("login", 404, 404, 404, 404, 404, 200, 404),
    "review": ("login", 404, 404, 404, 404, 404, 200, 404),
    "review_open": ("login", 404, 403, 403, 403, 200, 403, 403),
    "review_progress": ("login", 404, 403, 403, 403, 200, 403, 403),
    "review_enter": ("login", 404, 403, 403, 403, 200, 403, 403),
    "review_close": ("login", 404, 403, 403, 403, 200, 403, 403),
    "boards": ("login", 200, 200, 200, 200, 200, 200, 200),
    "board_new": ("login", 404, 404, 404, 404, 200, 404, 404),
    "board": ("login", 404, 404, 200, 200, 200, 200, 404),
    "board_edit": ("login", 404, 404, 403, 403, 200, 403, 404),
    "seat_new": ("login", 404, 404, 403, 403, 200, 403, 404),
    "seat_end": ("login", 404, 404, 403, 403, 200, 403, 404),
    "decisions": ("login", 200, 200, 200, 200, 200, 200, 200),
    "decision_new": ("login", 404, 403, 200, 403, 200, 403, 403),
    "decision": ("login", 404, 404, 200, 200, 200, 404, 200),
    "decision_edit": ("login", 404, 404, 403, 403, 403, 404, 200),
    "decision_propose": ("login", 405, 405, 405, 405, 405, 405, 405),
    "decision_take_back": ("login", 404, 404, 200, 403, 200, 404, 200),
    "decision_publish": ("login", 404, 404, 403, 403, 403, 404, 200),
    "decision_record": ("login", 404, 404, 403, 403, 403, 404, 403),
    "decision_preview": ("login", 405, 405, 405, 405, 405, 405, 405),
    "decision_paper": ("login", 404, 404, 200, 200, 200, 200, 200),
    "decision_ceremony": ("login", 404, 404, 200, 403, 200, 403, 200),
    "decision_progress": ("login", 404, 404, 200, 200, 200, 200, 200),
    "decision_bundle": ("login", 405, 405, 405, 405, 405, 405, 405),
    "grants": ("login", 200, 200, 200, 200, 200, 200, 200),
    "grant": ("login", 404, 200, 200, 200, 200, 404, 200),
    "grant_certificate": ("login", 404, 403, 200, 403, 200, 404, 200),
    "import_new": ("login", 404, 404, 200, 404, 404, 404, 404),
    "import_template": ("login", 404, 404, 200, 404, 404, 404, 404),
    "import_detail": ("login", 404, 404, 200, 404, 404, 404, 404),
    "import_progress": ("login", 404, 404, 204, 404, 404, 404, 404),
    "import_mapping": ("login", 404, 404, 200, 404, 404, 404, 404),
    "import_answer": ("login", 405, 405, 405, 405, 405, 405, 405),
    "import_confirm": ("login", 404, 404, 302, 404, 404, 404, 404),
    "import_returned": ("login", 404, 404, 404, 404, 404, 404, 404),
    "import_discard": ("login", 405, 405, 405, 405, 405, 405, 405),
    "grant_retry": ("login", 405, 405, 405, 405, 405, 405, 405),
    "grant_revoke": ("login", 404, 403, 403, 403, 403, 404, 200),
    "grant_reissue": ("login", 404, 403, 403, 403, 403, 404, 200),
}

# What is sent is a reason and little else: a form that needs more is shown again (200), an act that needs no
# more is done (302), and one that came too late is told so (409).
BODY = {"reason": "Vì có lý do", "move": "receive"}
SENT: dict[str, tuple[object, ...]] = {
    "campaign_new": ("login", 200, 200, 200, 404, 200, 404, 404),
    "campaign_edit": ("login", 404, 403, 200, 403, 200, 403, 403),
    "campaign_close": ("login", 404, 403, 200, 403, 200, 403, 403),
    "campaign_reopen": ("login", 404, 403, 403, 403, 403, 403, 403),
    "nomination_new": ("login", 404, 200, 200, 403, 403, 403, 200),
    "nominations_move": ("login", 404, 200, 200, 200, 200, 200, 200),
    "nomination_edit": ("login", 404, 200, 200, 403, 403, 404, 404),
    "nomination_reword": ("login", 404, 403, 200, 403, 200, 403, 404),
    "nomination_move": ("login", 404, 302, 302, 200, 200, 404, 404),
    "import_new": ("login", 404, 404, 200, 404, 404, 404, 404),
    "import_mapping": ("login", 404, 404, 302, 404, 404, 404, 404),
    "import_answer": ("login", 404, 404, 302, 404, 404, 404, 404),
    "import_confirm": ("login", 404, 404, 409, 404, 404, 404, 404),
    "import_discard": ("login", 404, 404, 302, 404, 404, 404, 404),
    "review": ("login", 404, 404, 404, 404, 404, 200, 404),
    "review_open": ("login", 404, 403, 403, 403, 200, 403, 403),
    "review_enter": ("login", 404, 403, 403, 403, 200, 403, 403),
    "review_close": ("login", 404, 403, 403, 403, 200, 403, 403),
    "board_new": ("login", 404, 404, 404, 404, 200, 404, 404),
    "board_edit": ("login", 404, 404, 403, 403, 200, 403, 404),
    "seat_new": ("login", 404, 404, 403, 403, 200, 403, 404),
    "seat_end": ("login", 404, 404, 403, 403, 200, 403, 404),
    "decision_new": ("login", 404, 403, 200, 403, 200, 403, 403),
    "decision_edit": ("login", 404, 404, 403, 403, 403, 404, 200),
    "decision_propose": ("login", 404, 404, 409, 409, 409, 404, 409),
    "decision_take_back": ("login", 404, 404, 302, 403, 302, 404, 302),
    "decision_publish": ("login", 404, 404, 403, 403, 403, 404, 200),
    "decision_record": ("login", 404, 404, 403, 403, 403, 404, 403),
    "decision_preview": ("login", 404, 404, 302, 403, 302, 404, 302),
    "decision_ceremony": ("login", 404, 404, 200, 403, 200, 403, 200),
    "decision_bundle": ("login", 404, 404, 302, 403, 302, 403, 302),
    "grant_retry": ("login", 404, 403, 409, 403, 409, 404, 409),
    "grant_revoke": ("login", 404, 403, 403, 403, 403, 404, 200),
    "grant_reissue": ("login", 404, 403, 403, 403, 403, 404, 200),
}
READ_ONLY = {
    "campaigns",
    "campaign",
    "nominations",
    "nominations_export",
    "unit_options",
    "nomination",
    "import_template",
    "import_detail",
    "import_progress",
    "import_returned",
    "reviews",
    "review_start",
    "review_overview",
    "review_progress",
    "boards",
    "board",
    "decisions",
    "decision",
    "decision_paper",
    "decision_progress",
    "grants",
    "grant",
    "grant_certificate",
}


@pytest.fixture
def scene(django_capture_on_commit_callbacks):
    """One nomination decided, one before the board, one draft; a draft decision besides the issued one."""
    cast = stage(members=2)
    decided, waiting = cast.eligible("Nguyễn Văn Đã", "Nguyễn Văn Đợi")
    second = cast.carry(cast.nominate("Lê Văn Sau"), "submit", "receive", "appraise_ok")
    campaign = reviews.open_review(cast.campaign, by=cast.secretary)
    for row in (decided, waiting, second):
        row.refresh_from_db()
        for member in cast.members:
            reviews.take_position(row, value="agree", by=member)
    reviews.close_review(campaign, by=cast.secretary)
    signatory = Post.objects.get(person=cast.decider.person, office="HEAD")
    terms = {
        "summary": "Về việc tặng Bằng khen",
        "signed_on": timezone.localdate(),
        "place": "Thử Nghiệm",
        "grounds": "Luật Thi đua, khen thưởng",
        "signatory": signatory,
    }
    issued = decisions.draft_decision(
        campaign, DecisionTerms(number="1/QĐ-UBND", **terms), nominations=[decided.pk], by=cast.secretary
    )
    decisions.propose(issued, by=cast.secretary)
    with django_capture_on_commit_callbacks(execute=True):
        decisions.publish(issued, by=cast.decider)
    proposed = decisions.draft_decision(
        campaign, DecisionTerms(number="2/QĐ-UBND", **terms), nominations=[waiting.pk], by=cast.secretary
    )
    decisions.propose(proposed, by=cast.secretary)
    decisions.draft_decision(campaign, DecisionTerms(**terms), nominations=[second.pk], by=cast.secretary)
    nominee_import = NomineeImport.objects.create(
        campaign=campaign, file="x.xlsx", filename="x.xlsx", digest="0" * 64, uploaded_by=cast.officer
    )
    draft = cast.nominate("Phạm Văn Nháp")
    return cast, {
        "campaign": campaign.pk,
        "nomination": draft.pk,
        "agenda": decided.pk,
        "in_draft": second.pk,
        "decision": proposed.pk,
        "issued": issued.pk,
        "grant": Grant.objects.get().pk,
        "import": nominee_import.pk,
        "board": cast.board.pk,
        "seat": cast.board.seats.first().pk,
        "entry": campaign.ballot.roll.first().pk,
    }


def address(pattern, ids):
    """The address of a named page, filled with an object of the scene."""
    name, wanted = pattern.name, set(pattern.pattern.converters)
    family = next(
        (
            key
            for prefix, key in (
                ("import", "import"),
                ("nomination_new", "campaign"),
                ("nominations", "campaign"),
                ("nomination_reword", "in_draft"),
                ("nomination", "nomination"),
                ("grant", "grant"),
                ("decision_new", "campaign"),
                ("decision_paper", "issued"),
                ("decision_ceremony", "issued"),
                ("decision_progress", "issued"),
                ("decision_bundle", "issued"),
                ("decision", "decision"),
                ("board", "board"),
                ("seat", "board"),
            )
            if name.startswith(prefix)
        ),
        "campaign",
    )
    if name in ("import_new", "import_template"):
        family = "campaign"
    values = {"pk": ids[family], "nomination_pk": ids["agenda"], "seat_pk": ids["seat"], "move": "submit"}
    values["entry_pk"] = ids["entry"]
    return reverse(f"awards:{name}", kwargs={key: values[key] for key in wanted})


def test_every_address_is_in_both_tables():
    assert named("awards").keys() == ACCESS.keys()
    assert named("awards").keys() == SENT.keys() | READ_ONLY
    assert SENT.keys().isdisjoint(READ_ONLY)


def users_of(cast):
    return {
        "visitor": None,
        "stranger": cast.stranger,
        "unit": cast.unit_officer,
        "officer": cast.officer,
        "appraiser": cast.appraiser,
        "secretary": cast.secretary,
        "member": cast.members[0],
        "decider": cast.decider,
    }


def test_the_table_holds_for_reading(client, scene):
    cast, ids = scene
    assert table(client, list(users_of(cast).values()), "awards", address, ids) == ACCESS


def test_the_table_holds_for_sending(client, scene):
    cast, ids = scene
    refused = ("login", *[405] * (len(ROLES) - 1))
    found = table(client, list(users_of(cast).values()), "awards", address, ids, BODY)
    assert found == SENT | dict.fromkeys(READ_ONLY, refused)
