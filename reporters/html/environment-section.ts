import type { ClusterRecord } from '../../lib/record/run/run-record.ts'
import type { Setting } from '../../lib/record/setting.ts'
import { html, type Markup } from '../../lib/rendering/html-markup.ts'
import { numberTable } from './charts/figure.ts'
import type { ReportedRun } from './data/reported-run.ts'
import { counted, shortName } from './texts.ts'

/** More workers than this are folded. */
const shownWorkers = 12

/** What was measured and from where: a comparison of two reports begins here. */
export function environmentSection({ run, setting }: ReportedRun): Markup {
  const facts = Object.entries(factsOf(run, setting)).filter(([, value]) => value !== undefined)
  return html`
    <section id="environment" aria-labelledby="environment-title">
      <h2 id="environment-title">Environment and cluster</h2>
      <dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      ${run.cluster && workerTable(run.cluster, setting)}
    </section>
  `
}

function factsOf({ environment, cluster }: ReportedRun['run'], setting: Setting | undefined) {
  const machine = environment ?? setting?.environment
  const { commit, branch, ci } = environment ?? {}
  return {
    Node: machine?.node,
    Platform: machine?.platform,
    CPUs: machine?.cpus,
    Clustergate: environment?.clustergate,
    Vitest: environment?.vitest,
    Commit: commit && `${commit.slice(0, 12)}${environment?.hasChanges ? ', with changes' : ''}`,
    Branch: branch,
    CI: ci && (isWebAddress(ci.url) ? html`<a href="${ci.url}">${ci.name}</a>` : ci.name),
    'Cluster file': cluster?.file,
  }
}

function isWebAddress(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\//.test(url)
}

function workerTable({ workers }: ClusterRecord, setting: Setting | undefined): Markup {
  const all = workers.map(({ id, host, port, type, model }) => ({
    worker: shortName(id),
    address: shortName(`${host}:${port}`),
    type,
    model: shortName(model ?? ''),
    slots: String(setting?.workers.find((worker) => worker.id === id)?.slots ?? ''),
  }))
  // A column without values is left out.
  const heads = columns.filter((column) => all.some((worker) => worker[column] !== ''))
  const rows = all.map((worker) => heads.map((column) => worker[column]))
  if (rows.length > shownWorkers) {
    return numberTable(counted(rows.length, 'worker'), { heads, rows })
  }
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="Workers">
      <table>
        <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>${rows.map(([id, ...cells]) => html`<tr><th scope="row">${id}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
      </table>
    </div>
  `
}

const columns = ['worker', 'address', 'type', 'model', 'slots'] as const
