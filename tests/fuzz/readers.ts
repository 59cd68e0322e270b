import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import { openRun } from '../../lib/cli/kit/open-run.ts'
import { parseCluster } from '../../lib/cluster/load-cluster.ts'
import { parseCondition } from '../../lib/conditions/parse-condition.ts'
import { readTrace } from '../../lib/load/trace/read-trace.ts'
import { stayWithinBaseline } from '../../lib/matchers/stay-within-baseline.ts'
import { BaselineFileError, baselinePath } from '../../lib/record/baseline/baseline-file.ts'
import type { Measurement } from '../../lib/record/measurement.ts'
import type { RunRecord } from '../../lib/record/run/run-record.ts'
import { parseSource } from '../../lib/source/document.ts'
import { UserError } from '../../lib/source/user-error.ts'
import { readSpec } from '../../lib/spec/read-spec.ts'
import { readValidBaseline } from '../../lib/verdict/baseline/valid-baseline.ts'
import { judge } from '../../lib/verdict/judge.ts'
import { openWorkload } from '../../lib/workload/open-workload.ts'
import { formats } from '../../reporters/formats.ts'

const root = join(import.meta.dirname, '../..')
const corpus = join(import.meta.dirname, 'corpus')

function textOf(path: string): string {
  return readFileSync(path, 'utf8')
}

/** The seeds of a kind of file, and how the product reads and uses it. */
export interface Kind {
  readonly seeds: readonly string[]
  /**
   * Reads a text like the product would, and uses the result if it is accepted.
   * @throws UserError or BaselineFileError, with a message; anything else is a bug
   */
  use(text: string, folder: string): Promise<void> | void
}

const dimensions = ['duration', 'percentage', 'rate', 'count', 'list', 'boolean', 'text'] as const

const specs = ['balancer/faults', 'balancer/share', 'balancer/slots', 'network/checklist'].concat(
  ...['perf/batch', 'perf/first-answer', 'perf/latency', 'perf/scaling'],
)
const cluster = parseCluster(
  parseSource(textOf(join(root, 'config/embedded.yaml')), join(root, 'config/embedded.yaml')),
  {},
)

export const kinds: Readonly<Record<string, Kind>> = {
  spec: {
    seeds: specs.map((name) => textOf(join(root, `specs/${name}.spec.yaml`))),
    use(text) {
      const file = join(root, 'specs/network/mutant.spec.yaml')
      const spec = readSpec({ file, text }, { cluster, catalog: checkCatalog, env: {}, root })
      // An accepted spec has expectations in every test: nothing that was written is dropped.
      const written = (parseSource(text, file).value as { tests: unknown[] }).tests
      if (spec.tests.length !== written.length) throw new Error('a test was dropped')
      const isEmpty = spec.tests.some(({ expectations }) => expectations.length === 0)
      if (isEmpty) throw new Error('a test that expects nothing was accepted')
    },
  },
  cluster: {
    seeds: ['embedded.yaml', 'five_workers.yaml', 'my_workers.json', 'single_studio.json'].map(
      (name) => textOf(join(root, 'config', name)),
    ),
    use(text) {
      const isJson = text.trimStart().startsWith('{')
      const file = join(root, `config/mutant.${isJson ? 'json' : 'yaml'}`)
      const { workers } = parseCluster(parseSource(text, file), {})
      if (workers.length === 0) throw new Error('a cluster without workers was accepted')
    },
  },
  workload: {
    seeds: [
      ...['long-context', 'research-papers', 'short-chat'].map((name) =>
        textOf(join(root, `config/workloads/${name}.yaml`)),
      ),
      textOf(join(corpus, 'workload.yaml')),
    ],
    async use(text, folder) {
      const file = join(folder, 'mutant.yaml')
      writeFileSync(file, text)
      const workload = await openWorkload('./mutant.yaml', { root: folder })
      for (const index of [0, 1, 99]) JSON.parse(workload.request(index).body)
    },
  },
  trace: {
    seeds: ['trace.csv', 'trace.jsonl'].map((name) => textOf(join(corpus, name))),
    async use(text, folder) {
      const file = join(folder, `mutant.${text.trimStart().startsWith('{') ? 'jsonl' : 'csv'}`)
      writeFileSync(file, text)
      const times = await readTrace(file)
      const isSound = times.every((ms, at) => ms >= (times[at - 1] ?? 0) && Number.isFinite(ms))
      if (!isSound) throw new Error('a trace that goes back in time was accepted')
    },
  },
  baseline: {
    seeds: [textOf(join(corpus, 'baseline.json'))],
    use(text, folder) {
      const file = join(folder, 'baselines/a/mutant.json')
      writeFileSync(file, text)
      const condition = regression()
      judge([condition], measured, { file, baseline: readValidBaseline(file) })
    },
  },
  'baseline of TypeScript': {
    seeds: [textOf(join(corpus, 'baseline.json'))],
    use(text, folder) {
      const asking = { testPath: join(folder, 'a.spec.ts'), currentTestName: 'mutant' }
      writeFileSync(baselinePath(asking.testPath, 'mutant'), text)
      stayWithinBaseline(measured, { metric: 'throughput', at: { concurrency: 2 } }, asking)
    },
  },
  record: {
    seeds: ['run.json', 'run.jsonl'].map((name) => textOf(join(corpus, name))),
    async use(text, folder) {
      const file = join(folder, 'mutant.json')
      writeFileSync(file, text)
      using record = await openRun(file)
      for (const load of Object.values(formats)) {
        const render = await load()
        for (const chunk of render(record.run, { root: folder })) {
          if (typeof chunk !== 'string') throw new Error('a report is not text')
        }
      }
    },
  },
  condition: {
    seeds: ['< 10ms', '33% ± 5%', '1s..2s', '/^mistral/i', 'one of [200, "a, b"]', 'contains x'],
    use(text) {
      const all = dimensions.map((dimension) => parseCondition(text, dimension))
      const refused = all.flatMap((parsed) => (parsed.ok ? [] : parsed.message))
      if (refused.some((message) => message === '')) throw new Error('a refusal without words')
      // A text is hardly ever refused: one that matches no other dimension counts as refused here.
      if (refused.length < dimensions.length) return
      throw new UserError([{ code: 'invalid_condition', message: refused.join('; ') }])
    },
  },
}

/** The benchmark of the recorded run. */
const measured: Measurement = (() => {
  const run = JSON.parse(textOf(join(corpus, 'run.json'))) as RunRecord
  const found = run.files
    .flatMap(({ cases }) => cases)
    .flatMap(({ record }) => record?.verdict.measurement ?? [])
    .find(({ check }) => check === 'benchmark')
  if (!found) throw new Error('the recorded run has no benchmark')
  return found
})()

function regression() {
  const text = `suite: S
tests:
  - name: t
    benchmark: { concurrency: [2], requests: 8, compare: { baseline: first, candidate: all } }
    expect: [{ at: { concurrency: 2 }, regression: { metric: throughput, within: 5% } }]
`
  const file = join(root, 'specs/perf/mutant.spec.yaml')
  const spec = readSpec({ file, text }, { cluster, catalog: checkCatalog, env: {}, root })
  const [expectation] = spec.tests[0]?.expectations ?? []
  if (!expectation) throw new Error('no expectation was read')
  return expectation
}

/** Whether an error is one that its user can act on. */
export function isPlain(error: unknown): error is Error {
  return error instanceof UserError || error instanceof BaselineFileError
}
