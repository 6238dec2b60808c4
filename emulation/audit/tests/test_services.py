"""Recording acts: what an entry holds, what refuses, what it costs."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from emulation.audit import actions
from emulation.audit.actions import ACTIONS
from emulation.audit.models import AppendOnly, Chain, Entry
from emulation.audit.selectors import acts_of, batch, history_of
from emulation.audit.services import erase, record, record_many
from emulation.audit.tests.factories import body, clerk
from emulation.audit.verification import verify
from emulation.verdicts import Refused


def whole() -> bool:
    return not any(report.damages for report in verify())


@pytest.mark.django_db
def test_an_entry_copies_the_names_and_keeps_before_and_after():
    actor = clerk()
    entry = record(
        "campaign.close", body(7), by=actor, reason="  Hết hạn. ", state=["open", "closed"], batch="b"
    )
    entry.refresh_from_db()
    assert (entry.chain, entry.seq, entry.subject_type, entry.subject_id) == (7, 1, "audit.chain", "7")
    assert (entry.actor, entry.actor_name, entry.subject_name) == (actor, actor.email, "#7")
    assert (entry.changes, entry.reason, entry.batch) == ({"state": ["open", "closed"]}, "Hết hạn.", "b")
    assert whole()


@pytest.mark.django_db
def test_the_time_is_the_servers_whatever_the_caller_says():
    before = datetime.now(UTC)
    entry = record("campaign.open", body(7), by=None, at=datetime(2020, 1, 1, tzinfo=UTC))
    assert before <= entry.at <= datetime.now(UTC)


@pytest.mark.django_db
def test_values_are_kept_as_plain_json():
    entry = record(
        "campaign.revise",
        body(7),
        by=None,
        closes_on=[None, date(2026, 2, 5)],
        share=[Decimal("1.50"), 0.1],
        title=_("Draft"),
        forms=[[], {"b", "a"}],
        owner=[None, body(9)],
        text="a\x00b",
        rows={"good": 20},
    )
    entry.refresh_from_db()
    assert entry.changes["closes_on"] == [None, "2026-02-05"]
    assert entry.changes["share"] == ["1.50", "0.1"]
    assert entry.changes["forms"] == [[], ["a", "b"]]
    assert entry.changes["owner"] == [None, "#9"]
    assert entry.changes["text"] == [None, "ab"]
    assert entry.changes["rows"] == [None, {"good": 20}]
    assert json.dumps(entry.changes)
    assert whole()


@pytest.mark.django_db
def test_every_organisation_has_its_own_chain():
    for key in (0, 7, 7, 9):
        record("campaign.open", body(key), by=None)
    assert list(Entry.objects.order_by("id").values_list("chain", "seq")) == [(0, 1), (7, 1), (7, 2), (9, 1)]
    assert Chain.objects.get(key=7).length == 2
    assert whole()


@pytest.mark.django_db
def test_an_act_without_a_sentence_is_refused():
    with pytest.raises(ValueError, match=r"campaign\.explode"):
        record("campaign.explode", body(7), by=None)


@pytest.mark.django_db
def test_a_value_without_a_plain_form_is_refused():
    with pytest.raises(TypeError, match="object"):
        record("campaign.open", body(7), by=None, state=[None, object()])


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError, match=r"campaign\.open"):
        record("campaign.open", body(7), by=None)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_entry():
    with transaction.atomic():
        record("campaign.open", body(7), by=None)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    with transaction.atomic():
        record("campaign.open", body(7), by=None)
    assert whole()


@pytest.mark.django_db
def test_recording_costs_three_statements(django_assert_num_queries):
    actor = clerk()
    record("campaign.open", body(7), by=actor)
    with django_assert_num_queries(3):
        record("campaign.close", body(7), by=actor)


@pytest.mark.django_db
@pytest.mark.parametrize("subjects", [1, 3, 50])
def test_recording_many_costs_the_same_for_any_number(subjects, django_assert_num_queries):
    """SQLite takes sixty-odd rows a statement, PostgreSQL five hundred; a thousand stay a handful."""
    record("campaign.open", body(7), by=None)
    with django_assert_num_queries(3):
        entries = record_many("campaign.close", [body(7)] * subjects, by=None, batch="b")
    assert [entry.seq for entry in entries] == list(range(2, subjects + 2))
    assert whole()


@pytest.mark.django_db
def test_recording_many_keeps_the_changes_of_each():
    acts = [(body(7), {"state": ["a", "b"]}), body(9)]
    record_many("campaign.close", acts, by=None, reason="r", number=[None, 5])
    assert list(Entry.objects.order_by("chain").values_list("chain", "changes")) == [
        (7, {"state": ["a", "b"], "number": [None, 5]}),
        (9, {"number": [None, 5]}),
    ]
    assert record_many("campaign.close", [], by=None) == []


@pytest.mark.django_db
def test_a_written_entry_refuses_change_and_removal_in_the_program():
    entry = record("campaign.open", body(7), by=None)
    entry.reason = "Khác"
    for act in (entry.save, entry.delete, Entry.objects.all().delete):
        with pytest.raises(AppendOnly):
            act()
    with pytest.raises(AppendOnly):
        Entry.objects.update(reason="Khác")
    with pytest.raises(AppendOnly):
        Entry.objects.bulk_update([entry], ["reason"])


@pytest.mark.django_db
def test_history_acts_and_batch_are_read_by_name():
    actor = clerk()
    first = record("campaign.open", body(7), by=actor)
    second = record("campaign.close", body(7), by=None, batch="b")
    record("campaign.open", body(9), by=None)
    assert list(history_of(body(7))) == [second, first]
    assert list(acts_of(actor)) == [first]
    assert list(batch("b")) == [second]
    assert not batch("")


@pytest.mark.django_db
def test_a_lawful_erasure_blanks_the_words_and_leaves_the_chain_whole():
    actor = clerk()
    personal = record("nomination.edit", body(7), by=actor, reason="Bà Nguyễn Thị B", birth=["1970", "1971"])
    elsewhere = record("nomination.edit", body(9), by=actor, reason="Bà Nguyễn Thị B")
    kept = record("nomination.submit", body(7), by=actor)
    records = erase([personal, elsewhere], by=actor, ground="Điều 14 Luật 91/2025/QH15, đơn ngày 05/02/2026")
    personal.refresh_from_db()
    kept.refresh_from_db()
    assert (personal.actor_name, personal.subject_name, personal.reason, personal.changes, personal.salt) == (
        "", "", "", {}, "",
    )  # fmt: skip
    assert kept.actor_name
    assert [(entry.chain, entry.changes) for entry in records] == [
        (7, {"entries": [None, [1]]}),
        (9, {"entries": [None, [1]]}),
    ]
    reports = {report.chain: report for report in verify()}
    assert [(reports[key].erased, reports[key].damages) for key in (7, 9)] == [(1, 0), (1, 0)]


@pytest.mark.django_db
def test_an_erasure_needs_a_ground_and_never_erases_an_erasure():
    entry = record("nomination.edit", body(7), by=None)
    with pytest.raises(Refused):
        erase([entry], by=None, ground="  ")
    (recorded,) = erase([entry], by=None, ground="Đơn ngày 05/02/2026")
    with pytest.raises(Refused):
        erase([recorded], by=None, ground="Đơn khác")
    assert erase([entry], by=None, ground="Lần nữa") == []
    assert whole()


def test_each_action_stands_once():
    rooms = (
        value
        for name, value in vars(actions).items()
        if name.isupper() and name not in ("ACTIONS", "FIELDS", "FIELDS_OF", "KINDS")
    )
    assert sum(len(room) for room in rooms) == len(ACTIONS)


@pytest.mark.django_db
@pytest.mark.parametrize("last", [52, 90])
def test_chains_that_begin_together_cost_no_more_than_two(last, django_assert_num_queries):
    record_many("campaign.open", [body(key) for key in (3, 9)], by=None)
    with django_assert_num_queries(9):
        entries = record_many("campaign.open", [body(key) for key in (30, 5, 9, *range(50, last))], by=None)
    assert [entry.seq for entry in entries[:4]] == [1, 1, 2, 1]
    assert Chain.objects.count() == 4 + last - 50
    assert whole()
