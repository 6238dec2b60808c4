"""The arithmetic of the chain, without a database."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.audit.chain import GENESIS, TEXT, Damage, Head, Walk, content_digest, link

NOON = datetime(2026, 2, 5, 12, 0, tzinfo=UTC)


@dataclass
class Line:
    """An entry without a database."""

    chain: int = 5
    seq: int = 1
    at: datetime = NOON
    action: str = "campaign.open"
    subject_type: str = "awards.campaign"
    subject_id: str = "17"
    actor_id: Any = 3
    actor_name: str = "Quách Mỹ Nghị"
    subject_name: str = "Đợt xét khen thưởng năm 2022"
    changes: dict[str, Any] = field(default_factory=lambda: {"state": [None, "open"]})
    reason: str = "Theo Tờ trình số 12/TTr-LMHTX"
    batch: str = "b1"
    salt: str = "0f" * 16
    content_digest: str = ""
    link: str = ""
    erased_at: datetime | None = None


def tied(length: int) -> list[Line]:
    lines, before = [], GENESIS
    for seq in range(1, length + 1):
        line = Line(seq=seq, at=NOON + timedelta(minutes=seq))
        line.content_digest = content_digest(line)
        before = line.link = link(before, line)
        lines.append(line)
    return lines


def found(lines, *, stated="from the lines", kept=None, lawful=lambda row: False):
    if stated == "from the lines":
        stated = Head(lines[-1].seq, lines[-1].link)
    walk = Walk(5, stated=stated, kept=kept, lawful=lawful)
    return [(d.kind, d.seq, d.until) for d in walk.findings(lines)]


@given(st.integers(min_value=1, max_value=12))
def test_a_chain_as_it_was_written_is_whole(length):
    assert found(tied(length)) == []


OTHER = {
    "at": NOON + timedelta(hours=5),
    "action": "campaign.close",
    "subject_type": "awards.grant",
    "subject_id": "18",
    "actor_id": 4,
    "actor_name": "Quách Mỹ Nghi",
    "subject_name": "Đợt khác",
    "changes": {"state": [None, "closed"]},
    "reason": "",
    "batch": "",
    "salt": "",
    "content_digest": "0" * 64,
    "link": "f" * 64,
}


@given(st.sampled_from(sorted(OTHER)), st.integers(min_value=1, max_value=5))
def test_one_changed_column_is_one_finding_at_its_place(column, seq):
    lines = tied(6)
    lines[seq - 1] = replace(lines[seq - 1], **{column: OTHER[column]})
    assert found(lines) == [("changed", seq, seq)]


@given(st.text(max_size=30), st.text(max_size=30))
def test_text_never_moves_from_one_column_to_another_unseen(a, b):
    first, second = Line(reason=a, subject_name=b), Line(reason=b, subject_name=a)
    assert (content_digest(first) == content_digest(second)) == (a == b)


@given(st.integers(min_value=1, max_value=6), st.integers(min_value=1, max_value=6))
def test_entries_that_change_places_are_found(a, b):
    lines = tied(6)
    lines[a - 1], lines[b - 1] = replace(lines[b - 1], seq=a), replace(lines[a - 1], seq=b)
    assert {seq for _, seq, _ in found(lines)} >= ({a, b} if a != b else set())


def test_a_gap_names_all_that_is_missing():
    lines = tied(6)
    assert found([lines[0], *lines[3:]], stated=Head(6, lines[5].link)) == [("missing", 2, 3)]
    assert found(lines[2:], stated=Head(6, lines[5].link)) == [("missing", 1, 2)]


def test_a_cut_tail_is_found_by_the_stated_length():
    lines = tied(6)
    assert found(lines[:4], stated=Head(6, lines[5].link)) == [("truncated", 5, 6)]
    assert found([], stated=Head(6, lines[5].link)) == [("truncated", 1, 6)]


def test_a_cut_tail_with_the_stated_length_cut_too_is_found_by_the_kept_head():
    lines = tied(6)
    whole = Head(6, lines[5].link)
    cut = Head(4, lines[3].link)
    assert found(lines[:4], stated=cut) == []
    assert found(lines[:4], stated=cut, kept=whole) == [("truncated", 5, 6)]
    assert found([], stated=None, kept=whole) == [("truncated", 1, 6)]


def test_a_history_rewritten_as_a_whole_is_found_by_the_kept_head():
    lines = tied(6)
    other, before = [], GENESIS
    for line in lines:
        new = replace(line, reason="Một lý do khác")
        new.content_digest = content_digest(new)
        before = new.link = link(before, new)
        other.append(new)
    assert found(other) == []
    assert found(other, kept=Head(4, lines[3].link)) == [("rewritten", 4, 4)]


def test_what_stands_beyond_the_stated_length_was_inserted():
    lines = tied(6)
    assert found(lines, stated=Head(5, lines[4].link)) == [("inserted", 6, 6)]


def test_a_place_taken_twice_was_inserted():
    lines = tied(3)
    kinds = [kind for kind, _, _ in found([lines[0], lines[1], lines[1], lines[2]])]
    assert kinds[0] == "inserted"


def test_a_wrong_end_is_found():
    assert found(tied(3), stated=Head(3, "a" * 64)) == [("head", 3, 3)]


def blanked(line: Line) -> Line:
    return replace(line, **TEXT, erased_at=NOON + timedelta(days=1))


def test_a_lawful_erasure_leaves_the_chain_whole_and_is_counted():
    lines = tied(6)
    lines[2] = blanked(lines[2])
    walk = Walk(5, stated=Head(6, lines[5].link), kept=None, lawful=lambda row: row.seq == 3)
    assert list(walk.findings(lines)) == []
    assert (walk.entries, walk.erased) == (6, 1)


def test_a_blank_without_a_recorded_erasure_is_damage():
    lines = tied(6)
    lines[2] = blanked(lines[2])
    walk = Walk(5, stated=Head(6, lines[5].link), kept=None, lawful=lambda row: False)
    assert list(walk.findings(lines)) == [Damage(5, 3, "blanked", 3)]
    assert walk.erased == 0


@pytest.mark.parametrize(
    "column", ["at", "action", "subject_type", "subject_id", "actor_id", "batch", "link"]
)
def test_what_an_erasure_leaves_stays_checked(column):
    lines = tied(6)
    lines[2] = replace(blanked(lines[2]), **{column: OTHER[column]})
    assert found(lines, lawful=lambda row: True) == [("changed", 3, 3)]


@pytest.mark.parametrize("column", sorted(TEXT))
def test_an_erased_entry_keeps_no_word(column):
    lines = tied(6)
    word = {"changes": {"a": [1, 2]}}.get(column, "còn sót")
    lines[2] = replace(blanked(lines[2]), **{column: word})
    assert found(lines, lawful=lambda row: True) == [("changed", 3, 3)]


def test_the_salt_hides_short_texts_from_guessing():
    assert content_digest(Line(salt="a" * 32)) != content_digest(Line(salt="b" * 32))


def test_a_time_zone_is_only_a_way_of_writing_a_moment():
    ict = timezone(timedelta(hours=7))
    assert content_digest(Line(at=NOON.astimezone(ict))) == content_digest(Line(at=NOON))


def test_the_digest_is_the_one_that_is_written_down():
    """A literal: changing the arithmetic would break every chain that exists."""
    assert content_digest(Line()) == CONTENT
    assert link(GENESIS, replace(Line(), content_digest=CONTENT)) == LINK


CONTENT = "9582135ea3774efda4efa0c9a7f40217ac21167c80db22f8bd17975ddfc3c3a8"
LINK = "387353ab5fb19a14199393b86956ac737601bfabb7c599a96003be892efbf12e"
