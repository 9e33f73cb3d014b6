"""Every way in which the usual programs and conventions deliver a transcript: who said what, and when."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import docx

from toolkit.readers import read_bytes
from toolkit.text.layouts import lined
from toolkit.text.turns import find_turns

Said = tuple[str | None, str, int | None, int | None]


def said(text: str) -> list[Said]:
    """Speaker, speech, start and end of every turn."""
    found = find_turns(text).turns
    return [(turn.speaker, text[turn.start : turn.end], turn.start_ms, turn.end_ms) for turn in found if turn.kind == "speech"]


def of_kind(text: str, kind: str) -> list[str]:
    return [text[turn.start : turn.end] for turn in find_turns(text).turns if turn.kind == kind]


def by_format(name: str, text: str) -> list[Said]:
    """The same for a file whose format names the speakers."""
    content = read_bytes(name, text.encode())
    assert content.turns is not None
    return [
        (turn.speaker, content.text[turn.start : turn.end], turn.start_ms, turn.end_ms) for turn in content.turns if turn.kind == "speech"
    ]


# Teams


def test_teams_vtt_names_the_voices_and_its_cue_identifiers_are_no_speech() -> None:
    text = """WEBVTT

0b4f6f2e-8d7a-4a5c-9a39-2f0b9a3c1d11/12-0
00:00:05.000 --> 00:00:07.500
<v Roy, Marie>On commence.</v>

0b4f6f2e-8d7a-4a5c-9a39-2f0b9a3c1d11/12-1
00:00:07.500 --> 00:00:10.000
<v Roy, Marie>Tout le monde est là?</v>

0b4f6f2e-8d7a-4a5c-9a39-2f0b9a3c1d11/15-0
00:00:11.040 --> 00:00:12.000
<v Jean O'Neil>Oui
"""
    assert by_format("réunion.vtt", text) == [
        ("Roy, Marie", "On commence. Tout le monde est là?", 5000, 10_000),
        ("Jean O'Neil", "Oui", 11_040, 12_000),
    ]


@pytest.mark.parametrize("gap", ["   ", "  ", "\u00a0\u00a0\u00a0", "\t"])
def test_teams_docx_has_the_name_and_the_time_above_the_speech(gap: str) -> None:
    text = f"""Comité du quartier-20240212_130000-Enregistrement de la réunion
12 février 2024, 06:00PM
42m 10s

Roy, Marie{gap}0:03
On commence.

Jean Tremblay (CLSC){gap}0:11
Oui. Le train est à 17:30
et on part avant.

Roy, Marie{gap}1:02:03
D'accord.

Jean Tremblay (CLSC) a arrêté la transcription"""
    assert said(text) == [
        ("Roy, Marie", "On commence.", 3000, None),
        ("Jean Tremblay (CLSC)", "Oui. Le train est à 17:30\net on part avant.", 11_000, None),
        ("Roy, Marie", "D'accord.", 3_723_000, None),
    ]
    assert of_kind(text, "header")[0].endswith("42m 10s")
    assert of_kind(text, "header")[-1] == "Jean Tremblay (CLSC) a arrêté la transcription"


def test_teams_docx_may_have_line_breaks_instead_of_paragraphs() -> None:
    pieces = ["Roy, Marie   0:03<w:br/>On commence.", "Jean Roy   0:11<w:br/>Oui.<w:br/>On y va.", "Roy, Marie   0:14<w:br/>Bien."]
    runs = [re.sub("[^<>]+(?=<|$)", r'<w:t xml:space="preserve">\g<0></w:t>', piece.replace("<w:br/>", "<>")) for piece in pieces]
    body = "".join(f"<w:p><w:r>{run.replace('<>', '<w:br/>')}</w:r></w:p>" for run in runs)
    assert said(read_bytes("réunion.docx", docx(body)).text) == [
        ("Roy, Marie", "On commence.", 3000, None),
        ("Jean Roy", "Oui.\nOn y va.", 11_000, None),
        ("Roy, Marie", "Bien.", 14_000, None),
    ]


def test_teams_docx_may_give_the_end_as_well() -> None:
    text = "Marie Roy  00:01:23 --> 00:01:45\nOui.\nJean Côté  00:01:45 --> 00:01:50\nNon."
    assert said(text) == [("Marie Roy", "Oui.", 83_000, 105_000), ("Jean Côté", "Non.", 105_000, 110_000)]


def test_older_teams_docx_has_the_times_above_the_name() -> None:
    text = """0:0:0.0 --> 0:0:4.560
