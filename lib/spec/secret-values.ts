import type { SourceDocument } from '../source/document.ts'
import type { Problem } from '../source/user-error.ts'

type Path = readonly (string | number)[]

/** Header names with credentials. */
const secretHeader = /^(?:authorization|proxy-authorization|cookie|x-api-key|api-key|.*token.*)$/i

/**
 * Whether a value of a spec may contain a secret. Such values keep their `${NAME}`: only the process that
 * sends the request fills them in, so that they are in no generated code.
 */
export function isSecretPath(path: Path): boolean {
  return path.at(-2) === 'headers' || path.at(-2) === 'env'
}

/** Literal credentials in the file: not allowed, because reports show the lines around a failure. */
export function literalSecrets(document: SourceDocument): Problem[] {
  const tests = (document.value as { tests: Record<string, unknown>[] }).tests
  return tests.flatMap((test, index) =>
    Object.entries(test).flatMap(([check, options]) =>
      literalHeaders(document, ['tests', index, check], options),
    ),
  )
}

function literalHeaders(document: SourceDocument, path: Path, options: unknown): Problem[] {
  const headers = (options as { headers?: Record<string, unknown> } | null)?.headers ?? {}
  return Object.entries(headers)
    .filter(([name, value]) => secretHeader.test(name) && !String(value).includes('${'))
    .map(([name]) =>
      document.problem(
        'literal_secret',
        [...path, 'headers', name],
        `a secret is written in \`${name}\``,
        {
          expected: `the name of an environment variable, e.g. \`Bearer $${'{API_TOKEN}'}\``,
        },
      ),
    )
}
