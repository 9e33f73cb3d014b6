"""Control words of RTF that matter to its text (Rich Text Format Specification 1.9.1); all others only say how it looks."""

from __future__ import annotations

CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "page": "\n",
    "column": "\n",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
SYMBOLS = {b"~": "\u00a0", b"_": "-", b"-": "\u00ad", b"\\": "\\", b"{": "{", b"}": "}"}

#: The code page of a font, by the number of its character set.
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
SYMBOL_CHARSET = 2
CODE_PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}

# What a group is, by the control word that opens it.
CONTAINERS = {"shp", "shpinst", "shppict", "sp", "sv", "do", "object", "upr", "nesttableprops"}  # no text, but groups that have some
BOXES = {"shptxt", "dptxbxtext"}
MARGINS = {part + which for part in ("header", "footer") for which in ("", "l", "r", "f")}
COUNTED = {"annotation": "comment", "pict": "image", "pntext": "list number", "listtext": "list number"}
SKIPPED = {
    # tables of the file, what is said about it, and instructions
    "colortbl", "stylesheet", "info", "listtable", "listoverridetable", "revtbl", "rsidtbl", "filetbl", "themedata", "colorschememapping",
    "datastore", "latentstyles", "generator", "userprops", "xmlnstbl", "mmathPr", "wgrffmtfilter", "pgdsctbl", "template", "background",
    "private", "fldinst", "datafield", "formfield", "bkmkstart", "bkmkend", "xe", "tc", "rxe", "txe", "pnseclvl", "pntxta", "pntxtb",
    # who made a comment, and where
    "atnid", "atnauthor", "atnref", "atndate", "atntime", "atnicn", "atnparent", "atrfstart", "atrfend",
    # the same once more for older programs, and what belongs to objects, pictures, fonts and notes
    "nonshppict", "shprslt", "nonesttables", "sn", "objclass", "objname", "objdata", "objsect", "objalias", "objtime", "objtopic",
    "objitem", "picprop", "blipuid", "falt", "panose", "fontemb", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn",
}  # fmt: skip
