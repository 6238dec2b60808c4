"""Pledges signed on paper before anybody entered them, the scan of a regulation, and the parts of a cluster."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from clusters.models import ClusterKind, Ladder
from clusters.permissions import pledges as rights
from clusters.selectors.clusters import parts_of
from clusters.services import clusters, pledges
from clusters.services.clusters import ClusterTerms
from clusters.services.recording import PaperSigner, record_signed
from clusters.services.regulations import attach_regulation
from clusters.states import PledgeState, SeasonState
from clusters.tests.stage import stage
from emulation.uploads.refusals import UploadRefused
from emulation.verdicts import Refused
from programmes.tests.pictures import PNG

pytestmark = pytest.mark.django_db
NAMES = ("Sóc Trăng", "An Giang")


@pytest.fixture
def cast():
    return stage(*NAMES)


@pytest.fixture
def draft(cast):
    return cast.pledge(cast.season(cast.cluster(*NAMES), year=2021))


def signers(pledge):
    return {
        seat.pk: PaperSigner(f"Nguyễn Văn {seat.short_name}", "Chủ tịch")
        for seat in pledge.season.seats.all()
    }


def scan(content=PNG):
    return ContentFile(content, name="giao-uoc.png")


def test_a_pledge_of_the_past_stands_as_signed_on_its_day(cast, draft):
    kept = record_signed(draft, signers(draft), scan(), by=cast.officer)
    assert (kept.state, kept.season.state) == (PledgeState.SIGNED, SeasonState.PLEDGE_SIGNED)
    assert timezone.localdate(kept.signed_at) == date(2021, 1, 27)
    assert (kept.document, kept.sealed) == (None, None)
    answers = [row.answers.get() for row in kept.signatories.order_by("order")]
    assert [(one.name, one.signed_on, one.method) for one in answers] == [
        (f"Nguyễn Văn {name}", date(2021, 1, 27), "paper") for name in NAMES
    ]
    assert {one.digest for one in answers} == {sha256(PNG).hexdigest()}


def test_its_targets_are_those_next_year_begins_with(cast, draft):
    record_signed(draft, signers(draft), scan(), by=cast.officer)
    later = pledges.draft(cast.season(draft.season.cluster, year=2022, leader="Sóc Trăng"), by=cast.officer)
    assert later.copied_from == draft
    assert later.targets.count() == draft.targets.count() == 2


def test_what_is_missing_is_said(cast, draft):
    half = dict(list(signers(draft).items())[:1])
    with pytest.raises(Refused, match="An Giang"):
        record_signed(draft, half, scan(), by=cast.officer)
    with pytest.raises(UploadRefused):
        record_signed(draft, signers(draft), scan(b"MZ not a scan"), by=cast.officer)
    draft.refresh_from_db()
    assert draft.state == PledgeState.DRAFT


def test_only_a_pledge_of_the_past_is_recorded_and_by_who_runs_the_cluster(cast, draft):
    today = timezone.localdate()
    assert rights.may_record_signed(cast.officer, draft, on=today)
    assert not rights.may_record_signed(cast.heads["An Giang"], draft, on=date(2016, 1, 1))
    for day in (None, today):
        draft.day = day
        assert not rights.may_record_signed(cast.officer, draft, on=today)


def test_an_addendum_is_opened_for_signature_not_recorded(cast, draft):
    record_signed(draft, signers(draft), scan(), by=cast.officer)
    addendum = pledges.draft_addendum(
        draft, pledges.PledgeTerms(title="Phụ lục", reason="bão", day=date(2021, 6, 1)), by=cast.officer
    )
    assert not rights.may_record_signed(cast.officer, addendum, on=timezone.localdate())


def test_it_is_recorded_and_read_in_the_browser(cast, draft, client):
    client.force_login(cast.officer)
    address = reverse("clusters:pledge_record", args=[draft.pk])
    page = client.get(address).content.decode()
    assert "Nguyễn Văn Sóc Trăng" in page  # the head on that day is proposed
    typed = {}
    for seat, signer in signers(draft).items():
        typed |= {f"name_{seat}": signer.name, f"title_{seat}": signer.title}
    wrong = client.post(address, {**typed, "scan": ContentFile(b"MZ", name="a.png")})
    assert wrong.status_code == 200
    assert "Nguyễn Văn An Giang" in wrong.content.decode()
    assert client.post(address, {**typed, "scan": scan()}).status_code == 302
    head = client.__class__()
    head.force_login(cast.heads["An Giang"])
    assert "27/01/2021" in head.get(reverse("clusters:pledge", args=[draft.pk])).content.decode()
    file = head.get(reverse("clusters:pledge_file", args=[draft.pk, "scan"]))
    assert b"".join(file.streaming_content) == PNG


def test_the_regulation_is_kept_as_a_scan_its_members_open(cast, client):
    cluster = cast.cluster(*NAMES)
    with pytest.raises(UploadRefused):
        attach_regulation(cluster, ContentFile(b"MZ", name="a.pdf"), by=cast.officer)
    client.force_login(cast.officer)
    attach = reverse("clusters:regulation_attach", args=[cluster.pk])
    assert client.post(attach, {"scan": scan()}).status_code == 302
    assert "thay cho" in client.get(attach).content.decode()
    client.force_login(cast.officers["An Giang"])
    file = client.get(reverse("clusters:regulation_file", args=[cluster.pk]))
    assert b"".join(file.streaming_content) == PNG
    client.force_login(cast.stranger)
    assert client.get(reverse("clusters:regulation_file", args=[cluster.pk])).status_code == 404


def test_a_cluster_shows_its_parts_with_who_leads_them(cast, django_assert_num_queries):
    whole = cast.cluster(*NAMES)
    terms = ClusterTerms(kind=ClusterKind.BLOCK, ladder=Ladder.PROVINCE, name="Khối 1", parent=whole)
    first = clusters.found(cast.centre, terms, by=cast.officer)
    clusters.admit(first, list(cast.members.values()), on=date(2020, 1, 1), by=cast.officer)
    season = cast.season(first, year=2025)
    empty = clusters.found(cast.centre, replace(terms, name="Khối 2"), by=cast.officer)
    parts = parts_of(cast.officer, whole)
    assert [(part.cluster, part.members, part.season) for part in parts] == [
        (first, 2, season),
        (empty, 0, None),
    ]
    assert [part.leader for part in parts] == ["Liên minh Hợp tác xã An Giang", ""]
    with django_assert_num_queries(4):
        parts_of(cast.officer, whole)
    assert parts_of(cast.stranger, whole) == []
