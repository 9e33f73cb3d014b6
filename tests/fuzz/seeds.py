"""Sound files of every kind to be damaged: small ones in which every element of a format occurs, and real interviews where they are."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import made_files

if TYPE_CHECKING:
    from collections.abc import Callable

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
REAL_FILES = {
    ".docx": ("artisans/interviews/Entretien 01 25.01*.docx", "word-comments/**/*examples.docx", "word-comments/**/*feelings2.docx"),
    ".pdf": ("pdpilot/transcripts/P[15].pdf", "pdpilot/code-system.pdf"),
    ".txt": ("fredsum/transcript/*Partie_7*.txt",),
    ".md": ("interviewer-en/transcripts/01*.md",),
    ".csv": ("word-comments/**/*.csv", "artisans/*.csv"),
    ".xlsx": ("word-comments/*.xlsx",),
}
MOST_REAL = 8

# Elements of one line each, so that the mutators that work by line have something to take.
_WORD = """
<w:p><w:pPr><w:pStyle w:val="Q"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Pourquoi ?</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">R : Oui </w:t><w:tab/><w:t>e\u0301te\u0301</w:t><w:br/><w:noBreakHyphen/>
<w:sym w:font="W" w:char="263A"/></w:r><w:ins><w:r><w:t>ajout</w:t></w:r></w:ins><w:del><w:r><w:delText>parti</w:delText></w:r></w:del>
<w:hyperlink><w:r><w:t>lien</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id="2"/></w:r>
<w:r><w:rPr><w:vanish/></w:rPr><w:t>cache</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>
<w:tbl><w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>0:01</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>INT</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>
<w:sdt><w:sdtContent><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>champ</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent><w:p><w:r><w:t>cadre</w:t></w:r></w:p></w:txbxContent>
</wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>cadre</w:t></w:r></w:p></w:txbxContent></v:textbox>
</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>
"""
_STYLES = (
    '<w:style w:styleId="B"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:styleId="Q"><w:basedOn w:val="B"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
)
_NOTES = (
    '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:t>Une note.</w:t></w:r></w:p></w:footnote>'
)
_HEADER = "<w:p><w:r><w:t>en haut</w:t></w:r></w:p>"
_TEXT = """
<text:tracked-changes><text:changed-region><text:deletion><text:p>parti</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h>Titre</text:h><text:p text:style-name="B">Q : Pourquoi <text:span text:style-name="H">cache</text:span>?</text:p>
<text:p>R : <text:s text:c="3"/>Ici<text:tab/>vite<text:line-break/>et<text:note text:note-class="footnote">
<text:note-citation>1</text:note-citation><text:note-body><text:p>note</text:p></text:note-body></text:note>
<office:annotation><text:p>dit</text:p></office:annotation>
<draw:frame><draw:text-box><text:p>cadre</text:p></draw:text-box><draw:image/></draw:frame></text:p>
<text:list><text:list-item><text:p>point</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>
"""
_TEXT_STYLES = (
    '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="H" style:parent-style-name="B"><style:text-properties text:display="none"/></style:style>'
)
_RTF = r"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fnil\fcharset2 Wingdings;}{\f2\fcharset128 Mincho;}}
{\colortbl;\red0;}{\stylesheet{\s1\b Titre;}}{\info{\title Secret}}{\header \pard en-t\'eate\par}{\footerr \par}
\pard\plain\b Q : Pourquoi ?\b0\par
\pard R\~: Oui, l\rquote\'e9t\'e9 \u8217?\u-10179?\u-8704?, {\deleted vieux }{\v cach\'e9} {\f2\'82\'a0}\f1 J\f0 .
{\super\chftn}{\footnote\ftnalt\pard\plain {\super\chftn} Une note.\par}{\*\atnid X}{\*\annotation commentaire}
{\field{\*\fldinst{HYPERLINK "http://x.y"}}{\fldrslt{lien}}} parte\-nariat grand\_chose\line suite{\pict\wmetafile8 0102030405}
{\*\shppict{\pict\pngblip\bin5 {{{}}}}{\nonshppict{\pict 00}}\par
\trowd\pard\intbl 0:01\cell INT\cell Un\par deux\nestcell x\nestrow\cell\row
\pard apr\'e8s{\shp{\*\shpinst{\sp{\sn pib}{\sv 1}}{\shptxt \pard encadr\'e9\par}}{\shprslt{encadre}}} fin\par
{\pntext 1.\tab}point\par
{\upr{Te?t}{\*\ud{Te\u353 ?t}}}\sect
}"""
_PAGE = """<!DOCTYPE html><html><head><title>Secret</title><meta charset="utf-8">
<style>.h, p.k {display:none}
@media print {.pr{display:none}} /* c */ #z{visibility:hidden}</style><script>alert('<p>no</p>')</script></head>
<body><h1>Titre</h1><div class=WordSection1><p style="font-weight:600;">Entretien</p>
<p>Transcribed with <a href="x">noScribe</a><br />x.wav</p>
<p><a name="ts_1000_5000_S00" >S00: [00:00:01] Pourquoi&nbsp;? </a><a name="ts_5000_6000_S00" >  Et comment?</a></p>
<p><a name="ts_6000_9000_S01" >S01: Parce que (rires).</a></p><p><a name="ts_9000_9900_S00" >S00: Ah.</a></p></div>
<p class=h>un<p class=k>deux</p><p class=pr>trois</p><p id=z>quatre</p><p hidden>cinq</p><p style="display: none">six</p><!-- un mot -->
<table><tr><td>0:01<td>INT<td><p>Un<p>deux<tr><td>0:02<td>R<td><table><tr><td>x</td><td>y</td></tr></table></table>
<ul><li>point<li>autre</ul><b>gras <p>encore</b> maigre</p><pre>a  b
  c</pre><del>parti</del><ins>venu</ins><img src=x><svg><text>s</text></svg><ruby>k<rp>(</rp><rt>kan</rt></ruby>
<template>t</template><noscript>n</noscript><button>OK</button><textarea>ta</textarea>par&shy;ti<![if !supportLists]>.<![endif]>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p>com</p></div></div></body></html>"""
_CUES = """1
00:00:01,000 --> 00:00:02,000
Marie: Bonjour <i>&amp;</i> voil\u00e0.

2
00:00:02,500 --> 00:01:03,250
Paul: Oui (rires).

suite
3
00:01:04,000 --> 00:01:05,000
Marie: {\\an8}Non.
"""
_VOICES = """WEBVTT

NOTE made by a machine

STYLE
::cue { color: red }

5f0e-11/12-0
00:00:05.000 --> 00:00:07.500 align:start
<v Roy, Marie>Bonjour, on <00:00:06.000>commence.</v>

00:01:07.500 --> 00:01:09.000
<v.loud Paul>D'accord ? <c.x>Oui</c> (rires)
"""
_TABLE = (
    'id;sexe;question;"r\u00e9ponse"\n1;F;Pourquoi ?;"Parce que, ""voil\u00e0"".\nEt puis non."\n2;H;Pourquoi ?;\n2;H;Et ?;"Rien ; rien"\n'
)
_INTERVIEW = "Q : Pourquoi ?\nR : Parce que (rires). [inaudible]\nQ : Et ?\nR : 17:30, https://x.y\u2028e\u0301\n" * 4