Marie Roy
On commence.
0:0:4.560 --> 0:1:7.1
Jean Tremblay
Oui.
On y va.
0:1:7.1 --> 0:1:9.25
Marie Roy
Bien."""
    assert said(text) == [
        ("Marie Roy", "On commence.", 0, 4560),
        ("Jean Tremblay", "Oui.\nOn y va.", 4560, 67_100),
        ("Marie Roy", "Bien.", 67_100, 69_250),
    ]


def test_wide_colons_are_colons() -> None:
    assert said("Marie：Oui.\nJean： 12 personnes.\nMarie：Ah.") == [
        ("Marie", "Oui.", None, None),
        ("Jean", "12 personnes.", None, None),
        ("Marie", "Ah.", None, None),
    ]
    assert said("Marie Roy   0：03\nOui.\nJean Roy   0：11\nNon.") == [
        ("Marie Roy", "Oui.", 3000, None),
        ("Jean Roy", "Non.", 11_000, None),
    ]


# Zoom


def test_zoom_vtt_has_the_name_in_the_first_line_of_a_cue_only() -> None:
    text = """WEBVTT

1
00:00:05.000 --> 00:00:07.000
Marie Roy: On a un problème: la salle.

2
00:00:07.000 --> 00:00:09.000
Jean Tremblay: Oui.

3
00:00:09.000 --> 00:00:12.000
Note: rien à dire.

4
00:00:12.000 --> 00:00:14.000
Marie Roy: Bon.
"""
    assert by_format("zoom.vtt", text) == [
        ("Marie Roy", "On a un problème: la salle.", 5000, 7000),
        ("Jean Tremblay", "Oui. Note: rien à dire.", 7000, 12_000),
        ("Marie Roy", "Bon.", 12_000, 14_000),
    ]


def test_zoom_txt_has_time_name_and_text_with_tabs() -> None:
    text = "00:00:05\tMarie Roy\tOn a un problème: la salle.\n00:00:09\tJean Tremblay\tOui.\n00:01:00\tMarie Roy\tNote: rien.\n"
    assert said(text) == [
        ("Marie Roy", "On a un problème: la salle.", 5000, None),
        ("Jean Tremblay", "Oui.", 9000, None),
        ("Marie Roy", "Note: rien.", 60_000, None),
    ]


def test_zoom_also_writes_the_name_in_brackets_before_the_time() -> None:
    assert said("[Marie Roy] 10:03:21\nOui.\n\n[Jean] 10:03:30\nNon.") == [
        ("Marie Roy", "Oui.", 36_201_000, None),
        ("Jean", "Non.", 36_210_000, None),
    ]


# Otter, Trint, Word


def test_otter_has_two_spaces_before_the_time() -> None:
    text = """Marie Roy  0:05
On part à
Laval 17:30
demain.

Unknown Speaker  0:31
Oui.

Marie Roy  1:00:02
Bien.

