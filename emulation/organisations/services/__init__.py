"""The verbs of the register; each is one transaction with its audit entry."""

from emulation.organisations.services.copies import refresh, refresh_due
from emulation.organisations.services.lineage import dissolve, merge, split
from emulation.organisations.services.people import (
    add_person,
    appoint,
    end_post,
    prepare_person,
    revise_person,
)
from emulation.organisations.services.provinces import load_provinces
from emulation.organisations.services.register import index, prepare, register, rename, revise

__all__ = [
    "add_person",
    "appoint",
    "dissolve",
    "end_post",
    "index",
    "load_provinces",
    "merge",
    "prepare",
    "prepare_person",
    "refresh",
    "refresh_due",
    "register",
    "rename",
    "revise",
    "revise_person",
    "split",
]
