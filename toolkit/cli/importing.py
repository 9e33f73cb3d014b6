"""`terrain import`: transcripts, and the table that says which case each belongs to."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from toolkit.actions.import_writing import case_of, said_of
from toolkit.actions.importing import Options, Plan, left_open, plan_import, run_import
from toolkit.cli.commands import N_, Command, argument, option
from toolkit.cli.options import FILE, PATH, force_option, json_option, name_value, with_study
from toolkit.cli.output import ask_several, confirm, done, interactive, left_out, next_step, progress, show_json, show_problems, show_table
from toolkit.cli.speakers import show_labels
from toolkit.errors import FaultyData, Problem, UsageError
from toolkit.messages import _, ngettext
from toolkit.model import LeftOut
from toolkit.readers.answers import Answers
from toolkit.readers.leftout import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.actions.import_writing import Imported
    from toolkit.actions.importing import Outcome
    from toolkit.study import Study

MOST_LISTED = 20  # documents, cases or labels in a summary
MOST_ALIKE = 5  # files of which the same is said, each on a line of its own


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
@option(
    "--name-pattern",
    metavar=N_("PATTERN"),
    help=N_("What file names say: '{case}_{person}_{date}', also {kind}, {language}, {interviewer}, and {} for what says nothing."),
)
@option("--case", metavar=N_("CASE"), help=N_("The case of all files that neither the table nor their name gives one."))
@option("--kind", default="interview", metavar=N_("KIND"), help=N_("interview, group interview, observation or document."))
@option("--language", metavar="fr|en", help=N_("The language of the texts; otherwise found out for each."))
@option("--encoding", metavar=N_("NAME"), help=N_("The encoding of plain texts, for instance cp1252; otherwise found out."))
@option(
    "--answers",
    "columns_of_answers",
    multiple=True,
    metavar=N_("COLUMN"),
    help=N_("A column of a table that holds answers; can be repeated."),
)
@option("--respondent", metavar=N_("COLUMN"), help=N_("The column of a table of answers that says who gave them."))
@option("--question", metavar=N_("COLUMN"), help=N_("The column of a table of answers that holds the question."))
@option("--interviewer", "interviewers", multiple=True, metavar=N_("LABEL"), help=N_("The label of whoever asks; can be repeated."))
@option("--erased", is_flag=True, help=N_("Import also files that were erased from the study."))
@option("--all-or-nothing", is_flag=True, help=N_("Import nothing if one file cannot be read."))
@option("--dry-run", is_flag=True, help=N_("Show what would be imported and what is known of it; import nothing."))
@force_option
@json_option
def import_files(
    study: Study,
    paths: Sequence[Path],
    columns: Sequence[tuple[str, str]],
    rows: Sequence[tuple[str, str]],
    columns_of_answers: Sequence[str],
    respondent: str | None,
    question: str | None,
    *,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    **said: Any,
) -> int:
    """`terrain import`."""
    chosen = {file: [name.strip() for name in names.split(",") if name.strip()] for file, names in rows}
    answers = _answers(columns_of_answers, respondent, question)
    options = Options(columns=dict(columns), rows=chosen, answers=answers, **said)
    plan = plan_import(paths, options)
    if dry_run:
        return _preview(plan, options, as_json=as_json)
    plan, options = _settle(paths, plan, options, yes=yes)
    with progress(_("Import"), len(plan.files)) as step:
        outcome = run_import(study, plan, options, step)
    if as_json:
        show_json(asdict(outcome))
    else:
        _show(study, outcome)
    return _left_out(outcome.problems)


def _answers(columns: Sequence[str], respondent: str | None, question: str | None) -> Answers | None:
    """What is to be read of tables; raises `UsageError` where only what surrounds the answers was named."""
    if not columns and (respondent or question):
        raise UsageError(_("Say also which columns hold the answers: --answers COLUMN."))
    return Answers(tuple(columns), respondent, question) if columns else None


def _preview(plan: Plan, options: Options, *, as_json: bool) -> int:
    """What would be imported, and what the table, the names and the folders say of it."""
    if as_json:
        show_json({"files": _facts(plan, options), "problems": [asdict(problem) for problem in left_open(plan)]})
    else:
        _show_facts(plan, options)
        n = len(plan.files)
        done(ngettext("{n} file would be imported; nothing was.", "{n} files would be imported; nothing was.", n))
    return _left_out(left_open(plan))


def _facts(plan: Plan, options: Options) -> list[dict[str, str]]:
    """What is known of each file before it is read."""
    found = []
    for name in plan.files:
        said = said_of(plan, name)
        found.append({"name": name, **said, "case": case_of(said, options, name), "kind": said["kind"] or options.kind})
    return found


def _show_facts(plan: Plan, options: Options) -> None:
    """The first files as a table with the columns that say something of any file."""
    facts = _facts(plan, options)
    headings = {"name": _("File"), "case": _("Case"), "person": _("Person"), "interviewer": _("Interviewer"), "date": _("Date")}
    headings |= {"kind": _("Kind"), "language": _("Language")}
    columns = [key for key in headings if any(fact[key] for fact in facts)]
    show_table([headings[key] for key in columns], [[fact[key] for key in columns] for fact in facts[:MOST_LISTED]])
    left = len(facts) - MOST_LISTED
    if left > 0:
        done(ngettext("{n} other file is shown with --dry-run --json.", "{n} other files are shown with --dry-run --json.", left))


def _settle(paths: Sequence[Path], plan: Plan, options: Options, *, yes: bool) -> tuple[Plan, Options]:
    """Let a person confirm what the names say and the proposed pattern, and say which rows belong to the files that are still unsure."""
    if options.name_pattern is not None and interactive() and not yes:
        _show_facts(plan, options)
        confirm(_("Is this right (pattern {pattern})?", pattern=options.name_pattern), yes=yes)
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
    if imported and len(imported) <= MOST_LISTED:
        rows = [[found.name, found.case or "", str(found.words), _not_taken([found])] for found in imported]
        show_table([_("Document"), _("Case"), _("Words"), _("Not taken over")], rows)
    elif imported:
        _show_cases(imported)
    show_labels([label for document in imported for label in document.speakers], most=MOST_LISTED)
    done(ngettext("{n} document was imported.", "{n} documents were imported.", len(imported)))
    _tell_of_others(outcome)
    unknown = any(label.role == "unknown" for document in imported for label in document.speakers)
    next_step("terrain", "speakers" if unknown else "suggest", study.path)


def _show_cases(imported: Sequence[Imported]) -> None:
    """A line for each case, the largest first, and one for the cases that there is no room for."""
    cases: dict[str, list[Imported]] = {}
    for document in imported:
        cases.setdefault(document.case or "", []).append(document)
    largest = sorted(cases, key=lambda case: -len(cases[case]))
    lines = [(case or _("no case"), cases[case]) for case in largest[:MOST_LISTED]]
    others = largest[MOST_LISTED:]
    if others:
        n = len(others)
        lines.append((ngettext("{n} other case", "{n} other cases", n), [document for case in others for document in cases[case]]))
    rows = [[case, str(len(found)), str(sum(document.words for document in found)), _not_taken(found)] for case, found in lines]
    show_table([_("Case"), _("Documents"), _("Words"), _("Not taken over")], rows)


def _tell_of_others(outcome: Outcome) -> None:
    """What happened to documents that the study had, and which encodings were guessed."""
    if outcome.updated:
        n = len(outcome.updated)
        done(
            ngettext(
                "{n} document was there already; it got the values of its row or its name.",
                "{n} documents were there already; they got the values of their rows or their names.",
                n,
            )
        )
    if outcome.known:
        n = len(outcome.known)
        done(
            ngettext(
                "{n} document was there already, the same byte for byte.", "{n} documents were there already, the same byte for byte.", n
            )
        )
    guessed = [document for document in outcome.imported if document.guessed]
    if guessed:
        done(
            ngettext(
                "The encoding of {n} text was guessed ({encodings}): look at the accents in {first}, or name it with --encoding.",
                "The encoding of {n} texts was guessed ({encodings}): look at the accents in {first}, or name it with --encoding.",
                len(guessed),
                encodings=", ".join(sorted({str(document.guessed) for document in guessed})),
                first=guessed[0].name,
            )
        )


def _not_taken(documents: Sequence[Imported]) -> str:
    """What the readers left out of some documents, in all."""
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update({left.kind: left.count for left in document.left_out})
    return ", ".join(in_words(LeftOut(kind, count)) for kind, count in counts.items())


def _left_out(problems: Sequence[Problem]) -> int:
    """List what was left out, what is wrong with many files alike in one line; gives the exit code."""
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.what, problem.todo), []).append(problem)
    lines = [line for same in alike.values() for line in (same if len(same) <= MOST_ALIKE else [_together(same)])]
    if len(lines) == len(problems):
        return left_out(problems)
    done(ngettext("{n} thing was left out:", "{n} things were left out:", len(problems)))
    show_problems(lines)
    done(_("With --json every one of them is named."))
    return 4


def _together(same: Sequence[Problem]) -> Problem:
    """What is wrong with several files, said once."""
    where = _("{n} files, {first} to {last}", n=len(same), first=same[0].path, last=same[-1].path)
    return replace(same[0], path=where)
