import { nearestName } from '../../source/nearest-name.ts'
import type { AgentProblem, Registration } from '../protocol.ts'
import { protocolVersion } from '../protocol.ts'

/** Which agents a load uses: `all`, a number, names, or tags. */
export type AgentSelection =
  | 'all'
  | number
  | readonly string[]
  | { readonly tags: readonly string[] }

/** The selected agents, sorted by name, or the reason why there are none. */
export function selectAgents(
  selection: AgentSelection,
  registered: readonly Registration[],
  version: string,
): readonly Registration[] | AgentProblem {
  const known = registered
    .filter(({ isDraining }) => !isDraining)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const chosen = chosenOf(selection, known)
  if (!Array.isArray(chosen)) return chosen as AgentProblem
  const agents = chosen as readonly Registration[]
  const other = agents.find(
    (agent) => agent.version !== version || agent.protocol !== protocolVersion,
  )
  if (!other) return agents
  return {
    code: 'AGENT_VERSION',
    message: `agent ${other.name} runs clustergate ${other.version} (protocol ${other.protocol}), and this is ${version} (protocol ${protocolVersion}): install the same version on both`,
  }
}

function chosenOf(
  selection: AgentSelection,
  known: readonly Registration[],
): readonly Registration[] | AgentProblem {
  const names = known.map(({ name }) => name)
  const there = names.length === 0 ? 'none is registered' : `registered: ${names.join(', ')}`
  if (names.length === 0) {
    return {
      code: 'NO_AGENTS',
      message: `no agent is registered: start one with \`clustergate agent --redis URL\``,
    }
  }
  if (selection === 'all') return known
  if (typeof selection === 'number') {
    const idle = known.toSorted(
      (a, b) => Number(a.load !== undefined) - Number(b.load !== undefined),
    )
    if (known.length >= selection) return idle.slice(0, selection)
    return { code: 'TOO_FEW_AGENTS', message: `\`agents: ${selection}\`, but ${there}` }
  }
  if ('tags' in selection) {
    const tagged = known.filter(({ tags }) => selection.tags.some((tag) => tags.includes(tag)))
    if (tagged.length > 0) return tagged
    return {
      code: 'NO_AGENTS',
      message: `no agent has the tag ${selection.tags.join(' or ')}; ${there}`,
    }
  }
  const missing = selection.find((name) => !names.includes(name))
  if (missing === undefined) return known.filter(({ name }) => selection.includes(name))
  const nearest = nearestName(missing, names)
  const hint = nearest === undefined ? '' : `; did you mean \`${nearest}\`?`
  return {
    code: 'UNKNOWN_AGENT',
    message: `no agent \`${missing}\` is registered; ${there}${hint}`,
  }
}
