"""A pledge is drafted from last year's, frozen at its opening, signed by every head, sealed by the last signature."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from clusters.models import Pledge, PledgeTarget, Season, Signature
from clusters.permissions import pledges as permissions
from clusters.selectors import pledges as selectors
from clusters.selectors.waiting import tasks
from clusters.services import pledges, seasons, signatures
from clusters.services.pledges import PledgeTerms
from clusters.services.signatures import PaperSignature
from clusters.states import Answer, Method, PledgeState, SeasonState
from clusters.tests.stage import Stage, proof_of, stage
from emulation.documents.digest import digest
from emulation.documents.models import IssuedDocument
from emulation.documents.printing import print_queued
from emulation.documents.states import DocumentStatus
from emulation.lifecycle import TransitionRefused
from emulation.notices.models import Notice
from emulation.organisations.models import Post
from emulation.organisations.offices import Office
from emulation.uploads.checking import UploadRefused
from emulation.verdicts import Refused
from programmes.tests.pictures import PNG

pytestmark = pytest.mark.django_db
THREE = ("Sóc Trăng", "An Giang", "Kiên Giang")


@pytest.fixture
def cast() -> Stage:
    return stage(*THREE)


def three(cast: Stage) -> Season:
    return cast.season(cast.cluster(*THREE))


def text_of(document: IssuedDocument) -> str:
    """The words of the printed paper; printed here, because the test's transaction sends nothing to the worker."""
    print_queued([document.pk], told=lambda number: None)
    document.refresh_from_db()
    with document.file.open("rb") as file:
        pages = PdfReader(BytesIO(file.read())).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_drafting_moves_the_season_and_asks_for_a_composed_one(cast):
    season = three(cast)
    pledge = cast.pledge(season)
    season.refresh_from_db()
    assert season.state == SeasonState.PLEDGE_DRAFT
    assert [target.order for target in selectors.targets_of(pledge)] == [1, 2]
    with pytest.raises(Refused):
        pledges.draft(season, by=cast.officer)
    with pytest.raises(Refused):
        pledges.draft(season, by=cast.heads["Kiên Giang"])


def test_nobody_but_who_runs_the_cluster_sees_a_draft(cast):
    pledge = cast.pledge(three(cast))
    assert selectors.pledges_visible_to(cast.officer).get() == pledge
    assert selectors.pledges_visible_to(cast.officers["An Giang"]).get() == pledge
    assert not selectors.pledges_visible_to(cast.heads["Kiên Giang"]).exists()
    assert not selectors.pledges_visible_to(cast.stranger).exists()
    pledges.move(pledge, "open", by=cast.officer)
    assert selectors.pledges_visible_to(cast.heads["Kiên Giang"]).get() == pledge
    assert not selectors.pledges_visible_to(cast.stranger).exists()