Transcribed by https://otter.ai
"""
    assert said(text) == [
        ("Marie Roy", "On part à\nLaval 17:30\ndemain.", 5000, None),
        ("Unknown Speaker", "Oui.", 31_000, None),
        ("Marie Roy", "Bien.", 3_602_000, None),
    ]
    assert of_kind(text, "header")[-1] == "Transcribed by https://otter.ai"


@pytest.mark.parametrize("opening", ["[00:15]", "[00:00:15]", "(0:15)", "{00:00:15}", "#00:00:15#", "#00:00:15-0#", "00:15 -", "[0.15]"])
def test_other_exports_have_the_time_before_the_name(opening: str) -> None:
    text = f"{opening} Marie: Oui.\n[00:20] Jean Roy: Non.\n{opening} Marie: Ah."
    assert said(text) == [("Marie", "Oui.", 15_000, None), ("Jean Roy", "Non.", 20_000, None), ("Marie", "Ah.", 15_000, None)]


def test_word_has_the_time_before_the_name_and_a_block_above() -> None:
    text = (
        "Audio file\nentretien 3.m4a\nTranscript\n00:00:05 Speaker 1\nSo.\n00:00:31 Speaker 2\nYes, at 17:30 sharp.\n00:40 Speaker 1\nOK."
    )
    assert said(text) == [
        ("Speaker 1", "So.", 5000, None),
        ("Speaker 2", "Yes, at 17:30 sharp.", 31_000, None),
        ("Speaker 1", "OK.", 40_000, None),
    ]
    assert of_kind(text, "header")[0] == "Audio file\nentretien 3.m4a\nTranscript"


def test_word_in_french_with_times_and_without() -> None:
    timed = "Fichier audio\nentretien 3.m4a\nTranscription\n00:00:05 Intervenant 1\nBon.\n00:00:31 Intervenant 2\nOui."
    assert said(timed) == [("Intervenant 1", "Bon.", 5000, None), ("Intervenant 2", "Oui.", 31_000, None)]
    bare = "Transcription\nIntervenant 1\nBon.\nIntervenant 2\nOui. Le participant 3\nest là.\nIntervenant 1\nAh."
    assert [(speaker, text) for speaker, text, *_ in said(bare)] == [
        ("Intervenant 1", "Bon."),
        ("Intervenant 2", "Oui. Le participant 3\nest là."),
        ("Intervenant 1", "Ah."),
    ]
    assert of_kind(timed, "header")[0].endswith("Transcription")


# noScribe


def test_noscribe_has_the_time_behind_the_label_and_overlaps_inside_turns() -> None:
    text = """entretien 3

Transcribed with noScribe vers. 0.7
Audio file: C:/entretiens/entretien 3.m4a

S00: [00:00:02] Alors, (..) on commence?

S01: [00:00:12] Oui, (12 seconds pause) c'était //S00: mhm// en mars. //S00: D'accord.//

S00: Et la note //vous savez: la suite// ensuite?"""
    assert said(text) == [
        ("S00", "Alors, (..) on commence?", 2000, None),
        ("S01", "Oui, (12 seconds pause) c'était", 12_000, None),
        ("S00", "mhm", None, None),
        ("S01", "en mars.", None, None),
        ("S00", "D'accord.", None, None),
        ("S00", "Et la note //vous savez: la suite// ensuite?", None, None),
    ]
    assert of_kind(text, "aside") == ["(..)", "(12 seconds pause)"]
    assert of_kind(text, "header")[0].endswith("entretien 3.m4a")


def test_an_overlap_that_is_not_closed_ends_with_its_line() -> None:
    text = "S00: Un //S01: deux\ntrois\nS01: Quatre."
    assert [(speaker, speech) for speaker, speech, *_ in said(text)] == [
        ("S00", "Un"),
        ("S01", "deux"),
        ("S00", "trois"),
        ("S01", "Quatre."),
    ]


# NVivo, MAXQDA, f4


def test_nvivo_has_a_table_of_timespan_speaker_and_text() -> None:
    rows = ("0:00:05.0 - 0:00:10.5\tMarie\tOui, bien, voilà.", "0:00:10.5 - 0:01:00\tJean\tNon.", "0:01:00 - 0:01:02\tMarie\t")
    text = "\n".join(["Timespan\tSpeaker\tContent", *rows])
    assert said(text) == [("Marie", "Oui, bien, voilà.", 5000, 10_500), ("Jean", "Non.", 10_500, 60_000)]
    assert of_kind(text, "header")[0] == "Timespan\tSpeaker\tContent"
    assert of_kind(text, "header")[-1] == "0:01:00 - 0:01:02\tMarie"


