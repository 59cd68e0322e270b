import { join, relative } from 'node:path'
import ts from 'typescript'
import { readPage, root } from './pages.ts'

/**
 * Type-checks TypeScript texts as if they were files in this folder, with the package's public entry points
 * taken from the sources.
 * @param texts by file name
 * @returns one text per error, `file: message`
 */
export function typeErrors(texts: ReadonlyMap<string, string>): string[] {
  const files = new Map([...texts].map(([name, text]) => [join(import.meta.dirname, name), text]))
  const options = compilerOptions()
  const host = ts.createCompilerHost(options)
  const { fileExists, getSourceFile } = host
  host.fileExists = (file) => files.has(file) || fileExists(file)
  host.getSourceFile = (file, language, ...rest) => {
    const text = files.get(file)
    if (text === undefined) return getSourceFile(file, language, ...rest)
    return ts.createSourceFile(file, text, language)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(file)
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map(({ messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, '\n')
      return `${relative(import.meta.dirname, file)}: ${message}`
    })
  })
}

function compilerOptions(): ts.CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    paths: publicFaces(),
  }
}

/** `clustergate/matchers` and the other entries, from `exports` of the package, in the sources. */
function publicFaces(): Record<string, string[]> {
  const { exports } = JSON.parse(readPage('package.json').text) as {
    exports: Record<string, { types?: string }>
  }
  return Object.fromEntries(
    Object.entries(exports).flatMap(([face, { types }]) => {
      if (!types) return []
      const source = types.replace('./dist/', '').replace(/\.d\.ts$/, '.ts')
      return [[face.replace(/^\./, 'clustergate'), [join(root, source)]]]
    }),
  )
}
