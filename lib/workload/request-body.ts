import type { WorkloadFile, WorkloadMessage, WorkloadPrompt } from '../generated/workload.ts'

export interface BodyFields extends Pick<WorkloadFile, 'system' | 'temperature' | 'body'> {
  readonly stream: boolean
}

/** Writes the JSON bodies of chat completions; what is the same in all of them is written once. */
export interface BodyWriter {
  /** Of all that it adds to a prompt. */
  readonly fingerprint: readonly string[]
  write(prompt: WorkloadPrompt, maxTokens: number): string
}

export function bodyWriter({ system, temperature, stream, body }: BodyFields): BodyWriter {
  const ownSystem = system === undefined ? '' : JSON.stringify({ role: 'system', content: system })
  const fields = {
    ...(temperature !== undefined && { temperature }),
    stream,
    // Else most workers say nothing about the tokens of a stream.
    ...(stream && { stream_options: { include_usage: true } }),
    ...body,
  }
  const tail = `,${JSON.stringify(fields).slice(1)}`
  return {
    fingerprint: [ownSystem, tail],
    write: (prompt, maxTokens) =>
      `{"messages":[${messagesText(prompt, ownSystem)}],"max_tokens":${maxTokens}${tail}`,
  }
}

/** The messages as JSON, without the brackets around them. */
function messagesText(prompt: WorkloadPrompt, ownSystem: string): string {
  if (typeof prompt === 'string') {
    const user = `{"role":"user","content":${JSON.stringify(prompt)}}`
    return ownSystem === '' ? user : `${ownSystem},${user}`
  }
  const messages = JSON.stringify(prompt).slice(1, -1)
  return ownSystem === '' || hasSystem(prompt) ? messages : `${ownSystem},${messages}`
}

function hasSystem([first]: readonly WorkloadMessage[]): boolean {
  return first?.role === 'system' || first?.role === 'developer'
}