def test_nvivo_takes_seconds_for_times_but_row_numbers_are_none() -> None:
    assert said("75\tMarie\tOui.\n80.5\tJean\tNon.\n[90]\tMarie\tAh.") == [
        ("Marie", "Oui.", 75_000, None),
        ("Jean", "Non.", 80_500, None),
        ("Marie", "Ah.", 90_000, None),
    ]
    assert said("1\tMarie\tOui.\n2\tJean\tNon.\n3\tMarie\tAh.") == [
        ("Marie", "Oui.", None, None),
        ("Jean", "Non.", None, None),
        ("Marie", "Ah.", None, None),
    ]


def test_nvivo_with_commas_keeps_those_of_the_text() -> None:
    text = '00:00:05,Marie,"Oui, bien, voilà."\n75,Jean,Non, rien.\n#00:02:00#,Marie,Ah.'
    assert said(text) == [
        ("Marie", '"Oui, bien, voilà."', 5000, None),
        ("Jean", "Non, rien.", 75_000, None),
        ("Marie", "Ah.", 120_000, None),
    ]


def test_maxqda_has_no_space_behind_the_time() -> None:
    text = "00:03:40.5Zack: On a vu\n\nle plan.\n\n00:03:52.1Marie: 3 plans, à 00:05:00.\n\n00:04:00Zack: Oui."
    assert said(text) == [
        ("Zack", "On a vu\n\nle plan.", 220_500, None),
        ("Marie", "3 plans, à 00:05:00.", 232_100, None),
        ("Zack", "Oui.", 240_000, None),
    ]


def test_f4_has_the_time_at_the_end_of_the_paragraph() -> None:
    text = "I: Vous avez commencé quand? #00:00:04-1#\nB: En mars. #00:00:08-0#\nEnfin, avril. #00:01:23-4#\nI: Ah (rires) #0:02:00#"
    assert said(text) == [
        ("I", "Vous avez commencé quand? #00:00:04-1#", None, 4100),
        ("B", "En mars. #00:00:08-0#\nEnfin, avril. #00:01:23-4#", None, 83_400),
        ("I", "Ah (rires) #0:02:00#", None, 120_000),
    ]
    assert of_kind(text, "aside") == ["#00:00:04-1#", "#00:00:08-0#", "#00:01:23-4#", "(rires)", "#0:02:00#"]


# ELAN


def test_elan_has_tier_begin_end_and_text_also_of_overlapping_speech() -> None:
    text = "Marie\t00:00:01.230\t00:00:04.000\tOui, bien.\nMarie\t00:00:09.000\t00:00:10.000\tAh.\nJean\t00:00:03.500\t00:00:05.000\tNon.\n"
    assert said(text) == [
        ("Marie", "Oui, bien.", 1230, 4000),
        ("Marie", "Ah.", 9000, 10_000),
        ("Jean", "Non.", 3500, 5000),
    ]
    assert find_turns(text).layout == "tiers"


@pytest.mark.parametrize(
    "columns",
    [
        "\t00:00:01.230\t1.23\t1230\t00:00:04.000\t4.0\t4000\t00:00:02.770\t2.77\t2770",
        "1.23\t4.0",
        "1230\t4000",
        "1230\t4000\t2770",
        "Marie R.\t00:00:01.230\t00:00:04.000",
    ],
)
def test_elan_writes_times_in_up_to_three_forms_and_maybe_the_participant(columns: str) -> None:
    text = f"Marie\t{columns}\tOui.\nJean\t{columns}\tNon.\nMarie\t{columns}\tAh."
    assert said(text) == [("Marie", "Oui.", 1230, 4000), ("Jean", "Non.", 1230, 4000), ("Marie", "Ah.", 1230, 4000)]


