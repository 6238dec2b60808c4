"""Ways out of a programme that are not its end, and the ways back: renewed, put aside, an addendum undone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from emulation.accounts.models import User
from emulation.documents.states import DocumentStatus
from emulation.merging import Clash
from emulation.organisations.models import Kind
from emulation.organisations.services import merge, register
from emulation.verdicts import Refused
from programmes.models import Party, PlanTask, Programme
from programmes.selectors.programmes import parties_on, programme_page
from programmes.services import measures, parties, plans, programmes, signings, successors
from programmes.services.measures import MeasureTerms
from programmes.services.parties import AddendumTerms, Successor
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.services.programmes import ProgrammeTerms
from programmes.states import ProgrammeState, TaskState
from programmes.tests.reporting import reporting
from programmes.tests.stage import Stage, signing, stage

NEXT = ProgrammeTerms(title="phối hợp thi đua, giai đoạn sau", from_year=2022, to_year=2027, contents="một")


def open_task(programme: Programme, cast: Stage) -> PlanTask:
    plan = plans.put_plan(programme, PlanTerms(year=2018, title="Kế hoạch 2018"), by=cast.officer)
    return plans.put_task(plan, TaskTerms(text="Mở lớp tập huấn"), by=cast.officer)


def continued(programme: Programme, cast: Stage, *tasks: PlanTask) -> Programme:
    return successors.open_successor(programme, NEXT, tasks=[task.pk for task in tasks], by=cast.officer)


def test_a_draft_that_is_put_aside_gives_its_tasks_back(db: None) -> None:
    cast = stage()
    old = cast.under_way()
    task = open_task(old, cast)
    new = continued(old, cast, task)
    task.refresh_from_db()
    assert task.state == TaskState.CARRIED
    with pytest.raises(Refused):
        successors.put_aside(new, by=cast.officer, reason="  ")
    aside = successors.put_aside(new, by=cast.officer, reason="Hai bên chưa thống nhất")
    task.refresh_from_db()
    assert (task.state, aside.state, aside.predecessor) == (TaskState.OPEN, ProgrammeState.DISCARDED, None)
    assert aside not in programme_page(cast.officer)
    assert aside in programme_page(cast.officer, state=ProgrammeState.DISCARDED)
    again = continued(old, cast, task)
    assert again.plans.get().tasks.get().carried_from == task
    with pytest.raises(Refused):
        parties.add(aside, parties.PartyTerms(name="Báo Kiên Giang"), by=cast.officer)
    back = programmes.move(aside, "restore", by=cast.officer, reason="Họp lại")
    assert back.state == ProgrammeState.DRAFT


def test_one_task_comes_back_until_the_next_programme_works_on_it(db: None) -> None:
    cast = stage()
    old = cast.under_way()
    task = open_task(old, cast)
    new = continued(old, cast, task)
    successors.take_back(task, by=cast.officer, reason="Làm xong trong năm nay")
    task.refresh_from_db()
    assert task.state == TaskState.OPEN
    assert not PlanTask.objects.filter(plan__programme=new).exists()


def test_a_task_that_is_done_in_the_next_programme_stays_there(db: None) -> None:
    cast = stage()
    old = cast.under_way()
    task = open_task(old, cast)
    new = continued(old, cast, task)
    plans.move_task(new.plans.get().tasks.get(), "finish", by=cast.officer, on=date(2022, 1, 5))
    with pytest.raises(Refused, match="đã thực hiện nhiệm vụ"):
        successors.take_back(task, by=cast.officer, reason="nhầm")


def test_a_programme_is_renewed_by_a_signed_one_only_and_comes_back_where_it_was(db: None) -> None:
    cast = stage()
    old = programmes.move(cast.under_way(), "sum_up", by=cast.officer)
    new = continued(old, cast)
    with pytest.raises(Refused, match="chưa ký"):
        programmes.move(old, "renew", by=cast.officer)
    for party in new.parties.all():
        terms = parties.terms_of(party)
        named = parties.PartyTerms(
            **{**vars(terms), "signatory_name": "Nguyễn Văn An", "signatory_titles": "Chủ tịch"}
        )
        parties.revise(party, named, base=terms, by=cast.officer)
    signed = signings.sign(new, signing(number="09/CTPH", on=date(2022, 1, 10)), by=cast.officer)
    renewed = programmes.move(old, "renew", by=cast.officer)
    assert renewed.state == ProgrammeState.RENEWED
    with pytest.raises(Refused, match="được thay"):
        programmes.move(signed, "unsign", by=cast.officer, reason="nhầm")
    with pytest.raises(Refused):
        programmes.move(renewed, "unrenew", by=cast.officer)
    back = programmes.move(renewed, "unrenew", by=cast.officer, reason="nhầm")
    assert back.state == ProgrammeState.SUMMED_UP


def test_an_early_end_that_is_taken_back_leads_to_where_it_was(db: None) -> None:
    cast = stage()
    ended = programmes.move(cast.signed(), "terminate", by=cast.officer, reason="Một bên giải thể")
    assert programmes.move(ended, "revive", by=cast.officer, reason="nhầm").state == ProgrammeState.SIGNED


MERGED = date(2025, 7, 1)


def succeeded(cast: Stage) -> tuple[Programme, Party, Party, User]:
    """A programme whose Alliance merged: (programme, the side that left, the one that came, its officer)."""
    programme = cast.under_way()
    leaving = programme.parties.get(organisation=cast.alliance)
    heir = merge(
        [cast.alliance, cast.other_alliance],
        name="Liên minh Hợp tác xã tỉnh An Giang",
        on=MERGED,
        document="NQ 202/2025/QH15",
        by=None,
    )
    by = cast.officer_of(heir)
    terms = AddendumTerms(signed_on=MERGED, effective_on=MERGED, text="Liên minh mới kế tục")
    joining = parties.succeed(leaving, Successor(heir, "Trần Thị Bình", "Chủ tịch"), terms, by=by)
    return programme, leaving, joining, by


def test_an_addendum_that_is_taken_back_brings_the_side_before_it_back(db: None) -> None:
    programme, leaving, joining, by = succeeded(stage())
    addendum = joining.addendum
    assert addendum is not None
    later_terms = AddendumTerms(signed_on=date(2025, 8, 1), effective_on=date(2025, 8, 1), text="Bổ sung")
    later = parties.amend(programme, later_terms, by=by)
    with pytest.raises(Refused, match="phụ lục sau"):
        parties.take_back_addendum(addendum, by=by, reason="nhầm")
    parties.take_back_addendum(later, by=by, reason="nhầm")
    undone = parties.take_back_addendum(addendum, by=by, reason="nhập nhầm đơn vị")
    assert undone.undone_because == "nhập nhầm đơn vị"
    today = parties_on(programme, date(2026, 1, 1))
    assert leaving in today
    assert joining.pk not in [one.pk for one in today]
    with pytest.raises(Refused, match="trước đó"):
        parties.take_back_addendum(addendum, by=by, reason="nhầm")


def test_an_addendum_stays_where_a_task_names_the_side_it_brought_in(db: None) -> None:
    programme, _leaving, joining, by = succeeded(stage())
    plan = plans.put_plan(programme, PlanTerms(year=2022, title="Kế hoạch 2022"), by=by)
    plans.put_task(plan, TaskTerms(text="Tập huấn", party=joining), by=by)
    assert joining.addendum is not None
    with pytest.raises(Refused, match="ghi tên bên"):
        parties.take_back_addendum(joining.addendum, by=by, reason="nhầm")


def test_a_number_given_after_the_signing_replaces_the_papers(db: None) -> None:
    cast = stage()
    programme = signings.sign(cast.draft(), signing(number=""), by=cast.officer)
    assert programme.document is not None
    assert programme.document.payload["number"] == "……/CTPH"
    first = programme.document
    numbered = signings.give_number(programme, " 05/CTPH-LMHTX-BTĐKT ", by=cast.officer)
    first.refresh_from_db()
    assert (first.status, numbered.number) == (DocumentStatus.REPLACED, "05/CTPH-LMHTX-BTĐKT")
    assert numbered.document is not None
    assert numbered.document.payload["number"] == "05/CTPH-LMHTX-BTĐKT"
    assert numbered in programme_page(cast.officer, term="05/CTPH")
    with pytest.raises(Refused, match="lý do"):
        signings.give_number(programme, "06/CTPH", by=cast.officer)
    right = signings.give_number(programme, "06/CTPH", by=cast.officer, reason="Ghi nhầm số")
    assert right.number == "06/CTPH"


def test_two_people_at_one_plan_task_or_indicator_are_asked(db: None) -> None:
    cast = stage()
    programme = cast.under_way()
    task = open_task(programme, cast)
    seen, plan_seen = plans.task_terms_of(task), plans.terms_of(task.plan)
    plans.put_task(task.plan, TaskTerms(text="Mở hai lớp"), by=cast.officer, task=task, base=seen)
    with pytest.raises(Clash):
        plans.put_task(task.plan, TaskTerms(text="Mở ba lớp"), by=cast.officer, task=task, base=seen)
    mine = TaskTerms(text=seen.text, person="Trần Thị Bình")
    kept = plans.put_task(task.plan, mine, by=cast.officer, task=task, base=seen)
    assert (kept.text, kept.person) == ("Mở hai lớp", "Trần Thị Bình")
    plans.put_plan(
        programme, PlanTerms(year=2018, title="Kế hoạch A"), by=cast.officer, plan=task.plan, base=plan_seen
    )
    with pytest.raises(Clash):
        plans.put_plan(
            programme,
            PlanTerms(year=2018, title="Kế hoạch B"),
            by=cast.officer,
            plan=task.plan,
            base=plan_seen,
        )


def test_targets_that_both_changed_are_asked_about(db: None) -> None:
    scene = reporting()
    measure = scene.programme.measures.first()
    assert measure is not None
    seen = measures.terms_of(measure)
    year = scene.programme.from_year

    def aimed(value: int) -> MeasureTerms:
        return MeasureTerms(
            seen.version, seen.organisation, seen.baseline, seen.baseline_year, {year: Decimal(value)}
        )

    measures.put_measure(scene.programme, aimed(7), by=scene.officer, measure=measure, base=seen)
    with pytest.raises(Clash):
        measures.put_measure(scene.programme, aimed(9), by=scene.officer, measure=measure, base=seen)


def test_a_draft_whose_task_was_worked_on_stays(db: None) -> None:
    cast = stage()
    old = cast.under_way()
    new = continued(old, cast, open_task(old, cast))
    plans.move_task(
        new.plans.get().tasks.get(), "finish", by=cast.officer, on=date(2022, 1, 5), result="Xong"
    )
    with pytest.raises(Refused, match="đã được thực hiện"):
        successors.put_aside(new, by=cast.officer, reason="nhầm")
    assert new.plans.get().tasks.get().result == "Xong"


def test_signing_and_putting_aside_are_no_bare_moves(db: None) -> None:
    cast = stage()
    draft = cast.draft()
    for name in ("sign", "discard"):
        with pytest.raises(ValueError, match="of its own"):
            programmes.move(draft, name, by=cast.officer, reason="nhầm")


def test_a_side_is_followed_only_after_it_has_joined(db: None) -> None:
    programme, _leaving, joining, by = succeeded(stage())
    later = register(Kind.ALLIANCE, name="Liên minh Hợp tác xã vùng", valid_from=date(2025, 7, 1), by=None)
    early = AddendumTerms(signed_on=MERGED, effective_on=MERGED, text="Kế tục")
    with pytest.raises(Refused, match="chỉ tham gia từ"):
        parties.succeed(joining, Successor(later), early, by=by)
    assert programme.parties.filter(left_on=None).count() == 2


def test_contents_keep_what_hangs_on_them_when_a_line_comes_before(db: None) -> None:
    cast = stage()
    programme = cast.draft()
    second = programme.contents.all()[1]
    base = programmes.terms_of(programme)
    terms = ProgrammeTerms(**{**vars(base), "contents": f"việc mới\n{base.contents}"})
    programmes.revise(programme, terms, base=base, by=cast.officer)
    words = second.text
    second.refresh_from_db()
    assert (second.order, second.text) == (3, words)
    assert programme.contents.count() == 4


def test_what_a_signed_plan_left_open_is_filled_in_and_nothing_else(db: None) -> None:
    cast = stage()
    programme = cast.under_way()
    task = open_task(programme, cast)
    plan = plans.move_plan(task.plan, "sign", on=date(2018, 1, 20), number="1/KH", by=cast.officer)
    seen = plans.task_terms_of(task)
    side = parties_on(programme, date(2018, 1, 20))[0]
    owned = replace(seen, party=side, person="Trần Thị Bình", due_on=date(2018, 6, 30))
    with pytest.raises(Refused, match="đã ký giữ nguyên"):
        plans.put_task(plan, replace(owned, text="Việc khác"), by=cast.officer, task=task, base=seen)
    filled = plans.put_task(plan, owned, by=cast.officer, task=task, base=seen)
    assert filled.owned
    with pytest.raises(Refused):
        plans.put_task(plan, replace(owned, person="Ai Khác"), by=cast.officer, task=filled)


def test_only_the_newest_addendum_offers_to_be_taken_back(db: None, client: Client) -> None:
    cast = stage()
    programme = cast.under_way()
    first, second = (
        parties.amend(
            programme, AddendumTerms(signed_on=day, effective_on=day, text=f"Lần {day}"), by=cast.officer
        )
        for day in (date(2025, 8, 1), date(2025, 9, 1))
    )

    def offered() -> list[int]:
        page = client.get(reverse("programmes:programme", args=[programme.pk])).content.decode()
        undo = {
            one.pk: reverse("programmes:addendum_undo", args=[programme.pk, one.pk])
            for one in (first, second)
        }
        return [pk for pk, url in undo.items() if url in page]

    client.force_login(cast.officer)
    assert offered() == [second.pk]
    parties.take_back_addendum(second, by=cast.officer, reason="Nhập nhầm")
    assert offered() == [first.pk]