def test_opening_freezes_text_and_targets_in_the_database_too(cast):
    pledge = cast.opened(three(cast))
    assert pledge.digest == digest(pledge.payload)
    target = pledge.targets.first()
    assert target is not None
    base = pledges.target_terms_of(target)
    with pytest.raises(Refused):
        pledges.put_target(pledge, replace(base, value=Decimal(1)), by=cast.officer, target=target, base=base)
    for statement in (
        "UPDATE clusters_pledgetarget SET value = 1",
        "DELETE FROM clusters_pledgetarget",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert [row.value for row in PledgeTarget.objects.order_by("order")] == [Decimal(20), Decimal(8)]


def test_what_is_printed_says_what_is_stored(cast):
    pledge = cast.opened(three(cast))
    assert pledge.document is not None
    words = text_of(pledge.document)
    assert "HTX thành lập mới: từ 20 HTX (mỗi đơn vị)" in words
    assert "cách hiểu thống nhất: tính cho mỗi Liên minh" in words
    assert pledge.digest[:16] in words.replace(" ", "")
    for name in THREE:
        assert f"Nguyễn Văn {name}" in words


def test_every_head_signs_and_the_last_signature_seals(cast):
    pledge = cast.opened(three(cast))
    cast.signs(pledge, "Kiên Giang", "Sóc Trăng")
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.OPEN
    assert selectors.standing_of(selectors.signatories_of(pledge)).waiting == 1
    cast.signs(pledge, "An Giang")
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SIGNED
    assert Season.objects.get().state == SeasonState.PLEDGE_SIGNED
    assert pledge.sealed is not None
    words = text_of(pledge.sealed)
    assert pledge.sealed.seal_id is not None
    order = [words.rindex(f"Nguyễn Văn {name}") for name in ("Kiên Giang", "Sóc Trăng", "An Giang")]
    assert order == sorted(order), "the evidence stands in the order of signing"
    assert words.replace(" ", "").count(pledge.digest) >= 3


def test_a_head_signs_for_the_own_member_and_once(cast):
    pledge = cast.opened(three(cast))
    row, head = cast.place(pledge, "An Giang"), cast.heads["An Giang"]
    for stranger in (cast.heads["Kiên Giang"], cast.officers["An Giang"], cast.officer):
        with pytest.raises(Refused):
            signatures.sign(row, digest=pledge.digest, proof=proof_of(stranger), by=stranger)
    with pytest.raises(Refused):
        signatures.sign(row, digest=pledge.digest, proof=proof_of(cast.officer), by=head)
    with pytest.raises(Refused):
        signatures.sign(row, digest="0" * 64, proof=proof_of(head), by=head)
    assert not Signature.objects.exists()
    cast.signs(pledge, "An Giang")
    with pytest.raises(Refused):
        signatures.sign(row, digest=pledge.digest, proof=proof_of(head), by=head)
    assert Signature.objects.get().account == head.email


def test_a_signature_is_never_changed_or_removed(cast):
    pledge = cast.opened(three(cast))
    cast.signs(pledge, "An Giang")
    for statement in ("UPDATE clusters_signature SET name = 'Ai đó'", "DELETE FROM clusters_signature"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Signature.objects.get().name == "Nguyễn Văn An Giang"


def test_a_pledge_that_all_signed_is_not_opened_again(cast):
    pledge = cast.opened(three(cast))
    cast.signs(pledge, *THREE)
    pledge.refresh_from_db()
    with pytest.raises(TransitionRefused):
        pledges.move(pledge, "unopen", by=cast.officer, reason="sửa")
    with pytest.raises(DatabaseError), transaction.atomic():
        Pledge.objects.filter(pk=pledge.pk).update(state=PledgeState.DRAFT, signed_at=None)


def test_a_refusal_names_what_and_why_and_is_told_to_all(cast):
    pledge = cast.opened(three(cast))
    row, head = cast.place(pledge, "Kiên Giang"), cast.heads["Kiên Giang"]
    target = pledge.targets.first()
    given = {"digest": pledge.digest, "proof": proof_of(head), "by": head}
    with pytest.raises(Refused):
        signatures.decline(row, reason=" ", target=target, **given)
    with pytest.raises(Refused):
        signatures.decline(row, reason="Mẫu số không đúng", **given)
    said = signatures.decline(row, reason="Mẫu số không đúng", target=target, **given)
    told = {notice.user_id for notice in Notice.objects.filter(text__contains="Kiên Giang")}
    assert {cast.heads["An Giang"].pk, cast.heads["Sóc Trăng"].pk} <= told
    assert head.pk not in told
    signatures.answer_refusal(said, "Sẽ xem lại", by=cast.heads["An Giang"])
    with pytest.raises(Refused):
        signatures.answer_refusal(said, "Người ngoài", by=cast.stranger)
    assert [task.url for task in tasks(cast.officer, timezone.localdate())] == [
        f"/clusters/pledges/{pledge.pk}/"
    ]
    cast.signs(pledge, *THREE)
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SIGNED, "who declined may sign later"


def test_taking_the_opening_back_binds_nobody(cast):
    pledge = cast.opened(three(cast))
    cast.signs(pledge, "An Giang")
    before, paper = pledge.digest, pledge.document
    with pytest.raises(Refused):
        pledges.move(pledge, "unopen", by=cast.officer)
    again = pledges.move(pledge, "unopen", by=cast.officer, reason="sửa chỉ tiêu")
    assert paper is not None
    paper.refresh_from_db()
    assert paper.status == DocumentStatus.WITHDRAWN
    target = again.targets.first()
    assert target is not None
    base = pledges.target_terms_of(target)
    pledges.put_target(again, replace(base, value=Decimal(15)), by=cast.officer, target=target, base=base)
    old = cast.place(again, "An Giang")
    opened = pledges.move(again, "open", by=cast.officer)
    assert opened.digest != before
    assert selectors.standing_of(selectors.signatories_of(opened)).signed == 0
    with pytest.raises(Refused):
        signatures.sign(
            old, digest=opened.digest, proof=proof_of(cast.heads["An Giang"]), by=cast.heads["An Giang"]
        )
    cast.signs(opened, *THREE)
    opened.refresh_from_db()
    assert opened.state == PledgeState.SIGNED


def test_a_signature_on_paper_counts_and_names_who_entered_it(cast):
    pledge = cast.opened(three(cast))
    row, clerk = cast.place(pledge, "Kiên Giang"), cast.officers["Kiên Giang"]
    today = timezone.localdate()
    paper = PaperSignature("Nguyễn Văn Kiên Giang", "Chủ tịch", today, ContentFile(PNG, name="scan.png"))
    bad = replace(paper, scan=ContentFile(b"MZ not a scan", name="scan.png"))
    early = replace(paper, signed_on=today - timedelta(days=1))
    with pytest.raises(UploadRefused):
        signatures.record_paper(row, bad, digest=pledge.digest, by=clerk)
    with pytest.raises(Refused):
        signatures.record_paper(row, paper, digest="0" * 64, by=clerk)
    with pytest.raises(Refused):
        signatures.record_paper(row, early, digest=pledge.digest, by=clerk)
    with pytest.raises(Refused):
        signatures.record_paper(row, paper, digest=pledge.digest, by=cast.officers["Sóc Trăng"])
    signed = signatures.record_paper(row, paper, digest=pledge.digest, by=clerk)
    assert (signed.method, signed.account, signed.name) == (Method.PAPER, "", "Nguyễn Văn Kiên Giang")
    cast.signs(pledge, "Sóc Trăng", "An Giang")
    pledge.refresh_from_db()
    assert pledge.sealed is not None
    assert "Trần Thị Kiên Giang" in text_of(pledge.sealed)


def test_who_signed_on_paper_stands_at_the_place_where_no_head_was_known(cast):
    Post.objects.filter(organisation=cast.members["Kiên Giang"], office=Office.HEAD).delete()
    pledge = cast.opened(three(cast))
    places = {place["body"]: place["name"] for place in pledge.document.payload["signatures"]}
    assert places["LIÊN MINH HỢP TÁC XÃ KIÊN GIANG"] == "…"
    paper = PaperSignature(
        "Nguyễn Văn Đồng", "Phó Chủ tịch", timezone.localdate(), ContentFile(PNG, name="scan.png")
    )
    row = cast.place(pledge, "Kiên Giang")
    signatures.record_paper(row, paper, digest=pledge.digest, by=cast.officers["Kiên Giang"])
    cast.signs(pledge, "Sóc Trăng", "An Giang")
    pledge.refresh_from_db()
    places = {place["body"]: place for place in pledge.sealed.payload["signatures"]}
    place = places["LIÊN MINH HỢP TÁC XÃ KIÊN GIANG"]
    assert (place["name"], place["lines"]) == ("Nguyễn Văn Đồng", ["PHÓ CHỦ TỊCH"])
    assert places["LIÊN MINH HỢP TÁC XÃ AN GIANG"]["name"] == "Nguyễn Văn An Giang"


def test_an_addendum_shows_old_and_new_and_counts_once_all_signed(cast):
    pledge = cast.opened(three(cast))
    cast.signs(pledge, *THREE)
    pledge.refresh_from_db()
    with pytest.raises(Refused):
        pledges.draft_addendum(pledge, PledgeTerms(title="Phụ lục"), by=cast.officer)
    addendum = pledges.draft_addendum(
        pledge, PledgeTerms(title="Phụ lục giao ước", reason="Bão lụt"), by=cast.officer
    )
    first, second = selectors.in_force(pledge.season)
    new = replace(pledges.target_terms_of(first), value=Decimal(12))
    pledges.put_target(addendum, new, by=cast.officer, replaces=first)
    with pytest.raises(Refused):
        pledges.put_target(addendum, new, by=cast.officer, replaces=first)
    pledges.drop_target(addendum, second, by=cast.officer)
    assert [target.value for target in selectors.in_force(pledge.season)] == [Decimal(20), Decimal(8)]
    opened = pledges.move(addendum, "open", by=cast.officer)
    assert opened.document is not None
    words = text_of(opened.document)
    assert (
        "Điều chỉnh từ: “HTX thành lập mới: từ 20 HTX (mỗi đơn vị)” thành: “HTX thành lập mới: từ 12 HTX"
        in words
    )
    assert "Bãi bỏ chỉ tiêu: Số thành viên" in words
    cast.signs(opened, *THREE)
    assert [target.value for target in selectors.in_force(pledge.season)] == [Decimal(12)]
    assert Season.objects.get().state == SeasonState.PLEDGE_SIGNED


def test_an_empty_draft_is_not_opened_and_a_withdrawn_one_comes_back(cast):
    season = three(cast)
    pledge = pledges.draft(season, terms=PledgeTerms(title="Giao ước"), by=cast.officer)
    with pytest.raises(Refused):
        pledges.move(pledge, "open", by=cast.officer)
    gone = pledges.move(pledge, "withdraw", by=cast.officer, reason="chưa thống nhất")
    assert not selectors.pledges_of(cast.officer, season).exists()
    with pytest.raises(Refused):
        pledges.draft(season, by=cast.officer)
    assert pledges.move(gone, "restore", by=cast.officer, reason="tiếp tục").state == PledgeState.DRAFT


def test_the_head_finds_the_pledge_on_the_desk_until_it_is_signed(cast):
    pledge = cast.opened(three(cast))
    head, today = cast.heads["An Giang"], timezone.localdate()
    assert [task.url for task in tasks(head, today)] == [
        f"/clusters/signatories/{cast.place(pledge, 'An Giang').pk}/"
    ]
    signatures.seen(cast.place(pledge, "An Giang"), by=cast.officers["An Giang"])
    assert cast.place(pledge, "An Giang").seen_at is None, "only its head leaves a mark"
    signatures.seen(cast.place(pledge, "An Giang"), by=head)
    assert cast.place(pledge, "An Giang").seen_at is not None
    cast.signs(pledge, "An Giang")
    assert list(tasks(head, today)) == []


def test_who_enters_the_signature_of_a_head_without_account_finds_it_on_the_desk(cast):
    pledge = cast.opened(three(cast))
    clerk, head = cast.officers["Kiên Giang"], cast.heads["Kiên Giang"]
    today = timezone.localdate()
    address = f"/clusters/signatories/{cast.place(pledge, 'Kiên Giang').pk}/"
    assert list(tasks(clerk, today)) == [], "the head signs with the own account"
    head.is_active = False
    head.save()
    assert [task.url for task in tasks(clerk, today)] == [address]
    assert "Kiên Giang" in str(next(iter(tasks(clerk, today))).sentence)
    assert list(tasks(cast.officers["Sóc Trăng"], today)) == []
    paper = PaperSignature("Nguyễn Văn Kiên Giang", "Chủ tịch", today, ContentFile(PNG, name="scan.png"))
    row = cast.place(pledge, "Kiên Giang")
    signatures.record_paper(row, paper, digest=pledge.digest, by=clerk)
    assert list(tasks(clerk, today)) == []


def test_words_that_fit_no_paper_are_refused_at_the_opening(cast):
    pledge = cast.pledge(three(cast))
    base = pledges.pledge_terms_of(pledge)
    pledges.revise(pledge, replace(base, commitments="ký tự lạ \U0001f600"), base=base, by=cast.officer)
    with pytest.raises(Refused):
        pledges.move(pledge, "open", by=cast.officer)
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.DRAFT


def test_an_over_season_is_left_alone(cast):
    season = three(cast)
    pledge = cast.opened(season)
    cast.signs(pledge, *THREE)
    pledge.refresh_from_db()
    seasons.move(Season.objects.get(), "close_early", by=cast.officer, reason="hợp nhất")
    pledge = selectors.pledge_for(cast.officer, pledge.pk)
    assert not permissions.may_draft_addendum(cast.officer, pledge, on=timezone.localdate())
    with pytest.raises(ValidationError):
        Signature(
            signatory=cast.place(pledge, "An Giang"), answer=Answer.DECLINED, digest="x", name="x", title="x",
            method=Method.PASSWORD, entered_by=cast.officer,
        ).full_clean()  # fmt: skip
    assert date(2021, 1, 27) == pledge.day
