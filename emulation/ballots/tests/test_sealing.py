"""The urn's keys: any two tellers together, nobody alone; slips that are all alike and cannot be added or moved."""

import base64
from itertools import combinations

import pytest

from emulation.ballots import sealing, slips

SECRETS = ["mật khẩu của trưởng ban", "tre xanh đầu ngõ", "ba con cá rô"]
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def tellers():
    return [sealing.new_key(secret) for secret in SECRETS]


@pytest.fixture(scope="module")
def box(tellers):
    return sealing.new_box([teller.public for teller in tellers])


def test_any_two_tellers_open_the_urn_together(tellers, box):
    keys = [sealing.unlock(teller, secret) for teller, secret in zip(tellers, SECRETS, strict=True)]
    sealed = sealing.seal(box.public, b"agree")
    assert [(outer, inner) for outer, inner, _sealed in box.envelopes] == list(combinations(range(3), 2))
    for outer, inner, envelope in box.envelopes:
        assert sealing.unseal(sealing.open_box(envelope, keys[outer], keys[inner]), sealed) == b"agree"


def test_one_teller_alone_opens_nothing(tellers, box):
    keys = [sealing.unlock(teller, secret) for teller, secret in zip(tellers, SECRETS, strict=True)]
    for outer, inner, envelope in box.envelopes:
        for alone in (keys[outer], keys[inner]):
            with pytest.raises(sealing.Spoilt):
                sealing.open_box(envelope, alone, alone)
    with pytest.raises(ValueError, match="Two tellers"):
        sealing.new_box([tellers[0].public, tellers[0].public])


def test_a_secret_opens_its_own_key_however_its_letters_are_composed(tellers):
    decomposed = "ba con ca\u0301 ro\u0302"
    assert bytes(sealing.unlock(tellers[2], decomposed)) == bytes(sealing.unlock(tellers[2], SECRETS[2]))
    for wrong in ("", "ba con ca ro", SECRETS[0]):
        with pytest.raises(sealing.WrongSecret):
            sealing.unlock(tellers[2], wrong)
    spoilt = sealing.LockedKey(tellers[0].public, tellers[0].salt, tellers[1].locked)
    with pytest.raises(sealing.WrongSecret):
        sealing.unlock(spoilt, SECRETS[0])


def test_what_is_kept_by_the_program_opens_with_the_key_of_the_installation_alone():
    box = sealing.new_plain_box(KEY)
    ((_outer, _inner, envelope),) = box.envelopes
    assert sealing.unseal(sealing.open_plain_box(envelope, KEY), sealing.seal(box.public, b"x")) == b"x"
    with pytest.raises(sealing.Spoilt):
        sealing.open_plain_box(envelope, bytes(32))
    assert sealing.derived_key("a" * 60, "one") != sealing.derived_key("a" * 60, "two")


def test_what_was_changed_is_not_opened(box, tellers):
    sealed = base64.b64decode(sealing.seal(box.public, b"agree"))
    keys = [sealing.unlock(teller, secret) for teller, secret in zip(tellers, SECRETS, strict=True)]
    private = sealing.open_box(box.envelopes[0][2], keys[0], keys[1])
    for place in (0, 40, len(sealed) - 1):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(sealing.Spoilt):
            sealing.unseal(private, base64.b64encode(changed).decode())
    for nonsense in ("", "không phải base64", "AAAA"):
        with pytest.raises(sealing.Spoilt):
            sealing.unseal(private, nonsense)


CHOICES = [[], ["a"], ["b"], ["a", "b"], ["a", "b", "c"]]


def test_all_slips_of_a_question_look_alike_when_sealed(box):
    sealed = [sealing.seal(box.public, slips.pack(7, "abc", chosen, KEY)) for chosen in CHOICES * 2]
    assert len({len(one) for one in sealed}) == 1
    assert len(set(sealed)) == len(sealed)


def test_a_slip_says_what_was_chosen():
    packed = [slips.pack(7, "abc", chosen, KEY) for chosen in CHOICES]
    assert [list(one) for one in slips.unpack(7, "abc", packed, KEY)] == CHOICES
    with pytest.raises(ValueError, match="paper") as refused:
        slips.pack(7, "abc", ["z"], KEY)
    assert "z" not in str(refused.value)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda slip: [slip, slip],
        lambda slip: [slips.pack(8, "abc", ["a"], KEY)],
        lambda slip: [slips.pack(7, "abc", ["a"], bytes(32))],
        lambda slip: [slips.pack(7, "abcd", ["a"], KEY)],
        lambda slip: [slip[:-1] + b"\x01"],
        lambda slip: [b""],
    ],
    ids=["copied", "of another question", "of another hand", "of another paper", "changed", "empty"],
)
def test_a_slip_that_was_not_put_in_here_is_found(spoil):
    slip = slips.pack(7, "abc", ["a"], KEY)
    with pytest.raises(slips.Forged):
        slips.unpack(7, "abc", spoil(slip), KEY)
