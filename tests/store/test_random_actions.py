"""Two coders do, undo and redo at random, in sessions that close in between; after every step the study is what a plain model says."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builders import INTERVIEW, small_study
from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from toolkit.actions import coding, history, people, registers, replacing, safekeeping
from toolkit.actions.coding import NewCoding
from toolkit.errors import Conflict
from toolkit.store import cases, codings, documents, places
from toolkit.store import registers as stored_registers
from toolkit.study import Study, open_study

if TYPE_CHECKING:
    from collections.abc import Callable

CODERS = ("ben", "cy")  # ada has made the study
QUOTES = ("I use a hammer", "I use it every day", "really every day", "The others are against it")
TEXTS = (  # in each the quotes stand once, word by word, but for one that the second has not
    INTERVIEW,
    INTERVIEW.replace("I use it every day, really every day.", ""),
    "Corrected on Monday.\n" + INTERVIEW.replace("Q:", "Anna:"),
    INTERVIEW.replace("(laughs), they say it is loud", "[laughs]; and, um, they say that it is too loud"),
)
NAMES = ("the others", "the neighbours", "the owner")

Thing = tuple[str, str]  # kind and identifier
State = dict[Thing, Any]  # live things only; a removed one is None in a `Done`


@dataclass
class Done:
    """One change of the model: what the things that it touched were and became, and when it was done (or made again, or undone) last."""

    coder: str
    before: State
    after: State
    time: int
    holds: bool = True


@dataclass
class Model:
    """What the study should hold, and what each coder has done and may make again."""

    state: State = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    again: dict[str, list[Done]] = field(default_factory=lambda: {name: [] for name in CODERS})
    time: int = 0
    acted: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CODERS, 0))

    def tick(self, coder: str) -> int:
        """Somebody changes something."""
        self.time += 1
        self.acted[coder] = self.time
        return self.time

    def do(self, coder: str, after: State) -> None:
        """A new change; one that changes nothing is none."""
        before = {thing: self.state.get(thing) for thing in after}
        if before != after:
            self.done.append(Done(coder, before, after, self.tick(coder)))
            self.again[coder].clear()
            self.put(after)

    def put(self, values: State) -> None:
        """Set things as they are from now on."""
        self.state = {thing: value for thing, value in {**self.state, **values}.items() if value is not None}

    def turn(self, done: Done, *, holds: bool) -> None:
        """Undo or redo a change."""
        done.holds, done.time = holds, self.tick(done.coder)
        self.put(done.after if holds else done.before)

    def others_since(self, done: Done) -> bool:
        """Whether somebody else has changed something since a change was done or undone: only then may it stand in the way."""
        return any(time > done.time for coder, time in self.acted.items() if coder != done.coder)


coder_names = st.sampled_from(CODERS)
picks = st.integers(0, 30)


class TwoCoders(RuleBasedStateMachine):
    """Hypothesis chooses the steps."""

    template: Path

    def __init__(self) -> None:
        """A fresh copy of the small study, with one case that has an attribute."""
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "small.terrain"
        shutil.copy(self.template, self.path)
        self.studies = {name: open_study(self.path, name) for name in CODERS}
        self.model = Model()
        self.model.put({("text", "one"): 0})
        for number, text in enumerate(TEXTS):
            (Path(self.folder.name) / "texts").mkdir(exist_ok=True)
            (Path(self.folder.name) / "texts" / f"{number}.txt").write_text(text, encoding="utf-8")

    def things(self, kind: str) -> list[Thing]:
        """The live things of a kind."""
        return [thing for thing in self.model.state if thing[0] == kind]

    def stands(self, quote: str) -> bool:
        """Whether a quote stands in the present text."""
        return quote in TEXTS[self.model.state["text", "one"]]

    @rule(coder=coder_names, number=st.integers(0, len(TEXTS) - 1))
    def correct(self, coder: str, number: int) -> None:
        """Another text for the first document; everything that was made on it moves along."""
        study = self.studies[coder]
        plan = replacing.plan_replacement(study, "one", self.path.parent / "texts" / f"{number}.txt")
        assert plan.same == (number == self.model.state["text", "one"])
        if not plan.same:
            replacing.replace_text(study, plan)
            self.model.do(coder, {("text", "one"): number})

    @rule(coder=coder_names, quote=st.sampled_from(QUOTES), key=st.sampled_from(("work", "work.tools")))
    def code(self, coder: str, quote: str, key: str) -> None:
        """A coding without fields."""
        assume(self.stands(quote))
        made = coding.add_coding(self.studies[coder], NewCoding("one", key, quote, occurrence=1))
        self.model.do(coder, {("coding", made.uid.hex()): (quote, key, None)})

    @rule(coder=coder_names, pick=picks, quote=st.sampled_from(QUOTES))
    @precondition(lambda self: self.things("entry"))
    def code_with_entry(self, coder: str, pick: int, quote: str) -> None:
        """A coding that points to an entry."""
        assume(self.stands(quote))
        found = self.things("entry")
        entry = found[pick % len(found)]
        fields = {"who": self.model.state[entry][0]}
        made = coding.add_coding(self.studies[coder], NewCoding("one", "stance", quote, occurrence=1, fields=fields))
        self.model.do(coder, {("coding", made.uid.hex()): (quote, "stance", entry[1])})

    @rule(coder=coder_names, pick=picks, quote=st.sampled_from(QUOTES))
    @precondition(lambda self: self.things("coding"))
    def move(self, coder: str, pick: int, quote: str) -> None:
        """Other borders."""
        assume(self.stands(quote))
        thing = self.things("coding")[pick % len(self.things("coding"))]
        coding.change_coding(self.studies[coder], thing[1], quote=quote, others=True)
        self.model.do(coder, {thing: (quote, *self.model.state[thing][1:])})

    @rule(coder=coder_names, pick=picks, key=st.sampled_from(("work", "work.tools")))
    @precondition(lambda self: self.things("coding"))
    def recode(self, coder: str, pick: int, key: str) -> None:
        """Another code, which has no fields."""
        thing = self.things("coding")[pick % len(self.things("coding"))]
        coding.change_coding(self.studies[coder], thing[1], code=key, others=True)
        self.model.do(coder, {thing: (self.model.state[thing][0], key, None)})

    @rule(coder=coder_names, pick=picks)
    @precondition(lambda self: self.things("coding"))
    def uncode(self, coder: str, pick: int) -> None:
        """Take a coding away."""
        thing = self.things("coding")[pick % len(self.things("coding"))]
        coding.remove_coding(self.studies[coder], thing[1], others=True)
        self.model.do(coder, {thing: None})

    @rule(coder=coder_names, name=st.sampled_from(NAMES))
    def add_entry(self, coder: str, name: str) -> None:
        """A register entry, unless there is one of this name."""
        known = {word for thing in self.things("entry") for word in self.model.state[thing]}
        if name not in known:
            made = registers.add_entry(self.studies[coder], "who", name)
            self.model.do(coder, {("entry", made.uid.hex()): (name,)})

    @rule(coder=coder_names, pick=picks)
    @precondition(lambda self: len(self.things("entry")) > 1)
    def merge(self, coder: str, pick: int) -> None:
        """Two entries become one, with the codings of both."""
        found = self.things("entry")
        old, new = found[pick % len(found)], found[(pick + 1) % len(found)]
        registers.merge_entries(self.studies[coder], "who", self.model.state[old][0], self.model.state[new][0])
        moved = {thing: self.model.state[thing] for thing in self.things("coding") if self.model.state[thing][2] == old[1]}
        names = tuple(dict.fromkeys([*self.model.state[new], *self.model.state[old]]))
        self.model.do(coder, {**{thing: (*value[:2], new[1]) for thing, value in moved.items()}, new: names, old: None})

    @rule(coder=coder_names, value=st.sampled_from(("", "3", "5")))
    def set_value(self, coder: str, value: str) -> None:
        """An attribute of a case."""
        people.change_case(self.studies[coder], "case one", values={"size": value})
        self.model.do(coder, {("value", "size"): value or None})

    @rule(coder=coder_names)
    def undo(self, coder: str) -> None:
        """Take the last change back that holds."""
        last = next((done for done in reversed(self.model.done) if done.coder == coder and done.holds), None)
        if self.allowed(last, history.undo, coder) and last is not None:
            self.model.turn(last, holds=False)
            self.model.again[coder].append(last)

    @rule(coder=coder_names)
    def redo(self, coder: str) -> None:
        """Make the change again that was undone last."""
        last = self.model.again[coder][-1] if self.model.again[coder] else None
        if self.allowed(last, history.redo, coder) and last is not None:
            self.model.again[coder].pop()
            self.model.turn(last, holds=True)

    def allowed(self, done: Done | None, step: Callable[[Study], object], coder: str) -> bool:
        """Undo or redo; it may be refused only when there is nothing to do or somebody else has done something since."""
        try:
            step(self.studies[coder])
        except Conflict:
            assert done is None or self.model.others_since(done)
            return False
        assert done is not None
        return True

    @rule(coder=coder_names)
    def reopen(self, coder: str) -> None:
        """Another session."""
        self.studies[coder].close()
        self.studies[coder] = open_study(self.path, coder)

    @invariant()
    def the_study_is_what_the_model_says(self) -> None:
        """Codings with their words, codes and entries; entries with their names; the value."""
        with self.studies["ben"].read() as connection:
            keys = self.studies["ben"].vocabulary(connection).keys
            text = documents.texts(connection)[1]
            state: State = {("text", "one"): TEXTS.index(text)}
            for found in codings.codings(connection, everywhere=True):
                state["coding", found.uid.hex()] = (found.quote, keys[found.code], found.fields.get("who"))
                assert (found.how == "nowhere") == (found.quote not in text)
                assert found.how == "nowhere" or found.quote == text[found.start : found.end]
            assert places.unplaced(connection) == {}
            for entry in stored_registers.entries(connection):
                state["entry", entry.uid.hex()] = (entry.name, *entry.aliases)
            for value in cases.values(connection, "case").values():
                state["value", "size"] = value
        assert state == self.model.state

    def teardown(self) -> None:
        """What SQLite and `terrain check` find."""
        for study in self.studies.values():
            study.close()
        assert sorted(path.name for path in self.path.parent.iterdir()) == [self.path.name, "texts"]
        assert safekeeping.check(self.path) == []
        self.folder.cleanup()


def test_random_actions(tmp_path: Path) -> None:
    """The state machine above; every failure is shown as the shortest list of steps that leads to it."""
    with small_study(tmp_path) as study:
        people.change_case(study, "case one", values={"size": "3"}, new_attributes=True)
        people.change_case(study, "case one", values={"size": ""})
        for name in CODERS:
            study.work_as(name)
            with study.change("join"):
                pass
    machine = type("Machine", (TwoCoders,), {"template": study.path})
    test = machine.TestCase
    test.settings = settings(max_examples=12, stateful_step_count=30, deadline=None)
    test().runTest()
