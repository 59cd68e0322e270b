import { type Problem, shownFile, UserError } from '../source/user-error.ts'
import type { Site } from './reading-context.ts'

/**
 * The problem of a file, reported where that file is named.
 * @param reference its name, if it is not the file's own
 */
export function brokenWorkload(
  { document, path }: Site,
  reference: string | undefined,
  { problems }: UserError,
): UserError {
  const lead = reference === undefined ? '' : `the workload \`${reference}\` cannot be used: `
  return new UserError(
    problems.map((inner): Problem => {
      const { expected, suggestion, frame } = inner
      return {
        ...document.problem('broken_workload', path, lead + placed(inner), {
          ...(expected !== undefined && { expected }),
          ...(suggestion !== undefined && { suggestion }),
        }),
        // The wrong lines, rather than those that name the file.
        ...(frame !== undefined && { frame }),
      }
    }),
  )
}

/** A workload that contains itself. */
export function cyclicWorkload(
  { document, path }: Site,
  reference: string,
  chain: readonly string[],
): UserError {
  const way = chain.map(shownFile).join(' → ')
  const message = `the workload \`${reference}\` is a part of itself: ${way}`
  return new UserError([document.problem('cyclic_workload', path, message)])
}

function placed({ place, message }: Problem): string {
  return place ? `${shownFile(place.file)}:${place.line}:${place.column}: ${message}` : message
}
