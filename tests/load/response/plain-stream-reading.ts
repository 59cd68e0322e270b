import { createParser } from 'eventsource-parser'
import type { BodyReading } from '../../../lib/load/response/body-reader.ts'
import { readCompletion } from '../../../lib/load/response/completion.ts'
import { responseFaults } from '../../../lib/load/response/response-faults.ts'
import { hasUsage, readUsage } from '../../../lib/load/response/token-usage.ts'

/**
 * The content of a stream by a third-party parser and `JSON.parse` of every event; for streams without
 * lines of unknown fields.
 */
export function plainReading(bytes: Buffer): Omit<BodyReading, 'words'> {
  let [chunks, isComplete, hasChoices] = [0, false, false]
  let fault: string | undefined
  let usage: ReturnType<typeof readUsage> | undefined
  const onEvent = ({
    event,
    data,
  }: {
    readonly event?: string | undefined
    readonly data: string
  }) => {
    const text = data.trim()
    if (text === '[DONE]') isComplete = true
    if (text === '' || text === '[DONE]') return
    if (event === 'error') fault ??= responseFaults.errorInStream
    const value = parsed(text)
    if (value === undefined) {
      fault ??= responseFaults.eventNotJson
      return
    }
    const completion = readCompletion(value)
    fault ??=
      completion.fault === responseFaults.error ? responseFaults.errorInStream : completion.fault
    if (hasUsage(value)) usage = readUsage(value)
    hasChoices ||= completion.hasChoices
    isComplete ||= completion.isFinished
    if (completion.hasContent) chunks += 1
  }
  const parser = createParser({ onEvent })
  parser.feed(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
  parser.feed('\n\n')
  if (!isComplete) fault ??= responseFaults.cutOff
  else if (!hasChoices) fault ??= responseFaults.noChoices
  else if (chunks === 0 && !usage?.outputTokens) fault ??= responseFaults.empty
  return {
    fault,
    inputTokens: usage?.inputTokens,
    outputTokens: usage?.outputTokens === 0 ? chunks : usage?.outputTokens,
    cachedTokens: usage?.cachedTokens,
    chunks,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