def test_numbers_that_are_no_begins_and_ends_are_words_of_a_table() -> None:
    text = "Marie\t40\t12\toui\nJean\t3\t5\tnon\nMarie\t3\t5\tah"
    assert find_turns(text).layout == "table"
    assert said(text)[0] == ("Marie", "40\t12\toui", None, None)


# Jefferson


def test_jefferson_brackets_and_digits_are_content() -> None:
    text = """1   AB:   So the- (0.5) the [plan was
2   CD:                       [yeah=
3   AB:   =ready (.) in 2019 (maybe) ((looks up)) .hhh
4         so::: we [began at 17:30
5   CD:            [right. (1.2) °okay°"""
    assert [(speaker, " ".join(speech.split())) for speaker, speech, *_ in said(text)] == [
        ("AB", "So the- (0.5) the [plan was"),
        ("CD", "[yeah="),
        ("AB", "=ready (.) in 2019 (maybe) ((looks up)) .hhh 4 so::: we [began at 17:30"),
        ("CD", "[right. (1.2) °okay°"),
    ]
    assert [aside.strip() for aside in of_kind(text, "aside")] == ["(0.5)", "(.)", "((looks up))", ".hhh", "4", "(1.2)"]


def test_a_list_is_not_a_transcript_with_numbered_lines() -> None:
    text = "1. Contexte : la rue\n2. Besoins : un plan\nOn en a parlé longtemps.\nTout le monde est venu.\n3. Besoins : un autre"
    assert find_turns(text).layout == "none"


# French conventions


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("Q", "R"),
        ("E", "I"),
        ("INT", "P3"),
        ("Int.", "Rép."),
        ("Intervieweur", "Participant 3"),
        ("Intervieweuse", "Interviewée"),
        ("Enquêtrice", "Enquêté"),
        ("Enquêteur·rice", "Enquêté.e"),
        ("Chercheur", "Mme Roy"),
        ("Chercheure", "M. Côté-Roy"),
        ("AB", "CD"),
        ("A. B.", "Mme"),
        ("enquêteur", "répondante 2"),
        ("Question 1", "Réponse 1"),
        ("SPEAKER_00", "SPEAKER_01"),
        ("L'intervieweur", "L’interviewé"),
    ],
)
@pytest.mark.parametrize("colon", [":", " :", "\u00a0:", "\u202f:", "\u2009:"])
def test_french_labels_with_every_space_before_the_colon(asks: str, answers: str, colon: str) -> None:
    text = f"{asks}{colon} Un ?\n{answers}{colon} Deux (rires).\n{asks}{colon}\nTrois ?\n{answers}{colon}\u00a0Quatre."
    assert [(speaker, speech) for speaker, speech, *_ in said(text)] == [
        (asks, "Un ?"),
        (answers, "Deux (rires)."),
        (asks, "Trois ?"),
        (answers, "Quatre."),
    ]


@pytest.mark.parametrize("mark", [".", ". –", " –", " -", ".-"])
def test_a_letter_with_a_point_or_a_dash(mark: str) -> None:
    text = f"Q{mark} Un ?\nRép{mark} Deux.\nQ{mark} Trois ?"
    assert [(speaker, speech) for speaker, speech, *_ in said(text)] == [("Q", "Un ?"), ("Rép", "Deux."), ("Q", "Trois ?")]


def test_one_name_with_different_spaces_is_one_label() -> None:
    text = "M.\u00a0Roy : Un.\nINT : Deux.\nM. Roy : Trois.\nM.  Roy : Quatre."
    assert [label.name for label in find_turns(text).labels] == ["M. Roy", "INT"]


