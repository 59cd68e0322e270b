import { parseCluster } from '../../lib/cluster/load-cluster.ts'
import { parseSource } from '../../lib/source/document.ts'
import { type Fence, fencesOf, readPages } from './pages.ts'

/** Those of the API reference are fragments of programs, in comments of the sources. */
const pages = readPages().filter(({ path }) => !path.startsWith('docs/api/'))
export const fences = pages.flatMap(fencesOf)

/** The kind of a fenced example. */
type Kind = 'spec' | 'mistake' | 'module' | 'config' | 'cluster' | 'workload' | 'data' | 'other'

export function examples(...kinds: readonly Kind[]): Fence[] {
  return fences.filter((fence) => kinds.includes(kindOf(fence)))
}

function kindOf({ language, text, note, page, line }: Fence): Kind {
  if (language === 'ts') return /^suite\(/m.test(text) ? 'module' : 'config'
  if (language !== 'yaml' && language !== 'json') return 'other'
  if (note === 'wrong') return 'mistake'
  if (note === 'a workload') return 'workload'
  if (note.startsWith('CI file: ')) return 'other'
  if (/^(?: {2}")?workers"?:/m.test(text)) return 'cluster'
  if (language === 'json') return 'data'
  if (/^suite:/m.test(text)) return 'spec'
  throw new Error(`${page}:${line}: neither a spec nor a cluster file`)
}

export function isRun({ note }: Fence): boolean {
  return !note.startsWith('not run: ')
}

/** The path of an example in the project that runs it. */
export function fileOf(fence: Fence): string {
  const name = `${fence.page.replaceAll(/[/.]/g, '-')}-${fence.line}`
  const kind = kindOf(fence)
  if (kind === 'config') return `config/${name}.ts`
  return `specs/${stageOf(fence)}/${name}.spec.${kind === 'module' ? 'ts' : 'yaml'}`
}

/** When an example runs. A module has it in the comment above: `<!-- stage: balancer -->`. */
export function stageOf({ note, text }: Fence): string {
  return /^stage: *(\w+)/m.exec(`${note}\n${text}`)?.[1] ?? 'network'
}

/** The cluster of all examples; it is one itself. */
export const clusterText =
  fences.find(({ note }) => note === 'the cluster of all examples')?.text ?? ''

/** Every variable that an example names is set. */
export const environment: Readonly<Record<string, string>> = Object.fromEntries(
  fences.flatMap(({ text }) =>
    [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => [name, 'example']),
  ),
)

export function exampleCluster() {
  return parseCluster(parseSource(clusterText, '/docs/cluster.yaml'), environment)
}
