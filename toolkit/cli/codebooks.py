"""`terrain codebook`: the codes of a study or a file: check, show, compare, apply, make from a table."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit import shipped
from toolkit.actions import codebooks as actions
from toolkit.actions.starting import SUFFIX, load_codebook
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.options import FILE, OUTPUT, force_option, json_option, name_value, with_study
from toolkit.cli.output import confirm, done, left_out, next_step, say, show_json, show_record, show_rows
from toolkit.codebook import changes, checks
from toolkit.codebook.tables import from_xlsx_or_csv
from toolkit.errors import UsageError
from toolkit.messages import LANGUAGES, _, in_words, language, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.codebook.codebook import Code, Codebook
    from toolkit.study import Study


@click.group(
    cls=Group,
    help=N_("Check, show, compare and apply codebooks: YAML files, shipped ones by their name, or the one in a study."),
    example="terrain codebook check grille.yaml",
)
def codebook() -> None:
    """The group of commands."""


_source = argument("source", N_("CODEBOOK"))


@codebook.command("list", help=N_("List the codebooks that come with the program."), example="terrain codebook list")
@json_option
def _list(*, as_json: bool) -> None:
    rows = []
    for name in shipped.codebooks():
        found = load_codebook(name, language())[1]
        rows.append({"name": name, "title": in_words(found.title), "languages": list(found.languages), "codes": len(found.codes)})
    show_rows(rows, {"name": _("Codebook"), "title": _("Title"), "languages": _("Languages"), "codes": _("Codes")}, as_json=as_json)
    next_step("terrain", "new", "these.terrain", "--codebook", "action-partenariat")


@codebook.command(
    "check",
    help=N_("List every fault of a codebook; then what its cues reach in its own examples, and which codes cannot be told apart."),
    example="terrain codebook check grille.yaml",
)
@_source
@json_option
def _check(source: str, *, as_json: bool) -> None:
    found = _load(source)
    report = checks.check(found)
    if as_json:
        show_json({**asdict(report), "slow": [str(cue) for cue in report.slow]})
        return
    columns = {"code": _("Code"), "language": _("Language"), "examples": _("Examples reached"), "others": _("Counter-examples hit")}
    show_rows([_reach(reach) for reach in report.reach], columns)
    for alike in report.alike:
        done(_("{code} and {other} cannot be told apart by their cues ({language}).", **_pair(alike)))
    for slow in report.slow:
        done(_("The cue {cue} takes too long and is passed over.", cue=slow))
    for missing, sentence in (
        (report.without_definition, _("Codes without a definition: {codes}.")),
        (report.without_example, _("Codes without an example: {codes}.")),
    ):
        if missing:
            done(sentence.format(codes=", ".join(missing)))
    done(ngettext("{source}: {n} code, no faults.", "{source}: {n} codes, no faults.", len(found.codes), source=source))


def _reach(reach: checks.Reach) -> dict[str, str]:
    return {
        "code": reach.code,
        "language": reach.language,
        "examples": f"{reach.reached}/{reach.positives}",
        "others": f"{reach.hit}/{reach.negatives}",
    }


def _pair(alike: checks.Alike) -> dict[str, str]:
    return {"code": alike.code, "other": alike.other, "language": alike.language}


@codebook.command(
    "show", help=N_("Show the codes of a codebook or a study, or one of them."), example="terrain codebook show these.terrain condition"
)
@_source
@argument("key", N_("[CODE]"), required=False)
@json_option
def _show(source: str, key: str | None, *, as_json: bool) -> None:
    found = _load(source)
    if key is not None:
        show_record(_code(found, found.code(key)), _labels(), as_json=as_json)
        return
    if as_json:
        show_json([_code(found, code) for code in found.tree()])
        return
    for code in found.tree():
        reserved = "  " + _("(empty slot)") if code.reserved else ""
        say(f"{'  ' * code.level}{code.key}  {in_words(code.label)}{reserved}")


def _labels() -> dict[str, str]:
    return {
        "key": _("Code"),
        "label": _("Label"),
        "definition": _("Definition"),
        "include": _("Applies"),
        "exclude": _("Does not apply"),
        "examples": _("Examples"),
        "counter_examples": _("Counter-examples"),
        "cues": _("Cues"),
        "fields": _("Fields"),
        "scale": _("Scale"),
        "below": _("Below it"),
        "origin": _("Origin"),
        "confidence": _("Confidence"),
        "source": _("Sources"),
        "reserved": _("Empty slot"),
    }


def _code(book: Codebook, code: Code) -> dict[str, Any]:
    """A code in the present language."""
    examples = _spoken(code.examples)
    return {
        "key": code.key,
        "id": code.uid.hex(),
        "label": in_words(code.label),
        "definition": in_words(code.definition),
        "include": [rule.text for rule in _spoken(code.include)],
        "exclude": [f"{rule.text} → {rule.see}" if rule.see else rule.text for rule in _spoken(code.exclude)],
        "examples": [example.quote for example in examples if example.applies],
        "counter_examples": [example.quote for example in examples if not example.applies],
        "cues": list(_spoken(code.cues)),
        "fields": {name: field.register or [choice.key for choice in field.choices] or field.type for name, field in code.fields.items()},
        "scale": [value.key for value in book.scales[code.scale].values] if code.scale else [],
        "below": [below.key for below in book.children(code.key)],
        "origin": code.origin,
        "confidence": code.confidence,
        "source": [book.sources[source].cite if source in book.sources else source for source in code.source],
        "reserved": in_words(code.reserved),
    }


def _spoken(lists: Any) -> Any:
    """The list in the present language, else in the first that there is."""
    return lists.get(language()) or next(iter(lists.values()), ())


@codebook.command(
    "diff",
    help=N_("Show what differs between two codebooks, and what it does to codings."),
    example="terrain codebook diff these.terrain grille.yaml",
)
@argument("old", N_("OLD"))
@argument("new", N_("NEW"))
@json_option
def _diff(old: str, new: str, *, as_json: bool) -> None:
    found = changes.compare(_load(old), _load(new))
    if as_json:
        show_json([{**asdict(change), "sentence": str(change), "touches_codings": change.touches_codings} for change in found])
        return
    for change in found:
        say(str(change))
    done(ngettext("{n} difference.", "{n} differences.", len(found)))


@codebook.command(
    "apply",
    help=N_("Make a changed codebook the study's: shows what it does to the codings, and asks."),
    example="terrain codebook apply these.terrain grille.yaml --reason 'Deux codes se recoupaient'",
)
@with_study
@argument("file", N_("FILE"), type=FILE)
@option("--reason", default="", metavar=N_("TEXT"), help=N_("Why, where codes are removed, merged, split or defined anew."))
@force_option
def _apply(study: Study, file: Path, reason: str, *, yes: bool) -> None:
    plan = actions.plan_application(study, load_codebook(str(file), language())[0], file.name)
    if not plan.changes:
        done(_("The study has this codebook already."))
        return
    for change in plan.changes:
        count = sum(plan.codings[key] for key in change.old)
        say(f"{change} " + ngettext("({n} coding)", "({n} codings)", count) if count else str(change))
    for pair in plan.renames:
        done(_("Is {new} the renamed {old}? Then write `was: [{old}]` under it in {file} first.", old=pair.old, new=pair.new, file=file))
    confirm(_("Apply these changes?"), yes=yes)
    actions.apply(study, plan, reason)
    done(_("{file} is now the study's codebook.", file=file))
    next_step("terrain", "coding", "list", study.path)


@codebook.command(
    "add",
    help=N_("Add a code to a study's codebook; its label, and a definition, in each language of the codebook."),
    example='terrain codebook add these.terrain actor.trust --label "fr=Confiance" --label "en=Trust"',
)
@with_study
@argument("key", N_("CODE"))
@option("--label", "labels", type=name_value, multiple=True, metavar=N_("LANGUAGE=TEXT"), help=N_("The label in a language."))
@option(
    "--definition", "definitions", type=name_value, multiple=True, metavar=N_("LANGUAGE=TEXT"), help=N_("The definition in a language.")
)
def _add(study: Study, key: str, labels: Sequence[tuple[str, str]], definitions: Sequence[tuple[str, str]]) -> None:
    with study.read() as connection:
        languages = study.vocabulary(connection).codebook.languages
    actions.add_code(study, key, dict(labels) or dict.fromkeys(languages, key.rpartition(".")[2]), dict(definitions) or None)
    done(_("The code {key} was added.", key=key))
    next_step("terrain", "coding", "add", study.path, _("DOCUMENT"), key, "--quote", "…")


@codebook.command(
    "import",
    help=N_("Make a codebook from a table of codes (xlsx or csv)."),
    example="terrain codebook import codes.xlsx -o grille.yaml --language fr",
)
@argument("table", N_("TABLE"), type=FILE)
@option("-o", "--output", "target", type=OUTPUT, required=True, metavar=N_("FILE"), help=N_("The YAML file to write; it must not exist."))
@option("--language", "code", type=click.Choice(LANGUAGES), help=N_("The language of the table; otherwise the one spoken now."))
def _import(table: Path, target: Path, code: str | None) -> int:
    yaml, problems = from_xlsx_or_csv(table.name, table.read_bytes(), code or language())
    _write_new(target, yaml)
    next_step("terrain", "codebook", "check", target)
    return left_out(problems)


@codebook.command(
    "export",
    help=N_("Write the codebook of a study, or a shipped one, to a YAML file: to change it, and to apply it again."),
    example="terrain codebook export these.terrain -o grille.yaml",
)
@argument("source", N_("STUDY|NAME"))
@option("-o", "--output", "target", type=OUTPUT, required=True, metavar=N_("FILE"), help=N_("The YAML file to write; it must not exist."))
def _export(source: str, target: Path) -> None:
    _write_new(target, _yaml(source))
    next_step("terrain", "codebook", "check", target)


def _write_new(target: Path, yaml: str) -> None:
    """Write a file that does not exist yet."""
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(yaml)
    except FileExistsError as error:
        raise UsageError(_("{path} exists already. Choose another name; nothing was changed.", path=target)) from error
    done(_("{path} was written.", path=target))


def _yaml(source: str) -> str:
    """The text of a study's codebook, of a file, or of a shipped one."""
    if Path(source).suffix != SUFFIX:
        return load_codebook(source, language())[0]
    from toolkit.store.codebooks import yaml_of
    from toolkit.study import open_study

    with open_study(Path(source)) as study, study.read() as connection:
        return yaml_of(connection, study.vocabulary(connection).version)


def _load(source: str) -> Codebook:
    """The codebook of a study, of a file, or a shipped one; raises `FaultyData` with every fault."""
    if Path(source).suffix != SUFFIX:
        return load_codebook(source, language())[1]
    from toolkit.study import open_study

    with open_study(Path(source)) as study, study.read() as connection:
        return study.vocabulary(connection).codebook