@pytest.mark.parametrize(
    "note",
    ["(rires)", "[rires]", "(silence)", "(...)", "[...]", "[inaudible]", "(inaud.)", "[00:12:34]", "xxx", "(xxx)", "(fin de l'entretien)"],
)
def test_notes_are_no_words(note: str) -> None:
    text = f"Q : Un {note} mot.\nR : Oui."
    assert find_turns(text).labels[0].words == 2
    assert of_kind(text, "aside") == [note]


@pytest.mark.parametrize(
    "line", ["Note : à revoir.", "Source : le journal.", "https://exemple.org/a", "17:30 on part.", "Nota bene : non."]
)
def test_marks_links_and_times_of_day_are_no_speakers(line: str) -> None:
    text = f"Q : Un ?\nR : Deux.\n{line}\nQ : Trois ?\n{line}\nR : Quatre.\n{line}"
    assert [label.name for label in find_turns(text).labels] == ["Q", "R"]


# The table of layouts


def test_offsets_of_lined_texts_are_one_greater() -> None:
    text = "A\u00a0：\u202fb\u2009\u3000c"
    assert lined(text) == "\nA : b  c\n"


PIECES = (
    "a",
    "a ",
    " ",
    "1",
    "1 ",
    "0:0",
    "[a",
    "(1:00",
    "A. ",
    "a:",
    "*",
    "_",
    "a, ",
    "a\t",
    "1\t",
    "\n",
    "\n ",
    "\n1",
    "\na\t",
    "\n0:0:0.0 --> ",
)


@pytest.mark.parametrize("piece", PIECES)
def test_no_pattern_goes_back_over_long_lines(piece: str) -> None:
    """A pattern that did would not come to an end on these."""
    text = piece * (200_000 // len(piece))
    assert find_turns(text).turns == ()


# Each layout, with other people, times and words every time

WAYS = {
    "label": "{name} : {speech}",
    "label ": "**{name}:** {speech}\n",
    "label  ": "{name} ({time}) :\n{speech}",
    "brackets": "[{name}] ({time} - {time})\n{speech}\n",
    "name and time": "{name}  {time}\n{speech}\n",
    "name, time": "{name} ({time})\n{speech}\n",
    "time and name": "{time} {name}\n{speech}",
    "time above name": "{time}.0 --> {time}.560\n{name}\n{speech}",
    "tiers": "{name}\t{time}.000\t{time}.560\t{speech}",
    "table": "{time}\t{name}\t{speech}",
    "commas": "{time},{name},{speech}",
    "numbered lines": "{number}  {name}: {speech}",
}
PEOPLE = ["Q", "R", "INT", "P3", "Marie Roy", "M. Côté-Roy", "Speaker 1", "Enquêtrice", "S01", "Jean-Luc", "Mme Lim (CLSC)"]
WORDS = ["oui,", "le quartier", "à 17:30", "c’est ça.", "enfin…", "on a dit : non", "(rires)", "[VILLE]", "Pourquoi ?", "n° 3", "été"]


@pytest.mark.parametrize("way", WAYS)
@given(
    people=st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=3, unique=True),
    speeches=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join), min_size=6, max_size=12),
    step=st.integers(1, 400),
)
def test_turns_are_found_as_they_were_written(way: str, people: list[str], speeches: list[str], step: int) -> None:
    written = [(people[number % len(people)], speech) for number, speech in enumerate(speeches)]
    clocks = [f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" for seconds in range(0, step * len(speeches), step)]
    text = "\n".join(
        WAYS[way].format(name=name, speech=speech, time=time, number=number)
        for number, ((name, speech), time) in enumerate(zip(written, clocks, strict=True), 1)
    )
    transcript = find_turns(text)
    assert transcript.layout == way.strip()
    assert [(speaker, speech) for speaker, speech, *_ in said(text)] == written
    if "{time}" in WAYS[way]:
        assert [start for _speaker, _speech, start, _end in said(text)] == [
            1000 * seconds for seconds in range(0, step * len(speeches), step)
        ]
