"""Whether a file that somebody shows is one of ours: intact, changed, unknown, unreadable. Nothing of it is kept.

What counts is decided in this order: the register knows the fingerprint of every file it issued; a seal counts only by
the fingerprint of its certificate, never by a name; and only if every byte of the file lies under it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emulation.documents.codes import ALPHABET, LENGTH
from emulation.documents.digest import file_digest
from emulation.documents.findings import Findings, Signature, findings_in
from emulation.documents.models import IssuedDocument, SealCertificate
from emulation.documents.selectors import by_code, by_file_digest, certificates_by_fingerprint

CLAIM = re.compile(rb"/T\s*\(Seal([%s]{%d})\)" % (ALPHABET.encode(), LENGTH))
FIELD = re.compile(rf"Seal([{ALPHABET}]{{{LENGTH}}})")

NO_PDF = _("This is not a PDF file. A sealed document is always a PDF.")
ENCRYPTED = _("The file is protected by a password. Sealed documents are not: this one was saved again.")
DAMAGED = _("The file is damaged or was cut off on its way.")
STOPPED = _("The file takes more time or memory to read than any document issued here.")
TROUBLE = {"encrypted": ENCRYPTED, "damaged": DAMAGED, "stopped": STOPPED}

BROKEN = _("The sealed part itself was altered: its content is not what was sealed.")
APPENDED = _("Something was added to the file after it was sealed; the sealed part itself is unaltered.")
SIGNED_LATER = _("Somebody else signed the file after it was sealed. That signature is not judged here.")
NOT_AS_ISSUED = _("The file bears the seal of a document issued here, and is not the file that was issued.")
CLAIMS = _(
    "The file calls itself a document issued here, and is not the file that was issued: its seal is broken or missing."
)
ADDED = {
    "form_filling": _("What was added fills in forms or signs."),
    "annotations": _("What was added are remarks or marks on the pages."),
    "other": _("What was added can change what the pages show."),
}

NO_SEAL = _(
    "The file bears no seal. A file that was printed anew, joined with others or saved again loses it: ask for the "
    "file as it was issued, or check the code printed on the paper."
)
STRANGER = _(
    "The file is signed with a certificate that is not known here. A name in a certificate proves nothing: anyone can "
    "make one in any name."
)
DISTRUSTED = _(
    "The key of this seal was declared unsafe; what it sealed counts only if the register knows it."
)
UNREGISTERED = _(
    "The register here knows no document with this file. Ask the organisation whether it issued it."
)
BY_REGISTER = _(
    "The file bears no seal; that it is the one issued is known from its fingerprint in the register."
)
UNCHECKED = _(
    "The seal could not be examined now; that the file is the one issued is known from its fingerprint."
)


class Outcome(TextChoices):
    """The answer in one word."""

    INTACT = "intact", _("INTACT")
    UNREGISTERED = "unregistered", _("SEAL INTACT, NOT IN THE REGISTER")
    CHANGED = "changed", _("CHANGED")
    UNKNOWN = "unknown", _("NOT KNOWN HERE")
    UNREADABLE = "unreadable", _("UNREADABLE")


@dataclass(frozen=True)
class Answer:
    """What a file is: `document` it is, or only claims to be where `outcome` is not INTACT.

    `certificate` is the known one of its seal, `signer` the name an unknown certificate bears.
    """

    outcome: Outcome
    remarks: tuple[str | Promise, ...] = ()
    document: IssuedDocument | None = None
    certificate: SealCertificate | None = None
    sealed_at: datetime | None = None
    signer: str = ""


def answer_for(data: bytes) -> Answer:
    """The answer for the bytes of a file, whatever they are."""
    document = by_file_digest(file_digest(data))
    if document:
        return _issued(document, data)
    if b"%PDF-" not in data[:1024]:
        return Answer(Outcome.UNREADABLE, (NO_PDF,))
    return judged(data, findings_in(data))


def judged(data: bytes, found: Findings) -> Answer:
    """The answer for a PDF that the register does not know, by the signatures found in it."""
    known = certificates_by_fingerprint([one.fingerprint for one in found.signatures])
    ours = next((one for one in found.signatures if one.fingerprint in known), None)
    if ours:
        return _sealed(data, ours, known[ours.fingerprint], found)
    sound = next((one for one in found.signatures if one.sound), None)
    if sound:
        return Answer(Outcome.UNKNOWN, (STRANGER,), signer=sound.name)
    claimed = _claimed(data)
    if claimed:
        return Answer(Outcome.CHANGED, (CLAIMS,), document=claimed)
    if found.state != "read":
        return Answer(Outcome.UNREADABLE, (TROUBLE[found.state],))
    return Answer(Outcome.UNKNOWN, (STRANGER if found.signatures else NO_SEAL,))


def _issued(document: IssuedDocument, data: bytes) -> Answer:
    """Byte for byte what was issued; the seal is examined all the same, register and seal must agree."""
    if document.seal is None:
        return Answer(Outcome.INTACT, (BY_REGISTER,), document=document)
    found = findings_in(data)
    if found.state == "stopped":
        return Answer(Outcome.INTACT, (UNCHECKED,), document=document, certificate=document.seal)
    seal = next((one for one in found.signatures if one.fingerprint == document.seal.fingerprint), None)
    if seal is None or not (seal.sound and seal.whole and seal.exact):
        return Answer(Outcome.CHANGED, (BROKEN,), document=document, certificate=document.seal)
    return Answer(Outcome.INTACT, document=document, certificate=document.seal, sealed_at=seal.at)


def _sealed(data: bytes, seal: Signature, certificate: SealCertificate, found: Findings) -> Answer:
    """A seal of ours on a file that the register does not know as it is."""
    code = FIELD.fullmatch(seal.field)
    issued = by_code(code[1]) if code else None

    def changed(*remarks: str | Promise) -> Answer:
        document = by_file_digest(file_digest(data[: seal.end])) or issued
        return Answer(Outcome.CHANGED, remarks, document, certificate, seal.at)

    if not seal.sound:
        return changed(BROKEN)
    if not seal.whole:
        later = (SIGNED_LATER,) if len(found.signatures) > 1 else ()
        added = (ADDED[seal.added],) if seal.added in ADDED else ()
        return changed(APPENDED, *added, *later)
    if issued or (code and not seal.exact):
        return changed(NOT_AS_ISSUED)
    if not all(one.sound for one in found.signatures):
        return changed(BROKEN)
    if certificate.distrusted_at:
        return Answer(Outcome.UNKNOWN, (DISTRUSTED,), certificate=certificate, sealed_at=seal.at)
    return Answer(Outcome.UNREGISTERED, (UNREGISTERED,), certificate=certificate, sealed_at=seal.at)


def _claimed(data: bytes) -> IssuedDocument | None:
    """The document whose seal's field stands in the bytes, readable or not."""
    found = CLAIM.search(data)
    return by_code(found[1].decode()) if found else None
