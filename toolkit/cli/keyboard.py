"""Deciding on suggestions at the keyboard: one on the screen at a time, one key a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.actions import history, reviewing
from toolkit.actions.coding import locate, shortened
from toolkit.cli.output import ask_key, ask_or_nothing, done, next_step, passage, said_yes, say
from toolkit.errors import NotFound, TerrainError
from toolkit.messages import _, in_words, language, ngettext
from toolkit.store import documents, registers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.actions.reviewing import Shown
    from toolkit.codebook.codebook import Code, Codebook, Field
    from toolkit.study import Study

KEYS = ("a", "e", "r", "s", "w", "u", "q")


class Review:
    """A person's way through some suggestions, in their order, with the way back."""

    def __init__(self, study: Study, uids: Sequence[str]) -> None:
        """`uids` are the identifiers of open suggestions, in hexadecimal."""
        self.study = study
        self.uids = list(uids)
        self.place = 0
        self.decided: list[int] = []  # the places of the decisions of this sitting, for the way back
        with study.read() as connection:
            self.codebook: Codebook = study.vocabulary(connection).codebook

    def run(self) -> None:
        """Ask until the last suggestion, or until the person stops."""
        done(_("a = accept, e = edit, r = reject, s = skip, w = why, u = undo, q = stop"))
        on_screen = -1
        while self.place < len(self.uids):
            shown = self._shown(self.uids[self.place])
            if shown is None:  # somebody else has decided meanwhile
                self.place += 1
                continue
            if on_screen != self.place:
                self._show(shown)
            on_screen = self.place
            key = ask_key(_("Decision"), KEYS)
            if key == "q":
                break
            try:
                self._do(key, shown)
            except TerrainError as error:
                done(str(error))
        done(ngettext("{n} suggestion was decided on.", "{n} suggestions were decided on.", len(self.decided)))
        next_step("terrain", "matrix", self.study.path)

    def _do(self, key: str, shown: Shown) -> None:
        if key == "w":
            self._explain(shown)
        elif key == "u":
            self._undo()
        elif key == "s":
            reviewing.skip(self.study, shown.suggestion.uid.hex())
            self.place += 1
        else:
            {"a": self._accept, "e": self._edit, "r": self._reject}[key](shown)
            self.decided.append(self.place)
            self.place += 1

    def _shown(self, uid: str) -> Shown | None:
        """A suggestion with what is shown of it; None when it is no longer open."""
        with self.study.read() as connection:
            found = next((one for one in reviewing.open_suggestions(self.study, connection) if one.uid.hex() == uid), None)
            return reviewing.show(self.study, connection, found) if found else None

    def _show(self, shown: Shown) -> None:
        say("")
        say(f"{self.place + 1}/{len(self.uids)}  {shown.document}  {shown.speaker or ''}".rstrip())
        passage(shown.before, shown.quote, shown.after)
        say(f"→ {in_words(self.codebook.by_key[shown.code].label)} ({shown.code})")
        for reason in shown.why:
            say(f"  {reason}")

    def _explain(self, shown: Shown) -> None:
        """What the code means, and which program and model proposed it."""
        code = self.codebook.by_key[shown.code]
        say(in_words(code.definition) or _("This code has no definition."))
        for heading, rules in ((_("Applies"), code.include), (_("Does not apply"), code.exclude)):
            for rule in rules.get(language(), ()) or next(iter(rules.values()), ()):
                say("  " + _("{name}: {text}", name=heading, text=rule.text) + (f" → {rule.see}" if rule.see else ""))
        say(_("Proposed by {suggester}, {model}.", suggester=shown.suggestion.suggester, model=shown.suggestion.model))

    def _undo(self) -> None:
        """Take the last decision of this sitting back and show its suggestion again."""
        if not self.decided:
            raise NotFound(_("Nothing has been decided in this sitting. `terrain undo` takes back what was done before."))
        history.undo(self.study)
        self.place = self.decided.pop()

    def _reject(self, shown: Shown) -> None:
        reviewing.reject(self.study, shown.suggestion.uid.hex())

    def _accept(self, shown: Shown) -> None:
        """Accept; what the code requires is asked for, and may be left empty."""
        uid = shown.suggestion.uid.hex()
        fields = self._ask_fields(self.codebook.by_key[shown.code], only_required=True)
        if fields:
            reviewing.edit(self.study, uid, fields=fields, new_entries=True)
        else:
            reviewing.accept(self.study, uid)

    def _edit(self, shown: Shown) -> None:
        """Accept with another code, other borders or field values; what is left empty stays as proposed."""
        code = self._ask_code(self.codebook.by_key[shown.code])
        quote = ask_or_nothing(_("Words from the first to the last that it applies to (Enter: as shown)"))
        span = self._span(shown, quote) if quote else None
        uid = shown.suggestion.uid.hex()
        reviewing.edit(self.study, uid, code=code.key, fields=self._ask_fields(code), span=span, new_entries=True)

    def _span(self, shown: Shown, quote: str) -> tuple[int, int]:
        """The place of a quote in or near the suggestion."""
        start = shown.suggestion.start - len(shown.before)
        with self.study.read() as connection:
            text = documents.text_of(connection, shown.suggestion.text_version)
        begin, end = locate(text[start : shown.suggestion.end + len(shown.after)], quote)
        return start + begin, start + end

    def _ask_code(self, proposed: Code) -> Code:
        """The code that a person names by a part of its key or label, in any language."""
        said = ask_or_nothing(_("Code (Enter: {code})", code=proposed.key))
        if not said:
            return proposed
        usable = [code for code in self.codebook.tree() if not code.reserved]
        near = [code for code in usable if any(said.casefold() in name.casefold() for name in (code.key, *code.label.values()))]
        exact = [code for code in usable if code.key == said]
        if len(exact or near) != 1:
            known = ", ".join(code.key for code in near[:8])
            raise NotFound(_("Several codes fit: {known}.", known=known) if near else _("No code fits “{name}”.", name=said))
        return (exact or near)[0]

    def _ask_fields(self, code: Code, *, only_required: bool = False) -> dict[str, str]:
        """The values of a code's fields, as far as a person gives any."""
        asked = [field for field in code.fields.values() if field.required or not only_required]
        said = {field.name: self._ask_field(field) for field in asked}
        return {name: value for name, value in said.items() if value}

    def _ask_field(self, field: Field) -> str:
        """One value, or several between semicolons; an entry that the register does not have is added only when a person says so."""
        while True:
            said = ask_or_nothing(self._question(field))
            new = (
                [name for name in said.split(";") if name.strip() and not self._knows(field.register, name.strip())]
                if field.register
                else []
            )
            if not new or said_yes(_("Add {name} to the register {register}?", name="; ".join(new).strip(), register=field.register)):
                return said

    def _knows(self, register: str, name: str) -> bool:
        with self.study.read() as connection:
            entries = registers.entries(connection, register)
        return any(name.casefold() in (known.casefold() for known in (entry.name, *entry.aliases)) for entry in entries)

    def _question(self, field: Field) -> str:
        """What is asked for a field: its name, whether it is required, and what may be answered."""
        name = in_words(field.label) or field.name
        if field.choices:
            known = ", ".join(choice.key for choice in field.choices)
        elif field.type == "register":
            with self.study.read() as connection:
                known = ", ".join(entry.name for entry in registers.entries(connection, field.register) if entry.state == "confirmed")
        else:
            known = field.type
        required = _("required") if field.required else _("Enter: none")
        hints = [required, shortened(known, 160), _("several with ;") if field.many else ""]
        return f"{name} ({'; '.join(hint for hint in hints if hint)})"
