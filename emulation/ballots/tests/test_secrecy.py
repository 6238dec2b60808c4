"""The great test: everything is read after a secret ballot, and nothing joins a member to a paper.

The ballot is held through the pages, each member choosing another candidate, in an order drawn at random. What is
read: every table with all columns, hidden ones included; sessions, cache, messages and cookies; the log at its most
talkative; every statement sent to the database; the files of the installation (on SQLite the database itself and its
write-ahead log, byte for byte); a backup. The last tests show that the reader finds a leak where one is made.
"""

import logging
import sqlite3
import subprocess
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from pathlib import Path
from secrets import SystemRandom
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.accounts.tests.factories import PASSWORD
from emulation.audit.models import Entry
from emulation.ballots import sealing
from emulation.ballots.models import NEVER_IN_A_BACKUP, Candidate, Paper, Receipt, TellerKey, Urn
from emulation.ballots.services import casting
from emulation.ballots.services.casting import options_of, slip_key
from emulation.ballots.slips import unpack
from emulation.ballots.tests.factories import SECRETS, Vote, confirming, electing, vote
from emulation.ballots.tests.tracing import (
    Tables,
    Truth,
    all_files,
    all_text,
    leaks,
    read_everything,
    relations,
    said_in,
)
from emulation.portal import archives

pytestmark = pytest.mark.django_db(transaction=True)
MEMBERS = 12
candidates = count(910_000_000, 1000)
"""Numbers that stand for nothing else, others in every test: finding one in a text means something."""
lots = SystemRandom()


class Held:
    """A ballot held through the pages; `order` is who voted after whom, `chosen` the code of each member's paper."""

    def __init__(self, scene: Vote) -> None:
        self.scene = scene
        self.question = scene.questions[0]
        codes = scene.candidates(self.question)
        lots.shuffle(codes)
        self.chosen = dict(enumerate(codes))
        self.order = lots.sample(range(MEMBERS), MEMBERS)
        self.traces: list[str] = []
        self.statements: list[str] = []

    def cast_all(self) -> None:
        with CaptureQueriesContext(connection) as asked:
            for place in self.order:
                self._cast(place)
        self.statements = [query["sql"] for query in asked.captured_queries]

    def _cast(self, place: int) -> None:
        client = Client(SERVER_NAME="localhost")
        client.force_login(self.scene.members[place])
        url = reverse("ballots:ballot", args=[self.scene.ballot.pk])
        answers = {f"question-{self.question.pk}": self.chosen[place]}
        answers |= {f"question-{other.pk}": "agree" for other in self.scene.questions[1:]}
        shown = [client.get(url), client.post(url, {**answers, "step": "review"})]
        assert self.chosen[place] in shown[1].content.decode(), "the last look shows what is put in"
        done = client.post(url, {**answers, "step": "cast", "password": PASSWORD})
        assert (done.status_code, done["Location"]) == (302, url)
        after = client.get(url)
        assert "Đã bỏ phiếu" in after.content.decode()
        self.traces += [after.content.decode(), str(client.cookies), str(dict(client.session.items()))]
        self.traces += [str(answer.headers) for answer in [*shown, done, after]]

    def truth(self) -> Truth:
        """Which keys of which tables stand for which member."""
        keys: dict[str, dict[object, int]] = {
            "accounts_user": {user.pk: place for place, user in enumerate(self.scene.members)},
            "organisations_person": {user.person_id: place for place, user in enumerate(self.scene.members)},
            "ballots_rollentry": {self.scene.entry(place).pk: place for place in range(MEMBERS)},
        }
        return Truth(keys, {code: place for place, code in self.chosen.items()})

    def opened_urn(self) -> list[dict[str, object]]:
        """The urn as two tellers with the database before them could read it while the vote is open."""
        first, second = (
            sealing.unlock(sealing.LockedKey(key.public, key.salt, key.locked), secret)
            for key, secret in zip(TellerKey.objects.order_by("teller__place"), SECRETS, strict=False)
        )
        box = sealing.open_box(self.scene.ballot.envelopes.get().sealed, first, second)
        urn = Urn.objects.get(pk=self.question.pk)
        options = options_of(self.question)
        opened = [
            unpack(self.question.pk, options, [sealing.unseal(box, sealed)], slip_key())
            for sealed in urn.papers
        ]
        return [
            {"place": place, "sealed": sealed, "choice": paper[0]}
            for place, (sealed, (paper,)) in enumerate(zip(urn.papers, opened, strict=True))
        ]


