"""A ballot that a conference opens is as secret as any: all data are read, and nothing joins a member to a paper."""

import logging

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from clusters.conference_states import Purpose, RecordKind
from clusters.models import Turn
from clusters.services import records
from clusters.services.record_papers import payload_of
from clusters.tests.conference_stage import HOST, hall
from emulation.accounts.tests.factories import PASSWORD
from emulation.ballots.models import NEVER_IN_A_BACKUP, Paper
from emulation.ballots.tests.factories import Vote
from emulation.ballots.tests.test_secrecy import (
    MEMBERS,
    NAMED_IN,
    Held,
    _begin_candidates_at,
    candidates,
)
from emulation.ballots.tests.tracing import all_files, all_text, leaks, read_everything, relations, said_in

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = (HOST, *(f"Tỉnh {place}" for place in range(2, MEMBERS + 1)))


def test_nothing_joins_a_member_to_a_paper_of_a_conference(caplog):
    cache.clear()
    caplog.set_level(logging.DEBUG)
    made = hall(*NAMES).opened()
    _begin_candidates_at(next(candidates))
    ballot = made.vote(made.asking(Purpose.LEADER, *NAMES))
    heads = list(made.cast.heads.values())
    for head in heads:
        head.set_password(PASSWORD)
        head.save()
    held = Held(Vote(ballot, heads, made.tellers, made.host))
    held.cast_all()
    watching = Client()
    watching.force_login(heads[0])
    for name in ("conference", "projector", "projector_part"):
        held.traces.append(
            watching.get(reverse(f"clusters:{name}", args=[made.conference.pk])).content.decode()
        )
    assert leaks(read_everything(), relations(), held.truth()) == []
    written = "\n".join(sql for sql in held.statements if not sql.startswith("SELECT"))
    assert said_in(held.chosen.values(), written) == []
    made.count(ballot)
    made.ended()
    minutes = payload_of(records.begin(made.fresh(), RecordKind.MINUTES, by=made.host))
    tables = read_everything()
    assert leaks(tables, relations(), held.truth()) == []
    said = all_text(tables, without=NAMED_IN) + "\n".join([*held.traces, caplog.text, str(minutes)])
    assert said_in(held.chosen.values(), said) == []
    assert said_in(held.chosen.values(), all_files(settings.DATA_DIR / "broker")) == []
    assert Paper.objects.filter(question=held.question).count() == MEMBERS
    assert not any(model.objects.exists() for model in NEVER_IN_A_BACKUP)
    # One vote each: nobody is elected, and the ledger stays empty.
    assert not Turn.objects.filter(year=2021).exists()
