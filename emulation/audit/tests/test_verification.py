"""verify_audit on the database: whatever was changed behind the guards is found, and its place is named."""

import json
import tracemalloc
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulation.audit import guards
from emulation.audit.models import Entry
from emulation.audit.services import erase, record, record_many
from emulation.audit.tests.factories import body, clerk
from emulation.audit.verification import verify

pytestmark = pytest.mark.django_db


@contextmanager
def behind_the_guards():
    """What the owner of the tables can do by hand."""
    guards.remove(connection)
    with connection.cursor() as cursor:
        yield cursor
    guards.install(connection)


def tamper(statement: str, *values: object) -> None:
    with behind_the_guards() as cursor:
        cursor.execute(statement, values)


def found(chain: int = 7, **options: object) -> list[tuple[str, int, int]]:
    (report,) = verify(chain, **options)
    return [(damage.kind, damage.seq, damage.until) for damage in report.damage]


@pytest.fixture
def chain():
    """Six entries of organisation 7 and two of organisation 9."""
    actor = clerk()
    for number in range(6):
        record(
            "nomination.edit",
            body(7),
            by=actor,
            reason=f"Lý do {number}",
            points=[number, number + 1],
            batch="b",
        )
    record_many("nomination.submit", [body(9), body(9)], by=actor)
    return actor


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40)
FORGERIES = st.one_of(
    st.tuples(
        st.sampled_from(
            ["actor_name", "action", "subject_type", "subject_id", "subject_name", "reason", "batch"]
        ),
        TEXT,
    ),
    st.tuples(
        st.sampled_from(["salt", "content_digest", "link"]),
        st.text("0123456789abcdef", min_size=1, max_size=64),
    ),
    st.tuples(st.just("changes"), st.dictionaries(TEXT, TEXT, max_size=3).map(json.dumps)),
    st.tuples(st.just("at"), st.datetimes(min_value=datetime(2001, 1, 1)).map(str)),
    st.tuples(st.just("actor_id"), st.none()),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(forgery=FORGERIES, seq=st.integers(min_value=1, max_value=6))
def test_any_changed_column_is_found_at_its_place(chain, forgery, seq):
    column, value = forgery
    with transaction.atomic():
        tamper(f"UPDATE audit_entry SET {column} = %s WHERE chain = 7 AND seq = %s", value, seq)
        assert found() == [("changed", seq, seq)]
        assert found(9) == []
        transaction.set_rollback(True)
    assert found() == []


def test_a_removed_entry_is_found(chain):
    tamper("DELETE FROM audit_entry WHERE chain = 7 AND seq IN (3, 4)")
    assert found() == [("missing", 3, 4)]


def test_a_removed_beginning_is_found(chain):
    tamper("DELETE FROM audit_entry WHERE chain = 7 AND seq < 3")
    assert found() == [("missing", 1, 2)]


def test_a_cut_tail_is_found(chain):
    tamper("DELETE FROM audit_entry WHERE chain = 7 AND seq > 4")
    assert found() == [("truncated", 5, 6)]


def test_entries_that_changed_places_are_found(chain):
    with behind_the_guards() as cursor:
        for old, new in ((2, 99), (5, 2), (99, 5)):
            cursor.execute("UPDATE audit_entry SET seq = %s WHERE chain = 7 AND seq = %s", [new, old])
    assert [seq for _, seq, _ in found()] == [2, 3, 5, 6]


def test_an_entry_moved_to_another_organisation_is_found_in_both(chain):
    tamper("UPDATE audit_entry SET chain = 9, seq = 3 WHERE chain = 7 AND seq = 6")
    assert found() == [("truncated", 6, 6)]
    assert [kind for kind, _, _ in found(9)] == ["inserted", "changed"]


def test_an_inserted_entry_is_found(chain):
    copy = Entry.objects.get(chain=7, seq=6)
    copy.pk, copy.seq, copy._state.adding = None, 7, True
    copy.save()
    assert [(kind, seq) for kind, seq, _ in found()] == [("inserted", 7), ("changed", 7)]


def test_a_removed_chain_row_does_not_hide_its_entries(chain):
    tamper("DELETE FROM audit_chain WHERE key = 7")
    assert {report.chain: report.damages for report in verify()} == {7: 6, 9: 0}


def test_a_chain_row_set_back_is_found(chain):
    tamper("UPDATE audit_chain SET head = 'x' WHERE key = 7")
    assert found() == [("head", 6, 6)]


def test_a_blanking_without_a_recorded_erasure_is_found(chain):
    tamper(
        "UPDATE audit_entry SET actor_name = '', subject_name = '', reason = '', salt = '', changes = '{}', "
        "erased_at = at WHERE chain = 7 AND seq = 2"
    )
    assert found() == [("blanked", 2, 2)]


def test_a_recorded_erasure_does_not_cover_another_entry(chain):
    (recorded,) = erase(Entry.objects.filter(chain=7, seq=2), by=chain, ground="Đơn ngày 05/02/2026")
    assert found() == []
    tamper(
        "UPDATE audit_entry SET actor_name = '', subject_name = '', reason = '', salt = '', changes = '{}', "
        "erased_at = %s WHERE chain = 7 AND seq = 3",
        recorded.at,
    )
    assert found() == [("blanked", 3, 3)]


@pytest.mark.parametrize("column", ["at", "action", "subject_id", "actor_id", "batch", "reason", "erased_at"])
def test_an_erased_entry_is_still_checked(chain, column):
    (recorded,) = erase(Entry.objects.filter(chain=7, seq=2), by=chain, ground="Đơn ngày 05/02/2026")
    value = {"at": recorded.at, "actor_id": None, "erased_at": datetime(2026, 1, 1)}.get(column, "khác")
    tamper(f"UPDATE audit_entry SET {column} = %s WHERE chain = 7 AND seq = 2", value)
    assert [seq for _, seq, _ in found()] == [2]


def test_a_tail_cut_together_with_the_chain_row_is_found_with_the_head_kept_elsewhere(
    chain, tmp_path, capsys
):
    call_command("verify_audit", "--json")
    kept = tmp_path / "heads.json"
    kept.write_text(capsys.readouterr().out)
    fifth = Entry.objects.get(chain=7, seq=5)
    with behind_the_guards() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE chain = 7 AND seq = 6")
        cursor.execute("UPDATE audit_chain SET length = 5, head = %s WHERE key = 7", [fifth.link])
    call_command("verify_audit", chain=7)
    with pytest.raises(CommandError) as refusal:
        call_command("verify_audit", heads=str(kept))
    assert refusal.value.returncode == 1
    assert "entry 6 was cut off the end" in capsys.readouterr().out


def test_a_history_that_went_on_agrees_with_the_head_kept_elsewhere(chain, tmp_path, capsys):
    call_command("verify_audit", "--json")
    kept = tmp_path / "heads.json"
    kept.write_text(capsys.readouterr().out)
    record("nomination.edit", body(7), by=chain)
    call_command("verify_audit", heads=str(kept))
    assert "chain 7: 7 entries, 0 erased lawfully, whole" in capsys.readouterr().out


def test_the_command_tells_damage_in_words_and_ends_with_one(chain, capsys):
    tamper("UPDATE audit_entry SET reason = 'Khác' WHERE chain = 7 AND seq = 3")
    with pytest.raises(CommandError) as refusal:
        call_command("verify_audit")
    assert refusal.value.returncode == 1
    out = capsys.readouterr().out
    assert "chain 7: 6 entries, 0 erased lawfully, 1 damaged" in out
    assert "entry 3 was changed" in out
    assert "chain 9: 2 entries, 0 erased lawfully, whole" in out


def test_the_command_reports_in_json(chain, capsys):
    tamper("DELETE FROM audit_entry WHERE chain = 7 AND seq = 3")
    with pytest.raises(CommandError):
        call_command("verify_audit", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["sound"] is False
    (seven, nine) = answer["chains"]
    assert seven["damage"] == [{"chain": 7, "seq": 3, "kind": "missing", "until": 3}]
    assert (nine["damages"], nine["entries"], nine["length"]) == (0, 2, 2)


def test_a_missing_guard_is_damage(chain, capsys):
    guards.remove(connection)
    with pytest.raises(CommandError):
        call_command("verify_audit")
    assert "guard audit_entry_stays is missing" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{", "[]", '{"chains": [1]}', '{"chains": [{"chain": "x"}]}'])
def test_a_file_that_holds_no_heads_gets_a_sentence(tmp_path, text):
    kept = tmp_path / "heads.json"
    kept.write_text(text)
    with pytest.raises(CommandError, match="heads") as refusal:
        call_command("verify_audit", heads=str(kept))
    assert refusal.value.returncode == 2


def test_a_missing_file_of_heads_gets_a_sentence():
    with pytest.raises(CommandError, match="nowhere"):
        call_command("verify_audit", heads="/nowhere/heads.json")


def test_much_damage_is_counted_and_its_listing_ends(chain, capsys):
    record_many("nomination.submit", [body(11)] * 1200, by=None)
    tamper("UPDATE audit_entry SET reason = 'Khác' WHERE chain = 11")
    with pytest.raises(CommandError):
        call_command("verify_audit", chain=11)
    assert "and 200 more" in capsys.readouterr().out


def test_a_long_chain_is_read_in_little_memory(chain):
    """Three thousand entries of three kilobytes, read in less than a third of their size."""
    record_many("nomination.submit", [body(11)] * 3000, by=None, reason="x" * 3000)
    tracemalloc.start()
    (report,) = verify(11)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (report.entries, report.damages) == (3000, 0)
    assert peak < 3_000_000
