"""A movement is prepared, launched, amended and ended; its names are known and judged; its tree is counted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.merging import Clash
from emulation.uploads.checking import UploadRefused
from emulation.verdicts import Refused
from programmes.matching import Confidence
from programmes.models import Judgement, Movement
from programmes.selectors import movements as selectors
from programmes.services import movements, registrations
from programmes.services.movements import AmendmentDocument
from programmes.tests.pictures import PNG
from programmes.tests.stage import stage
from programmes.tests.units import MOVEMENT, RICE_TOO, movement_terms, units

pytestmark = pytest.mark.django_db
DOCUMENT = AmendmentDocument(date(2026, 1, 10), "3/QĐ-LMHTX", date(2025, 12, 20), "Theo kết luận hội nghị")


def entered(cast, **changes):
    return movements.enter(cast.alliance, movement_terms(**changes), by=cast.officer)


def test_a_launch_wants_everything_it_needs():
    cast = stage()
    bare = entered(
        cast,
        launched_by="",
        audience="",
        criteria=" ",
        award_forms="",
        from_year=None,
        to_year=None,
        document_number="",
        document_date=None,
    )
    names = [name for name, _label in selectors.missing_before_launch(bare)]
    assert names == ["launched_by", "audience", "criteria", "from_year", "award_forms", "document_number"]
    with pytest.raises(Refused):
        movements.advance(bare, "launch", by=cast.officer)
    base = movements.terms_of(bare)
    ready = movements.revise(bare, movement_terms(), base=base, by=cast.officer)
    assert selectors.missing_before_launch(ready) == []
    assert movements.advance(ready, "launch", by=cast.officer).state == "launched"
    dated = replace(movement_terms(name="Khác"), from_year=None, to_year=None, starts_on=date(2026, 1, 1))
    assert [
        n for n, _l in selectors.missing_before_launch(movements.enter(cast.alliance, dated, by=cast.officer))
    ] == ["from_year"]


def test_what_was_launched_elsewhere_needs_little():
    cast = stage()
    recorded = entered(
        cast, recorded=True, launched_by="Thủ tướng Chính phủ", audience="", criteria="", award_forms=""
    )
    assert selectors.missing_before_launch(recorded) == []


def test_the_launcher_of_the_register_gives_its_name():
    cast = stage()
    assert entered(cast, launched_by="", launcher=cast.committee).launched_by == cast.committee.name


def test_every_step_and_its_undoing():
    cast = units()
    movement = cast.movement
    for move, state in (("sum_up", "summed_up"), ("end", "ended")):
        movement = movements.advance(movement, move, by=cast.officer)
        assert movement.state == state
    with pytest.raises(Refused):
        movements.advance(movement, "reopen", by=cast.officer)
    for move, state in (("reopen", "summed_up"), ("resume", "launched")):
        movement = movements.advance(movement, move, by=cast.officer, reason="Nhập nhầm")
        assert movement.state == state
    with pytest.raises(Refused):
        movements.advance(movement, "unlaunch", by=cast.officer, reason="Nhầm")
    with pytest.raises(TransitionRefused):
        movements.advance(movement, "launch", by=cast.officer)
    other = entered(cast, name="Thi đua khác")
    launched = movements.advance(other, "launch", by=cast.officer)
    assert movements.advance(launched, "unlaunch", by=cast.officer, reason="Nhầm").state == "draft"
    assert history_of(other).get(action="movement.unlaunch").reason == "Nhầm"


def test_a_name_stands_once_for_a_period():
    cast = stage()
    entered(cast)
    with pytest.raises(Refused):
        entered(cast, name=MOVEMENT.upper())
    assert entered(cast, from_year=2031, to_year=2035).pk
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        entered(cast, name="Khác", from_year=2030, to_year=2026)


def test_after_the_launch_only_numbered_amendments_change_the_words():
    cast = units()
    movement = cast.movement
    base = movements.terms_of(movement)
    with pytest.raises(Refused):
        movements.revise(movement, replace(base, audience="khác"), base=base, by=cast.officer)
    said = movements.wording_of(movement)
    with pytest.raises(Refused):
        movements.amend(movement, said, DOCUMENT, base=said, by=cast.officer)
    new_name = "Đoàn kết, sáng tạo, phát triển hợp tác xã bền vững"
    first = movements.amend(
        movement, replace(said, name=new_name, to_year=2035), DOCUMENT, base=said, by=cast.officer
    )
    assert (first.number, first.changes["to_year"]) == (1, ["2030", "2035"])
    stored = Movement.objects.get(pk=movement.pk)
    assert (stored.name, stored.aliases.get().text, stored.aliases.get().source) == (
        new_name,
        MOVEMENT,
        "renamed",
    )
    with pytest.raises(Clash):
        movements.amend(movement, replace(said, to_year=2040), DOCUMENT, base=said, by=cast.officer)
    again = movements.wording_of(stored)
    second = movements.amend(
        movement, replace(again, ends_on=date(2035, 6, 30)), DOCUMENT, base=again, by=cast.officer
    )
    assert (second.number, second.changes) == (2, {"ends_on": ["", "30/06/2035"]})
    acts = history_of(stored).filter(action="movement.amend")
    assert acts.count() == 2
    movements.advance(movement, "sum_up", by=cast.officer)
    with pytest.raises(Refused):
        movements.amend(movement, said, DOCUMENT, base=said, by=cast.officer)


def test_two_people_revise_a_draft_field_by_field():
    cast = stage()
    draft = entered(cast)
    base = movements.terms_of(draft)
    movements.revise(draft, replace(base, theme="Một"), base=base, by=cast.officer)
    kept = movements.revise(draft, replace(base, audience="Hai"), base=base, by=cast.secretary)
    assert (kept.theme, kept.audience) == ("Một", "Hai")
    with pytest.raises(Clash):
        movements.revise(draft, replace(base, theme="Ba"), base=base, by=cast.secretary)
    assert (
        movements.revise(
            draft, movements.terms_of(kept), base=movements.terms_of(kept), by=cast.officer
        ).version
        == 3
    )


def test_the_launch_document_is_kept_as_a_scan():
    cast = stage()
    draft = entered(cast)
    with pytest.raises(UploadRefused):
        movements.attach_document(
            draft, file=ContentFile(b"x", name="x.png"), filename="x.png", by=cast.officer
        )
    kept = movements.attach_document(
        draft, file=ContentFile(PNG, name="k.png"), filename="kế hoạch.png", by=cast.officer
    )
    assert kept.document_name == "kế hoạch.png"
    launched = movements.advance(kept, "launch", by=cast.officer)
    with pytest.raises(Refused, match="lý do"):
        movements.attach_document(
            launched, file=ContentFile(PNG, name="l.png"), filename="l.png", by=cast.officer
        )
    again = movements.attach_document(
        launched,
        file=ContentFile(PNG, name="l.png"),
        filename="l.png",
        by=cast.officer,
        reason="quét thiếu trang",
    )
    assert again.document_name == "l.png"


# --- names


def test_a_judgement_is_remembered_both_ways():
    cast = stage()
    suc = entered(cast, name="Tây Ninh chung sức xây dựng nông thôn mới")
    tay = "Tây Ninh chung tay xây dựng nông thôn mới"

    def proposed():
        ((_movement, proposal),) = selectors.proposals_for(cast.officer, tay)
        return proposal

    assert proposed().confidence is Confidence.JUDGE
    movements.judge(suc, tay, Judgement.DIFFERENT, by=cast.officer, reason="Hai phong trào")
    assert proposed().confidence is Confidence.DIFFERENT
    movements.judge(suc, tay, Judgement.SAME, by=cast.officer, reason="Một bài báo viết hai cách")
    assert (proposed().confidence, suc.aliases.get().text) == (Confidence.SAME, tay)
    assert suc.judgements.get().reason == "Một bài báo viết hai cách"
    assert list(selectors.movement_page(cast.officer, term="chung tay")) == [suc]
    movements.judge(suc, tay, Judgement.DIFFERENT, by=cast.officer)
    assert not suc.aliases.exists()
    movements.judge(suc, suc.name, Judgement.SAME, by=cast.officer)
    assert not suc.aliases.exists()
    with pytest.raises(Refused):
        movements.judge(suc, suc.name, Judgement.DIFFERENT, by=cast.officer)
    for empty in ("", "…"):
        with pytest.raises(Refused):
            movements.judge(suc, empty.strip("…"), Judgement.SAME, by=cast.officer)
    assert [a.action for a in history_of(suc)].count("movement.judge_different") == 2


def test_spellings_are_entered_and_taken_away():
    cast = stage()
    one = movements.enter(cast.alliance, movement_terms(), by=cast.officer, aliases=["Đoàn kết, sáng tạo…"])
    assert one.aliases.get().source == "entered"
    other = entered(cast, name="Thi đua khác")
    with pytest.raises(Refused):
        movements.add_alias(other, "đoàn kết, sáng tạo…", by=cast.officer)
    with pytest.raises(Refused):
        movements.add_alias(other, " ", by=cast.officer)
    alias = movements.add_alias(other, "Thi đua nữa", by=cast.officer, seen_in="Báo cáo 2026")
    assert movements.add_alias(other, "THI ĐUA NỮA", by=cast.officer) == alias
    movements.judge(other, "Thi đua nữa", Judgement.SAME, by=cast.officer)
    movements.remove_alias(alias, by=cast.officer)
    assert not other.aliases.exists()
    assert not other.judgements.exists()


# --- the tree


def test_a_movement_does_not_answer_to_itself():
    cast = stage()
    top, middle, low = (entered(cast, name=name) for name in ("Một", "Hai", "Ba"))
    movements.link(middle, parent=top, programmes=[], by=cast.officer)
    movements.link(low, parent=middle, programmes=[cast.draft()], by=cast.officer)
    for parent in (top, low):
        with pytest.raises(Refused):
            movements.link(top, parent=parent, programmes=[], by=cast.officer)
    assert low.pk not in selectors.possible_parents(cast.officer, middle).values_list("pk", flat=True)
    assert selectors.possible_parents(cast.officer, None).count() == 3
    same = Movement.objects.get(pk=low.pk)
    version = same.version
    again = movements.link(same, parent=middle, programmes=list(same.programmes.all()), by=cast.officer)
    assert again.version == version
    movements.advance(top, "launch", by=cast.officer)
    for move in ("sum_up", "end"):
        movements.advance(top, move, by=cast.officer)
    with pytest.raises(Refused):
        movements.link(top, parent=None, programmes=[], by=cast.officer)


def test_the_tree_counts_each_unit_once_and_says_what_it_does_not_know():
    cast = units()
    top = entered(cast, name="Cả nước thi đua", level="PM")
    top = movements.advance(top, "launch", by=cast.officer)
    movements.link(cast.movement, parent=top, programmes=[], by=cast.officer)
    side = entered(cast, name="Đang chuẩn bị", level="PROVINCE")
    movements.link(side, parent=top, programmes=[], by=cast.officer)
    cast.round.movements.add(top)
    cast.sent()
    cast.sent(cast.second, **RICE_TOO)
    registrations.accept(cast.round.registrations.get(organisation=cast.coop), by=cast.officer)
    first, *rest = selectors.cascade(cast.officer, top)
    assert (first.depth, first.below, first.launched) == (0, 2, 1)
    assert (len(first.registered), len(first.expected)) == (2, 2)
    assert (first.programmes, first.awarded) == (frozenset(), None)
    found = {branch.movement.name: branch for branch in rest}
    assert len(found[MOVEMENT].registered) == 2
    assert (len(found["Đang chuẩn bị"].registered), found["Đang chuẩn bị"].depth) == (0, 1)


def test_units_read_what_is_launched_above_them_and_nothing_of_other_provinces():
    cast = units()
    draft = entered(cast, name="Đang chuẩn bị")
    for user, seen in (
        (cast.unit_officer, {cast.movement}),
        (cast.stage.observer, {cast.movement, draft}),
        (cast.stage.stranger, set()),
    ):
        assert set(selectors.movements_visible_to(user)) == seen


def test_the_list_is_filtered():
    cast = units()
    other = entered(cast, name="Thi đua khác", level="COMMUNE", from_year=2020, to_year=2022)
    movements.link(other, parent=cast.movement, programmes=[], by=cast.officer)
    page = selectors.movement_page
    assert list(page(cast.officer, state="draft")) == [other]
    assert list(page(cast.officer, level="COMMUNE")) == [other]
    assert list(page(cast.officer, year=2021)) == [other]
    assert list(page(cast.officer, parent=cast.movement.pk)) == [other]
    assert list(page(cast.officer, term="DOAN KET")) == [cast.movement]


def test_a_period_is_said_in_days_or_years():
    assert Movement(starts_on=date(2026, 1, 2)).period == "02/01/2026–…"
    assert Movement(starts_on=date(2026, 3, 1), to_year=2030).period == "01/03/2026–2030"
    assert Movement(from_year=2026, to_year=2030).period == "2026–2030"
    assert Movement().period == ""
    assert Movement(to_year=2030).runs_in(2031) is False
    assert Movement(starts_on=date(2026, 1, 2), ends_on=date(2027, 1, 1)).runs_in(2026)
    assert Movement(document_date=date(2026, 1, 2)).named_as_of(date(2030, 1, 1)) == date(2026, 1, 2)


def test_an_amendment_is_entered_on_the_day_it_takes_effect():
    cast = units()
    said = movements.wording_of(cast.movement)
    later = replace(DOCUMENT, dated=timezone.localdate() + timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        movements.amend(cast.movement, replace(said, name="Tên mới"), later, base=said, by=cast.officer)
    assert f"{later.dated:%d/%m/%Y}" in str(refusal.value.reason)
    cast.movement.refresh_from_db()
    assert cast.movement.name == MOVEMENT


def test_an_amended_movement_keeps_its_launch():
    cast = stage()
    movement = movements.advance(entered(cast), "launch", by=cast.officer)
    said = movements.wording_of(movement)
    movements.amend(movement, replace(said, theme="Chủ đề"), DOCUMENT, base=said, by=cast.officer)
    with pytest.raises(Refused):
        movements.advance(movement, "unlaunch", by=cast.officer, reason="Nhầm")


def test_the_name_of_another_movement_is_no_spelling():
    cast = stage()
    one, other = entered(cast), entered(cast, name="Thi đua nông thôn mới")
    for say in (
        lambda: movements.add_alias(one, other.name, by=cast.officer),
        lambda: movements.judge(one, other.name, Judgement.SAME, by=cast.officer),
    ):
        with pytest.raises(Refused) as refusal:
            say()
        assert other.name in str(refusal.value.reason)
    earlier = entered(cast, name="Thi đua cũ", from_year=2020, to_year=2025)
    assert movements.add_alias(one, earlier.name, by=cast.officer).text == earlier.name


def test_a_judgement_longer_than_a_name_is_not_kept():
    cast = units()
    with pytest.raises(ValidationError):
        movements.judge(cast.movement, "Thi đua " * 100, Judgement.DIFFERENT, by=cast.officer)
    assert not cast.movement.judgements.exists()
