import { chartStyle } from './chart-style.ts'

/**
 * The style of the page. Colours are distinguishable for the colour-blind (after Okabe and Ito) and have a
 * contrast of 4.5 to 1 for all text; nothing is shown by colour alone.
 */
const layoutStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbfbfa; --card: #ffffff; --ink: #1c2127; --quiet: #59626d; --line: #dcdfe3; --link: #1a5fb4;
  --passed: #0a6c55; --failed: #b3310c; --error: #8f2a6c; --inconclusive: #7b5600; --skipped: #59626d;
  --passed-bar: #2f9e83; --failed-bar: #d5561f; --error-bar: #b8569a; --inconclusive-bar: #d9a300; --skipped-bar: #b4bac2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --card: #1b1f24; --ink: #e7e9ec; --quiet: #a3acb6; --line: #343a42; --link: #84b8f8;
    --passed: #55c9a8; --failed: #ff9068; --error: #eb9bd0; --inconclusive: #e6b83c; --skipped: #a3acb6;
    --passed-bar: #2f9e83; --failed-bar: #dd6a37; --error-bar: #b8569a; --inconclusive-bar: #c99a1a; --skipped-bar: #59626d;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 66rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere;
}
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
:target { outline: 2px solid var(--link); outline-offset: 4px; border-radius: 4px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h1, h2, h3, h4, p, ul, ol, dl, figure, pre { margin: 0; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: pretty; unicode-bidi: isolate; }
h2 { font-size: 1.3rem; margin: 3rem 0 1rem; }
h2 small, h4 small, .row small, .measured small { color: var(--quiet); font-weight: 400; font-size: .875rem; }
h3 { font-size: 1rem; }
summary { cursor: pointer; }
code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: color-mix(in srgb, var(--ink) 7%, transparent); padding: .1em .3em; border-radius: 3px; }
pre { white-space: pre-wrap; padding: .75rem 1rem; background: color-mix(in srgb, var(--ink) 5%, transparent); border-radius: 4px; max-height: 30rem; overflow: auto; }
pre + pre { margin-top: .5rem; }

.top { display: flex; flex-wrap: wrap; gap: 0 1.25rem; align-items: baseline; justify-content: space-between; color: var(--quiet); font-size: .9375rem; }
.product { font-weight: 600; color: var(--ink); }
.run { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }

.verdict h1 { font-size: clamp(2.25rem, 7vw, 3.25rem); letter-spacing: -.02em; margin: 2rem 0 .25rem; }
.lead { font-size: 1.25rem; }
.notice { margin-top: .75rem; padding: .6rem 1rem; border: 1px solid var(--inconclusive); border-radius: 6px; }
.sign.passed, .badge.passed, h1.passed { color: var(--passed); }
.sign.failed, .badge.failed, h1.failed { color: var(--failed); }
.sign.error, .badge.error { color: var(--error); }
.sign.inconclusive, .badge.inconclusive, h1.inconclusive { color: var(--inconclusive); }
.sign.skipped, .badge.skipped, h1.skipped { color: var(--skipped); }
.sign { display: inline-block; min-width: 1em; font-weight: 700; }
.counts { display: block; margin-top: 1.25rem; border-radius: 7px; overflow: hidden; }
.counts rect { stroke: var(--paper); stroke-width: 1.5; }
.counts .passed { fill: var(--passed-bar); } .counts .failed { fill: var(--failed-bar); } .counts .error { fill: var(--error-bar); }
.counts .inconclusive { fill: var(--inconclusive-bar); } .counts .skipped { fill: var(--skipped-bar); }
.counted { list-style: none; padding: 0; margin-top: .5rem; display: flex; flex-wrap: wrap; gap: .1rem 1.5rem; }

.findings { display: grid; gap: .75rem; }
.finding { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--failed-bar); border-radius: 6px; padding: 1rem 1.25rem; }
.finding.inconclusive { border-left-color: var(--inconclusive-bar); } .finding.error { border-left-color: var(--error-bar); }
.finding > * + * { margin-top: .6rem; }
.finding p, .remedy { max-width: 52rem; }
.remedy ol { margin: .15rem 0 0; padding-left: 1.4rem; }
.explains { font-size: .9375rem; color: var(--quiet); display: flex; flex-wrap: wrap; gap: 0 .6rem; }
.explains ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0 1rem; flex: 1 1 20rem; }
.findings + details, .finding details { margin-top: .5rem; } .explains > details { flex-basis: 100%; margin: 0; }

.flow { list-style: none; padding: 0; margin-top: 2.5rem; display: flex; flex-wrap: wrap; gap: .75rem 2rem; }
.flow li { flex: 1 1 13rem; position: relative; }
.flow a { display: block; height: 100%; padding: .7rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; color: inherit; text-decoration: none; }
.flow a:hover b { text-decoration: underline; }
.flow span:last-child { display: block; color: var(--quiet); font-size: .875rem; }
.flow li + li::before { content: "→"; position: absolute; left: -1.5rem; top: 50%; translate: 0 -50%; color: var(--quiet); }
.flow .skipped a { border-style: dashed; }

