"""The record of many signatures that closes a signed document: who, for whom, when, how, having seen which text (pure).

A paper of many signatures names the group in its schema (`"evidence": EVIDENCE`) and ends its template with
`{% include "_evidence_v1.html" %}`. The words are frozen with the rest of the payload when the last one has signed.
"""

from __future__ import annotations

from emulation.documents.schemas import Group, Many, OneOf, Text

METHODS = {
    "password": "Tài khoản, nhập lại mật khẩu",
    "second_factor": "Tài khoản, mã xác thực hai bước",
    "paper": "Ký trên bản giấy, kèm bản chụp",
}
"""How somebody signed: the key in the payload, the words on the page."""

EVIDENCE = Group(
    required=False,
    of={
        # What was signed, as its title says, and the fingerprint of that text: 64 hex digits.
        "subject": Text(limit=400),
        "text_digest": Text(limit=64),
        # When the text was opened for signature, as printed.
        "opened": Text(required=False, limit=80),
        "rows": Many(
            most=300,
            of=Group(
                of={
                    "organisation": Text(limit=300),
                    "representative": Text(limit=120),
                    "office": Text(limit=200),
                    # Empty on paper: then `recorded_by` says who entered it.
                    "account": Text(required=False, limit=254),
                    "recorded_by": Text(required=False, limit=120),
                    "time": Text(limit=80),
                    "method": OneOf(choices=tuple(METHODS)),
                    # The text this signatory saw: equal to `text_digest`, or an older version signed on paper.
                    "digest": Text(limit=64),
                    "note": Text(required=False, limit=300),
                }
            ),
        ),
        # Who had not signed when the document was closed, each with the reason given.
        "absent": Many(
            required=False,
            least=0,
            most=300,
            of=Group(of={"organisation": Text(limit=300), "reason": Text(required=False, limit=600)}),
        ),
    },
)
"""The key `evidence` of a payload: the rows in the order in which they were signed."""
