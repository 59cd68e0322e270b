import { readFileSync } from 'node:fs'

/** The exact versions that `npm run test:matrix` runs the tests on; the README's table has the same. */
export const { nodes, vitests } = JSON.parse(
  readFileSync(new URL('versions.json', import.meta.url), 'utf8'),
)

const vitest5 = {
  minimum: [22, 12],
  reason: 'Vitest 5 needs Node.js 22.12: on 20 it crashes at the first failing test',
}

/** Each Node.js with each Vitest; `reason` is why a pair cannot run. */
export function legs({ node = '', vitest = '' }) {
  const chosenNodes = chosen(nodes, node, '--node')
  const chosenVitests = chosen(vitests, vitest, '--vitest')
  return chosenNodes.flatMap((node) =>
    chosenVitests.map((vitest) => ({ node, vitest, reason: reasonToSkip(node, vitest) })),
  )
}

/** `24` chooses 24.21.0, and `20` both versions of 20. */
function chosen(versions, wanted, option) {
  const found = versions.filter((version) => `${version}.`.startsWith(wanted && `${wanted}.`))
  if (found.length > 0) return found
  throw new RangeError(`${option}: ${wanted} is not one of ${versions.join(', ')}`)
}

function reasonToSkip(node, vitest) {
  const [major, minor] = node.split('.').map(Number)
  const [neededMajor, neededMinor] = vitest5.minimum
  const isOld = major < neededMajor || (major === neededMajor && minor < neededMinor)
  return vitest.startsWith('5.') && isOld ? vitest5.reason : undefined
}
