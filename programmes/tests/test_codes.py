"""What the timelines of this room say for the codes that its entries keep."""

from emulation.audit.models import Entry
from programmes.models import CandidateState
from programmes.movement_states import OverlapState


def told(subject_type, **changes):
    entry = Entry(actor_name="Bà An", action="overlap.comment", subject_type=subject_type, changes=changes)
    return [(line.before, line.after) for line in entry.lines]


def test_a_proposal_reads_in_words_and_no_proposal_is_not_told():
    join = str(OverlapState.JOIN.label)
    assert told("programmes.overlapcase", proposal=[None, "join"]) == [("", join)]
    assert told("programmes.overlapcase", proposal=[None, ""], yielding=[None, None]) == []


def test_how_far_a_model_has_come_reads_in_words():
    said = (str(CandidateState.NOTED.label), str(CandidateState.LET_GO.label))
    assert told("programmes.activity", state=["noted", "let_go"]) == [said]


def test_a_fact_reads_as_yes():
    assert told("programmes.programme", recorded=["", "True"]) == [("", "có")]
