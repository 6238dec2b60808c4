"""What is sealed when a member votes: one slip a question, of one length whatever it says (pure).

A slip names its question, so that it cannot be moved to another; it bears a mark that only this installation makes,
so that whoever writes into the database alone cannot add one; and a number drawn at random, so that a copy is
noticed.
"""

import hmac
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from secrets import token_bytes

NUMBER, MARK, QUESTION = 16, 32, 8


class Forged(Exception):
    """A slip that this program did not put in, or did not put in here."""


def pack(question: int, options: Sequence[str], chosen: Collection[str], key: bytes) -> bytes:
    """The slip that chooses `chosen` (all of them options) on the question; nothing chosen is a blank paper."""
    if set(chosen) - set(options):
        # Without saying what: a traceback must not tell what somebody chose.
        raise ValueError("Not on the paper.")
    body = token_bytes(NUMBER) + question.to_bytes(QUESTION, "big")
    body += bytes(option in chosen for option in options)
    return _mark(body, key) + body


def unpack(
    question: int, options: Sequence[str], slips: Iterable[bytes], key: bytes
) -> list[tuple[str, ...]]:
    """What each slip chooses. Raises Forged for one of another question, without the mark, or there twice."""
    papers, seen = [], set()
    for slip in slips:
        mark, body = slip[:MARK], slip[MARK:]
        number, rest = body[:NUMBER], body[NUMBER:]
        mine = hmac.compare_digest(mark, _mark(body, key)) and len(rest) == QUESTION + len(options)
        if not mine or number in seen or int.from_bytes(rest[:QUESTION], "big") != question:
            raise Forged
        seen.add(number)
        marks = zip(options, rest[QUESTION:], strict=True)
        papers.append(tuple(option for option, marked in marks if marked))
    return papers


def _mark(body: bytes, key: bytes) -> bytes:
    return blake2b(body, key=key, digest_size=MARK).digest()
