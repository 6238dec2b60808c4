"""Opening, changing and closing a round of commendation."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from awards import selectors
from awards.models import AwardForm, Board, Campaign, Nomination
from awards.services import campaigns, decisions, nominations, reviews
from awards.states import CampaignState
from awards.tests.factories import SINCE, fresh, seat, stage
from emulation.accounts.models import User
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.merging import Clash
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def revised(cast, *, by=None, base=None, **changes):
    stored = campaigns.terms_of(cast.campaign)
    return campaigns.revise(
        cast.campaign, replace(stored, **changes), base=base or stored, by=by or cast.officer
    )


def test_a_campaign_is_opened_by_an_office_and_logged():
    cast = stage(members=1)
    assert cast.campaign.state == CampaignState.OPEN
    assert cast.campaign.code == "khen-thuong-tong-ket-nam-2026-tinh-thu-nghiem"
    entry = history_of(cast.campaign).get(action="campaign.open")
    assert (entry.actor_name, entry.chain) == ("Lê Thị Cán Bộ", cast.alliance.pk)
    for stranger in (cast.stranger, cast.unit_officer, cast.appraiser):
        with pytest.raises(Refused):
            campaigns.open_campaign(cast.alliance, campaigns.terms_of(cast.campaign), by=stranger)


def test_a_title_typed_with_loose_accents_is_kept_composed_and_found():
    cast = stage(members=1)
    terms = replace(campaigns.terms_of(cast.campaign), title="  Đợt xét khen thươ\u0309ng  ")
    opened = campaigns.open_campaign(cast.alliance, terms, by=cast.officer)
    assert (opened.title, opened.search) == ("Đợt xét khen thưởng", "dot xet khen thuong")


def test_free_codes():
    cast = stage(members=1)
    title = cast.campaign.title
    assert campaigns.free_code(title) == f"{cast.campaign.code}-2"
    again = replace(campaigns.terms_of(cast.campaign), year=2027)
    campaigns.open_campaign(cast.alliance, again, by=cast.officer)
    assert campaigns.free_code(title) == f"{cast.campaign.code}-3"
    assert campaigns.free_code("!!!") == "dot"
    assert len(campaigns.free_code("Đợt " * 80)) <= 50


def test_an_impossible_year_is_refused():
    cast = stage(members=1)
    with pytest.raises(ValidationError) as wrong:
        campaigns.open_campaign(
            cast.alliance, replace(campaigns.terms_of(cast.campaign), year=1900), by=cast.officer
        )
    assert set(wrong.value.message_dict) == {"year"}


def test_revising_says_what_changed():
    cast = stage(members=1)
    before = [form.name for form in cast.campaign.forms.order_by("name")]
    with_ldtt = [*cast.campaign.forms.all(), AwardForm.objects.get(code="LDTT")]
    changed = revised(cast, title="Đợt khác", forms=with_ldtt)
    assert (changed.title, changed.search, changed.version) == ("Đợt khác", "dot khac", 2)
    entry = history_of(changed).get(action="campaign.revise")
    assert set(entry.changes) == {"title", "forms"}
    assert len(entry.changes["forms"][1]) == len(before) + 1


def test_a_form_with_nominations_stays_until_they_are_withdrawn():
    cast = stage(members=1)
    row = cast.nominate()
    fewer = list(cast.campaign.forms.exclude(code="BK_TINH"))
    with pytest.raises(Refused, match="Bằng khen"):
        revised(cast, forms=fewer)
    nominations.advance(row, "withdraw", by=cast.officer, reason="Xin rút")
    assert not revised(cast, forms=fewer).forms.filter(code="BK_TINH").exists()


def test_the_board_stays_once_it_has_been_asked():
    cast = stage(members=1)
    cast.before_board("Nguyễn Văn An")
    other = Board.objects.create(organisation=cast.alliance, name="Hội đồng khác")
    with pytest.raises(Refused):
        revised(cast, board=other)
    assert revised(cast, title="Tên mới").board == cast.board


def test_two_people_change_a_campaign_field_by_field():
    cast = stage(members=1)
    seen = campaigns.terms_of(cast.campaign)
    revised(cast, title="Tên của người thứ nhất", base=seen)
    kept = campaigns.revise(cast.campaign, replace(seen, year=2025), base=seen, by=cast.secretary)
    assert (kept.title, kept.year) == ("Tên của người thứ nhất", 2025)
    with pytest.raises(Clash) as clash:
        campaigns.revise(cast.campaign, replace(seen, title="Tên khác"), base=seen, by=cast.secretary)
    assert clash.value.fields == {"title": ("Tên của người thứ nhất", "Tên khác")}


def test_a_campaign_does_not_end_while_somebody_still_has_to_act():
    cast = stage(members=1)
    ways = ["draft", "submit", "receive", "appraise_ok"]
    rows = [cast.nominate(f"Nguyễn Văn {place}") for place in ("Một", "Hai", "Ba", "Bốn")]
    for place, row in enumerate(rows):
        cast.carry(row, *ways[1 : place + 1])
    with pytest.raises(Refused, match="4"):
        campaigns.close(cast.campaign, by=cast.officer, reason="")
    for row in rows:
        row.refresh_from_db()
        nominations.advance(row, "withdraw", by=cast.officer, reason="Xin rút")
    closed = campaigns.close(cast.campaign, by=cast.officer, reason="Đã xong")
    assert closed.state == CampaignState.CLOSED
    assert history_of(closed).get(action="campaign.close").reason == "Đã xong"
    with pytest.raises(TransitionRefused):
        campaigns.close(cast.campaign, by=cast.officer, reason="")
    cast.campaign.refresh_from_db()
    with pytest.raises(Refused):
        revised(cast, title="Muộn")


def test_an_approved_nomination_keeps_the_campaign_open_until_it_is_decided():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    with pytest.raises(Refused):
        campaigns.close(cast.campaign, by=cast.officer, reason="")
    decisions.publish(cast.proposed(rows), by=cast.decider)
    assert campaigns.close(cast.campaign, by=cast.officer, reason="").state == CampaignState.CLOSED


def form_of(cast, **changes):
    campaign = cast.campaign
    values = {
        "title": campaign.title,
        "year": campaign.year,
        "kind": campaign.kind,
        "deciding_body": campaign.deciding_body_id,
        "board": campaign.board_id or "",
        "forms": list(campaign.forms.values_list("pk", flat=True)),
        "closes_on": "",
    }
    return values | changes


def test_the_pages_open_change_and_close(client):
    cast = stage(members=1)
    client.force_login(cast.officer)
    new = reverse("awards:campaign_new")
    assert client.get(new).status_code == 200
    wrong = client.post(new, form_of(cast, title="", closes_on="31/02/2026"))
    assert set(wrong.context["form"].errors) == {"title", "closes_on"}
    made = client.post(new, form_of(cast, title="Khen đột xuất", kind="ad_hoc", closes_on="31/12/2026"))
    opened = Campaign.objects.get(title="Khen đột xuất")
    assert made.url == reverse("awards:campaign", args=[opened.pk])
    assert f"{opened.closes_on:%d/%m/%Y}" == "31/12/2026"
    edit = reverse("awards:campaign_edit", args=[opened.pk])
    page = client.get(edit)
    saved = client.post(
        edit, form_of(cast, title="Khen đột xuất 2", kind="ad_hoc", base=page.context["base"])
    )
    assert saved.status_code == 302
    close = reverse("awards:campaign_close", args=[opened.pk])
    assert client.get(close).status_code == 200
    assert client.post(close, {"reason": "Xong"}).status_code == 302
    opened.refresh_from_db()
    assert (opened.title, opened.state) == ("Khen đột xuất 2", "closed")
    assert client.get(edit).status_code == 403
    reopen = reverse("awards:campaign_reopen", args=[opened.pk])
    assert reopen in client.get(made.url).content.decode()
    assert client.post(reopen, {"reason": " "}).context["form"].errors
    assert client.post(reopen, {"reason": "Đóng nhầm"}).status_code == 302
    opened.refresh_from_db()
    assert opened.state == "open"
    assert history_of(opened).get(action="campaign.reopen").reason == "Đóng nhầm"
    assert client.get(reopen).status_code == 403


def test_only_a_closed_campaign_is_reopened_by_whoever_may_close_it():
    cast = stage(members=1)
    with pytest.raises(TransitionRefused):
        campaigns.reopen(cast.campaign, by=cast.officer, reason="x")
    campaigns.close(cast.campaign, by=cast.officer, reason="")
    for by in (cast.stranger, cast.unit_officer, cast.decider):
        with pytest.raises(Refused):
            campaigns.reopen(cast.campaign, by=by, reason="x")
    with pytest.raises(Refused):
        campaigns.reopen(cast.campaign, by=cast.officer, reason=" ")
    assert campaigns.reopen(cast.campaign, by=cast.officer, reason="Đóng nhầm").state == "open"


def test_the_edit_page_lets_the_second_saver_choose(client):
    cast = stage(members=1)
    url = reverse("awards:campaign_edit", args=[cast.campaign.pk])
    client.force_login(cast.officer)
    base = client.get(url).context["base"]
    with_less = [form.pk for form in cast.campaign.forms.exclude(code="GK_LM")]
    revised(
        cast,
        title="Tên của người khác",
        kind="thematic",
        forms=list(cast.campaign.forms.exclude(code="CSTDT")),
    )
    typed = form_of(cast, title="Tên của tôi", kind="ad_hoc", forms=with_less, base=base)
    page = client.post(url, typed)
    rows = {row["name"]: (row["theirs"], row["mine"]) for row in page.context["clashes"]}
    assert rows["title"] == ("Tên của người khác", "Tên của tôi")
    assert [str(value) for value in rows["kind"]] == ["Chuyên đề", "Đột xuất"]
    assert "Giấy khen" in rows["forms"][0]
    assert "Tên của tôi" in page.content.decode()
    done = client.post(
        url, typed | {"base": page.context["base"], "keep_title": "theirs", "keep_forms": "theirs"}
    )
    assert done.status_code == 302
    cast.campaign.refresh_from_db()
    assert (cast.campaign.title, cast.campaign.kind) == ("Tên của người khác", "ad_hoc")
    assert sorted(cast.campaign.forms.values_list("code", flat=True)) == ["BK_TINH", "GK_LM"]


def test_refusals_stand_on_the_page_and_keep_what_was_typed(client):
    cast = stage(members=1)
    cast.nominate()
    client.force_login(cast.officer)
    ldtt = AwardForm.objects.get(code="LDTT").pk
    url = reverse("awards:campaign_edit", args=[cast.campaign.pk])
    page = client.post(url, form_of(cast, forms=[ldtt], base=client.get(url).context["base"]))
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    closing = client.post(reverse("awards:campaign_close", args=[cast.campaign.pk]), {"reason": "Hết năm"})
    assert closing.context["form"].non_field_errors()
    assert "Hết năm" in closing.content.decode()


def test_nobody_without_the_office_finds_the_page_for_a_new_campaign(client):
    cast = stage(members=1)
    client.force_login(cast.appraiser)
    assert client.get(reverse("awards:campaign_new")).status_code == 404


def test_the_list_is_filtered_by_year_state_and_words_without_accents(client):
    cast = stage(members=1)
    client.force_login(cast.officer)
    url = reverse("awards:campaigns")
    for query, found in (
        ("", 1),
        ("?q=tong+ket", 1),
        ("?q=chuyen+de", 0),
        ("?year=2026", 1),
        ("?year=2025", 0),
        ("?state=open", 1),
        ("?state=closed", 0),
    ):
        assert len(client.get(url + query).context["lines"]) == found, query


def test_what_the_closing_told_stays_told_when_the_campaign_is_reopened():
    cast = stage(members=1)
    failed, later = cast.before_board("Nguyễn Văn An", "Nguyễn Văn Bình")
    for row in (failed, later):
        cast.vote(row, "disagree")
    reviews.close_review(cast.campaign, by=cast.secretary)

    def shown(row):
        return selectors.nomination_for(User.objects.get(pk=cast.unit_officer.pk), row.pk).shown_state

    assert shown(failed) == "on_agenda"
    campaigns.close(cast.campaign, by=cast.officer, reason="Hết năm")
    assert shown(failed) == "failed"
    campaigns.reopen(cast.campaign, by=cast.officer, reason="Đóng nhầm")
    assert shown(failed) == "failed"
    # What is decided after the reopening is not told before its own end.
    Nomination.objects.filter(pk=later.pk).update(state_since=timezone.now())
    assert shown(later) == "on_agenda"
    (stored,) = fresh([later])
    assert selectors.shown_state_of(cast.unit_officer, stored) == "on_agenda"


def test_a_conflicted_officer_does_not_end_a_campaign_whose_refusal_counts():
    cast = stage(members=1)
    cast.carry(cast.nominate(unit=cast.other_coop), "submit")
    appoint(cast.officer.person, cast.other_coop, Office.STAFF, title="", valid_from=SINCE, by=None)
    seat(cast.officer.person, cast.board)
    with pytest.raises(Refused, match="Hội đồng"):
        campaigns.close(cast.campaign, by=User.objects.get(pk=cast.officer.pk), reason="x")


def test_a_number_that_no_form_can_have_is_no_choice(client):
    cast = stage(members=1)
    client.force_login(cast.officer)
    for odd in ("9" * 30, "x", "-1", "²"):
        page = client.post(reverse("awards:campaign_new"), form_of(cast, forms=[odd]))
        assert "forms" in page.context["form"].errors, odd


def test_a_form_sent_twice_opens_one_campaign(client):
    cast = stage(members=1)
    client.force_login(cast.officer)
    typed = form_of(cast, title="Khen đột xuất", kind="ad_hoc")
    assert client.post(reverse("awards:campaign_new"), typed).status_code == 302
    assert client.post(reverse("awards:campaign_new"), typed).context["form"].non_field_errors()
    opened = Campaign.objects.get(title="Khen đột xuất")
    campaigns.close(opened, by=cast.officer, reason="Xong")
    assert client.post(reverse("awards:campaign_new"), typed).status_code == 302