def _xlsx() -> bytes:
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["id", "date", "r\u00e9ponse"])
    sheet.append([1, date(2024, 6, 12), "Parce que"])
    sheet.append([2.5, None, "=1+1"])
    sheet.append([True, "x", "R\u00a0: oui\nnon"])
    book.create_sheet("vide")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def generated(suffix: str) -> list[bytes]:
    """The small files of a kind."""
    texts = {".vtt": _VOICES, ".srt": _CUES, ".csv": _TABLE, ".txt": _INTERVIEW, ".md": f"---\ntitle: x\n---\n{_INTERVIEW}", ".html": _PAGE}
    if suffix in texts:
        return [texts[suffix].encode(encoding, "replace") for encoding in ("utf-8", "cp1252", "utf-16")]
    files: dict[str, Callable[[], bytes]] = {
        ".docx": lambda: made_files.docx(_WORD, styles=_STYLES, footnotes=_NOTES, header1=_HEADER),
        ".odt": lambda: made_files.odt(_TEXT, _TEXT_STYLES, page="<style:header><text:p>en haut</text:p></style:header>"),
        ".pdf": lambda: made_files.pdf(["1/2", "Dan: Hello", "there"], ["Ann: Two", "2"], annotations="<</Type/Annot/Subtype/Text>>"),
        ".rtf": _RTF.encode,
        ".xlsx": _xlsx,
    }
    return [files[suffix]()]


def seeds(suffix: str, *, real: bool) -> list[bytes]:
    """All files of a kind to begin from: the small ones, and `real` ones where they stand beside the project."""
    found = sorted(path for pattern in REAL_FILES.get(suffix, ()) for path in REAL.glob(pattern)) if real and REAL.is_dir() else []
    step = max(1, len(found) // MOST_REAL)
    return generated(suffix) + [path.read_bytes() for path in found[::step][:MOST_REAL]]
