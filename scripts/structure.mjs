import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { runnerImport } from 'vite'

/**
 * Prints the structure of the sources as a row of a table: files, folders, the largest folders, imports against the
 * arrows of tests/architecture/rooms.ts, and circles of imports, type-only ones among them. Several checkouts give
 * several rows, for before and after.
 *
 *   node scripts/structure.mjs [--json] [CHECKOUT]...
 */
async function structureOf(root) {
  const files = sourceFiles(root)
  const folders = groupBy(files, dirname)
  const sizes = [...folders].map(([folder, within]) => [relative(root, folder), within.length])
  const { module } = await runnerImport(join(root, 'tests/architecture/rooms.ts'), {
    root,
    configFile: false,
    logLevel: 'error',
  })
  const imports = new Map(files.map((file) => [file, importsOf(file)]))
  return {
    files: files.length,
    folders: folders.size,
    largest: sizes.toSorted(([, a], [, b]) => b - a).slice(0, 5),
    against: against(root, imports, module.allowedImports),
    circles: circles(imports).map((circle) => circle.map((file) => relative(root, file))),
  }
}

/** Written by hand: generated files are not read by people. */
function sourceFiles(root) {
  return ['lib', 'reporters'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((name) => name.endsWith('.ts') && !name.startsWith('generated'))
      .map((name) => join(root, folder, name)),
  )
}

function groupBy(items, keyOf) {
  const groups = new Map()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

function importsOf(file) {
  return ts
    .preProcessFile(readFileSync(file, 'utf8'), true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => join(dirname(file), fileName))
}

function roomOf(root, file) {
  const [top, room, ...rest] = relative(root, file).split(sep)
  if (top === 'reporters') return 'reporters'
  return rest.length > 0 ? room : undefined
}

function against(root, imports, allowed) {
  return [...imports].flatMap(([from, targets]) =>
    targets.flatMap((to) => {
      const [room, target] = [roomOf(root, from), roomOf(root, to)]
      const isFine =
        room === undefined ||
        target === undefined ||
        room === target ||
        allowed[room]?.includes(target)
      return isFine ? [] : [`${relative(root, from)} imports ${relative(root, to)}`]
    }),
  )
}

/** Strongly connected components of more than one file: Tarjan, SIAM Journal on Computing 1 (1972). */
function circles(imports) {
  const [indices, lows, stack, found] = [new Map(), new Map(), [], []]
  const visit = (file) => {
    indices.set(file, indices.size)
    lows.set(file, indices.get(file))
    stack.push(file)
    for (const to of imports.get(file) ?? []) {
      if (!indices.has(to)) visit(to)
      else if (!stack.includes(to)) continue
      lows.set(file, Math.min(lows.get(file), lows.get(to)))
    }
    if (lows.get(file) !== indices.get(file)) return
    const circle = stack.splice(stack.indexOf(file))
    if (circle.length > 1) found.push(circle)
  }
  for (const file of imports.keys()) if (!indices.has(file)) visit(file)
  return found
}

function row(name, { files, folders, largest, against, circles }) {
  const large = largest.map(([folder, size]) => `${folder} ${size}`).join(', ')
  return `| ${name} | ${files} | ${folders} | ${large} | ${against.length} | ${circles.length} |\n`
}

const here = fileURLToPath(new URL('..', import.meta.url))
const names = process.argv.slice(2).filter((argument) => argument !== '--json')
const structures = []
for (const name of names.length > 0 ? names : [here]) {
  structures.push([name, await structureOf(resolve(name))])
}
if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify(structures.map(([, structure]) => structure))}\n`)
} else {
  process.stdout.write(
    '| Checkout | Files | Folders | Largest folders | Against the arrows | Circles |\n',
  )
  process.stdout.write('| --- | --- | --- | --- | --- | --- |\n')
  for (const [name, structure] of structures) process.stdout.write(row(name, structure))
}
