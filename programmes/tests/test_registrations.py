"""A round is opened, units write and send, the coordinator answers; every version sent is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from emulation.audit.selectors import history_of
from emulation.indicators.models import Indicator, IndicatorVersion, Nature
from emulation.lifecycle import TransitionRefused
from emulation.merging import Clash
from emulation.notices.models import Notice
from emulation.organisations.models import Kind
from emulation.organisations.offices import Office
from emulation.organisations.services import merge, register
from emulation.verdicts import Refused
from programmes.models import Registration
from programmes.selectors import registrations as selectors
from programmes.selectors import sums
from programmes.services import movements, registrations, rounds
from programmes.services.registration_words import TargetLine, TitleLine, Words, words_of
from programmes.tests.stage import SINCE, account
from programmes.tests.units import RICE, SHRIMP, movement_terms, units

pytestmark = pytest.mark.django_db


def told(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("text", flat=True))


def test_a_unit_sends_and_the_coordinator_accepts():
    cast = units()
    sent = cast.sent()
    assert (sent.state, sent.sent_number) == ("sent", 1)
    assert sent.revisions.get().payload["content"] == RICE["content"]
    assert any("chờ" in text or "wait" in text for text in told(cast.officer))
    accepted = registrations.accept(sent, by=cast.officer, number=1)
    assert accepted.state == "accepted"
    acts = list(history_of(accepted).order_by("seq").values_list("action", flat=True))
    assert acts == ["registration.start", "registration.edit", "registration.send", "registration.accept"]
    with pytest.raises(TransitionRefused):
        registrations.accept(sent, by=cast.officer)


def test_a_return_keeps_both_versions_and_names_the_field():
    cast = units()
    sent = cast.sent()
    with pytest.raises(Refused):
        registrations.return_to_unit(sent, by=cast.officer, reason=" ")
    with pytest.raises(ValueError, match="nowhere"):
        registrations.return_to_unit(sent, by=cast.officer, reason="x", remarks={"nowhere": "x"})
    back = registrations.return_to_unit(
        sent, by=cast.officer, reason="Chưa rõ nơi làm", remarks={"place": "Ghi rõ ấp", "note": " "}, number=1
    )
    assert back.state == "returned"
    first = back.revisions.get()
    assert (first.reason, [(row.field, row.text) for row in first.remarks.all()]) == (
        "Chưa rõ nơi làm",
        [("place", "Ghi rõ ấp")],
    )
    cast.rewrite(back, place="ấp Kinh 3, xã Tân Hội, huyện Tân Hiệp")
    again = registrations.send(back, by=cast.unit_officer)
    assert [row.payload["place"] for row in again.revisions.order_by("number")] == [
        RICE["place"],
        "ấp Kinh 3, xã Tân Hội, huyện Tân Hiệp",
    ]
    with pytest.raises(Refused):
        registrations.accept(again, by=cast.officer, number=1)
    assert registrations.accept(again, by=cast.officer, number=2).state == "accepted"


def test_an_acceptance_is_taken_back_with_a_reason():
    cast = units()
    accepted = registrations.accept(cast.sent(), by=cast.officer)
    with pytest.raises(Refused):
        registrations.reopen(accepted, by=cast.officer, reason="")
    assert registrations.reopen(accepted, by=cast.officer, reason="Nhầm đơn vị").state == "sent"


def test_withdrawn_before_acceptance_and_taken_up_again():
    cast = units()
    sent = cast.sent()
    out = registrations.withdraw(sent, by=cast.unit_officer, reason="Đổi kế hoạch")
    assert out.state == "withdrawn"
    assert registrations.restore(out, by=cast.unit_officer).state == "draft"
    accepted = registrations.accept(registrations.send(out, by=cast.unit_officer), by=cast.officer)
    with pytest.raises(TransitionRefused):
        registrations.withdraw(accepted, by=cast.unit_officer, reason="Muộn")


def test_sent_is_what_was_read_and_never_nothing():
    cast = units()
    empty = registrations.start(cast.expected(), by=cast.unit_officer)
    with pytest.raises(Refused):
        registrations.send(empty, by=cast.unit_officer)
    draft = cast.drafted()
    with pytest.raises(Refused):
        registrations.send(draft, by=cast.unit_officer, version=draft.version - 1)
    assert registrations.send(draft, by=cast.unit_officer, version=draft.version).state == "sent"


def test_a_registration_is_begun_once():
    cast = units()
    one = registrations.start(cast.expected(), by=cast.unit_officer)
    assert registrations.start(cast.expected(), by=cast.unit_officer) == one
    assert Registration.objects.count() == 1


def test_the_last_day_lasts_until_midnight_in_vietnam_and_is_extended_for_one(time_machine):
    cast = units(closes_on=date(2026, 3, 31), opens_on=date(2026, 1, 5), year=2026)
    first, second = cast.drafted(), cast.drafted(cast.second, **SHRIMP)
    time_machine.move_to("2026-03-31T16:59:00+00:00")  # 23:59 in Vietnam
    assert registrations.send(first, by=cast.unit_officer).state == "sent"
    time_machine.move_to("2026-03-31T17:01:00+00:00")  # 00:01 of 1 April
    with pytest.raises(Refused, match="31/03/2026"):
        registrations.send(second, by=cast.second_officer)
    expected = cast.expected(cast.second)
    for bad in (date(2026, 3, 31), date(2026, 3, 30)):
        with pytest.raises(Refused):
            rounds.extend(expected, to=bad, by=cast.officer, reason="Bão")
    with pytest.raises(Refused):
        rounds.extend(expected, to=date(2026, 4, 3), by=cast.officer, reason=" ")
    rounds.extend(expected, to=date(2026, 4, 3), by=cast.officer, reason="Bão")
    assert told(cast.second_officer)
    assert registrations.send(second, by=cast.second_officer).state == "sent"


def test_what_is_returned_after_the_last_day_gets_a_new_one(time_machine):
    cast = units(closes_on=date(2026, 3, 31), opens_on=date(2026, 1, 5), year=2026)
    time_machine.move_to("2026-03-20T03:00:00+00:00")
    sent = cast.sent()
    time_machine.move_to("2026-04-02T03:00:00+00:00")
    with pytest.raises(Refused):
        registrations.return_to_unit(sent, by=cast.officer, reason="Thiếu")
    with pytest.raises(Refused):
        registrations.return_to_unit(sent, by=cast.officer, reason="Thiếu", until=date(2026, 4, 1))
    back = registrations.return_to_unit(sent, by=cast.officer, reason="Thiếu", until=date(2026, 4, 9))
    assert selectors.last_day_of(back) == date(2026, 4, 9)
    assert registrations.send(back, by=cast.unit_officer).state == "sent"


def test_two_people_change_a_registration_field_by_field():
    cast = units()
    draft = cast.drafted()
    seen = words_of(draft)
    registrations.edit(draft, replace(seen, place="xã Khác"), base=seen, by=cast.unit_officer)
    kept = registrations.edit(draft, replace(seen, note="Ghi chú"), base=seen, by=cast.unit_officer)
    assert (kept.place, kept.note) == ("xã Khác", "Ghi chú")
    with pytest.raises(Clash):
        registrations.edit(draft, replace(seen, place="xã Nữa"), base=seen, by=cast.unit_officer)
    version = kept.version
    assert (
        registrations.edit(draft, words_of(kept), base=words_of(kept), by=cast.unit_officer).version
        == version
    )


def test_titles_and_targets_are_kept_line_by_line():
    cast = units()
    titles = [
        TitleLine(["", "Tập thể lao động tiên tiến"]),
        TitleLine(["Danh Văn Ruộng", "Lao động tiên tiến"]),
    ]
    targets = [
        TargetLine(["", "", "Diện tích lúa", "1200.5", "khoảng", "ha"]),
        TargetLine(["", "", "Không nợ thuế", "", "", ""]),
    ]
    draft = cast.drafted(titles=titles, targets=targets)
    assert words_of(draft).titles == titles
    assert words_of(draft).targets == targets
    person = draft.titles.get(name="Danh Văn Ruộng").person
    assert person == cast.unit_officer.person
    assert [str(line) for line in targets] == ["Diện tích lúa – khoảng 1200,5 ha", "Không nợ thuế"]
    registrations.send(draft, by=cast.unit_officer)
    found = sums.target_sums(cast.round, [])
    rice = next(row for row in found if row.name == "Diện tích lúa")
    assert (rice.exact, rice.approximate, rice.approximate_total) == (0, 1, 1200.5)
    assert next(row for row in found if row.name == "Không nợ thuế").unsaid == 1
    assert sums.title_sums(cast.round) == [
        ("Lao động tiên tiến", 0, 1),
        ("Tập thể lao động tiên tiến", 1, 0),
    ]


def test_last_year_is_copied_also_from_a_predecessor():
    cast = units(year=2025, title="Năm trước")
    cast.sent(titles=[TitleLine(["", "Lao động tiên tiến"])])
    today = timezone.localdate()
    heir = merge(
        [cast.coop, cast.second],
        name="HTX Hợp nhất",
        on=today - timedelta(days=1),
        document="1/QĐ",
        parent=cast.alliance,
        by=None,
    )
    terms = rounds.RoundTerms("Năm nay", 2026, today, today + timedelta(days=5))
    newer = rounds.enter_round(cast.alliance, terms, by=cast.officer, kinds=["COOPERATIVE"])
    newer = rounds.move_round(newer, "open", by=cast.officer)
    expected = newer.expected.select_related("organisation").get()
    assert expected.organisation == heir
    copied = registrations.start(expected, by=cast.officer, copy=True)
    assert (copied.content, copied.titles.get().title) == (RICE["content"], "Lao động tiên tiến")
    assert copied.copied_from is not None
    board = {row.organisation.name: row.status for row in selectors.board_page(cast.round, on=today)}
    assert board == {cast.coop.name: "sent", cast.second.name: "ended"}
    (ended,) = (row for row in selectors.board_page(cast.round, on=today) if row.status == "ended")
    assert [line.successor for line in ended.organisation.lines_out] == [heir]


def test_nothing_to_copy_is_said():
    cast = units()
    with pytest.raises(Refused):
        registrations.start(cast.expected(), by=cast.unit_officer, copy=True)


def test_many_are_accepted_as_they_were_read():
    cast = units()
    one, two = cast.sent(), cast.sent(cast.second, **SHRIMP)
    back = registrations.return_to_unit(two, by=cast.officer, reason="Sửa")
    two = registrations.send(back, by=cast.second_officer)
    result = registrations.accept_many(cast.round, {one.pk: 1, two.pk: 1}, by=cast.officer)
    assert ([row.pk for row in result.done], [row.pk for row, _why in result.skipped]) == ([one.pk], [two.pk])
    again = registrations.accept_many(cast.round, {one.pk: 1, two.pk: 2}, by=cast.officer)
    assert ([row.pk for row in again.done], len(again.skipped)) == ([two.pk], 1)
    assert told(cast.unit_officer)


def test_who_is_not_the_unit_or_the_coordinator_does_nothing():
    cast = units()
    for by in (cast.stage.observer, cast.stage.stranger, cast.second_officer):
        with pytest.raises(Refused):
            registrations.start(cast.expected(), by=by)
    sent = cast.sent()
    for by in (cast.unit_officer, cast.stage.head, cast.stage.stranger):
        with pytest.raises(Refused):
            registrations.accept(sent, by=by)
    assert Words() == Words(titles=[], targets=[])


def test_a_round_says_what_it_refuses():
    cast = units()
    said = rounds.round_terms_of(cast.round)
    assert rounds.revise_round(cast.round, said, base=said, by=cast.officer).version == cast.round.version
    bare = replace(said, movements=[])
    assert not rounds.revise_round(cast.round, bare, base=said, by=cast.officer).movements.exists()
    with pytest.raises(Refused):
        rounds.move_round(cast.round, "unopen", by=cast.officer)
    assert rounds.move_round(cast.round, "unopen", by=cast.officer, reason="Nhầm năm").state == "draft"
    merge([cast.coop], into=cast.second, on=timezone.localdate(), document="1/QĐ", by=None)
    cast.coop.refresh_from_db()
    with pytest.raises(Refused):
        rounds.expect(cast.round, [cast.coop], by=cast.officer)
    assert rounds.expect(cast.round, [cast.second], by=cast.officer) == []
    with pytest.raises(Refused):
        rounds.expect_no_more(cast.expected(), by=cast.officer, reason=" ")


def test_a_unit_asked_no_more_gets_its_registration_back_without_a_new_day():
    cast = units()
    sent = cast.sent()
    cast.expected().delete()
    back = registrations.return_to_unit(sent, by=cast.officer, reason="Sửa", until=date(2020, 1, 1))
    assert selectors.last_day_of(back) is None
    with pytest.raises(Refused):
        registrations.send(back, by=cast.unit_officer)


def test_sending_locks_the_definitions_it_names_and_the_journal_says_so():
    cast = units()
    version = IndicatorVersion.objects.create(
        indicator=Indicator.objects.create(code="SO_LOP"),
        valid_from=SINCE,
        name="Số lớp",
        nature=Nature.COUNT,
    )
    cast.sent(targets=[TargetLine(["", str(version.pk), "Số lớp", "3", "", "lớp"])])
    version.refresh_from_db()
    assert version.locked_at is not None
    entry = history_of(version).get()
    assert (entry.action, entry.chain, entry.actor) == ("indicator.lock", 0, cast.unit_officer)


def test_a_copy_keeps_the_definition_it_was_written_with():
    cast = units()
    indicator = Indicator.objects.create(code="SO_LOP")
    told = {"indicator": indicator, "nature": Nature.COUNT}
    old = IndicatorVersion.objects.create(valid_from=SINCE, name="Số lớp", **told)
    draft = cast.drafted(targets=[TargetLine(["", str(old.pk), "Số lớp", "3", "", "lớp"])])
    today = timezone.localdate()
    new = IndicatorVersion.objects.create(valid_from=today, name="Số lớp mở", **told)
    offered = {pk: name for pk, name, _unit in selectors.indicators_offered(draft, on=today)}
    assert offered[new.pk] == "Số lớp mở"
    assert offered[old.pk] == "Số lớp (định nghĩa từ 01/01/2015)"


def test_a_round_opens_on_launched_movements_only():
    cast = units(state="draft")
    bare = movements.enter(cast.alliance, movement_terms(name="Thi đua đang soạn"), by=cast.officer)
    cast.round.movements.add(bare)
    with pytest.raises(Refused) as refusal:
        rounds.move_round(cast.round, "open", by=cast.officer)
    assert bare.name in str(refusal.value.reason)
    cast.round.movements.remove(bare)
    assert rounds.move_round(cast.round, "open", by=cast.officer).state == "open"


def test_a_later_day_given_with_a_return_stands_in_the_journal():
    cast = units()
    sent = cast.sent()
    until = cast.round.closes_on + timedelta(days=3)
    back = registrations.return_to_unit(sent, by=cast.officer, reason="Sửa", until=until)
    entry = history_of(back).get(action="registration.return")
    assert entry.changes["extended_to"] == [None, until.isoformat()]


def test_a_reminder_costs_the_same_for_one_unit_and_for_three(django_assert_num_queries):
    cast = units()
    for number in range(2):
        unit = register(
            Kind.COOPERATIVE, name=f"HTX {number}", valid_from=SINCE, parent=cast.alliance, by=None
        )
        account(f"Thị Chậm {number}", unit, Office.HEAD)
        rounds.expect(cast.round, [unit], by=cast.officer)
    with CaptureQueriesContext(connection) as first:
        rounds.remind(cast.round, by=cast.officer, units=[cast.coop.pk])
    others = list(cast.round.expected.exclude(organisation=cast.coop).values_list("organisation", flat=True))
    with django_assert_num_queries(len(first)):
        result = rounds.remind(cast.round, by=cast.officer, units=others)
    assert len(result.told) == 3
    assert Notice.objects.filter(key__startswith="round.remind").count() == 4
