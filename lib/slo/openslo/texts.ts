import { cut, oneLine } from '../../rendering/plain-text.ts'
import { type Objective, objectiveInWords, placeOf, type SloSuite } from '../slo.ts'

/** The limits of OpenSLO's own validator (github.com/OpenSLO/go-sdk). */
const longestDisplayName = 63
const longestDescription = 1_050

export function displayName(words: string): string {
  const line = oneLine(words).trim()
  return line.length <= longestDisplayName ? line : `${Array.from(line).slice(0, 60).join('')}…`
}

/** A description within the length limit. */
export function limited(words: string): string {
  const line = oneLine(words).trim()
  // Some room for the note about how much was left out.
  return line.length <= longestDescription ? line : cut(line, longestDescription - 50)
}

/** The source of an objective. */
export function annotations(
  suite: SloSuite,
  objective: Objective,
): Readonly<Record<string, string>> {
  return {
    'clustergate.dev/declared': placeOf(suite, objective),
    'clustergate.dev/condition': objectiveInWords(objective),
    ...(suite.owner !== undefined && { 'clustergate.dev/owner': suite.owner }),
  }
}
