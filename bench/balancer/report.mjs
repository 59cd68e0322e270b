import { median } from './analysis.mjs'

/** One scene as a Markdown table: medians over the rounds; of what is counted, the sum over them. */
export function sceneTable({ results, ceilings }, scene) {
  const columns = ['candidate', 'req/s', 'of the ceiling', 'p50 ms', 'p95 ms', 'p99 ms']
  columns.push('share of each worker %', 'failed', 'retries')
  if (scene.death) columns.push('stopped after ms', 'sent in vain', 'answers again after ms')
  const rows = Object.entries(results).map(([name, runs]) => {
    const middle = (key) => median(runs.map((run) => run[key]))
    const shares = runs[0].shares.map((_, worker) => median(runs.map((run) => run.shares[worker])))
    const cells = [name, middle('perSecond').toFixed(1), spread(runs.map((run) => run.ofCeiling))]
    for (const key of ['p50', 'p95', 'p99']) cells.push(middle(key).toFixed(1))
    cells.push(shares.map((share) => share.toFixed(1)).join(' / '))
    const all = (key) => String(runs.reduce((sum, run) => sum + run[key], 0))
    cells.push(all('failed'), all('retries'))
    if (scene.death) {
      cells.push(whole(middle('stoppedAfterMs')), all('attemptsInVain'))
      cells.push(whole(middle('respondsAfterMs')))
    }
    return cells
  })
  return `${ceilingWords(ceilings)}\n\n${markdown(columns, rows)}`
}

function ceilingWords(ceilings) {
  if (ceilings.length === 0) return 'Ceiling: every slot in use all the time.'
  const sums = ceilings.map((each) => each.reduce((sum, one) => sum + one, 0))
  const alone = ceilings[0].map((_, worker) => median(ceilings.map((each) => each[worker])))
  const parts = alone.map((each) => each.toFixed(1)).join(' + ')
  return `Ceiling: ${median(sums).toFixed(1)} req/s (the workers alone: ${parts}).`
}

export function markdown(columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n')
}

function spread(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return `${median(values).toFixed(3)} (${least.toFixed(3)} to ${most.toFixed(3)})`
}

function whole(value) {
  return Number.isNaN(value) ? 'never' : value.toFixed(0)
}
