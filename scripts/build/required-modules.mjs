import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const prefix = '\0required:'

/**
 * Loads packages that are CommonJS by `require`. For an import Node.js first searches their source for the names of their
 * exports, which took more than a hundred milliseconds of a start, most of them for compiling that search.
 */
export function requiredModules(names) {
  return {
    name: 'required-modules',
    resolveId: (source) => (names.includes(source) ? `${prefix}${source}` : undefined),
    load(id) {
      if (!id.startsWith(prefix)) return
      const name = id.slice(prefix.length)
      const exported = Object.keys(require(name)).filter((key) => /^[A-Za-z]\w*$/.test(key))
      return `import { createRequire } from 'node:module'
const load = createRequire(import.meta.url)
const module = load(${JSON.stringify(name)})
export const { ${exported.filter((key) => key !== 'default').join(', ')} } = module
export default module
`
    },
  }
}