@pytest.fixture
def held(settings, tmp_path, caplog) -> Held:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": tmp_path / "cache",
        }
    }
    caplog.set_level(logging.DEBUG)
    _begin_candidates_at(next(candidates))
    names = [f"Đơn vị ứng cử {place}" for place in range(MEMBERS)]
    scene = vote(MEMBERS, items=[electing(*names), confirming()])
    made = Held(scene.open())
    made.cast_all()
    return made


def _begin_candidates_at(number: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence('ballots_candidate', 'id'), %s)", [number])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = 'ballots_candidate'")
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES ('ballots_candidate', %s)", [number]
            )


def _end(held: Held) -> None:
    held.scene.end().count()


NAMED_IN = {"ballots_candidate", "ballots_paper", "ballots_question"}
"""Where candidates are named on purpose: their own rows, the papers, the result."""


def test_nothing_joins_a_member_to_a_paper_while_the_vote_is_open(held, caplog, tmp_path):
    tables = read_everything()
    assert leaks(tables, relations(), held.truth()) == []
    # Even whoever could open the urn now finds neither an order nor a mark of whose a paper is.
    tables["opened urn"] = held.opened_urn()
    assert leaks(tables, relations(), held.truth()) == []
    said = all_text(tables, without={"ballots_candidate", "opened urn"})
    said += "\n".join([*held.traces, caplog.text])
    assert said_in(held.chosen.values(), said) == []
    files = all_files(settings.DATA_DIR / "broker", tmp_path / "cache")
    assert files
    assert said_in(held.chosen.values(), files) == []
    written = "\n".join(sql for sql in held.statements if not sql.startswith("SELECT"))
    assert said_in(held.chosen.values(), written) == []
    assert "ballots_urn" in written


def test_nothing_joins_a_member_to_a_paper_after_the_count(held, caplog, tmp_path):
    before = read_everything()
    _end(held)
    tables = read_everything()
    assert leaks(tables, relations(), held.truth()) == []
    # Nor does what was read before the count, laid beside what stands after it.
    both = {**{f"before: {name}": rows for name, rows in before.items()}, **tables}
    refers = {**{f"before: {name}": columns for name, columns in relations().items()}, **relations()}
    refers = {name: {**columns} for name, columns in refers.items()}
    assert leaks(both, refers, held.truth()) == []
    said = all_text(tables, without=NAMED_IN) + "\n".join([*held.traces, caplog.text])
    assert said_in(held.chosen.values(), said) == []
    assert said_in(held.chosen.values(), all_files(settings.DATA_DIR / "broker", tmp_path / "cache")) == []
    assert Paper.objects.filter(question=held.question).count() == MEMBERS
    assert not any(model.objects.exists() for model in NEVER_IN_A_BACKUP)


def test_the_journal_knows_acts_of_those_who_run_and_count_and_of_no_voter(held):
    _end(held)
    voters = [member.pk for member in held.scene.members]
    assert not Entry.objects.filter(actor__in=voters).exists()
    named = " ".join(str(entry.changes) for entry in Entry.objects.filter(action__startswith="ballot."))
    assert not any(member.person.full_name in named for member in held.scene.members)


