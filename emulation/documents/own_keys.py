"""Keys that an organisation brings itself: a PKCS#12 file or a PKCS#11 token, by SEAL_KEYS.

pyHanko is imported here, for the worker and the commands alone; python-pkcs11 only where a token is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import ParseResult, parse_qs, unquote, urlparse

from django.utils.translation import gettext as _
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import Signer

from emulation.documents.keyfiles import KeyTrouble
from emulation.documents.states import SealSource


def source_of(where: str) -> SealSource:
    """Which kind of key an address of SEAL_KEYS names."""
    return SealSource(urlparse(where).scheme)


@contextmanager
def opened(where: str) -> Iterator[Signer]:
    """What signs with the key at that address, as long as the block lasts. Raises KeyTrouble."""
    url = urlparse(where)
    if url.scheme == SealSource.PKCS11:
        with _token(url) as signer:
            yield signer
    else:
        yield _file(url)


def _file(url: ParseResult) -> SimpleSigner:
    path = Path(unquote(url.path))
    try:
        return _loaded(path, unquote(url.password or ""), path.stat().st_mtime_ns)
    except OSError as problem:
        raise KeyTrouble(
            _("The certificate file %(file)s cannot be read (%(cause)s).")
            % {"file": path, "cause": problem.strerror}
        ) from problem
    except (ValueError, TypeError, AttributeError) as problem:
        raise KeyTrouble(
            _(
                "The certificate file %(file)s cannot be opened: the passphrase in SEAL_KEYS is wrong, or it is no "
                "PKCS#12 file with a key and its certificate."
            )
            % {"file": path}
        ) from problem


@lru_cache(maxsize=32)
def _loaded(path: Path, passphrase: str, _changed: int) -> SimpleSigner:
    return SimpleSigner.load_pkcs12_data(path.read_bytes(), (), passphrase.encode() or None)


@contextmanager
def _token(url: ParseResult) -> Iterator[Signer]:
    try:
        # python-pkcs11 is there only where a token is.
        from emulation.documents.tokens import opened_token
    except ImportError as problem:
        raise KeyTrouble(
            _("SEAL_KEYS names a token, and the package python-pkcs11 is not installed.")
        ) from problem
    wanted = parse_qs(url.query)
    module, pin = unquote(url.path), unquote(url.password or "")
    with opened_token(module, token=wanted["token"][0], key=wanted["key"][0], pin=pin) as signer:
        yield signer
