import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'

/** Some agents reach the subject and others do not: that is not the subject's own fault. */
export function vantageHoles({ vantages = [], subject }: Measurement): Diagnosis | undefined {
  const reached = vantages.filter(({ reaches }) => reaches === true)
  const holes = vantages.filter(({ reaches }) => reaches === false)
  const [first] = holes
  if (!first || reached.length === 0) return undefined
  const { name, host = name } = subject
  const agents = (list: typeof holes) => list.map(({ agent }) => agent).join(', ')
  return {
    code: 'not_reached_from_everywhere',
    symptom: `${name} is reached from ${agents(reached)}, and not from ${agents(holes)}`,
    cause: holes.map(({ cause, agent, words }) => cause ?? `${agent}: ${words}`).join('; '),
    remedy: [
      `on ${first.host} (${first.agent}): which way it takes and what its firewall drops: \`ip route get ${host}\`, \`sudo nft list ruleset\` (Linux), \`sudo pfctl -sr\` (macOS)`,
      `on ${name}, and between the two: rules for the address of ${first.host}: firewall, VLAN, security group, network policy`,
    ],
  }
}
