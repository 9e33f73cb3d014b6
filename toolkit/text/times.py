"""Times as transcripts write them: `0:05`, `00:12:34`, `00:03:40.5`, `00:00:05,120`, `00:01:23-4`."""

from __future__ import annotations

# White space beside a colon is a frequent slip: `7: 37`; East Asian keyboards write a wide colon.
COLON = r"[ \u00a0]?[:：][ \u00a0]?"
TIME = rf"\d{{1,3}}{COLON}[0-5]\d(?:{COLON}[0-5]\d)?(?:[.,]\d{{1,3}})?"
# f4 and MAXQDA set tenths behind a hyphen; QualCoder also writes `[12.34]` for minutes and seconds.
STAMP = rf"(?:{TIME}(?:-\d(?![\d:]))?(?!\d)|(?<=\[)\d{{1,3}}\.[0-5]\d(?=\]))"
# Older transcripts of Teams write one digit where one is enough: `0:0:4.560`.
LOOSE_TIME = r"\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d{1,7})?"

#: Start and end of a turn in milliseconds, as far as they are known.
Times = tuple[int | None, int | None]


def milliseconds(written: str) -> int:
    """A time in milliseconds; of two numbers the first are minutes, of three hours.

    >>> milliseconds("0:05"), milliseconds("01:00:00.5"), milliseconds("7: 37"), milliseconds("12.34")
    (5000, 3600500, 457000, 754000)
    """
    whole, point, fraction = written.replace("：", ":").replace(",", ".").replace("-", ".").partition(".")
    parts = whole.split(":")
    if len(parts) == 1 and point:
        parts, fraction = [whole, fraction], ""
    seconds = 0
    for part in parts:
        seconds = 60 * seconds + int(part)
    return 1000 * seconds + int(fraction.ljust(3, "0")[:3])
