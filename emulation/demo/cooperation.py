"""The programmes of cases 000, 001, 003 and 004, through the services that a user's click would call.

What the press reports of 2017–2022 say is entered as they say it; numbers keep their «gần» and «khoảng». Names of
people are those of the reports, under the office they held that day.
"""

from emulation.demo.case000 import case_000, national_programme
from emulation.demo.case003 import case_003
from emulation.demo.case004 import case_004
from emulation.demo.cast import Cast
from emulation.demo.programmes001 import case_001


def play(cast: Cast) -> None:
    """Every programme of the cases; each body's officer enters its own."""
    parent = national_programme(cast)
    case_000(cast, parent)
    case_001(cast, parent)
    case_003(cast, parent)
    case_004(cast)
