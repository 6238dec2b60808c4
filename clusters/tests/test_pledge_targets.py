"""The targets of a draft: taken over, entered once, remarked on, ordered, changed by two."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import call_command

from clusters import catalogue
from clusters.comparing import changes_between
from clusters.models import Season
from clusters.selectors import pledges as selectors
from clusters.services import pledges, seasons
from clusters.services.known_targets import take_known
from clusters.services.pledges import TargetTerms
from clusters.services.seasons import SeasonTerms
from clusters.states import PledgeState
from clusters.tests.stage import TARGETS, Stage, stage
from emulation.indicators.models import IndicatorVersion
from emulation.merging import Clash
from emulation.tests.access import signed_in
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
THREE = ("Sóc Trăng", "An Giang", "Kiên Giang")


@pytest.fixture
def cast() -> Stage:
    return stage(*THREE)


def three(cast: Stage) -> Season:
    return cast.season(cast.cluster(*THREE))


def test_the_next_pledge_begins_from_the_last_and_shows_what_is_new(cast):
    pledge = cast.opened(three(cast))
    cast.signs(pledge, *THREE)
    season = seasons.begin(pledge.season.cluster, SeasonTerms(year=2022), by=cast.officer)
    seasons.move(season, "compose", by=cast.officer)
    draft = pledges.draft(season, by=cast.officer)
    assert draft.title == "Giao ước thi đua năm 2022"
    assert draft.commitments == pledge.commitments
    first, second = selectors.targets_of(draft)
    base = pledges.target_terms_of(first)
    pledges.put_target(draft, replace(base, value=Decimal(25)), by=cast.officer, target=first, base=base)
    pledges.remove_target(second, by=cast.officer)
    pledges.put_target(draft, TargetTerms(text="Kết nạp đảng viên"), by=cast.officer)
    found = changes_between(selectors.in_force(pledge.season), list(selectors.targets_of(draft)))
    assert [(change.kind, change.fields) for change in found] == [
        ("changed", ("value",)), ("new", ()), ("gone", ()),
    ]  # fmt: skip


def test_two_who_change_words_or_a_target_are_asked(cast):
    pledge = cast.pledge(three(cast))
    base = pledges.pledge_terms_of(pledge)
    pledges.revise(pledge, replace(base, closing="A"), base=base, by=cast.officer)
    with pytest.raises(Clash):
        pledges.revise(pledge, replace(base, closing="B"), base=base, by=cast.officer)
    target = pledge.targets.first()
    assert target is not None
    seen = pledges.target_terms_of(target)
    pledges.put_target(pledge, replace(seen, value=Decimal(21)), by=cast.officer, target=target, base=seen)
    with pytest.raises(Clash):
        pledges.put_target(
            pledge, replace(seen, value=Decimal(22)), by=cast.officer, target=target, base=seen
        )
    pledges.remove_target(target, by=cast.officer)
    with pytest.raises(Refused):
        pledges.put_target(pledge, seen, by=cast.officer, target=target, base=seen)


def test_targets_are_put_in_another_order(cast):
    pledge = cast.pledge(three(cast))
    first, second = selectors.targets_of(pledge)
    pledges.arrange_targets(pledge, [second.pk, first.pk], by=cast.officer)
    assert list(selectors.targets_of(pledge)) == [second, first]


def test_known_targets_are_entered_once(cast):
    (known,) = catalogue.pledges()
    pledge = cast.pledge(three(cast))
    kept = pledge.targets.get(order=1)
    base = pledges.target_terms_of(kept)
    words = "liên hiệp HTX thành lập mới: TỪ 1 liên hiệp trở lên"
    pledges.put_target(pledge, replace(base, text=words), base=base, target=kept, by=cast.officer)
    first = take_known(pledge, known, by=cast.officer)
    assert (len(first.added), first.stood) == (8, 1), "the same words stand there already, in other letters"
    again = take_known(pledge, known, by=cast.officer)
    assert (again.added, again.stood) == ([], 9)
    assert pledge.targets.count() == 2 + 8
    client = signed_in(officer=cast.officer)["officer"]
    page = client.post(f"/clusters/pledges/{pledge.pk}/targets/take/", {"known": known.code}, follow=True)
    assert "9 chỉ tiêu đã có sẵn trong dự thảo" in page.content.decode()


def test_a_remark_is_for_those_who_draft_and_is_never_signed(cast):
    (known,) = catalogue.pledges()
    pledge = cast.pledge(three(cast))
    take_known(pledge, known, by=cast.officer)
    browser = signed_in(officer=cast.officer)["officer"]
    pages = (f"/clusters/pledges/{pledge.pk}/", f"/clusters/pledges/{pledge.pk}/feasibility/")
    for page in pages:
        assert "tự mâu thuẫn" in browser.get(page).content.decode(), page
    opened = pledges.move(pledge, "open", by=cast.officer)
    assert "cách hiểu thống nhất: từ 90% trở lên)" in str(opened.payload)
    remarks = [target.ambiguity for target in known.targets if target.pledged and target.ambiguity]
    assert len(remarks) == 6
    assert not [remark for remark in remarks if remark in str(opened.payload)]
    assert "tự mâu thuẫn" not in browser.get(pages[0]).content.decode()


def test_a_known_target_stands_already_where_its_indicator_does(cast):
    call_command("load_catalogue", verbosity=0)
    (known,) = catalogue.pledges()
    pledge = cast.pledge(three(cast))
    version = IndicatorVersion.objects.get(indicator__code="NQ_VN")
    pledges.put_target(pledge, TargetTerms(text="Nghị quyết", indicator=version), by=cast.officer)
    assert take_known(pledge, known, by=cast.officer).stood == 1


def test_a_draft_that_asks_the_same_twice_is_not_opened(cast):
    pledge = cast.pledge(three(cast))
    again = pledges.put_target(
        pledge, replace(TARGETS[0], text="htx  Thành lập mới", reading=""), by=cast.officer
    )
    with pytest.raises(Refused, match="htx"):
        pledges.move(pledge, "open", by=cast.officer)
    base = pledges.target_terms_of(again)
    pledges.put_target(pledge, replace(base, scope="CLUSTER"), base=base, target=again, by=cast.officer)
    assert pledges.move(pledge, "open", by=cast.officer).state == PledgeState.OPEN
