"""Where a passage of a text stands in its corrected version, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.text.aligning import Alignment

if TYPE_CHECKING:
    from toolkit.model import How

OPENING = re.compile(r"[«“„‘(\[{¿¡\"'—–-][ \u00a0\u202f]?\Z")
CLOSING = re.compile(r"[ \u00a0\u202f]?[.,;:?!…»”’)\]}\"]+(?:[ \u00a0\u202f][?!»])?")
KEPT = 0.5  # of its words, for a passage to be the same one
SWAPPED = 4  # words that may all have been replaced without doubt


@dataclass(frozen=True, slots=True)
class Moved:
    """A place in the new text (code points, the end excluded; none where it stands nowhere), and how it was found."""

    start: int | None
    end: int | None
    how: How


NOWHERE = Moved(None, None, "nowhere")


class Mover:
    """Finds passages of a text again in its corrected version, one after the other."""

    def __init__(self, old: str, new: str) -> None:
        """Compares the two texts once for all passages."""
        self.old, self.new = old, new
        self.words = Alignment(old, new)

    def move(self, start: int, end: int) -> Moved:
        """Where old[start:end] stands in the new text.

        The new place has the images of all its words that survive, with the marks around them, and begins and ends with whole words. It is
        `doubtful` where the words at a border were rewritten together with those beyond it, where less than half of the words survive,
        where some of them stand elsewhere, and where the text has the same words again. Without a surviving word it stands nowhere.
        """
        words = self.words
        i0, i1 = words.old.within(start, end)
        if i0 == i1:
            return self._without_words(start, end, i0)
        kept = [i for i in range(i0, i1) if words.image[i] >= 0]
        if not kept:
            return self._perhaps(i0, i1) or self._rewritten(i0, i1)
        low, high = min(words.image[i] for i in kept), max(words.until[i] for i in kept)
        whole = self._is_whole(i0, i1, low, high)
        if not whole:
            kept = self._largest(kept)
            low, high = min(words.image[i] for i in kept), max(words.until[i] for i in kept)
        low, left = self._border(i0, kept[0], low, -1) if words.image[kept[0]] == low else (low, True)
        high, right = self._border(i1, kept[-1], high, 1) if words.until[kept[-1]] == high else (high, True)
        lost = sum(words.image[i] < 0 and words.old.keys[i] not in words.dropped for i in range(i0, i1))
        sure = whole and left and right and not self._is_ambiguous(i0, i1, low, high) and len(kept) >= KEPT * (len(kept) + lost)
        new_start, new_end = self._start(start, i0, low), self._end(end, i1, high)
        if not sure:
            return Moved(new_start, new_end, "doubtful")
        if words.passage[kept[0]]:
            return Moved(new_start, new_end, "by context")
        return Moved(new_start, new_end, "unchanged" if self.new[new_start:new_end] == self.old[start:end] else "by diff")

    def most_inserted(self, start: int, end: int) -> int:
        """The most words in a row of new[start:end] that stand for no old one, beyond those that they replace."""
        words = self.words
        j, end = words.new.within(start, end)
        most = 0
        while j < end:
            new = self._unmatched_new(j, 1)
            if new:
                replaced = self._unmatched_old(words.origin[j - 1] + 1, 1) if j and words.origin[j - 1] >= 0 else []
                most = max(most, min(new, end - j) - len(replaced))
            j += new + 1
        return most

    def origins(self, start: int, end: int) -> list[int]:
        """Where in the old text the words of new[start:end] stood, those that have an origin."""
        words = self.words
        first, last = words.new.within(start, end)
        return [words.old.starts[i] for i in words.origin[first:last] if i >= 0]

    def _is_whole(self, i0: int, i1: int, low: int, high: int) -> bool:
        """Whether no word from elsewhere stands in between."""
        image, origin = self.words.image, self.words.origin
        for j in range(low, high):
            i = origin[j]
            if i >= 0 and not i0 <= i < i1 and not (i + 1 == i0 and image[i0] == j):
                return False
        return True

    def _is_ambiguous(self, i0: int, i1: int, low: int, high: int) -> bool:
        """Whether a border lies among words that the text has again or that became others together, or a line in it may be another's."""
        if any(first < i1 and i0 < last and not (i0 <= first and last <= i1) for first, last in self.words.loose):
            return True
        for first, last, j0, j1 in self.words.maybe:
            touched = (first < i1 and i0 < last) or (j0 < high and low < j1)
            if touched and not (i0 <= first and last <= i1 and low <= j0 and j1 <= high):
                return True
        return self._is_parted(i0) or self._is_parted(i1)

    def _is_parted(self, edge: int) -> bool:
        """Whether a border parts words that together became several others."""
        image, until = self.words.image, self.words.until
        return 0 < edge < len(image) and image[edge - 1] == image[edge] >= 0 and until[edge] - image[edge] > 1

    def _perhaps(self, i0: int, i1: int) -> Moved | None:
        """Where words may stand of which none has a match: where the text has them again, or in a line that may be theirs."""
        words = self.words
        for first, last in words.loose:
            images = [j for i in range(first, last) if (j := words.image[i]) >= 0] if first <= i0 and i1 <= last else []
            if images:
                return Moved(words.new.starts[min(images)], words.new.ends[max(images)], "doubtful")
        for first, last, j0, j1 in words.maybe:
            if first < i1 and i0 < last:
                return Moved(words.new.starts[j0], words.new.ends[j1 - 1], "doubtful")
        return None

    def _largest(self, kept: list[int]) -> list[int]:
        """Those words that moved together, of the largest part."""
        parts = Counter(self.words.passage[i] for i in kept)
        most = parts.most_common(1)[0][0]
        return [i for i in kept if self.words.passage[i] == most]

    def _border(self, edge: int, kept: int, at: int, step: int) -> tuple[int, bool]:
        """Where a place begins (`step` -1: `edge` its first word, `kept` the first to survive, `at` its image) or ends (1), and how sure.

        What was rewritten at the border belongs to it as far as it was within it.
        """
        words = self.words
        within = range(edge, kept) if step < 0 else range(kept + 1, edge)
        rewritten = [i for i in within if words.old.keys[i] not in words.dropped]
        new, beyond = self._unmatched_new(at, step), self._unmatched_old(edge, step)
        if not rewritten or not new:
            return at, not rewritten or not beyond or not self._again_beyond(kept, rewritten, beyond)
        if not beyond:
            taken = self._on_the_line(within, kept, at, new, step)
            return at + step * taken, len(rewritten) <= SWAPPED
        if len(beyond) + len(rewritten) == new <= SWAPPED:  # one for one, but not where the same word is another one now
            there = words.new.keys[at - new : at] if step < 0 else words.new.keys[at : at + new]
            return at + step * len(rewritten), {words.old.keys[i] for i in (*rewritten, *beyond)}.isdisjoint(there)
        return at + step * round(new * len(rewritten) / (len(beyond) + len(rewritten))), False

    def _again_beyond(self, kept: int, rewritten: list[int], beyond: list[int]) -> bool:
        """Whether words left out on both sides of a border are again among those that were kept next to them: these may be those."""
        keys, image = self.words.old.keys, self.words.image
        last = max(*rewritten, *beyond) + 1 if kept < rewritten[0] else min(*rewritten, *beyond) - 1
        stays = keys[last] if 0 <= last < len(image) else -1
        return stays in {keys[i] for i in rewritten} or keys[kept] in {keys[i] for i in beyond}

    def _unmatched_new(self, at: int, step: int) -> int:
        """How many new words from a border on stand for no old one."""
        origin = self.words.origin
        count = 0
        place = at - 1 if step < 0 else at
        while 0 <= place < len(origin) and origin[place] < 0:
            count, place = count + 1, place + step
        return count

    def _unmatched_old(self, edge: int, step: int) -> list[int]:
        """The old words beyond a border that have no image; those that are left out everywhere do not count."""
        words = self.words
        found = []
        place = edge - 1 if step < 0 else edge
        while 0 <= place < len(words.image) and words.image[place] < 0:
            if words.old.keys[place] not in words.dropped:
                found.append(place)
            place += step
        return found

    def _on_the_line(self, within: range, kept: int, at: int, new: int, step: int) -> int:
        """How many of the new words beside the image of a surviving one belong to it.

        Those on its line, where the old ones were on one. Else also whole lines, and the part of a line that goes on with other words where
        the old ones ended within a line, too.
        """
        old, there = self.words.old, self.words.new
        breaks = [count for count in range(new + 1) if there.opens_line(at - count if step < 0 else at + count)]
        if not breaks:
            return new
        over_lines = any(old.opens_line(i) for i in (range(within.start + 1, kept + 1) if step < 0 else within))
        if not over_lines:
            return breaks[0]
        return breaks[-1] if old.opens_line(within.start if step < 0 else within.stop) else new

    def _rewritten(self, i0: int, i1: int) -> Moved:
        """The place of words none of which survives: between those around them, if something else stands there now."""
        words = self.words
        first, last = i0, i1
        while first and words.image[first - 1] < 0 and words.passage[first - 1] == words.passage[i0]:
            first -= 1
        while last < len(words.image) and words.image[last] < 0 and words.passage[last] == words.passage[i0]:
            last += 1
        low = words.until[first - 1] if first else 0
        high = words.image[last] if last < len(words.image) else len(words.origin)
        if low > high or any(words.origin[j] >= 0 for j in range(low, high)):
            return NOWHERE
        low, high = self._lines_between(first, i0, i1, last, low, high)
        count, new = sum(words.old.keys[i] not in words.dropped for i in range(i0, i1)), high - low
        if not new or not count or 4 * new < count:
            return NOWHERE
        begin = low + new * (i0 - first) // (last - first)
        end = max(begin + 1, high - new * (last - i1) // (last - first))
        sure = (i0, i1) == (first, last) and count <= SWAPPED and new <= 2 * SWAPPED
        return Moved(words.new.starts[begin], words.new.ends[end - 1], "by diff" if sure else "doubtful")

    def _lines_between(self, first: int, i0: int, i1: int, last: int, low: int, high: int) -> tuple[int, int]:
        """Those of the new words low to high that may stand for i0 to i1, of the old ones first to last: on the line that they were on."""
        old, new = self.words.old, self.words.new
        breaks = [j for j in range(low, high + 1) if new.opens_line(j)]
        if not breaks:
            return low, high
        after_old = not any(old.opens_line(i) for i in range(first, i0 + 1))
        before_old = not any(old.opens_line(i) for i in range(i1, last + 1))
        if after_old and before_old:
            return low, high
        return (low if after_old else breaks[-1] if before_old else breaks[0]), (
            high if before_old else breaks[0] if after_old else breaks[-1]
        )

    def _without_words(self, start: int, end: int, i: int) -> Moved:
        """The place of mere marks: beside the same words as before."""
        words = self.words
        after = words.image[i] if i < len(words.image) else len(words.origin)
        j = after if after >= 0 else words.until[i - 1] if i else 0
        if j < 0:
            return NOWHERE
        begin = words.new.ends[j - 1] if j else 0
        same = start - (words.old.ends[i - 1] if i else 0)
        between, marks = words.new.between(j), self.old[start:end]
        found = same if between.startswith(marks, same) else between.find(marks)
        if found < 0:
            return NOWHERE
        return Moved(begin + found, begin + found + end - start, "unchanged")

    def _start(self, start: int, i: int, j: int) -> int:
        """Where the first word begins, with the marks before it that belong to the passage as they did."""
        old, new = self.words.old, self.words.new
        before = old.starts[i] - start
        at, between = new.starts[j], new.between(j)
        if before <= 0:
            same = self.words.image[i] == j and self.old[old.starts[i] : old.ends[i]] == self.new[at : new.ends[j]]
            return at - before if same else at
        lead = self.old[start : old.starts[i]]
        if between.endswith(lead):
            return at - before
        opening = OPENING.search(between)
        return at - (len(opening[0]) if opening and not lead.isspace() else 0)

    def _end(self, end: int, i: int, j: int) -> int:
        """Where the last word ends, with the marks behind it that belong to the passage as they did."""
        old, new = self.words.old, self.words.new
        behind = end - old.ends[i - 1]
        at, between = new.ends[j - 1], new.between(j)
        if behind <= 0:
            same = self.words.until[i - 1] == j and self.old[old.starts[i - 1] : old.ends[i - 1]] == self.new[new.starts[j - 1] : at]
            return at + behind if same else at
        trail = self.old[old.ends[i - 1] : end]
        if between.startswith(trail):
            return at + behind
        closing = CLOSING.match(between)
        return at + (len(closing[0]) if closing and not trail.isspace() else 0)
