/** The package has no types of its own. */
declare module 'parse-prometheus-text-format' {
  interface Sample {
    readonly value?: string
    /** Absent where there are none. */
    readonly labels?: Readonly<Record<string, string>>
  }

  interface Family {
    readonly name: string
    readonly metrics: readonly Sample[]
  }

  /** @throws Error that quotes a line with malformed labels */
  export default function parsePrometheusTextFormat(text: string): Family[]
}
