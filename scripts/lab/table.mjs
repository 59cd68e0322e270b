/** A Markdown table of what each subject did under each fault. */
export function labTable(results) {
  const inOrder = results.toSorted((a, b) => a.order - b.order)
  const faults = [...new Set(inOrder.map(({ fault }) => fault))]
  const figures = (fault, subject) =>
    results.findLast((each) => each.fault === fault && each.subject === subject)?.figures
  const rows = faults.map((fault) => [
    fault,
    gateCell(figures(fault, 'gate')),
    reportsCell(figures(fault, 'gate')),
    trafficCell(figures(fault, 'library')),
    trafficCell(figures(fault, 'serve')),
    benchmarkCell(figures(fault, 'benchmark')),
  ])
  return [
    '| Fault | Gate | Reports, history | Library | `serve` | Benchmark |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
  ].join('\n')
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const none = '-'

function gateCell(run) {
  if (!run) return none
  const says = run.says.length > 0 ? `: "${run.says.join('", "')}"` : ''
  return `exit ${run.exitCode} in ${seconds(run.seconds)} of ${run.withinSeconds} s${says}`
}

function reportsCell(run) {
  if (!run) return none
  const reports =
    run.valid > 0 ? `${run.valid} of ${run.reports} valid, ${run.cases} cases each` : 'no report'
  if (run.stored === undefined) return `${reports}; no history`
  const of = run.valid > 0 ? ` of ${run.measured}` : ''
  return `${reports}; ${run.stored}${of} measured cases in the history`
}

function trafficCell(run) {
  if (!run) return none
  const { complete = 0, ...others } = run.outcomes
  const lost = Object.entries(others).map(([outcome, count]) => `${count} ${outcome}`)
  const how = lost.length > 0 ? ` (${lost.join(', ')})` : ''
  return `${complete} of 300 complete${how}, longest ${seconds(run.seconds)}`
}

function benchmarkCell(run) {
  if (!run) return none
  const succeeded = run.requests - run.failed
  return `exit ${run.exitCode}: ${succeeded} of ${run.requests} succeeded`
}

const seconds = (value) => `${value.toFixed(1)} s`
