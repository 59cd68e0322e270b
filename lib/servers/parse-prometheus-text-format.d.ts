/** The package has no types. */
declare module 'parse-prometheus-text-format' {
  interface Sample {
    readonly value?: string
    /** Absent if there are none. */
    readonly labels?: Readonly<Record<string, string>>
  }

  interface Family {
    readonly name: string
    readonly metrics: readonly Sample[]
  }

  /** @throws Error with the line, if its labels are malformed */
  export default function parsePrometheusTextFormat(text: string): Family[]
}
