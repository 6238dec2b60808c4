"""Who can put into the urn and who can open it: keys and sealed boxes (pure; PyNaCl over libsodium).

Every teller has a key pair, its private half locked by a secret of the teller's own (argon2id, then XSalsa20 and
Poly1305). The urn has a key pair of its own, made at the opening: whatever is put in is sealed to its public half
(SealedBox: X25519); its private half is sealed to every pair of tellers, one around the other, and forgotten. So
any two tellers open the urn together, and nobody alone: neither who runs the server nor who reads the database.
"""

import base64
import binascii
import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.utils import random

OPERATIONS, MEMORY = 4, 64 * 1024 * 1024
"""The cost of trying one secret: about a fifth of a second and 64 MiB, for whoever counts and for whoever guesses."""


class WrongSecret(Exception):
    """The secret does not open the key; or the key is not what it was."""


class Spoilt(Exception):
    """What was sealed cannot be opened with this key: it was changed, or put in for another urn."""


@dataclass(frozen=True)
class LockedKey:
    """A teller's key pair as it is stored; all in base64."""

    public: str
    salt: str
    locked: str


@dataclass(frozen=True)
class Box:
    """The urn's public key, and its private half sealed to each pair (outer, inner) of places of tellers."""

    public: str
    envelopes: tuple[tuple[int, int, str], ...]


def new_key(secret: str) -> LockedKey:
    """A new key pair whose private half only `secret` unlocks."""
    private, salt = PrivateKey.generate(), random(argon2id.SALTBYTES)
    locked = SecretBox(_derived(secret, salt)).encrypt(bytes(private))
    return LockedKey(_text(bytes(private.public_key)), _text(salt), _text(locked))


def unlock(key: LockedKey, secret: str) -> PrivateKey:
    """The private half. Raises WrongSecret."""
    try:
        return PrivateKey(SecretBox(_derived(secret, _bytes(key.salt))).decrypt(_bytes(key.locked)))
    except (CryptoError, ValueError) as problem:
        raise WrongSecret from problem


def new_box(tellers: Sequence[str]) -> Box:
    """An urn that any two of the tellers (public keys) open together. ValueError for fewer than two."""
    if len(set(tellers)) < 2:
        raise ValueError("Two tellers at least.")
    private = PrivateKey.generate()
    envelopes = tuple(
        (outer, inner, seal(tellers[outer], _bytes(seal(tellers[inner], bytes(private)))))
        for outer, inner in combinations(range(len(tellers)), 2)
    )
    return Box(_text(bytes(private.public_key)), envelopes)


def new_plain_box(key: bytes) -> Box:
    """An urn that the holder of `key` (32 bytes, of the installation) opens alone."""
    private = PrivateKey.generate()
    locked = SecretBox(key).encrypt(bytes(private))
    return Box(_text(bytes(private.public_key)), ((0, 0, _text(locked)),))


def open_box(envelope: str, outer: PrivateKey, inner: PrivateKey) -> PrivateKey:
    """The urn's private key from the envelope of these two tellers. Raises Spoilt."""
    return PrivateKey(unseal(inner, _text(unseal(outer, envelope))))


def open_plain_box(envelope: str, key: bytes) -> PrivateKey:
    """The urn's private key, kept by the installation. Raises Spoilt."""
    try:
        return PrivateKey(SecretBox(key).decrypt(_bytes(envelope)))
    except CryptoError as problem:
        raise Spoilt from problem


def seal(public: str, content: bytes) -> str:
    """`content` for the holder of the private half alone; equal contents look different every time."""
    return _text(SealedBox(PublicKey(_bytes(public))).encrypt(content))


def unseal(private: PrivateKey, sealed: str) -> bytes:
    """Raises Spoilt for what was not sealed to this key, or was changed."""
    try:
        return bytes(SealedBox(private).decrypt(_bytes(sealed)))
    except (CryptoError, ValueError) as problem:
        raise Spoilt from problem


def derived_key(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose from a long secret of the installation."""
    return hashlib.blake2b(
        purpose.encode(), key=hashlib.sha512(secret.encode()).digest(), digest_size=32
    ).digest()


def _derived(secret: str, salt: bytes) -> bytes:
    # However a keyboard composes Vietnamese letters, the same words are the same secret.
    composed = unicodedata.normalize("NFC", secret).encode()
    return argon2id.kdf(SecretBox.KEY_SIZE, composed, salt, opslimit=OPERATIONS, memlimit=MEMORY)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as problem:
        raise Spoilt from problem
