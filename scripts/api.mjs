import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application } from 'typedoc'

/**
 * Writes docs/api from the types of the public entry points, by typedoc. An exported name without
 * documentation, and a type that an exported one refers to and that is not exported, end with exit code 1.
 * With `--check` nothing is written: stale pages are named, and the exit code is 1.
 *
 *   node scripts/api.mjs [--check]
 */
async function main(root, { isCheck }) {
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-api-'))
  try {
    const mistakes = await generate(root, folder)
    if (mistakes.length > 0) process.exitCode = 1
    for (const mistake of mistakes) process.stderr.write(`${mistake}\n`)
    const wanted = pagesIn(folder)
    const target = join(root, 'docs/api')
    const stale = differences(wanted, pagesIn(target))
    if (isCheck) report(stale)
    else update(target, stale, wanted)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function differences(wanted, present) {
  const pages = new Set([...wanted.keys(), ...present.keys()])
  return [...pages].filter((page) => wanted.get(page) !== present.get(page))
}

function report(stale) {
  if (stale.length === 0) return
  for (const page of stale) process.stderr.write(`stale: docs/api/${page}\n`)
  process.stderr.write('run `npm run docs:api`\n')
  process.exitCode = 1
}

function update(target, stale, wanted) {
  for (const page of stale) {
    const text = wanted.get(page)
    if (text === undefined) rmSync(join(target, page))
    else writeFileSync(join(target, page), text)
  }
  process.stdout.write(`${stale.length} written or removed, ${wanted.size} in all\n`)
}

/** Each with the name in its import. */
const faces = ['index', 'balancer', 'matchers', 'simulator', 'runner', 'reporters']

async function generate(root, folder) {
  const app = await Application.bootstrapWithPlugins({
    entryPoints: faces.map((face) => join(root, `lib/${face}.ts`)),
    tsconfig: join(root, 'tsconfig.json'),
    plugin: ['typedoc-plugin-markdown'],
    out: folder,
    outputFileStrategy: 'modules',
    name: 'API',
    readme: 'none',
    entryFileName: 'README',
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    disableSources: true,
    hideGenerator: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    githubPages: false,
    cleanOutputDir: true,
    // The sources have been checked already, with stricter options.
    skipErrorChecking: true,
    logLevel: 'Error',
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    propertyMembersFormat: 'table',
    tableColumnSettings: {
      hideModifiers: true,
      hideInherited: true,
      hideOverrides: true,
      hideSources: true,
      hideDefaults: true,
      leftAlignHeaders: true,
    },
    useCodeBlocks: true,
    // Anchors of headings are counted by each viewer in its own way.
    useHTMLAnchors: true,
    validation: { notExported: true, notDocumented: true, invalidLink: true },
    requiredToBeDocumented: ['Class', 'Function', 'Interface', 'TypeAlias', 'Variable'],
    intentionallyNotExported: ofEachCheck(root),
  })
  const mistakes = collectMistakes(app)
  const project = await app.convert()
  if (!project) return [...mistakes, 'typedoc could not read the sources']
  app.validate(project)
  await app.generateOutputs(project)
  return mistakes
}

/** Computed types, and options and metrics of each check: they are available as `CheckOptions['ping']`. */
function ofEachCheck(root) {
  const kinds = readdirSync(join(root, 'schemas/checks')).map((file) => file.split('.')[0])
  const names = kinds.map((kind) =>
    kind.replaceAll(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase()),
  )
  return [
    ...['outcomes', 'stages', 'ClusterFileWorker', 'KindOf', 'MethodName'],
    ...names.flatMap((name) => [`${name}Input`, `${name}Metrics`]),
  ]
}

function collectMistakes(app) {
  const mistakes = []
  for (const level of ['warn', 'validationWarning', 'error']) {
    app.logger[level] = (text) => {
      if (!isOfMember.test(text)) mistakes.push(String(text))
    }
  }
  return mistakes
}

/** Most members are clear by their names; exports themselves are not. */
const isOfMember = /^\w+\.\w+\.\S+ \(\w+\), .* does not have any documentation/

function pagesIn(folder) {
  try {
    const pages = readdirSync(folder).filter((name) => name.endsWith('.md'))
    return new Map(pages.map((page) => [page, readFileSync(join(folder, page), 'utf8')]))
  } catch (error) {
    if (error.code === 'ENOENT') return new Map()
    throw error
  }
}

await main(fileURLToPath(new URL('..', import.meta.url)), {
  isCheck: process.argv.includes('--check'),
})
