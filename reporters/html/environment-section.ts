import type { RunRecord } from '../../lib/record/run-record.ts'
import type { Setting } from '../../lib/record/setting.ts'
import { numberTable } from './charts/figure.ts'
import { html, type Markup } from './markup.ts'
import type { ReportedTest } from './reported-test.ts'
import { counted, shortName } from './texts.ts'

/** More workers than this are folded away. */
const shownWorkers = 12

/** What was measured and from where: whoever compares two reports looks here first. */
export function environmentSection(run: RunRecord, tests: readonly ReportedTest[]): Markup {
  const facts = Object.entries(factsOf(run, tests)).filter(([, value]) => value !== undefined)
  return html`
    <section id="environment" aria-labelledby="environment-title">
      <h2 id="environment-title">Environment and cluster</h2>
      <dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      ${run.cluster && workerTable(run.cluster, settingOf(tests))}
    </section>
  `
}

function factsOf({ environment, cluster }: RunRecord, tests: readonly ReportedTest[]) {
  const machine = environment ?? settingOf(tests)?.environment
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

function settingOf(tests: readonly ReportedTest[]): Setting | undefined {
  const cases = tests.flatMap((test) => test.cases)
  return cases.flatMap(({ measurements }) => measurements).find(({ setting }) => setting)?.setting
}

function workerTable(
  { workers }: NonNullable<RunRecord['cluster']>,
  setting: Setting | undefined,
): Markup {
  const heads = ['worker', 'address', 'type', 'model', 'slots']
  const rows = workers.map(({ id, host, port, type, model }) => [
    ...[shortName(id), shortName(`${host}:${port}`), type, shortName(model ?? '')],
    String(setting?.workers.find((worker) => worker.id === id)?.slots ?? ''),
  ])
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
