import { isAbsolute, relative, sep } from 'node:path'
import { maskSecrets } from './secrets/mask-secrets.ts'
import { visibleText } from './visible-text.ts'

/** A position in a user's file; line and column count from 1, columns in UTF-16 code units. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  /** The column after the last character, on the same line. */
  readonly endColumn?: number
}

/** One mistake of a user, with a message that says what to do. */
export interface Problem {
  /** Stable, in snake_case. */
  readonly code: string
  readonly message: string
  readonly place?: Place
  /** What would be valid. */
  readonly expected?: string
  /** The name that was probably meant. */
  readonly suggestion?: string
  /** The lines around the place, secrets masked. */
  readonly frame?: string
}

/**
 * A mistake of the user: the message has position and remedy, without stack frames.
 * @example
 * try {
 *   await loadCluster('config/my_workers.json')
 * } catch (error) {
 *   if (error instanceof UserError) console.error(error.problems[0]?.place)
 * }
 */
export class UserError extends Error {
  readonly code = 'CLUSTERGATE_USER_ERROR'
  declare readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n\n'))
    this.name = 'UserError'
    // Not enumerable: runners print an error's own properties, and the message is complete.
    Object.defineProperty(this, 'problems', { value: problems })
    Object.defineProperty(this, 'stack', {
      value: `${this.name}: ${this.message}`,
      configurable: true,
      writable: true,
    })
  }
}

/** `file:line:column: message`, then the expectation, the suggestion, and the frame. */
export function formatProblem(problem: Problem): string {
  const { place, message, expected, suggestion, frame } = problem
  const where = place ? `${shownFile(place.file)}:${place.line}:${place.column}: ` : ''
  const lines = [`${visibleText(where)}${safe(message)}`]
  if (expected !== undefined) lines.push(`  expected: ${safe(expected)}`)
  if (suggestion !== undefined) lines.push(`  did you mean \`${safe(suggestion)}\`?`)
  if (frame !== undefined) lines.push('', frame)
  return lines.join('\n')
}

/** A file as shown to a user: relative to the working directory if it is inside it. */
export function shownFile(file: string): string {
  if (!isAbsolute(file)) return file
  const inside = relative(process.cwd(), file)
  const isOutside = inside === '' || inside === '..' || inside.startsWith(`..${sep}`)
  return isOutside || isAbsolute(inside) ? file : inside
}

function safe(words: string): string {
  return visibleText(maskSecrets(words))
}
