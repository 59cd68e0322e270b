import { basename, join } from 'node:path'

const checks = (...kinds) => kinds.map((kind) => `lib/checks/${kind}.ts`)

/** Groups of modules by when they are loaded. */
const starts = {
  command: ['lib/cli/main.ts'],
  // In each worker of Vitest.
  worker: ['lib/vitest/collect/spec-runtime.ts', 'lib/vitest/setup.ts'],
  // In Vitest's main process.
  plugin: ['lib/index.ts', 'lib/vitest/global-setup.ts', 'reporters/terminal.ts'],
  simulator: ['lib/simulator/cluster-thread-entry.ts'],
  // Where connections are tried, and no requests are sent.
  probes: checks('tcp', 'dns', 'ping', 'path', 'subnet'),
  // Where requests are sent.
  load: [...checks('benchmark'), 'lib/balancer.ts'],
}

/**
 * The name of a module's chunk: which of these starts need it, so that none loads what it does not need;
 * null: Rolldown decides.
 */
export function chunkNames(root) {
  let closures
  const needing = new Map()
  return (id, context) => {
    // Each has a side effect when it is loaded, such as registering hooks of Vitest.
    if (context.getModuleInfo(id)?.isEntry) return null
    if (/-validators\.ts$/.test(id)) return basename(id, '.ts')
    if (/\/node_modules\/yaml\//.test(id)) return 'yaml'
    if (/\/node_modules\/|\/source\/cidr\.ts$|required:ipaddr\.js$/.test(id)) return 'validators'
    closures ??= Object.entries(starts).map(([name, paths]) => ({
      name,
      ids: closureOf(
        paths.map((path) => join(root, path)),
        context,
      ),
    }))
    const names = closures.filter(({ ids }) => ids.has(id)).map(({ name }) => name)
    if (names.length === 0) return null
    return needsVitest(id, context, needing) ? `${names.join('-')}-vitest` : names.join('-')
  }
}

/** Whether a module needs Vitest, which not every user of the library and the command has. */
function needsVitest(id, context, known) {
  if (/^vitest(?:$|\/)/.test(id)) return true
  if (!known.has(id)) {
    const { importedIds = [] } = context.getModuleInfo(id) ?? {}
    known.set(
      id,
      importedIds.some((imported) => needsVitest(imported, context, known)),
    )
  }
  return known.get(id)
}

/** @throws Error if modules of two chunks need each other: one of them would run before the other exists */
export function refuseCycles(output) {
  const imports = new Map(output.map(({ fileName, imports: names = [] }) => [fileName, names]))
  const visit = (name, path) => {
    if (path.includes(name)) throw new Error(`chunks in a circle: ${[...path, name].join(' > ')}`)
    for (const next of imports.get(name) ?? []) visit(next, [...path, name])
  }
  for (const name of imports.keys()) visit(name, [])
}

/** Modules, and everything that they import before they run. */
function closureOf(ids, context, found = new Set()) {
  for (const id of ids) {
    const info = found.has(id) ? undefined : context.getModuleInfo(id)
    if (!info) continue
    found.add(id)
    closureOf(info.importedIds, context, found)
  }
  return found
}
