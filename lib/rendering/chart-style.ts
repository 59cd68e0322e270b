/** The style of charts: plain axes, one strong colour for measurements, black for targets. */
export const chartStyle = `
:root {
  --measured: #1f69b5; --area: #7fb0df; --reference: #6d7681; --reference-area: #bcc3cb; --budget: #1c2127; --allowed: #c3e2d8; --track: #d9dde1;
  --tone-a: #2f76bd; --tone-b: #1d4f85; --band-even: #f3f5f7; --band-odd: #e9ecef;
  --on-tone: #ffffff; --on-light: #1c2127;
  --loss-workers: #e8955c; --loss-queueing: #c9a9d9; --loss-network: #e3c64f; --loss-balancer: #8fb8a4; --loss-tail: #b9c0c8; --loss-client: #d98aa8; --loss-failures: #e06f4f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --measured: #74b0f2; --area: #3d76ad; --reference: #a3acb6; --reference-area: #59626d; --budget: #f1f3f5; --allowed: #1f5346; --track: #3a424b;
    --tone-a: #2f76bd; --tone-b: #23568c; --band-even: #1f242a; --band-odd: #262c33;
    --on-tone: #ffffff; --on-light: #14171a;
  }
}
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); gap: 1.75rem 2.5rem; }
.chart { min-width: 0; } .chart.wide { grid-column: 1 / -1; }
.stage > .chart { margin-top: 1rem; padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
figcaption { font-size: .9375rem; } figcaption span { color: var(--quiet); font-size: .875rem; }
.legend { list-style: none; padding: 0; margin: .3rem 0 .6rem; display: flex; flex-wrap: wrap; gap: 0 1.1rem; font-size: .8125rem; color: var(--quiet); }
.legend svg { vertical-align: -.1em; margin-right: .25rem; overflow: visible; }
.chart > .numbers { margin-top: .5rem; }
.panel { font-size: .8125rem; color: var(--quiet); margin-top: .9rem; }
.plot.lines.named { margin-top: 1.6rem; }

.plot { display: block; overflow: visible; }
.plot svg { overflow: visible; } .plot svg.part, .plot svg.stretched { overflow: hidden; }
.plot.lines { margin: .6rem 0 1.2rem 4.25rem; width: calc(100% - 4.75rem); }
.chart > .plot.lines { margin-bottom: 2.75rem; } .chart.wide > .plot.lines { margin-bottom: .4rem; } .chart.wide > .plot.last { margin-bottom: 1.75rem; }
.plot text { font-size: 11.5px; fill: var(--quiet); }
.plot text.middle { text-anchor: middle; } .plot text.end { text-anchor: end; }
.plot text.budget { fill: var(--ink); font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 4px; }
.grid { stroke: var(--line); stroke-width: 1; } .axis { stroke: var(--line); stroke-width: 1; }
.line { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.line.measured { stroke: var(--measured); } .line.reference { stroke: var(--reference); }
.line.upper { stroke-width: 1.25; stroke-dasharray: 3 3; }
.line.ideal, .dashed.ideal { stroke: var(--quiet); stroke-width: 1.5; stroke-dasharray: 5 4; fill: none; }
.whisker { stroke: var(--measured); stroke-width: 1.5; } .whisker.reference { stroke: var(--reference); }
.area.measured { fill: var(--area); } .area.reference { fill: var(--reference-area); }
.quantile { stroke: var(--ink); stroke-width: 1.5; } .budget:not(text) { stroke: var(--budget); stroke-width: 2; stroke-dasharray: none; }
path.circle, path.square, path.diamond { stroke: var(--card); stroke-width: 1; }
path.measured { fill: var(--measured); } path.reference { fill: var(--reference); } path.line.measured, path.line.reference { fill: none; }
path.cross { fill: none; stroke-width: 2.5; stroke-linecap: round; }
path.ring { fill: var(--card); stroke-width: 2; }
path.pass { fill: var(--passed); } path.cross.fail, path.cross.no_data { stroke: var(--failed); } path.ring.inconclusive { stroke: var(--inconclusive); }
.strip .track { fill: var(--track); } .strip .allowed { fill: var(--allowed); } .strip .bound { stroke: var(--budget); stroke-width: 2; }
.interval { stroke-width: 2; stroke: var(--passed); } .interval.fail { stroke: var(--failed); } .interval.inconclusive { stroke: var(--inconclusive); }

.plot.trend { margin-bottom: 1.6rem !important; }
.trends circle.counted, .legend path.counted { fill: var(--measured); } .trends circle.left-out, .legend path.left-out { fill: none; stroke: var(--quiet); stroke-width: 1; }
.trends circle.now, .legend path.now { stroke: var(--card); stroke-width: 1.5; fill: var(--ink); } .trends circle.now.failed, .trends circle.now.error { fill: var(--failed); }
.line.level { stroke: var(--quiet); stroke-width: 1.5; } .bound-line { stroke: var(--budget); stroke-width: 1.5; stroke-dasharray: 2 3; }
.move { stroke: var(--inconclusive); stroke-width: 1.5; } .move.worse { stroke: var(--failed); } .move.better { stroke: var(--passed); }
.moves { list-style: none; padding: 0; font-size: .875rem; } .moves li + li { margin-top: .25rem; }
.moves b { font-weight: 600; } .moves .move-sign { font-weight: 700; } .moves .worse .move-sign { color: var(--failed); } .moves .better .move-sign { color: var(--passed); }
.moves code { white-space: nowrap; } .trends figcaption span { display: block; }
.trend-charts { margin-top: .75rem; padding: .75rem 1.25rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
.trends > .folded { margin-top: .5rem; } .trends > .folded > summary { padding-left: 0; }

.rows { margin: .4rem 0 1.6rem; }
.row { display: grid; grid-template-columns: minmax(0, 11rem) minmax(0, 1fr) minmax(0, 6.5rem); gap: 0 .75rem; align-items: center; padding: .1rem 0; }
.row .name { font-size: .875rem; text-align: right; } .row .value { font-size: .8125rem; color: var(--quiet); } .row .value.bad { color: var(--failed); }
.reach .row { grid-template-columns: minmax(0, 13rem) minmax(0, 1fr) minmax(0, 16rem); } .reach .name { text-align: left; }
.way { stroke: var(--measured); stroke-width: 2; } .way.broken { stroke: var(--failed); stroke-dasharray: 4 4; }
rect.tone-a { fill: var(--tone-a); } rect.tone-b { fill: var(--tone-b); } rect.reached { fill: var(--tone-a); }
.part rect:not(.band) { stroke: var(--card); stroke-width: 1; }
.plot text.on { fill: var(--on-light); } .plot text.on.tone-a, .plot text.on.tone-b, .plot text.on.reached { fill: var(--on-tone); }
.band.even { fill: var(--band-even); } .band.odd { fill: var(--band-odd); }
${['workers', 'queueing', 'network', 'balancer', 'tail', 'client', 'failures']
  .map((part) => `.loss-${part}:not(text) { fill: var(--loss-${part}); }`)
  .join('\n')}
.legend .area.measured { fill: var(--area); } .legend .area.reached { fill: var(--tone-a); } .legend .bound, .legend .line { stroke-width: 2; }
.legend .bound.quantile { stroke: var(--ink); } path.cross.fail { stroke: var(--failed); }
.chart:not(.wide) .row { grid-template-columns: minmax(0, 1fr) auto; padding-bottom: .25rem; }
.chart:not(.wide) .row .name { text-align: left; } .chart:not(.wide) .row .plot { grid-column: 1 / -1; grid-row: 2; }
.if-narrow { display: none; }
@media (max-width: 46rem) {
  .if-narrow { display: inline; } .if-wide { display: none; }
  .row, .reach .row { grid-template-columns: minmax(0, 1fr) auto; } .row .name, .reach .name { text-align: left; grid-row: 1; }
  .row .value { grid-row: 1; text-align: right; } .row .plot { grid-column: 1 / -1; } .reach .value { grid-row: 3; grid-column: 1 / -1; text-align: left; }
  .reach .row.last .value { margin-top: 1.4rem; }
}
@media (forced-colors: active) {
  :root { --measured: Highlight; --area: Highlight; --reference: GrayText; --budget: CanvasText; --allowed: GrayText; --track: Canvas; }
}
`
