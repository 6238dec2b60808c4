"""Writing, editing and moving nominations from the unit to the end of the appraisal."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from awards import selectors
from awards.models import AwardForm, SubjectKind
from awards.services import nominations, reviews
from awards.tests.factories import account, stage
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.merging import Clash
from emulation.notices.models import Notice
from emulation.organisations.models import Person
from emulation.organisations.offices import Office
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def test_a_draft_copies_names_and_enters_nobody_in_the_register():
    cast = stage(members=1)
    row = cast.nominate("Đặng Thị Ánh", honorific="Bà")
    assert (row.state, row.full_name, row.organisation) == (
        "draft",
        "Bà\N{NO-BREAK SPACE}Đặng Thị Ánh",
        cast.alliance,
    )
    assert row.search.startswith("dang thi anh htx nong nghiep")
    assert row.person is None
    assert not Person.objects.filter(search=row.folded).exists()
    assert history_of(row).get().action == "nomination.draft"


def test_the_register_is_asked_by_name_year_of_birth_and_unit():
    cast = stage(members=1)
    known = account("Đặng Thị Ánh", cast.coop, Office.STAFF, birth_year=1975).person
    first = cast.nominate("ĐẶNG THỊ ÁNH", birth_year=1975)
    elsewhere = cast.nominate("Đặng Thị Ánh", birth_year=1975, unit=cast.other_coop)
    another = cast.nominate("Đặng Thị Ánh", birth_year=1976)
    of_unknown_year = cast.nominate("Đặng Thị Ánh", birth_year=None)
    assert [row.person for row in (first, elsewhere, another, of_unknown_year)] == [known, None, None, known]


def test_collectives_and_households_have_no_person():
    cast = stage(members=1)
    assert cast.collective().person is None
    words = nominations.Words(
        form=AwardForm.objects.get(code="BK_TINH"),
        unit=cast.coop,
        name="Nguyễn Văn Hộ",
        achievement="Góp đất",
    )
    household = nominations.draft(cast.campaign, SubjectKind.HOUSEHOLD, words, by=cast.officer)
    assert (household.person, household.birth_year) == (None, None)


def test_a_twin_is_refused_whatever_its_case_spaces_or_form_of_letters():
    cast = stage(members=1)
    row = cast.nominate("Đặng Thị Ánh")
    for name in ("ĐẶNG THỊ ÁNH", "Đặng  Thị Ánh", "Đa\u0323\u0306ng Thi\u0323 A\u0301nh"):
        with pytest.raises(Refused, match=r"Ánh|ÁNH"):
            cast.nominate(name)
    assert cast.campaign.nominations.count() == 1
    nominations.advance(row, "withdraw", by=cast.officer, reason="Nhầm đơn vị")
    assert cast.nominate("Đặng Thị Ánh").pk != row.pk


def test_a_collective_under_another_name_is_the_same_collective():
    cast = stage(members=1)
    cast.collective()
    with pytest.raises(Refused, match="Tên cũ"):
        cast.collective(name="HTX Tên cũ của nó")
    assert cast.collective(name="HTX Tên cũ của nó", form=AwardForm.objects.get(code="GK_LM")).pk


def test_a_form_outside_the_campaign_or_for_another_kind_is_refused():
    cast = stage(members=1)
    with pytest.raises(Refused, match="Lao động tiên tiến"):
        cast.nominate(form=AwardForm.objects.get(code="LDTT"))
    with pytest.raises(Refused):
        cast.collective(form=AwardForm.objects.get(code="CSTDT"))
    row = cast.nominate()
    base = nominations.words_of(row)
    with pytest.raises(Refused):
        nominations.edit(
            row, replace(base, form=AwardForm.objects.get(code="LDTT")), base=base, by=cast.officer
        )


def test_only_who_writes_for_the_unit_may_draft():
    cast = stage(members=1)
    words = nominations.words_of(cast.nominate())
    for user in (cast.stranger, cast.appraiser, cast.secretary, cast.decider, *cast.members):
        with pytest.raises(Refused):
            nominations.draft(cast.campaign, SubjectKind.INDIVIDUAL, replace(words, name="Ai Đó"), by=user)
    with pytest.raises(Refused):
        nominations.draft(
            cast.campaign,
            SubjectKind.INDIVIDUAL,
            replace(words, name="Ai Đó", unit=cast.other_coop),
            by=cast.unit_officer,
        )
    with pytest.raises(ValidationError):
        nominations.draft(cast.campaign, SubjectKind.INDIVIDUAL, replace(words, name=""), by=cast.officer)


def test_two_savers_keep_what_only_one_of_them_changed():
    cast = stage(members=1)
    row = cast.nominate()
    seen = nominations.words_of(row)
    nominations.edit(row, replace(seen, position_title="Kế toán trưởng"), base=seen, by=cast.officer)
    saved = nominations.edit(
        row, replace(seen, achievement="Thành tích mới"), base=seen, by=cast.unit_officer
    )
    assert (saved.position_title, saved.achievement, saved.version) == ("Kế toán trưởng", "Thành tích mới", 3)
    entry = history_of(row).filter(action="nomination.edit").order_by("-seq").first()
    assert entry.changes == {"achievement": ["Có thành tích xuất sắc năm 2026", "Thành tích mới"]}


def test_two_savers_of_one_field_are_asked_and_nothing_is_overwritten():
    cast = stage(members=1)
    row = cast.nominate()
    seen = nominations.words_of(row)
    nominations.edit(row, replace(seen, position_title="Kế toán"), base=seen, by=cast.officer)
    with pytest.raises(Clash) as clash:
        nominations.edit(
            row, replace(seen, position_title="Thủ quỹ", address="x"), base=seen, by=cast.unit_officer
        )
    assert clash.value.fields == {"position_title": ("Kế toán", "Thủ quỹ")}
    row.refresh_from_db()
    assert (row.position_title, row.address) == ("Kế toán", "")


def test_saving_nothing_new_writes_nothing():
    cast = stage(members=1)
    row = cast.nominate()
    seen = nominations.words_of(row)
    assert nominations.edit(row, seen, base=seen, by=cast.officer).version == 1
    assert not history_of(row).filter(action="nomination.edit").exists()


def test_an_edit_into_a_twin_is_refused():
    cast = stage(members=1)
    cast.nominate("Trần Văn Một")
    row = cast.nominate("Trần Văn Hai")
    seen = nominations.words_of(row)
    with pytest.raises(Refused):
        nominations.edit(row, replace(seen, name="Trần Văn Một"), base=seen, by=cast.officer)
    row.refresh_from_db()
    assert row.name == "Trần Văn Hai"


def test_another_name_or_unit_is_another_person():
    cast = stage(members=1)
    known = account("Trần Văn Một", cast.other_coop, Office.STAFF, birth_year=1980).person
    row = cast.nominate("Trần Văn Hai")
    before, seen = row.person, nominations.words_of(row)
    same = nominations.edit(row, replace(seen, achievement="Khác"), base=seen, by=cast.officer)
    assert same.person == before
    seen = nominations.words_of(same)
    words = replace(seen, name="Trần Văn Một", unit=cast.other_coop, form=AwardForm.objects.get(code="GK_LM"))
    edited = nominations.edit(row, words, base=seen, by=cast.officer)
    assert edited.person == known
    assert edited.sort_key == known.sort_key


def test_only_what_the_unit_holds_can_be_edited():
    cast = stage(members=1)
    row = cast.carry(cast.nominate(), "submit")
    seen = nominations.words_of(row)
    with pytest.raises(Refused):
        nominations.edit(row, replace(seen, address="x"), base=seen, by=cast.officer)
    cast.carry(row, "return")
    assert nominations.edit(row, replace(seen, address="x"), base=seen, by=cast.unit_officer).address == "x"


@pytest.mark.parametrize("move", ["return", "appraise_not_ok", "withdraw"])
def test_these_moves_need_a_reason(move):
    cast = stage(members=1)
    row = cast.carry(cast.nominate(), "submit", "receive")
    by = cast.appraiser if move == "appraise_not_ok" else cast.officer
    with pytest.raises(Refused):
        nominations.advance(row, move, by=by, reason="  ")
    with pytest.raises(Refused):
        nominations.advance_many([row.pk], move, campaign=cast.campaign, by=by)
    moved = nominations.advance(row, move, by=by, reason=" Thiếu báo cáo ")
    assert moved.remark == "Thiếu báo cáo"
    assert history_of(row).first().reason == "Thiếu báo cáo"


def test_the_way_there_and_back_is_logged_step_by_step():
    cast = stage(members=1)
    row = cast.nominate()
    for move, by in (
        ("submit", cast.unit_officer),
        ("recall", cast.unit_officer),
        ("submit", cast.unit_officer),
        ("receive", cast.appraiser),
        ("return", cast.officer),
        ("submit", cast.officer),
        ("receive", cast.officer),
        ("appraise_not_ok", cast.appraiser),
        ("appraise_ok", cast.appraiser),
    ):
        row = nominations.advance(row, move, by=by, reason="Lý do")
    assert row.state == "appraised_ok"
    moves = [entry.action.partition(".")[2] for entry in history_of(row).order_by("seq")]
    assert moves[1:5] == ["submit", "recall", "submit", "receive"]
    assert len(moves) == 10


def test_a_second_move_from_the_same_state_is_refused_with_its_object():
    cast = stage(members=1)
    row = cast.carry(cast.nominate(), "submit", "receive")
    with pytest.raises(TransitionRefused) as refused:
        nominations.advance(row, "receive", by=cast.officer)
    assert refused.value.subject == row
    with pytest.raises(Refused):
        nominations.advance(row, "appraise_ok", by=cast.officer)
    with pytest.raises(TransitionRefused):
        nominations.advance(row, "pass", by=cast.secretary)


def test_a_withdrawn_nomination_is_not_taken_up_beside_its_twin():
    cast = stage(members=1)
    row = cast.nominate()
    nominations.advance(row, "withdraw", by=cast.officer, reason="Nhầm")
    twin = cast.nominate()
    with pytest.raises(Refused, match="Nguyễn Văn An"):
        nominations.advance(row, "restore", by=cast.officer)
    nominations.advance(twin, "withdraw", by=cast.officer, reason="Nhầm")
    restored = nominations.advance(row, "restore", by=cast.officer)
    assert (restored.state, restored.remark) == ("draft", "")


def test_bulk_moves_do_what_is_possible_and_name_the_rest():
    cast = stage(members=1)
    ready = [cast.carry(cast.nominate(name), "submit") for name in ("Lê Văn Một", "Lê Văn Hai")]
    drafted = cast.nominate("Lê Văn Ba")
    ids = [row.pk for row in (*ready, drafted)]
    result = nominations.advance_many(ids, "receive", campaign=cast.campaign, by=cast.officer)
    assert {row.pk for row in result.done} == {row.pk for row in ready}
    assert [(row.name, reason) for row, reason in result.skipped] == [
        ("Lê Văn Ba", "Không thực hiện được khi hồ sơ đang ở trạng thái: Dự thảo.")
    ] or result.skipped[0][1]
    drafted.refresh_from_db()
    assert (drafted.state, drafted.version) == ("draft", 1)
    for row in ready:
        entry = history_of(row).first()
        assert (entry.action, entry.changes["state"]) == ("nomination.receive", ["submitted", "received"])


def test_bulk_leaves_other_campaigns_and_unknown_moves_alone():
    cast = stage(members=1)
    other = stage(members=1, province="Khác")
    row = other.carry(other.nominate(), "submit")
    result = nominations.advance_many([row.pk], "receive", campaign=cast.campaign, by=cast.officer)
    assert (result.done, result.skipped) == ([], [])
    for move in ("restore", "recall", "pass"):
        with pytest.raises(ValueError, match=move):
            nominations.advance_many([row.pk], move, campaign=other.campaign, by=other.officer)


def told(user):
    return [notice.text for notice in Notice.objects.filter(user=user)]


def test_notices_reach_the_agency_on_submission_and_the_unit_on_return_and_nobody_else():
    cast = stage(members=1)
    head = account("Giám Đốc Hai", cast.other_coop, Office.HEAD)
    rows = [cast.nominate("Lê Văn Một"), cast.nominate("Lê Văn Hai")]
    ids = [row.pk for row in rows]
    nominations.advance_many(ids, "submit", campaign=cast.campaign, by=cast.unit_officer)
    (text,) = told(cast.officer)
    assert text.startswith("2 ")
    assert cast.campaign.title in text
    assert "Lê Văn" not in text
    assert told(cast.appraiser) == [text]
    assert told(cast.unit_officer) == []
    nominations.advance_many(ids, "return", campaign=cast.campaign, by=cast.officer, reason="Thiếu báo cáo")
    (back,) = told(cast.unit_officer)
    assert "Thiếu" not in back
    for other in (head, cast.stranger, cast.decider, cast.secretary, *cast.members):
        assert told(other) == []


def test_who_holds_the_dossier_is_told():
    cast = stage(members=1)
    row = cast.nominate()
    places = []
    for move in ("submit", "receive", "appraise_ok"):
        places.append(selectors.held_by(selectors.nomination_for(cast.officer, row.pk)))
        row = cast.carry(row, move)
    reviews.open_review(cast.campaign, by=cast.secretary)
    places.append(selectors.held_by(selectors.nomination_for(cast.officer, row.pk)))
    assert places == [cast.coop.name, cast.alliance.name, cast.alliance.name, cast.board.name]


def test_likely_duplicates_are_shown_only_to_who_may_see_them():
    cast = stage(members=1)
    row = cast.nominate("Đặng Văn Ân")
    twin = cast.nominate("Đặng Văn Ân", form=AwardForm.objects.get(code="GK_LM"))
    cast.nominate("Đặng Văn Ân", birth_year=1979)
    assert selectors.visible_duplicates(cast.officer, row) == [twin]
    assert selectors.visible_duplicates(cast.unit_officer, row) == [twin]
    assert selectors.visible_duplicates(cast.members[0], row) == []
    assert selectors.nominations_visible_to(account("Không Nơi Nào")).count() == 0
