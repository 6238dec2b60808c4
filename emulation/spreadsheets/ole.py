"""The compound file around an old .xls (Microsoft [MS-CFB]): names in its directory, and one stream."""

import struct
from itertools import pairwise

from emulation.spreadsheets.book import Trouble, UnreadableBook

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
LAST_SECTOR = 0xFFFFFFFA
ENTRY_BYTES = 128
ROOT, STORAGE, STREAM = 5, 1, 2


class CompoundFile:
    """A compound file opened from bytes; raises UnreadableBook where it is cut off or its chains are knotted."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise UnreadableBook(Trouble.DAMAGED)
        self._data = data
        self._sector = 1 << (struct.unpack_from("<H", data, 30)[0] & 0x0F)
        if self._sector not in (512, 4096):
            raise UnreadableBook(Trouble.DAMAGED)
        directory_start, _, _, mini_start, _, difat_start, _ = struct.unpack_from("<3I4I", data, 48)
        self._mini_cutoff = struct.unpack_from("<I", data, 56)[0]
        self._fat = self._table(self._fat_sectors(difat_start))
        self._minifat_start = mini_start
        self._entries = self._directory(directory_start)

    @property
    def names(self) -> frozenset[str]:
        """Names of all streams and storages."""
        return frozenset(name for name, *_ in self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of the first stream called `name`."""
        for entry_name, kind, start, size in self._entries:
            if entry_name == name and kind == STREAM:
                return self._mini(start, size) if size < self._mini_cutoff else self._chain(start)[:size]
        raise UnreadableBook(Trouble.DAMAGED)

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        if number >= LAST_SECTOR or start >= len(self._data):
            raise UnreadableBook(Trouble.DAMAGED)
        return self._data[start : start + self._sector]

    def _fat_sectors(self, difat: int) -> list[int]:
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        seen = set()
        while difat < LAST_SECTOR:
            if difat in seen:
                raise UnreadableBook(Trouble.DAMAGED)
            seen.add(difat)
            *more, difat = self._words(self._at(difat))
            numbers += more
        return [number for number in numbers if number < LAST_SECTOR]

    def _table(self, sectors: list[int]) -> list[int]:
        if len(sectors) > len(self._data) // self._sector + 1:
            raise UnreadableBook(Trouble.DAMAGED)
        return [word for number in sectors for word in self._words(self._at(number))]

    def _words(self, sector: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])

    def _numbers(self, start: int, table: list[int]) -> list[int]:
        numbers: list[int] = []
        while start < LAST_SECTOR:
            if start >= len(table) or len(numbers) > len(table):
                raise UnreadableBook(Trouble.DAMAGED)
            numbers.append(start)
            start = table[start]
        return numbers

    def _chain(self, start: int) -> bytes:
        return b"".join(self._at(number) for number in self._numbers(start, self._fat))

    def _mini(self, start: int, size: int) -> bytes:
        root = next((first for _, kind, first, _ in self._entries if kind == ROOT), LAST_SECTOR)
        store = self._chain(root)
        table = list(self._words(self._chain(self._minifat_start)))
        return b"".join(store[number * 64 : number * 64 + 64] for number in self._numbers(start, table))[
            :size
        ]

    def _directory(self, start: int) -> list[tuple[str, int, int, int]]:
        """(name, kind, first sector, size) of every entry in use."""
        found, store = [], self._chain(start)
        for at, end in pairwise(range(0, len(store) + 1, ENTRY_BYTES)):
            entry = store[at:end]
            length, kind = struct.unpack_from("<HB", entry, 64)
            if kind in (STORAGE, STREAM, ROOT):
                name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
                found.append((name, kind, *struct.unpack_from("<II", entry, 116)))
        return found
