import { plainText } from '../../lib/rendering/plain-text.ts'

export interface FamilyHead {
  /** The name without its unit, which is appended. */
  readonly name: string
  readonly help: string
  /** A base unit in the plural (`seconds`), or none. */
  readonly unit?: string
}

type Labels = Readonly<Record<string, string>>

/** Samples of one name. Each stores only its own labels: shared labels are stored once for all of them. */
export class MetricFamily {
  readonly #head: FamilyHead
  readonly #shared: string[] = []
  readonly #own: string[] = []
  readonly #values: number[] = []

  constructor(head: FamilyHead) {
    this.#head = head
  }

  add(labels: Labels, value: number): void {
    this.addShared(labelText(labels), '', value)
  }

  /** @param shared and @param own labels in the format of `labelText` */
  addShared(shared: string, own: string, value: number): void {
    this.#shared.push(shared)
    this.#own.push(own)
    this.#values.push(value)
  }

  /** Empty without samples. */
  *lines(): Generator<string> {
    if (this.#values.length === 0) return
    const { name, help, unit } = this.#head
    const full = unit ? `${name}_${unit}` : name
    // The type of OpenMetrics that readers of Prometheus' text know as well.
    yield `# TYPE ${full} gauge\n`
    if (unit) yield `# UNIT ${full} ${unit}\n`
    // OpenMetrics requires a quotation mark here to be escaped, Prometheus' older text requires it not to
    // be.
    yield `# HELP ${full} ${escaped(help.replaceAll('"', "'"))}\n`
    for (const [index, value] of this.#values.entries()) {
      const labels = [this.#shared[index], this.#own[index]].filter(Boolean).join(',')
      yield `${full}${labels && `{${labels}}`} ${value}\n`
    }
  }
}

/** `name="value",...` */
export function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')
}

function escaped(text: string): string {
  return plainText(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
