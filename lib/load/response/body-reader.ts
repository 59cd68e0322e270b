import type { TokenUsage } from './token-usage.ts'

/** The content of a complete body. */
export interface BodyReading extends Partial<TokenUsage> {
  /** Why it is not a successful response, in a few words. */
  readonly fault?: string | undefined
  /** The server's error message, on one line, with secrets masked. */
  readonly words?: string | undefined
  /** Number of events of a stream with text; undefined for a body that is not a stream. */
  readonly chunks?: number | undefined
}

/** Reads a body as it arrives. */
export interface BodyReader {
  /** When the first chunk with text arrived, and the times between chunks; for streams. */
  readonly firstTokenMs?: number | undefined
  readonly tokenGapsMs?: readonly number[] | undefined
  /** @param nowMs when these bytes arrived */
  take(bytes: Buffer, nowMs: number): void
  end(): BodyReading
}
