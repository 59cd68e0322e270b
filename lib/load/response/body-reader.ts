import type { TokenUsage } from './token-usage.ts'

/** What a whole body says. */
export interface BodyReading extends Partial<TokenUsage> {
  /** Why it is no successful response, in a few words. */
  readonly fault?: string | undefined
  /** What the server says of it itself, on one line, secrets hidden. */
  readonly words?: string | undefined
  /** How many events of a stream held text; undefined of a body that is no stream. */
  readonly chunks?: number | undefined
}

/** Reads a body as it comes in. */
export interface BodyReader {
  /** When the first chunk with text came, and the times between the chunks; of streams. */
  readonly firstTokenMs?: number | undefined
  readonly tokenGapsMs?: readonly number[] | undefined
  /** @param nowMs when these bytes came */
  take(bytes: Buffer, nowMs: number): void
  end(): BodyReading
}
