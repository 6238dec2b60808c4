"""Where a line may end in the name of a body: «LIÊN MINH HỢP TÁC XÃ | VIỆT NAM», never inside a proper name (pure)."""

from __future__ import annotations

NBSP = "\u00a0"
LONGEST = 5
"""Of more words than these nothing but the place at their end stays together."""
KINDS = (
    ("cụm thi đua",),
    ("hội đồng", "nhân dân"),
    ("hợp tác xã",),
    ("khối thi đua",),
    ("liên hiệp", "hợp tác xã"),
    ("liên minh", "hợp tác xã"),
    ("quỹ tín dụng", "nhân dân"),
    ("ủy ban", "nhân dân"),
)
"""What stands before a proper name, in the pieces between which a line may end."""
PLACES = (("tỉnh",), ("thành", "phố"), ("thị", "xã"), ("quận",), ("huyện",), ("phường",))


def parts(name: str) -> tuple[str, ...]:
    """The pieces between which a line may end: kind of body, other words, the proper name at the end as one piece."""
    words = name.split()
    kind = next((one for one in KINDS if _begins(words, one)), ())
    head = [len(piece.split()) for piece in kind]
    start = _proper(words, sum(head))
    lengths = [*head, *([1] * (start - sum(head))), len(words) - start]
    ends = [sum(lengths[: place + 1]) for place in range(len(lengths))]
    pieces = zip([0, *ends], ends, strict=False)
    return tuple(" ".join(words[first:last]) for first, last in pieces if last > first)


def _begins(words: list[str], kind: tuple[str, ...]) -> bool:
    known = " ".join(kind).split()
    return [word.lower() for word in words[: len(known)]] == known


def bound(name: str) -> str:
    """The same name with hard spaces where it must not be torn."""
    return " ".join(part.replace(" ", NBSP) for part in parts(name))


def _proper(words: list[str], start: int) -> int:
    """Where the proper name at the end begins, behind `start` words of the kind; without one, where the text ends."""
    if start and len(words) - start <= LONGEST:
        return start
    low = tuple(word.lower() for word in words)
    for place in range(len(words) - 2, max(start, len(words) - LONGEST) - 1, -1):
        if any(low[place : place + len(known)] == known for known in PLACES):
            return place
    return len(words)