def test_hidden_marks_of_the_database_are_the_same_for_all(held):
    tables = read_everything()
    receipts = tables["ballots_receipt"]
    assert len(receipts) == MEMBERS
    if connection.vendor == "postgresql":
        assert len({row["hidden_xmin"] for row in receipts}) == 1
        assert {row["hidden_xmin"] for row in receipts} == {
            row["hidden_xmin"] for row in tables["ballots_urn"]
        }
    _end(held)
    papers = read_everything()["ballots_paper"]
    if connection.vendor == "postgresql":
        assert len({row["hidden_xmin"] for row in papers}) == 1
    assert {column for column in papers[0] if not column.startswith("hidden")} == {
        "id",
        "question_id",
        "choice",
    }
    assert {str(row["id"])[-22 if connection.vendor == "postgresql" else 12] for row in papers} == {"4"}


def test_every_vote_writes_all_receipts_and_the_urn_as_a_whole():
    scene = vote(4, items=[electing()]).open()
    seen = []
    for place in range(3):
        scene.cast(place, scene.candidates()[0])
        urn = Urn.objects.get()
        seen.append(set(urn.papers))
        if connection.vendor == "postgresql":
            rows = read_everything()["ballots_receipt"]
            assert len({row["hidden_xmin"] for row in rows}) == 1
    # What cannot be helped, and is said in docs/trust.md: between two copies the urn has grown by one sealed paper.
    assert [len(later - earlier) for earlier, later in pairwise(seen)] == [1, 1]
    assert len({len(sealed) for sealed in urn.papers}) == 1


def test_what_lies_in_an_urn_has_no_order():
    scene = vote(5, items=[electing("A", "B", "C", "D", "E")]).open()
    firsts = set()
    for place, code in enumerate(scene.candidates()):
        scene.cast(place, code)
        firsts.add(Urn.objects.get().papers[0])
    shuffled = []
    for _again in range(40):
        urn = Urn.objects.get()
        before = list(urn.papers)
        casting.secrets.SystemRandom().shuffle(urn.papers)
        shuffled.append(urn.papers != before)
    assert any(shuffled)
    assert Receipt.objects.filter(voted=True).count() == len(Urn.objects.get().papers)


def test_a_backup_holds_no_urn_no_receipt_and_no_key(held, tmp_path):
    folder = tmp_path / "backup"
    archives.save(folder)
    dump = folder / archives.DUMPS[connection.vendor]
    for table in archives.LEFT_OUT:
        assert _rows_of(dump, table) == 0, table
    assert _rows_of(dump, "ballots_rollentry") == MEMBERS
    raw = _plain_dump(dump)
    sealed = [paper for urn in Urn.objects.all() for paper in urn.papers]
    assert sealed
    locked = list(TellerKey.objects.values_list("locked", flat=True))
    assert not any(secret.encode() in raw for secret in [*sealed, *locked])
    # The running vote itself is not touched by it.
    assert Receipt.objects.filter(voted=True).count() == MEMBERS
    _end(held)
    archives.save(tmp_path / "after")
    after = _plain_dump(tmp_path / "after" / archives.DUMPS[connection.vendor])
    assert not any(secret.encode() in after for secret in [*sealed, *locked])


def _plain_dump(dump: Path) -> bytes:
    if connection.vendor == "sqlite":
        return dump.read_bytes()
    run = subprocess.run(["pg_restore", "-f", "-", str(dump)], capture_output=True, check=True)
    return run.stdout


def _rows_of(dump: Path, table: str) -> int:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(dump)) as copy:
            return copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    text = _plain_dump(dump).decode()
    _head, found, rest = text.partition(f"COPY public.{table} ")
    return rest.partition("\n\\.")[0].count("\n") if found else 0


@pytest.mark.skipif(bool(settings.DATABASE_URL), reason="the file of the embedded database")
def test_the_files_of_the_embedded_database_hold_no_choice_before_the_count_and_no_urn_after_it(held):
    files = [path for path in Path(connection.settings_dict["NAME"]).parent.glob("*.sqlite3*")]
    before = b"".join(path.read_bytes() for path in files)
    assert said_in(held.chosen.values(), before) == []
    sealed = [paper for urn in Urn.objects.all() for paper in urn.papers]
    assert any(paper.encode() in before for paper in sealed)
    _end(held)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    after = b"".join(path.read_bytes() for path in files if path.exists())
    assert not any(paper.encode() in after for paper in sealed)


