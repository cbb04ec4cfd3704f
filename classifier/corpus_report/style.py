"""The page's style sheet. Every text reaches a contrast of 4.5 : 1 on its ground, in light and in dark (WCAG AA)."""

CSS = """
:root { color-scheme: light dark; --ground: #ffffff; --panel: #f4f6f9; --ink: #1f2937; --muted: #565d68;
  --rule: #d5d9e0; --favor: #0069a6; --against: #b34700; --neutral: #8b929d; --note: #fdebdd; --link: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --ground: #16191f; --panel: #20242c; --ink: #e7eaef; --muted: #a9b0bb;
  --rule: #3a414d; --favor: #5cb8ee; --against: #f3955c; --neutral: #9aa1ac; --note: #46270f; --link: #8cc4ff; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.5;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: break-word; }
.skip { position: absolute; left: -999px; } .skip:focus { left: .5rem; top: .5rem; background: var(--ground); }
header, main, footer { max-width: 74rem; margin: 0 auto; padding: 0 1.2rem; }
header { padding-top: 1.6rem; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .4rem; text-wrap: balance; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .3rem; padding-top: .6rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.02rem; margin: 0 0 .3rem; } h4 { font-size: .92rem; margin: .9rem 0 .2rem; }
p { margin: .3rem 0 .7rem; max-width: 48rem; }
.muted, figcaption, caption { color: var(--muted); font-size: .9rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; list-style: none; padding: 0; margin: .6rem 0 0; }
nav a { display: inline-block; padding: .25rem 0; }
.warning { background: var(--note); border-left: 5px solid var(--against); padding: .6rem .9rem; margin: .7rem 0; }
.warning p { margin: 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(11.5rem, 1fr)); gap: .7rem; margin: .8rem 0; }
.facts div { background: var(--panel); border-radius: .5rem; padding: .6rem .8rem; }
.facts dt { color: var(--muted); font-size: .85rem; } .facts dd { margin: 0; font-size: 1.25rem; font-weight: 650; }
.facts dd small { display: block; font-size: .82rem; font-weight: 400; color: var(--muted); line-height: 1.35; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: 1rem;
  align-items: start; }
.wide.grid { grid-template-columns: repeat(auto-fill, minmax(min(29rem, 100%), 1fr)); }
.card, figure { background: var(--panel); border-radius: .6rem; padding: .8rem; margin: 0; min-width: 0; }
figure picture, figure img { display: block; } figure img { width: 100%; height: auto; border-radius: .4rem; }
figure.alone { max-width: 34rem; margin: .8rem 0; width: 100%; }
.beside { display: grid; grid-template-columns: minmax(0, 31rem) minmax(0, 1fr); gap: 1.2rem; align-items: start; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; margin: .6rem 0; }
caption { text-align: left; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .5rem; border-bottom: 1px solid var(--rule); }
thead th { font-size: .82rem; color: var(--muted); font-weight: 600; vertical-align: bottom; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.narrow td, .narrow th { padding: .25rem .3rem; font-size: .86rem; } .narrow .muted { display: block; }
tbody th { font-weight: 600; overflow-wrap: anywhere; } th small, th details { font-weight: 400; }
.card h4:first-of-type { margin-top: .2rem; }
.bar { display: flex; height: .8rem; width: 100%; min-width: 5.5rem;
  border: 1px solid var(--muted); border-radius: .2rem;
  overflow: hidden; margin-top: .3rem; }
.bar i { display: block; height: 100%; } .bar .favor { background: var(--favor); }
.bar .against { background: repeating-linear-gradient(135deg, var(--against) 0 3px, var(--ground) 3px 5px); }
.favor-text { color: var(--favor); font-weight: 650; } .against-text { color: var(--against); font-weight: 650; }
.nowrap { white-space: nowrap; }
summary { cursor: pointer; color: var(--link); font-size: .9rem; padding: .2rem 0; width: fit-content; }
ul.sentences { list-style: none; padding: 0; margin: .2rem 0; }
ul.sentences li { border-left: 4px solid var(--neutral); padding: .1rem 0 .1rem .7rem; margin: .55rem 0; }
ul.sentences li.favor { border-left: 5px solid var(--favor); }
ul.sentences li.against { border-left: 5px double var(--against); }
q { quotes: none; } .source { display: block; color: var(--muted); font-size: .86rem; }
footer { color: var(--muted); font-size: .88rem; padding-top: 2rem; padding-bottom: 2.5rem; }
@media (max-width: 900px) { .beside { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 640px) {
  header, main, footer { padding-left: .8rem; padding-right: .8rem; } h1 { font-size: 1.45rem; }
  .card, figure { padding: .5rem; }
  .facts { grid-template-columns: 1fr 1fr; gap: .5rem; } .facts dd { font-size: 1.1rem; }
}
.fit { container-type: inline-size; }
@container (max-width: 30rem) {
  .rows thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .rows, .rows tbody, .rows caption { display: block; }
  .rows tr { display: grid; grid-template-columns: repeat(3, 1fr); gap: .2rem .8rem; padding: .6rem 0;
    border-bottom: 1px solid var(--rule); }
  .rows th, .rows td { border: 0; padding: 0; text-align: left; min-width: 0; white-space: normal; }
  .rows th, .rows .full { grid-column: 1 / -1; }
  .rows td::before { content: attr(data-label); display: block; font-size: .78rem; color: var(--muted); }
}
@media print { nav, .skip { display: none; } figure, .card { break-inside: avoid; } }
"""