.suite { margin-top: 1.75rem; }
.suite > h3 { margin-bottom: .5rem; color: var(--quiet); font-weight: 600; }
.test { background: var(--card); padding-left: .75rem; border: 1px solid var(--line); border-bottom-width: 0; }
.test:first-of-type { border-top-left-radius: 6px; border-top-right-radius: 6px; }
.test:last-of-type { border-bottom-width: 1px; border-bottom-left-radius: 6px; border-bottom-right-radius: 6px; }
.test > summary { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: .25rem 1.5rem; align-items: center; padding: .6rem 1rem .6rem .75rem; list-style: none; position: relative; }
.test > summary::after { content: ""; position: absolute; left: -.15rem; top: 1.15rem; width: .4rem; height: .4rem; border: solid var(--quiet); border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg); opacity: .6; }
.test[open] > summary::after { transform: rotate(45deg); }
.test > summary::-webkit-details-marker { display: none; }
.test > summary:hover h4 > span + span { text-decoration: underline; text-decoration-color: var(--quiet); text-underline-offset: .2em; }
.test h4 { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .6rem; align-items: baseline; font-size: 1rem; font-weight: 500; } .test h4 small { white-space: nowrap; }
.badge { font-size: .875rem; font-weight: 600; }
.leading { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 11rem); gap: 1rem; align-items: center; }
.words { text-align: right; font-size: .875rem; color: var(--quiet); } .words b { color: var(--ink); }
.test > .body { padding: .25rem 1rem 1.25rem .75rem; border-top: 1px solid var(--line); }
.test > .body > * { margin-top: 1rem; }
.reasons, .notes { padding-left: 1.2rem; max-width: 54rem; } .notes, .place { color: var(--quiet); font-size: .875rem; }
.further { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; } .further > [open] { flex-basis: 100%; min-width: 0; } .further:empty { display: none; }
.to-cause { margin-top: .4rem !important; }
.folded > summary { padding: .6rem .9rem; } .folded[open] > summary { margin-bottom: .5rem; }
.left-out { padding: .75rem 0 0 .9rem; list-style: none; color: var(--quiet); } .left-out ul { padding-left: 2.2rem; }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: left; padding: .4rem 1rem .4rem 0; border-top: 1px solid var(--line); vertical-align: middle; }
thead th { border-top: 0; color: var(--quiet); font-weight: 500; font-size: .8125rem; }
tbody th { font-weight: 500; }
tbody tr:last-child > * { border-bottom: 1px solid var(--line); }
.budgets td { white-space: nowrap; } .budgets .measured { white-space: normal; font-weight: 600; } .measured small { display: block; }
.budgets .drawn { width: 42%; min-width: 11rem; padding-right: 0; }
.strip { margin: 0 6px; width: calc(100% - 12px); }
.numbers { font-size: .9375rem; } .numbers > summary, .folded > summary, .finding summary { color: var(--quiet); font-size: .875rem; }
.numbers td, .numbers tbody th { font-size: .875rem; }
.facts { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; margin-bottom: 1.5rem; }
.facts dt { color: var(--quiet); font-size: .8125rem; } .facts dd { margin: 0; }

@media (max-width: 46rem) {
  body { padding: 1rem .75rem 3rem; }
  .flow { display: grid; } .flow li + li::before { content: none; }
  .test > summary { grid-template-columns: minmax(0, 1fr); }
  .words { text-align: left; }
  .budgets, .budgets tbody, .budgets tr, .budgets th, .budgets td { display: block; border: 0 !important; padding: 0; }
  .budgets thead { display: none; }
  .budgets tr { padding: .6rem 0; border-top: 1px solid var(--line) !important; }
  .budgets td { display: inline-block; margin-right: .75rem; white-space: normal; }
  .budgets td:nth-child(2)::before { content: "budget "; color: var(--quiet); } .budgets .measured::before { content: "measured "; color: var(--quiet); font-weight: 400; }
  .budgets .drawn { display: block; width: 100%; margin: .35rem 0 0; }
  .budgets .measured small { display: inline; margin-left: .4rem; }
}
@media print {
  body { max-width: none; }
  .test::details-content, .suite > .folded::details-content, .findings + details::details-content, .explains > details::details-content { content-visibility: visible; height: auto; }
  .numbers:not([open]), .trends > .folded:not([open]) { display: none; }
  .charts { grid-template-columns: 1fr 1fr; }
  .chart, .finding { break-inside: avoid; } h2, h3, summary { break-after: avoid; }
}
@media (forced-colors: active) {
  :root { --line: CanvasText; --ink: CanvasText; --quiet: CanvasText; --card: Canvas; --paper: Canvas; }
  svg { forced-color-adjust: auto; }
}
`

export const pageStyle = layoutStyle + chartStyle
