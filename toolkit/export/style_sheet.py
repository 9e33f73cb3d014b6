"""How a page looks: readable by day, by night and on paper, with no signal by colour alone."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1a1a1a; --soft: #595959; --line: #c9ced6; --head: #e8eef5; --link: #1f4e79;
  --heat: 111, 168, 220; --mark: #fff3c4; }
@media (prefers-color-scheme: dark) { :root { --paper: #16191d; --ink: #e6e6e6; --soft: #a9b0b8; --line: #3d444d; --head: #242b34;
  --link: #8ec5ff; --heat: 60, 110, 160; --mark: #4a4014; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 110rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; } h3 { font-size: 1.1rem; } h4 { font-size: 1rem; }
a { color: var(--link); } a:focus-visible, .wide:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
dl.about { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; } dt { font-weight: 600; } dd { margin: 0; }
.rule, .notes, .small { color: var(--soft); font-size: .9rem; max-width: 70rem; }
.wide { overflow: auto; max-height: 85vh; border: 1px solid var(--line); }
table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .3rem; }
th, td { border: solid var(--line); border-width: 0 1px 1px 0; padding: .2rem .5rem; text-align: left; vertical-align: top; }
thead th, thead td { background: var(--head); } thead .heads th { position: sticky; top: 0; z-index: 2; }
th.row { background: var(--paper); position: sticky; left: 0; z-index: 1; font-weight: 400; max-width: 22rem; }
th.l0 { font-weight: 600; }
.l1 { padding-left: 1.2rem; } .l2 { padding-left: 2rem; } .l3 { padding-left: 2.8rem; } .l4 { padding-left: 3.6rem; }
.band { font-weight: 600; text-align: center; border-bottom-width: 2px; }
td.n { text-align: center; white-space: nowrap; }
.h1 { background: rgba(var(--heat), .15); } .h2 { background: rgba(var(--heat), .3); } .h3 { background: rgba(var(--heat), .5); }
.h4 { background: rgba(var(--heat), .75); }
.alone { font-weight: 700; font-style: italic; } .none { color: var(--soft); }
.not-asked, .refused { font-style: italic; color: var(--soft); }
.yes { font-weight: 700; background: rgba(var(--heat), .5); }
td.told { min-width: 18rem; max-width: 34rem; } .text { white-space: pre-wrap; overflow-wrap: anywhere; }
.stale { background: var(--mark); padding: 0 .2rem; }
.quote { margin: .8rem 0; padding: .4rem .8rem; border-left: 4px solid var(--line); max-width: 75rem; }
.quote:target, tr:target > * , td:target, th:target { background: var(--mark); }
.quote blockquote { margin: .2rem 0; }
nav ul { columns: 22rem; } details > summary { cursor: pointer; }
@page { size: A4 landscape; }
@media print { :root { font-size: 9pt; } body { max-width: none; padding: 0; } nav, .skip { display: none; }
  a { color: inherit; text-decoration: none; }
  .wide { overflow: visible; max-height: none; border: 0; } thead .heads th, th.row { position: static; }
  tr, .quote { break-inside: avoid; } h2, h3, h4 { break-after: avoid; } section { break-before: page; } }
"""
