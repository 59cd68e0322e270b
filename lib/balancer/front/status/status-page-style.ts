/** The style of the status page, in light and dark mode. */
export const statusStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbfbfa; --ink: #1d2126; --quiet: #5b636d; --line: #dcdfe3; --bar: #2f6fde;
  --good: #1a7f37; --warn: #9a6700; --bad: #c62828;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --ink: #e6e8ea; --quiet: #9aa3ad; --line: #30363d; --bar: #5b93f5;
    --good: #4ac26b; --warn: #d4a72c; --bad: #ff7b72;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0 auto; padding: 1.5rem; max-width: 70rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
header { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
header p { margin: 0; color: var(--quiet); }
#connection { margin-left: auto; }
#connection.lost { color: var(--bad); font-weight: 600; }
dl { display: flex; flex-wrap: wrap; gap: .75rem 2rem; margin: 1rem 0 0; }
dl div { min-width: 5rem; }
dt { color: var(--quiet); font-size: .85rem; }
dd { margin: 0; font-size: 1.25rem; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; white-space: nowrap; }
th, td { text-align: left; padding: .45rem .9rem .45rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 500; font-size: .85rem; }
tbody th { font-weight: 600; }
.number { text-align: right; }
small { display: block; color: var(--quiet); font-weight: 400; }
abbr { text-decoration: none; }
.state::before {
  content: ""; display: inline-block; width: .6em; height: .6em; margin-right: .45em;
  border-radius: 50%; background: var(--warn);
}
.state.ready::before { background: var(--good); }
.state.down::before, .state.ejected::before, .state.unauthorized::before { background: var(--bad); }
.slots { display: flex; align-items: center; gap: .6rem; }
.track { width: 8rem; height: .6rem; border-radius: .3rem; background: var(--line); overflow: hidden; }
.fill { height: 100%; width: 0; background: var(--bar); transition: width .3s; }
#events { list-style: none; margin: 0; padding: 0; }
#events li { padding: .2rem 0; }
#events time { color: var(--quiet); margin-right: .75rem; }
pre { overflow-x: auto; }
@media (prefers-reduced-motion: reduce) { .fill { transition: none; } }
@media (forced-colors: active) {
  .track { border: 1px solid CanvasText; }
  .fill { background: Highlight; forced-color-adjust: none; }
}
`
