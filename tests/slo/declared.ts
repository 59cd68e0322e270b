import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkCatalog } from '../../lib/checks/catalog.ts'
import type { Cluster } from '../../lib/cluster/cluster.ts'
import { parseCluster } from '../../lib/cluster/load-cluster.ts'
import { readSlos } from '../../lib/slo/read-slos.ts'
import type { SloSuite } from '../../lib/slo/slo.ts'
import { parseSource } from '../../lib/source/document.ts'

const workers = ['a', 'b', 'c'].map((id, index) => ({
  id,
  host: '127.0.0.1',
  port: index + 1,
  model: 'm',
  max_concurrent_requests: 5,
}))

/** Three workers with five slots each; `changes` are keys of the cluster file. */
export function clusterOf(changes: Readonly<Record<string, unknown>> = {}): Cluster {
  const text = JSON.stringify({ workers, ...changes })
  return parseCluster(parseSource(text, '/cluster.json'), {})
}

export interface DeclaredOptions {
  readonly cluster?: Cluster
  readonly env?: NodeJS.ProcessEnv
}

/** The declarations of specs, by file from the root. */
export function declared(
  files: Readonly<Record<string, string>>,
  { cluster = clusterOf(), env = {} }: DeclaredOptions = {},
): SloSuite[] {
  const root = mkdtempSync(join(tmpdir(), 'clustergate-slo-'))
  try {
    const paths = Object.entries(files).map(([name, text]) => {
      const file = join(root, name)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      return file
    })
    return readSlos(paths, { cluster, catalog: checkCatalog, env, root })
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** A suite with one test: its check and its expectations, as in YAML. */
export function declaredTest(
  check: string,
  expectations: string,
  options: DeclaredOptions & { readonly more?: string; readonly name?: string } = {},
): SloSuite {
  const { name = 'holds', more = '' } = options
  const text = `suite: Suite
tests:
  - name: ${name}
    ${check}
    ${more}
    expect: ${expectations}
`
  const [suite] = declared({ 'specs/perf/one.spec.yaml': text }, options)
  if (!suite) throw new Error('no suite was read')
  return suite
}
