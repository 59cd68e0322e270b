import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { toAscii } from './ascii.mjs'
import { chunkNames, refuseCycles } from './chunks.mjs'
import { compileValidators } from './compile-validators.mjs'
import { entries } from './entries.mjs'
import { requiredModules } from './required-modules.mjs'

/** Dependencies that the bundle imports and that are CommonJS. */
const commonJs = ['fastest-levenshtein', 'ipaddr.js', 'undici']

const asciiOnly = {
  name: 'ascii-only',
  renderChunk: {
    order: 'post',
    handler: (code, { fileName }) => ({ code: toAscii(code, fileName), map: { mappings: '' } }),
  },
}

/** Its terms ask that it stays with the code. */
function licenseOf(root, name) {
  return `/*\n${readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8')}*/`
}

/**
 * Bundles the sources into a few modules of JavaScript, because opening 700 small files takes longer than
 * anything else at startup.
 * @param paths modules that become files of their own
 * @returns the files that were written
 */
export async function bundle(root, dist, paths = entries(root)) {
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  // Opening its 73 files takes longer than reading the YAML of a run.
  const { yaml: _bundled, ...others } = dependencies
  const external = Object.keys({ ...others, ...peerDependencies, vite: '' }).filter(
    (name) => !commonJs.includes(name),
  )
  const bundled = await rolldown({
    cwd: root,
    input: Object.fromEntries(paths.map((path) => [path, join(root, `${path}.ts`)])),
    platform: 'node',
    // The same code, as modules.
    resolve: { alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') } },
    external: external.map((name) => new RegExp(`^${name}(/(?!dist/runtime/)|$)`)),
    plugins: [compileValidators(root), requiredModules(commonJs)],
    tsconfig: false,
    // Node.js 20 has no `using`.
    transform: { target: 'node20.19' },
    // Each is about speed or size, not about what the bundle does.
    preserveEntrySignatures: 'allow-extension',
    checks: { ineffectiveDynamicImport: false, bundlerTimings: false, pluginTimings: false },
    onwarn: (warning) => {
      throw new Error(warning.message)
    },
  })
  try {
    const { output } = await bundled.write({
      dir: dist,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name].js',
      // Stack frames name our functions, which comments in the chunks assign to their files; a map would be
      // a megabyte.
      minify: false,
      plugins: [asciiOnly],
      banner: ({ name }) => (name === 'yaml' ? licenseOf(root, 'yaml') : ''),
      codeSplitting: {
        groups: [{ name: chunkNames(root) }],
        includeDependenciesRecursively: false,
      },
    })
    refuseCycles(output)
    return output.map(({ fileName }) => join(dist, fileName))
  } finally {
    await bundled.close()
  }
}
