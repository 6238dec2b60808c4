"""Whatever an act of this room records as changed is told in words, never by the name of a column or a code."""

import ast
from dataclasses import fields
from pathlib import Path

import pytest

import awards.services
from awards.models import Grant
from awards.services import corrections, decisions
from awards.services.boards import BoardTerms
from awards.services.campaigns import CampaignTerms
from awards.services.corrections import CORRECTABLE, Cause, Revocation
from awards.services.nominations import Words
from awards.services.terms import DecisionTerms
from awards.tests.factories import stage
from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.documents.states import Ground

NO_CHANGE = {"by", "reason", "batch"}
SUBJECTS = {
    "award_form": "awards.awardform",
    "board": "awards.board",
    "campaign": "awards.campaign",
    "decision": "awards.decision",
    "grant": "awards.grant",
    "nomination": "awards.nomination",
    "organisation": "organisations.organisation",
}
TERMS = {"board": BoardTerms, "campaign": CampaignTerms, "decision": DecisionTerms, "nomination": Words}


def recorded():
    """(subject, key) of everything written beside record() in the services, and of the terms that are compared."""
    found = {(kind, field.name) for kind, terms in TERMS.items() for field in fields(terms)}
    found |= {("grant", name) for name in CORRECTABLE} | {("nomination", "member"), ("campaign", "people")}
    for path in Path(awards.services.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in (
                "record",
                "record_many",
            ):
                continue
            text = ast.unparse(call.args[0]).strip("f'\"")
            kind = "grant" if text.startswith("ACTS") else text.split(".")[0]
            found |= {(kind, word.arg) for word in call.keywords if word.arg and word.arg not in NO_CHANGE}
    return sorted(found)


@pytest.mark.parametrize(("kind", "key"), recorded())
def test_every_change_has_a_word_for_its_name(kind, key):
    (line,) = Entry(subject_type=SUBJECTS[kind], changes={key: [None, "x"]}).lines
    assert line.label != key.replace("_", " ")


@pytest.mark.django_db
def test_codes_are_told_in_words():
    cast = stage(members=1)
    grant = cast.published("Nguyễn Văn An").grants.get()
    corrections.reissue(grant, {}, cause=Cause.LOST, reason="Mất", by=cast.decider)
    how = Revocation(Ground.FRAUD, "9/QĐ-UBND", grant.decision.signed_on)
    corrections.revoke(grant, how, by=cast.decider)
    told = [line.after for entry in history_of(Grant.objects.get()) for line in entry.lines]
    assert {str(Ground.FRAUD.label), str(Cause.LOST.label)} <= set(told)
    assert not {"fraud", "lost", "revoked"} & set(told)


@pytest.mark.django_db
def test_the_year_is_not_told_beside_the_date():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    decision = cast.drafted(rows, signed_on=None)
    decisions.edit_decision(decision, cast.terms(), base=decisions.terms_of(decision), by=cast.secretary)
    changes = history_of(decision).get(action="decision.edit").changes
    assert "year" not in changes
    assert "signed_on" in changes
