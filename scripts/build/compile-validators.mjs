import { basename, join } from 'node:path'
import { _, Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { rolldown } from 'rolldown'
import { minifySync } from 'rolldown/utils'
import { toAscii } from './ascii.mjs'
import { splitValidators } from './split-validators.mjs'

const minified = { module: true, codegen: { removeWhitespace: true } }

/** Replaces the modules named `*-validators.ts` by the code that Ajv writes for the schemas in them. */
export function compileValidators(root) {
  return {
    name: 'compile-validators',
    load: {
      filter: { id: /-validators\.ts$/ },
      async handler(id) {
        const { options, declared } = await declarationsOf(root, id)
        const name = basename(id, '.ts')
        const { code, parts } = compiled(root, options, declared, name)
        for (const [part, source] of Object.entries(parts)) {
          const fileName = `chunks/${name}/${part}.cjs`
          const { code } = minifySync(fileName, source, { ...minified, module: false })
          this.emitFile({ type: 'asset', fileName, source: toAscii(code, fileName) })
        }
        return { code, moduleType: 'js' }
      },
    },
    // Whole schemas of files are only in these modules, and so in the compiled code.
    transform: {
      filter: { id: /\/lib\/.*\.ts$/ },
      handler(code, id) {
        if (id.endsWith('/lib/generated/schemas.ts')) {
          return code.replaceAll(/^ {2}(?:spec|cluster|workload): JSON\.parse\(.*\),$/gm, '')
        }
        const isUsed =
          !/-validators\.ts$/.test(id) && /\bschemas\.(?:spec|cluster|workload)\b/.test(code)
        if (isUsed) throw new Error(`${id} uses a schema that the bundle leaves out`)
      },
    },
    // A megabyte that is never read.
    renderChunk(code, { fileName, name }) {
      if (!name.endsWith('-validators')) return null
      return { code: minifySync(fileName, code, minified).code, map: { mappings: '' } }
    },
  }
}

/** The exports of a module, with `validatorFor` returning its arguments, and how that is compiled. */
async function declarationsOf(root, id) {
  const input = '\0declarations'
  const options = join(root, 'lib/source/ajv-options.ts')
  const texts = {
    [input]: [
      `export * as declared from ${JSON.stringify(id)}`,
      `export * as options from ${JSON.stringify(options)}`,
    ].join('\n'),
    [join(root, 'lib/source/create-validator.ts')]:
      `export const validatorFor = (schema, { referred = [], parts = {} } = {}) => ({ schema, referred, parts })`,
  }
  const bundle = await rolldown({
    input,
    cwd: root,
    platform: 'node',
    tsconfig: false,
    plugins: [
      {
        name: 'declarations',
        resolveId: (source) => (source === input ? input : undefined),
        load: (each) => texts[each],
      },
    ],
  })
  try {
    const { output } = await bundle.generate({ format: 'esm' })
    return await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`)
  } finally {
    await bundle.close()
  }
}

function compiled(root, { ajvOptions, ownKeywords }, declared, moduleName) {
  const ajv = new Ajv({ ...ajvOptions, code: { source: true, esm: true, formats: _`formats` } })
  ajv.addVocabulary([...ownKeywords])
  ajv.addFormat('cidr', { type: 'string', validate: () => true })
  const keys = {}
  const add = (schema) => {
    const key = schema.$id ?? `schema ${Object.keys(keys).length}`
    if (!ajv.schemas[key] && !ajv.refs[key]) ajv.addSchema(withoutWords(schema), key)
    return key
  }
  const schemasOf = {}
  const nameOf = ({ schema, referred, parts }) => {
    referred.forEach(add)
    for (const [part, schemas] of Object.entries(parts)) schemasOf[part] = schemas.map(withoutWords)
    const name = `judge${Object.keys(keys).length}`
    keys[name] = add(schema)
    return `validator(${JSON.stringify(name)})`
  }
  const exported = Object.entries(declared).map(([name, value]) => {
    if (value.schema) return `export const ${name} = ${nameOf(value)}`
    const members = Object.entries(value).map(
      ([key, each]) => `${JSON.stringify(key)}: ${nameOf(each)}`,
    )
    return `export const ${name} = { ${members.join(', ')} }`
  })
  const written = withoutDefinitions(standalone.default(ajv, keys))
  const { code, parts } = splitValidators(
    [
      `import { isCidr } from ${JSON.stringify(join(root, 'lib/source/cidr.ts'))}`,
      `const formats = { cidr: { type: 'string', validate: isCidr } }`,
      importing(written.replaceAll('export const judge', 'const judge')),
    ].join('\n'),
    schemasOf,
    (part) => `./${part}.cjs`,
  )
  const { imports, names, rest } = withoutImports(code)
  return {
    parts: { ...parts, all: loadedWith(names, rest, Object.keys(keys)) },
    // Most runs have no document of some kinds, so each is loaded with the first of its own.
    code: `import { createRequire } from 'node:module'
${imports}
const load = createRequire(import.meta.url)
let judges
const validator = (name) => (value) => {
  judges ??= load('./${moduleName}/all.cjs')({ ${names.join(', ')} })
  return judges[name](value) ? [] : (judges[name].errors ?? [])
}
${exported.join('\n')}
`,
  }
}

/** Its imports, their names, and what follows. */
function withoutImports(code) {
  const imports = code.match(/^import .*$/gm)
  const names = imports.map((line) => /^import (?:\{ )?(\w+)/.exec(line)[1])
  return { imports: imports.join('\n'), names, rest: code.replaceAll(/^import .*$/gm, '') }
}

/** A CommonJS module, which can be loaded where nothing can be awaited. */
function loadedWith(names, code, results) {
  return `const load = require
module.exports = ({ ${names.join(', ')} }) => {
${code}
return { ${results.join(', ')} }
}`
}

/** A whole schema, which an error refers to, holds all definitions again, each of which has its own constant. */
function withoutDefinitions(code) {
  return code.replaceAll(
    /(const schema\d+ = )(\{"\$id".*?\});(?=const |function )/g,
    (_all, start, text) => {
      const { $defs, ...schema } = JSON.parse(text)
      return `${start}${JSON.stringify(schema)};`
    },
  )
}

/** Ajv writes `require` for the few functions that its code calls. */
function importing(code) {
  const imports = []
  const replaced = code.replaceAll(/require\("([^"]+)"\)/g, (_call, path) => {
    imports.push(`import runtime${imports.length} from ${JSON.stringify(`${path}.js`)}`)
    return `runtime${imports.length - 1}`
  })
  return `${imports.join('\n')}\n${replaced}`
}

/** Annotations of a schema for people and editors, which no message contains. */
const words = ['$schema', 'title', 'description', 'default']
const maps = ['properties', 'patternProperties', '$defs', 'dependencies']

function withoutWords(schema) {
  if (Array.isArray(schema)) return schema.map(withoutWords)
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(([keyword]) => !words.includes(keyword))
  return Object.fromEntries(
    kept.map(([keyword, value]) => [
      keyword,
      maps.includes(keyword)
        ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutWords(each)]))
        : withoutWords(value),
    ]),
  )
}