# The reader itself: it finds a leak where one is made.

TYPES = {
    "postgresql": ("bigserial PRIMARY KEY", "uuid"),
    "sqlite": ("integer PRIMARY KEY AUTOINCREMENT", "text"),
}


def _leaky(held: Held, *, numbered: bool, timed: bool, apart: bool) -> None:
    """Two tables as a hasty hand would make them, filled in the order of voting."""
    serial, uuid = TYPES[connection.vendor]
    key = serial if numbered else f"{uuid} PRIMARY KEY"
    stamp = ", at timestamp" if timed else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE leak_receipt (id {key}, member_id bigint REFERENCES ballots_rollentry (id){stamp})"
        )
        cursor.execute(f"CREATE TABLE leak_paper (id {key}, choice text{stamp})")
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    rows = list(held.order)
    if apart:
        for place in rows:
            with transaction.atomic():
                _put(held, place, numbered, moment if timed else None)
        return
    with transaction.atomic():
        for step, place in enumerate(rows):
            _put(held, place, numbered, moment + timedelta(minutes=step) if timed else None)


def _put(held: Held, place: int, numbered: bool, at: datetime | None) -> None:
    def insert(table: str, column: str, value: object) -> None:
        columns = {column: value}
        if not numbered:
            columns["id"] = str(uuid4())
        if at is not None:
            columns["at"] = at.isoformat(sep=" ")[:19]
        names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(columns.values()))

    insert("leak_receipt", "member_id", held.scene.entry(place).pk)
    insert("leak_paper", "choice", held.chosen[place])


@pytest.fixture
def leaky(held):
    yield held
    with connection.cursor() as cursor:
        for table in ("leak_receipt", "leak_paper"):
            with suppress(Exception):
                cursor.execute(f"DROP TABLE {table}")


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ({"numbered": True, "timed": False, "apart": False}, "leak_receipt.id ~ leak_paper.id"),
        ({"numbered": False, "timed": True, "apart": False}, "leak_receipt.at ~ leak_paper.at"),
        ({"numbered": False, "timed": False, "apart": True}, "leak_receipt.hidden_"),
    ],
    ids=["ordered ids", "timestamps", "one transaction a vote"],
)
def test_the_reader_finds_a_leak_that_is_made(leaky, made, found):
    _leaky(leaky, **made)
    said = leaks(read_everything(), relations(), leaky.truth())
    assert any(found in line for line in said), said


def test_the_reader_finds_choices_beside_members_and_in_words(held):
    tables: Tables = read_everything()
    place = held.order[0]
    code = held.chosen[place]
    beside = {"id": "x", "member_id": held.scene.entry(place).pk, "choice": code}
    refers = {**relations(), "beside": {"member_id": "ballots_rollentry"}}
    assert leaks({**tables, "beside": [beside]}, refers, held.truth()) == [
        "beside names member and choice in one row"
    ]
    unshuffled = [{"place": step, "choice": held.chosen[who]} for step, who in enumerate(held.order)]
    by_time = [{"user_id": held.scene.members[who].pk, "at": step} for step, who in enumerate(held.order)]
    refers["seen"] = {"user_id": "accounts_user"}
    said = leaks({**tables, "urn": unshuffled, "seen": by_time}, refers, held.truth())
    assert any("seen.at ~ urn.place by rank" in line for line in said)
    client = Client(SERVER_NAME="localhost")
    client.force_login(held.scene.members[place])
    session = client.session
    session["kept"] = {"question": code}
    session.save()
    assert said_in(held.chosen.values(), all_text(read_everything(), without=NAMED_IN)) == [code]
    caches["default"].set("kept", f"vote {code}")
    assert said_in([code], f"question-1={code}") == [code]
    assert Candidate.objects.filter(pk=int(code)).exists()
