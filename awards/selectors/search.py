"""Words sought in the register of awards."""

import re

from django.db import connection
from django.db.models import BooleanField, Func, Q, QuerySet, Value
from django.db.models.functions import Concat

from awards.models import Grant
from emulation.organisations.names import COMMON

MOST_WORDS = 8


def search_grants(rows: QuerySet[Grant], term: str, *, year: int | None = None) -> QuerySet[Grant]:
    """Rows whose name, unit or position has all words of the folded `term`; the last may be unfinished."""
    if year:
        rows = rows.filter(year=year)
    words = [word for word in re.split(r"[^0-9a-z]+", term) if word][:MOST_WORDS]
    if not words:
        return rows
    if connection.vendor == "postgresql":
        return _by_index(rows, words)
    rows = rows.alias(padded=Concat(Value(" "), "search", Value(" ")))
    whole = Q(*(Q(padded__contains=f" {word} ") for word in words[:-1]))
    return rows.filter(whole, padded__contains=f" {words[-1]}")


def _by_index(rows: QuerySet[Grant], words: list[str]) -> QuerySet[Grant]:
    """Through the column and index of migration 0002.

    Words like "hợp tác xã" stand in every second row and always together. Sought in the index they cost
    much, and the planner, who takes words to be independent, would expect next to nothing of them: they are
    compared on the rows that the telling words find. Whole words are cheap there; a beginning of a word
    gathers all words that begin so, which is why only the last may be one.
    """
    sought = [*words[:-1], f"{words[-1]}:*"]
    telling = [word for word in sought if word.removesuffix(":*") not in COMMON] or sought
    rest = [word for word in sought if word not in telling]
    rows = rows.filter(_matches("awards_grant.words @@ to_tsquery('simple', %(expressions)s)", telling))
    if rest:
        rows = rows.filter(
            _matches("ts_match_vq(awards_grant.words, to_tsquery('simple', %(expressions)s))", rest)
        )
    return rows


def _matches(template: str, words: list[str]) -> Func:
    return Func(Value(" & ".join(words)), template=template, output_field=BooleanField())
