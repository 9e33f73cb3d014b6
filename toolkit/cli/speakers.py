"""`terrain speakers`: who asks and who answers. Asked, never guessed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from toolkit.actions.labels import Label, labels, set_person, set_role, set_unknown_roles
from toolkit.cli.commands import N_, Command, option
from toolkit.cli.options import json_option, name_value, with_study
from toolkit.cli.output import ask, done, interactive, next_step, show_json, show_table
from toolkit.export.labels import role_word
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import Role
    from toolkit.study import Study

    Pairs = Sequence[tuple[str, str]]


@click.command(
    cls=Command,
    help=N_(
        "Show the labels of the transcripts, and say who asks and who answers; a label is asked about once, for all documents that have it."
    ),
    example="terrain speakers these.terrain --set Q=interviewer --others participant --person R1=Alice",
)
@with_study
@option("--document", metavar=N_("DOCUMENT"), help=N_("Only in this document."))
@option(
    "--set",
    "roles",
    type=name_value,
    multiple=True,
    metavar=N_("LABEL=ROLE"),
    help=N_("The role of a label: interviewer, participant or unknown."),
)
@option("--others", metavar=N_("ROLE"), help=N_("The role of all labels that are still unknown."))
@option(
    "--person",
    "persons",
    type=name_value,
    multiple=True,
    metavar=N_("LABEL=PERSON"),
    help=N_("The person behind a label, under a pseudonym."),
)
@json_option
def speakers(study: Study, document: str | None, roles: Pairs, others: str | None, persons: Pairs, *, as_json: bool) -> None:
    """`terrain speakers`."""
    _settle(study, document, roles, others, persons)
    found = _found(study, document)
    if as_json:
        show_json([asdict(label) for label in found])
        return
    show_labels(found)
    if interactive() and not (roles or others or persons):
        _ask_roles(study, document, found)
        found = _found(study, document)
    unknown = list(dict.fromkeys(label.label for label in found if label.role == "unknown"))
    if unknown:
        done(
            ngettext(
                "The role of {n} label is unknown: {labels}.",
                "The role of {n} labels is unknown: {labels}.",
                len(unknown),
                labels=", ".join(unknown),
            )
        )
        next_step(
            "terrain", "speakers", study.path, "--set", f"{_('LABEL')}={role_word('interviewer')}", "--others", role_word("participant")
        )
    else:
        next_step("terrain", "suggest", study.path)


def _found(study: Study, document: str | None) -> list[Label]:
    with study.read() as connection:
        return labels(connection, [document] if document else [])


def _settle(study: Study, document: str | None, roles: Pairs, others: str | None, persons: Pairs) -> None:
    """Do what the options say."""
    for label, role in roles:
        _tell(set_role(study, document, label, role), label, role)
    if others:
        _tell(set_unknown_roles(study, document, others), _("the others"), others)
    for label, name in persons:
        _tell(set_person(study, document, label, name), label, name)


def _tell(count: int, label: str, said: str) -> None:
    done(ngettext("{label}: {said}, in {n} place.", "{label}: {said}, in {n} places.", count, label=label, said=said))


def _ask_roles(study: Study, document: str | None, found: Sequence[Label]) -> None:
    """Ask for the role of every label that is unknown somewhere."""
    roles: dict[str, Role] = {"i": "interviewer", "p": "participant", "u": "unknown"}
    for label in dict.fromkeys(label.label for label in found if label.role == "unknown"):
        done(_("i = interviewer, p = participant, u = leave it unknown"))
        role = roles[ask(_("Who is {label}?", label=label), list(roles))]
        if role != "unknown":
            _tell(set_role(study, document, label, role), label, role_word(role))


def show_labels(found: Sequence[Label], most: int | None = None) -> None:
    """A line for each label; one that several documents have stands once, with sums. With `most`, only those that say most."""
    grouped: dict[str, list[Label]] = {}
    for label in found:
        grouped.setdefault(label.label, []).append(label)
    lines = list(grouped.items())
    if most is not None and len(lines) > most:
        lines = sorted(lines, key=lambda line: -sum(label.words for label in line[1]))[:most]
    headings = [_("Label"), _("Documents"), _("Turns"), _("Words"), _("Role"), _("Person"), _("First words")]
    if lines:
        show_table(headings, [_line(name, same) for name, same in lines])
    left = len(grouped) - len(lines)
    if left:
        done(ngettext("{n} other label is shown by `terrain speakers`.", "{n} other labels are shown by `terrain speakers`.", left))


def _line(name: str, same: Sequence[Label]) -> list[str]:
    where = same[0].document if len(same) == 1 else str(len(same))
    roles = ", ".join(dict.fromkeys(role_word(label.role) for label in same))
    persons = ", ".join(dict.fromkeys(label.person for label in same if label.person))
    turns, words = sum(label.turns for label in same), sum(label.words for label in same)
    return [name, where, str(turns), str(words), roles, persons, same[0].first]
