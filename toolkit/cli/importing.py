"""`terrain import`: transcripts, and the table that says which case each belongs to."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from toolkit.actions.importing import Options, Plan, plan_import, run_import
from toolkit.actions.labels import labels
from toolkit.cli.commands import N_, Command, argument, option
from toolkit.cli.options import FILE, PATH, force_option, json_option, name_value, with_study
from toolkit.cli.output import ask_several, confirm, done, interactive, left_out, next_step, progress, show_json, show_table
from toolkit.cli.speakers import show_labels
from toolkit.errors import FaultyData, Problem
from toolkit.messages import _, ngettext
from toolkit.readers.leftout import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.actions.importing import Imported, Outcome
    from toolkit.study import Study


@click.command(
    cls=Command,
    help=N_(
        "Import transcripts, each file whole or not at all. A table of cases says what belongs to whom; files whose names do not fit "
        "its rows exactly are shown and asked about."
    ),
    example="terrain import these.terrain entrevues/ --cases cas.xlsx --interviewer Q",
)
@with_study
@argument("paths", N_("FILE..."), nargs=-1, required=True, type=PATH)
@option(
    "--cases", "table", type=FILE, metavar=N_("TABLE"), help=N_("A table (xlsx, csv) of documents, cases or persons with their attributes.")
)
@option(
    "--column",
    "columns",
    type=name_value,
    multiple=True,
    metavar=N_("MEANING=COLUMN"),
    help=N_("Which column of the table says what: file, case, person, label, date, kind, language, interviewer."),
)
@option("--match", metavar=N_("PATTERN"), help=N_("How file names are made from the names in the table, for instance '{name}(_part.*)?'."))
@option(
    "--rows", type=name_value, multiple=True, metavar=N_("FILE=ROW,ROW"), help=N_("The rows of one file, by their names; can be repeated.")
)
@option("--case", metavar=N_("CASE"), help=N_("The case of all files that the table gives none."))
@option("--kind", default="interview", metavar=N_("KIND"), help=N_("interview, group interview, observation or document."))
@option("--language", metavar="fr|en", help=N_("The language of the texts; otherwise found out for each."))
@option("--encoding", metavar=N_("NAME"), help=N_("The encoding of plain texts, for instance cp1252; otherwise found out."))
@option("--interviewer", "interviewers", multiple=True, metavar=N_("LABEL"), help=N_("The label of whoever asks; can be repeated."))
@option("--all-or-nothing", is_flag=True, help=N_("Import nothing if one file cannot be read."))
@force_option
@json_option
def import_files(
    study: Study,
    paths: Sequence[Path],
    columns: Sequence[tuple[str, str]],
    rows: Sequence[tuple[str, str]],
    *,
    yes: bool,
    as_json: bool,
    **said: Any,
) -> int:
    """`terrain import`."""
    chosen = {file: [name.strip() for name in names.split(",") if name.strip()] for file, names in rows}
    options = Options(columns=dict(columns), rows=chosen, **said)
    plan, options = _settle(paths, plan_import(paths, options), options, yes=yes)
    with progress(_("Import"), len(plan.files)) as step:
        outcome = run_import(study, plan, options, step)
    if as_json:
        show_json(asdict(outcome))
    else:
        _show(study, outcome)
    return left_out(outcome.problems)


def _settle(paths: Sequence[Path], plan: Plan, options: Options, *, yes: bool) -> tuple[Plan, Options]:
    """Let a person confirm the proposed pattern and say which rows belong to the files that are still unsure."""
    if plan.matches.proposal is not None:
        _confirm_pattern(plan, yes=yes)
        options = replace(options, match=plan.matches.proposal)
        plan = plan_import(paths, options)
    if plan.matches.unsure and interactive() and not yes:
        answers = {file: _ask_rows(plan, file, places) for file, places in plan.matches.unsure.items() if places}
        options = replace(options, rows={**options.rows, **{file: names for file, names in answers.items() if names}})
        plan = plan_import(paths, options)
    return plan, options


def _confirm_pattern(plan: Plan, *, yes: bool) -> None:
    """Show which files the proposed pattern gives to which rows; raises `FaultyData` where there is nobody to ask."""
    proposed = {file: _row_name(plan, place) for file, place in plan.matches.proposed.items()}
    if yes:
        return
    if not interactive():
        problems = [Problem(file, "", _("It would belong to the row {name}.", name=name)) for file, name in proposed.items()]
        problems += [Problem(file, "", _("It is not sure which row belongs to it.")) for file in plan.matches.unsure]
        sentence = _(
            "Nothing was imported. If the pattern {pattern} is right, repeat the command with --yes, else with --match PATTERN or --rows.",
            pattern=plan.matches.proposal,
        )
        raise FaultyData(sentence, problems)
    show_table([_("File"), _("Row")], [list(pair) for pair in proposed.items()])
    confirm(_("Is this right (pattern {pattern})?", pattern=plan.matches.proposal), yes=yes)


def _ask_rows(plan: Plan, file: str, places: Sequence[int]) -> list[str]:
    """The names of the rows that a person gives to a file; none for none."""
    names = {str(number): _row_name(plan, place) for number, place in enumerate(places, 1)}
    done(_("Which rows belong to {file}?", file=file))
    for number, name in {"0": _("none"), **names}.items():
        done(f"  {number}  {name}")
    said = ask_several(_("Numbers, separated by commas"), ["0", *names])
    return [names[number] for number in said if number != "0"]


def _row_name(plan: Plan, place: int) -> str:
    table = plan.document_table
    return table.said(table.sheet.rows[place], "file") if table else ""


def _show(study: Study, outcome: Outcome) -> None:
    """What was imported, who speaks in it, and what to do next."""
    imported = outcome.imported
    rows = [[found.name, found.case or "", str(found.words), _not_taken(found)] for found in imported]
    if rows:
        show_table([_("Document"), _("Case"), _("Words"), _("Not taken over")], rows)
        with study.read() as connection:
            found = labels(connection, [document.name for document in imported])
        show_labels(found)
    done(ngettext("{n} document was imported.", "{n} documents were imported.", len(imported)))
    if outcome.updated:
        n = len(outcome.updated)
        done(
            ngettext(
                "{n} document was there already; it got the values of its row.",
                "{n} documents were there already; they got the values of their rows.",
                n,
            )
        )
    unknown = any(count.role == "unknown" for document in imported for count in document.speakers)
    next_step("terrain", "speakers" if unknown else "suggest", study.path)


def _not_taken(document: Imported) -> str:
    return ", ".join(in_words(found) for found in document.left_out)
