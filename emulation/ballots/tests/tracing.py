"""Looks for whatever joins a member to a paper, as somebody would who holds all the data.

In the ballot that is looked at, each member chose another candidate: so it is known which paper is whose. Every table
is read with all its columns and with what the database keeps unasked (PostgreSQL's xmin and ctid, SQLite's rowid).
Rows are taken for a member's when a foreign key or a session says so, and for a paper's when a column holds exactly
one candidate. Then every column of the former is tried on every column of the latter: the same value, the same rank,
the opposite rank. What hits far beyond chance is a leak.
"""

import base64
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product
from math import comb
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection

Row = dict[str, Any]
Tables = dict[str, list[Row]]
HIDDEN = {"postgresql": ("xmin::text::bigint", "ctid::text"), "sqlite": ("rowid",)}
CHANCE = 1e-7
"""What would happen by chance this rarely, or more rarely, is a leak: thousands of columns are laid on each other."""


@dataclass(frozen=True)
class Truth:
    """Who chose what: {table: {key: member}} of the rows that stand for a member; {code of a candidate: member}."""

    keys: Mapping[str, Mapping[Any, int]]
    choices: Mapping[str, int]


@dataclass
class Owned:
    """Values of one column of one table, each with the member (or the paper's member) it belongs to."""

    name: str
    values: list[tuple[Any, int]] = field(default_factory=list)


def read_everything() -> Tables:
    """Every row of every table, with the hidden columns of the database."""
    found: Tables = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            hidden = HIDDEN[connection.vendor]
            names = [name.split(":")[0] for name in hidden]
            shown = ", ".join(f"{one} AS hidden_{name}" for one, name in zip(hidden, names, strict=True))
            cursor.execute(f'SELECT {shown}, * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            found[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return found


def relations() -> dict[str, dict[str, str]]:
    """{table: {column: table it refers to}}."""
    with connection.cursor() as cursor:
        return {
            table: {
                column: target
                for column, (_key, target) in connection.introspection.get_relations(cursor, table).items()
            }
            for table in connection.introspection.table_names(cursor)
        }


def leaks(tables: Tables, refers: Mapping[str, Mapping[str, str]], truth: Truth) -> list[str]:
    """What joins members to papers: one line each, empty when nothing does."""
    members = list(_columns(tables, lambda table, row: _member_of(table, row, refers, truth)))
    papers = list(_columns(tables, lambda table, row: _choice_in(row, truth)))
    found = [f"{table} names member and choice in one row" for table in _both(tables, refers, truth)]
    for member, paper in product(members, papers):
        for how, right, matched in _joined(member, paper):
            if comb(matched, right) / len(truth.choices) ** right < CHANCE:
                found.append(f"{member.name} ~ {paper.name} by {how}: {right} of {matched}")
    return found


def _both(tables: Tables, refers: Mapping[str, Mapping[str, str]], truth: Truth) -> Iterator[str]:
    for table, rows in tables.items():
        hits = [(_member_of(table, row, refers, truth), _choice_in(row, truth)) for row in rows]
        if any(member is not None and member == choice for member, choice in hits):
            yield table


def _columns(tables: Tables, owner: Any) -> Iterator[Owned]:
    for table, rows in tables.items():
        owned: dict[str, Owned] = {}
        for row in rows:
            whose = owner(table, row)
            if whose is not None:
                for column, value in row.items():
                    owned.setdefault(column, Owned(f"{table}.{column}")).values.append((_plain(value), whose))
        yield from owned.values()


def _member_of(table: str, row: Row, refers: Mapping[str, Mapping[str, str]], truth: Truth) -> int | None:
    if table == Session._meta.db_table:
        user = Session(session_data=row["session_data"]).get_decoded().get("_auth_user_id")
        return truth.keys["accounts_user"].get(int(user)) if user else None
    if table in truth.keys:
        return truth.keys[table].get(row.get("id"))
    for column, target in refers.get(table, {}).items():
        known = truth.keys.get(target, {})
        if row[column] in known:
            return known[row[column]]
    return None


def _choice_in(row: Row, truth: Truth) -> int | None:
    """The member whose candidate the row holds; None for rows with none or with several."""
    held = {code for value in row.values() for code in truth.choices if code in _text(value)}
    return truth.choices[held.pop()] if len(held) == 1 else None


def _joined(member: Owned, paper: Owned) -> Iterator[tuple[str, int, int]]:
    """(how, right pairs, pairs) of every way to lay the one column on the other."""
    yield ("value", *_by_value(member.values, paper.values))
    yield ("rank", *_by_rank(member.values, paper.values))
    yield ("opposite rank", *_by_rank(member.values, paper.values[::-1], turned=True))


def _by_value(members: Sequence[tuple[Any, int]], papers: Sequence[tuple[Any, int]]) -> tuple[int, int]:
    """Pairs that share a value which few share: a value that all rows have says nothing."""
    whose, whats = defaultdict(set), defaultdict(set)
    for value, member in members:
        whose[str(value)].add(member)
    for value, member in papers:
        whats[str(value)].add(member)
    pairs = [(whose[value], whats[value]) for value in whose if value in whats]
    narrow = [(who, what) for who, what in pairs if len(who) == len(what) == 1]
    return sum(who == what for who, what in narrow), len(narrow)


def _by_rank(
    members: Sequence[tuple[Any, int]], papers: Sequence[tuple[Any, int]], *, turned: bool = False
) -> tuple[int, int]:
    """Pairs at the same place when both are put in order; a column with equal values has no order."""
    first, second = _ordered(members), _ordered(papers)
    if not first or len(first) != len(second):
        return 0, 0
    if turned:
        second = second[::-1]
    return sum(one == two for one, two in zip(first, second, strict=True)), len(first)


def _ordered(values: Sequence[tuple[Any, int]]) -> list[int]:
    last = {member: value for value, member in values}
    if len({str(value) for value in last.values()}) < len(last):
        return []
    return [
        member for _value, member in sorted(((value, member) for member, value in last.items()), key=_key)
    ]


def _key(pair: tuple[Any, int]) -> tuple[int, Any]:
    value = pair[0]
    return (0, value) if isinstance(value, int | float) else (1, str(value))


def _plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str) and value[:1] == "(" and "," in value:
        block, place = value.strip("()").split(",")[:2]
        if block.isdigit() and place.isdigit():
            return int(block) * 10_000 + int(place)
    return value if isinstance(value, int | float) else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("latin-1")
    return value if isinstance(value, str) else str(value)


def said_in(words: Iterable[str], text: str | bytes) -> list[str]:
    """Which of the words stand in the text, also where it is base64 or JSON escapes."""
    plain = text if isinstance(text, str) else text.decode("latin-1")
    coded = {word: base64.b64encode(word.encode()).decode().rstrip("=")[1:-1] for word in words}
    return [word for word, code in coded.items() if word in plain or code in plain]


def all_text(tables: Tables, *, without: Iterable[str] = ()) -> str:
    """Every value of every table as one text; sessions decoded."""
    parts = []
    for table, rows in tables.items():
        if table in without:
            continue
        for row in rows:
            parts += [_text(value) for value in row.values()]
            if table == Session._meta.db_table:
                parts.append(json.dumps(Session(session_data=row["session_data"]).get_decoded(), default=str))
    return "\n".join(parts)


def all_files(*folders: Path) -> bytes:
    """The bytes of every file below the folders, one after the other."""
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return b"\n".join(path.read_bytes() for path in paths)
