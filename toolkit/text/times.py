"""Times as transcripts write them: `0:05`, `00:12:34`, `00:03:40.5`, `00:00:05,120`."""

from __future__ import annotations

import re

# White space beside a colon is a frequent slip: `7: 37`.
TIME = r"\d{1,3}[ \u00a0]?:[ \u00a0]?[0-5]\d(?:[ \u00a0]?:[ \u00a0]?[0-5]\d)?(?:[.,]\d{1,3})?"


def milliseconds(written: str) -> int:
    """A time in milliseconds; of two numbers the first are minutes, of three hours.

    >>> milliseconds("0:05"), milliseconds("01:00:00.5"), milliseconds("7: 37")
    (5000, 3600500, 457000)
    """
    whole, _point, fraction = re.sub(r"\s", "", written).replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = 60 * seconds + int(part)
    return 1000 * seconds + int(fraction.ljust(3, "0"))
