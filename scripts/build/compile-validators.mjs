import { join } from 'node:path'
import { _, Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { rolldown } from 'rolldown'
import { minifySync } from 'rolldown/utils'

const minified = { module: true, codegen: { removeWhitespace: true } }

/** Replaces the modules named `*-validators.ts` by the code that Ajv writes for the schemas in them. */
export function compileValidators(root) {
  return {
    name: 'compile-validators',
    load: {
      filter: { id: /-validators\.ts$/ },
      async handler(id) {
        const { options, declared } = await declarationsOf(root, id)
        return { code: compiled(root, options, declared), moduleType: 'js' }
      },
    },
    // Whole schemas of files are only in these modules, and so in the compiled code.
    transform: {
      filter: { id: /\/lib\/.*\.ts$/ },
      handler(code, id) {
        if (id.endsWith('/lib/generated/schemas.ts')) {
          return code.replaceAll(/^ {2}(?:spec|cluster): JSON\.parse\(.*\),$/gm, '')
        }
        const isUsed = !/-validators\.ts$/.test(id) && /\bschemas\.(?:spec|cluster)\b/.test(code)
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
      `export const validatorFor = (schema, { referred = [] } = {}) => ({ schema, referred })`,
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

function compiled(root, { ajvOptions, ownKeywords }, declared) {
  const ajv = new Ajv({ ...ajvOptions, code: { source: true, esm: true, formats: _`formats` } })
  ajv.addVocabulary([...ownKeywords])
  ajv.addFormat('cidr', { type: 'string', validate: () => true })
  const keys = {}
  const add = (schema) => {
    const key = schema.$id ?? `schema ${Object.keys(keys).length}`
    if (!ajv.schemas[key] && !ajv.refs[key]) ajv.addSchema(withoutWords(schema), key)
    return key
  }
  const nameOf = ({ schema, referred }) => {
    referred.forEach(add)
    const name = `judge${Object.keys(keys).length}`
    keys[name] = add(schema)
    return `validator(${name})`
  }
  const exported = Object.entries(declared).map(([name, value]) => {
    if (value.schema) return `export const ${name} = ${nameOf(value)}`
    const members = Object.entries(value).map(
      ([key, each]) => `${JSON.stringify(key)}: ${nameOf(each)}`,
    )
    return `export const ${name} = { ${members.join(', ')} }`
  })
  const code = importing(
    standalone.default(ajv, keys).replaceAll('export const judge', 'const judge'),
  )
  return `import { isCidr } from ${JSON.stringify(join(root, 'lib/source/cidr.ts'))}
const formats = { cidr: { type: 'string', validate: isCidr } }
const validator = (judge) => (value) => (judge(value) ? [] : (judge.errors ?? []))
${code}
${exported.join('\n')}
`
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
