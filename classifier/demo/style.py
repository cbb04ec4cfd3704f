"""The page's style sheet. Every text reaches a contrast of 4.5 : 1 on its ground, in light and in dark (WCAG AA).

Stance reads without colour: by its sign, and by the line under it (solid: favor, dotted: neutral, double:
against; dashed around: not certain).
"""

CSS = """
.ns-title { font-size: 1.6rem; font-weight: 700; margin: 0 0 .3rem; }
.ns-heading { font-size: 1.05rem; font-weight: 700; margin: 0 0 .3rem; }
.ns-lead { margin: 0; line-height: 1.5; max-width: 60rem; }
.ns-note { margin: .4rem 0; }

.ns-text { white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.9; font-size: 1rem; max-width: 46rem; }
.ns-headline { font-weight: 700; }
.ns-muted { color: #595f69; font-style: italic; font-weight: 400; }
.dark .ns-muted { color: #a3a9b3; }

mark.ns-favor, mark.ns-neutral, mark.ns-against {
  padding: .05em .15em; border-radius: .2em; font-style: normal;
  -webkit-box-decoration-break: clone; box-decoration-break: clone;
}
mark.ns-favor { background: #cfe6f7; color: #0b3350; border-bottom: 3px solid #0072b2; }
mark.ns-neutral { background: #e6e6e9; color: #2b2f36; border-bottom: 3px dotted #6b7280; }
mark.ns-against { background: #fcdcc6; color: #5b2400; border-bottom: 4px double #b84a00; }
.dark mark.ns-favor { background: #0f3d5e; color: #dcf0ff; border-bottom-color: #56b4e9; }
.dark mark.ns-neutral { background: #3b3e46; color: #f1f2f4; border-bottom-color: #a3a9b3; }
.dark mark.ns-against { background: #61300f; color: #ffe6d5; border-bottom-color: #f0935a; }
mark.ns-unsure { outline: 1px dashed currentColor; outline-offset: -1px; }
.ns-muted mark { background: transparent !important; color: inherit !important; }
.ns-sign { font-weight: 700; padding-left: .2em; user-select: none; -webkit-user-select: none; }

.ns-legend { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; padding: 0; margin: .2rem 0 .6rem; }
.ns-legend li { margin: 0; }

.ns-message, .ns-warnings { border-left: 4px solid #b84a00; padding: .5rem .8rem; margin: .4rem 0; }
.ns-message { background: #fcdcc6; color: #5b2400; }
.dark .ns-message { background: #61300f; color: #ffe6d5; }
.ns-warnings { list-style: none; border-left-color: #6b7280; }

.ns-table { width: 100%; border-collapse: collapse; font-size: .9rem; margin-bottom: 1rem; }
.ns-table caption { text-align: left; font-weight: 700; font-size: 1.05rem; padding: .3rem 0; }
.ns-table th, .ns-table td { text-align: left; vertical-align: top; padding: .4rem .5rem; }
.ns-table tr { border-bottom: 1px solid #9ca3af80; }
.ns-table th { white-space: nowrap; }
.ns-table td { overflow-wrap: break-word; }
.ns-table td.ns-wide { min-width: 18rem; }
.ns-table mark { white-space: nowrap; }
.ns-table small { font-size: .85rem; }
.ns-table tr.ns-differs { box-shadow: inset 4px 0 0 #b84a00; }

button[role="tab"][aria-selected="true"] { color: var(--body-text-color); font-weight: 600; }
.json-node {
  --text-color: var(--body-text-color); --string-color: #1d4ed8; --number-color: var(--body-text-color);
  --bracket-color: var(--body-text-color); --square-bracket-color: var(--body-text-color);
  --punctuation-color: var(--body-text-color);
}
.dark .json-node { --string-color: #93c5fd; }

@media (max-width: 720px) {
  .ns-beside .ns-chart { order: -1; }
  .ns-table thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .ns-table, .ns-table tbody, .ns-table caption { display: block; }
  .ns-table tr { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: .4rem .6rem; padding: .6rem; }
  .ns-table td { display: block; padding: 0; min-width: 0; overflow-wrap: anywhere; }
  .ns-table td.ns-wide { grid-column: 1 / -1; min-width: 0; }
  .ns-table td::before { content: attr(data-label); display: block; font-size: .75rem; font-weight: 600;
    font-style: normal; }
}
"""
