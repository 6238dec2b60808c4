"""The public code of a document: 20 characters of Crockford's base 32, hard to guess and easy to read out (pure)."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
_LOOKALIKES = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s\-‐-―.]+")


def new_code() -> str:
    """A new random code: 100 bits, so that codes cannot be found by trying."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """`ABCDE-FGHJK-…`: the code as it is printed."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def normal(typed: str) -> str:
    """The code somebody meant: lower case, spaces, dashes and the letters O, I, L (for 0, 1, 1) are forgiven.

    "" when it cannot be a code at all.
    """
    code = _SEPARATORS.sub("", typed).upper().translate(_LOOKALIKES)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
