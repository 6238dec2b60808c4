"""Entries in plain words."""

import pytest
from django.utils import translation

from emulation.audit.actions import ACTIONS, KINDS
from emulation.audit.models import Entry


def entry(**columns) -> Entry:
    given = {
        "actor_name": "Bà An",
        "subject_name": "Đợt 1",
        "action": "campaign.close",
        "subject_type": "audit.entry",
    }
    return Entry(**{**given, **columns})


def told(changes, subject_type="audit.entry"):
    return [
        (line.label, line.before, line.after)
        for line in entry(changes=changes, subject_type=subject_type).lines
    ]


def test_a_sentence_says_who_did_what_to_which():
    assert entry().sentence == "Bà An đã đóng đợt xét khen thưởng “Đợt 1”."
    with translation.override("en"):
        assert entry().sentence == "Bà An closed the campaign “Đợt 1”."


def test_an_act_without_a_person_is_the_systems():
    assert entry(actor_name="").sentence.startswith("Hệ thống ")
    assert str(entry(actor_name="").actor_text) == "Hệ thống"


def test_an_erased_entry_says_so_instead_of_blank():
    erased = entry(actor_name="", subject_name="", erased_at="2026-02-05")
    assert erased.sentence == "(đã xóa) đã đóng đợt xét khen thưởng “(đã xóa)”."


def test_a_code_of_an_older_release_still_reads():
    assert entry(action="campaign.dance").sentence == "Bà An: campaign.dance – Đợt 1"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_can_be_said_and_names_who(language):
    with translation.override(language):
        for code in ACTIONS:
            assert "Bà An" in entry(action=code).sentence, code


def test_every_action_is_of_a_kind_the_journal_can_filter():
    assert {code.split(".")[0] for code in ACTIONS} == KINDS.keys()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "có"),
        (False, "không"),
        (0, "0"),
        ("2026-02-05", "05/02/2026"),
        ("2026-02-05T02:00:00+00:00", "05/02/2026 09:00"),
        ("2026-13-45", "2026-13-45"),
        ("2026-xx-yy trở đi", "2026-xx-yy trở đi"),
        ("12/QĐ-UBND", "12/QĐ-UBND"),
        (["BK_TINH", "GK_LM"], "BK_TINH, GK_LM"),
        ({"tốt": 20, "lỗi": None}, "tốt: 20, lỗi: –"),
    ],
)
def test_values_are_written_as_offices_write_them(value, words):
    assert told({"points": [None, value]}) == [("points", "", words)]


@pytest.mark.parametrize("empty", [None, "", []])
def test_what_was_emptied_is_told_and_what_was_always_empty_is_not(empty):
    assert told({"points": ["5", empty]}) == [("points", "5", "–")]
    assert told({"points": [None, empty]}) == []


def test_one_kind_of_subject_calls_a_field_otherwise():
    assert told({"place": ["", "xã Phước Đông"]}, "programmes.registration")[0][0] == "địa bàn"


def test_the_value_before_stands_before():
    assert told({"points": ["5", "7"]}) == [("points", "5", "7")]
    assert told({"points": "7"}) == [("points", "", "7")]


def test_a_field_of_the_subject_gives_the_words_of_its_choices():
    changes = {"state": ["open", "in_review"]}
    with translation.override("en"):
        assert told(changes, "awards.campaign") == [("state", "Open for nominations", "Before the board")]


def test_a_subject_whose_model_is_gone_still_reads():
    assert told({"old_field": [1, 2]}, "awards.vanished") == [("old field", "1", "2")]
    assert told({"old_field": [1, 2]}, "nonsense") == [("old field", "1", "2")]
