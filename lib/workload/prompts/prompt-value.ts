import type { WorkloadMessage, WorkloadPrompt } from '../../generated/workload.ts'
import { nearestName } from '../../source/nearest-name.ts'
import { describeValue } from '../../source/schema-words.ts'
import type { Problem } from '../../source/user-error.ts'

/** Names of columns and keys with a prompt, in this order. */
const defaultColumns = ['prompt', 'messages']

/** Which of these names has the prompt; undefined: none. */
export function columnOf(
  wanted: string | undefined,
  names: readonly string[],
): { readonly column: string } | { readonly problem: Omit<Problem, 'place'> } {
  const candidates = wanted === undefined ? defaultColumns : [wanted]
  const column = candidates.find((name) => names.includes(name))
  if (column !== undefined) return { column }
  const [looked = ''] = candidates
  const shown = names.filter(isPlainName)
  const suggestion = nearestName(looked, shown)
  return {
    problem: {
      code: 'unknown_column',
      message: `there is no \`${looked}\` here`,
      expected: `\`column\` with one of ${shown.slice(0, 20).join(', ') || 'none'}`,
      ...(suggestion !== undefined && { suggestion }),
    },
  }
}

/** Other text is not the name of a column: the file is another one, whose content may be secret. */
function isPlainName(name: string): boolean {
  return /^[\p{L}_][\p{L}\d_. -]{0,40}$/u.test(name)
}

/** A prompt from any value in a file. */
export function promptOf(
  value: unknown,
  name: string,
): { readonly prompt: WorkloadPrompt } | { readonly problem: Omit<Problem, 'place'> } {
  if (typeof value === 'string' && value.trim() !== '') return { prompt: value }
  if (isConversation(value)) return { prompt: value }
  const reported = typeof value === 'string' ? 'an empty text' : describeValue(value)
  return {
    problem: {
      code: 'not_a_prompt',
      message: `${name} is ${reported}`,
      expected: 'a text, or a list of messages such as {"role": "user", "content": "Hello"}',
    },
  }
}

/** Further keys of a message (`name`, `tool_calls`) are sent unchanged. */
function isConversation(value: unknown): value is WorkloadMessage[] {
  return Array.isArray(value) && value.length > 0 && value.every(isMessage)
}

function isMessage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { role, content } = value as Record<string, unknown>
  return typeof role === 'string' && role !== '' && (content !== undefined || 'tool_calls' in value)
}
