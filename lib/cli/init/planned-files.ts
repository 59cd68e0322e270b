import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packagedFile } from '../../cluster/packaged-file.ts'
import { stages } from '../../spec/spec.ts'
import { schemaPath } from '../kit/schema-path.ts'
import { type CiChoice, ciSystems, withInstallation } from './ci.ts'

export interface PlannedFile {
  /** From the folder of the project, with slashes. */
  readonly path: string
  readonly text: string
}

export interface Plan {
  readonly files: readonly PlannedFile[]
  /** Files that remain unchanged, and why. */
  readonly kept: readonly string[]
  /** What the user has to do before the stages run. */
  readonly toDo: readonly string[]
}

export const clusterPath = 'config/cluster.yaml'

const ignored = ['node_modules/', 'reports/', '.clustergate/']

/** The missing files of a project; existing files are never planned. */
export function planFiles(folder: string, ci: CiChoice): Plan {
  const config = planConfig(folder)
  const specs = stages.map((stage) => planStage(folder, stage))
  const single = [
    { path: clusterPath, text: clusterText() },
    ...planCi(folder, ci),
    { path: '.gitignore', text: `${ignored.join('\n')}\n` },
  ]
  const isThere = ({ path }: PlannedFile) => existsSync(join(folder, path))
  return {
    files: [
      ...config.files,
      ...single.filter((file) => !isThere(file)),
      ...specs.flatMap(({ files }) => files),
    ],
    kept: [
      ...config.kept,
      ...single.filter(isThere).map(({ path }) => path),
      ...specs.flatMap(({ kept }) => kept),
    ],
    toDo: [...config.toDo, ...notIgnored(folder)],
  }
}

/** Vitest uses one of these; a second configuration would hide the user's own. */
const configFile = /^vite(?:st)?\.config\.[cm]?[jt]s$/

function planConfig(folder: string): Plan {
  const path = 'vitest.config.mts'
  const present = namesIn(folder).filter((name) => configFile.test(name))
  if (present.length === 0) {
    return { files: [{ path, text: template('vitest.config.mts') }], kept: [], toDo: [] }
  }
  const isSet = present.some((name) =>
    readFileSync(join(folder, name), 'utf8').includes('clustergate'),
  )
  const [own] = present.toSorted(
    (a, b) => Number(b.startsWith('vitest')) - Number(a.startsWith('vitest')),
  )
  const words = `add the plugin to ${own}: \`import clustergate from 'clustergate'\` and \`plugins: [clustergate({ cluster: '${clusterPath}' })]\``
  return { files: [], kept: present, toDo: isSet ? [] : [words] }
}

/** The shipped specs of a stage; none beside specs of the user, whose gate they would change. */
function planStage(folder: string, stage: string): Omit<Plan, 'toDo'> {
  const path = `specs/${stage}`
  if (namesIn(join(folder, path)).length > 0) return { files: [], kept: [path] }
  const files = namesIn(packagedFile(path)).map((name) => ({
    path: `${path}/${name}`,
    text: withSchema(readFileSync(packagedFile(`${path}/${name}`), 'utf8'), `${path}/${name}`),
  }))
  return { files, kept: [] }
}

function withSchema(text: string, file: string): string {
  return text.replace(
    /^(# yaml-language-server: \$schema=)\S+/,
    (_, start: string) => start + schemaPath('spec.schema.json', file),
  )
}

function planCi(folder: string, ci: CiChoice): PlannedFile[] {
  if (ci === 'none') return []
  const { file, template: name } = ciSystems[ci]
  return [{ path: file, text: withInstallation(template(name), folder) }]
}

/** The workers of the embedded cluster, with a comment for the user who will replace them. */
function clusterText(): string {
  const embedded = readFileSync(packagedFile('config/embedded.yaml'), 'utf8')
  return `# yaml-language-server: $schema=${schemaPath('cluster.schema.json', clusterPath)}
# The workers under test. These three are simulated: each run starts them on loopback. Replace them by
# your own, for example
#
#   - id: mac-studio-1
#     host: 192.168.1.105
#     port: 1234
#     type: lm_studio
#     model: mistral-7b-instruct-v0.2
#     max_concurrent_requests: 5
#
# \`npx clustergate discover HOSTS... -o config/workers.yaml\` finds them and writes such a file.
${embedded.slice(embedded.indexOf('workers:'))}`
}

function notIgnored(folder: string): string[] {
  const file = join(folder, '.gitignore')
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.replace(/^\/|\/$/g, ''))
  const missing = ignored.filter((name) => !lines.includes(name.slice(0, -1)))
  return missing.length > 0 ? [`add to .gitignore: ${missing.join(' ')}`] : []
}

function template(name: string): string {
  return readFileSync(packagedFile(`templates/${name}`), 'utf8')
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : []
}
