import { declarationOf } from '../../lib/history/declaration-of.ts'
import type { CaseRecord, RunSource } from '../../lib/record/run/run-record.ts'
import { type BaseUnit, baseUnit } from '../../lib/rendering/base-unit.ts'
import { cut } from '../../lib/rendering/plain-text.ts'
import { type Labels, readLabelled } from '../../lib/units/labels.ts'
import { measurementsOf } from '../kit/case-metrics.ts'
import { labelText, MetricFamily } from './metric-family.ts'

const longestLabel = 200

/** Labels that every sample of a case has; those of its level must not have the same names. */
const ownNames = new Set([
  ...['folder', 'stage', 'file', 'suite', 'test', 'subject', 'check', 'occurrence'],
  ...['metric', 'member', 'condition', 'status'],
])

/** Collects the samples of all cases by their family. */
export class CaseSamples {
  readonly #families = new Map<string, MetricFamily>()
  /** How often the same labels occurred: a name may occur twice in a file. */
  readonly #occurrences = new Map<string, number>()
  /** Labels that many samples share are stored once. */
  readonly #texts = new Map<string, string>()
  readonly #folder: string | undefined
  readonly #workers: ReadonlySet<string>

  constructor({ environment, cluster }: RunSource) {
    this.#folder = environment?.folder
    this.#workers = new Set(cluster?.workers.map(({ id }) => id))
  }

  add(test: CaseRecord, stage: string): void {
    const shared = this.#sharedLabels(test, stage)
    this.#family('clustergate_test_duration', 'How long a test took.', 'seconds').addShared(
      ...([shared, '', test.durationMs / 1_000] as const),
    )
    const status = labelText({ status: test.isBehindGate ? 'gate_closed' : test.status })
    this.#family(
      'clustergate_test_status',
      'How a test ended: 1 for the status that it has.',
    ).addShared(...([shared, this.#text(status), 1] as const))
    this.#addConditions(test, shared)
    this.#addMetrics(test, shared)
  }

  families(): Iterable<MetricFamily> {
    return this.#families.values()
  }

  #sharedLabels({ file, name }: CaseRecord, stage: string): string {
    const labels = {
      ...(this.#folder !== undefined && { folder: this.#folder }),
      stage,
      file,
      ...namesOf(name, this.#workers),
    }
    const text = labelText(shortened(labels))
    const before = this.#occurrences.get(text) ?? 0
    this.#occurrences.set(text, before + 1)
    return before === 0 ? text : `${text},${labelText({ occurrence: String(before + 1) })}`
  }

  /** 1 if a condition is met, 0 if not; undecided ones and those without data are separate. */
  #addConditions({ record }: CaseRecord, shared: string): void {
    const help = 'How a condition of a spec was judged: 1 for the status that it has.'
    const seen = new Set<string>()
    for (const { metric, at = {}, condition, status } of record?.verdict.conditions ?? []) {
      const labels = {
        check: record?.check ?? '',
        metric: cut(metric, longestLabel),
        condition: cut(condition, longestLabel),
        ...levelLabels(at),
      }
      const key = labelText(labels)
      if (seen.has(key)) continue
      seen.add(key)
      this.#family('clustergate_condition_status', help).addShared(
        ...([shared, this.#text(labelText({ ...labels, status })), 1] as const),
      )
    }
  }

  #addMetrics(test: CaseRecord, shared: string): void {
    const seen = new Set<string>()
    for (const { name, help, unit, labels, key, value } of samplesOf(test)) {
      const isTaken = seen.has(`${name}${unit.name}{${labelText(labels)}}`)
      // Two names may differ only in characters that OpenMetrics does not allow.
      const own = labelText(isTaken ? { ...labels, metric: cut(key, longestLabel) } : labels)
      const identity = `${name}${unit.name}{${own}}`
      if (seen.has(identity)) continue
      seen.add(identity)
      this.#family(name, help, unit.name).addShared(shared, this.#text(own), value)
    }
  }

  #family(name: string, help: string, unit = ''): MetricFamily {
    const full = unit ? `${name}_${unit}` : name
    const known = this.#families.get(full)
    if (known) return known
    const family = new MetricFamily({ name, help, unit })
    this.#families.set(full, family)
    return family
  }

  #text(text: string): string {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    this.#texts.set(text, text)
    return text
  }
}

/**
 * By the name only, because a test that did not run has nothing else: its series are those of a run in
 * which it did.
 */
function namesOf(name: string, workers: ReadonlySet<string>) {
  const [suite = '', ...rest] = name.split(' > ')
  const title = rest.length > 0 ? rest.join(' > ') : suite
  const at = title.lastIndexOf(' › ')
  const last = title.slice(at + ' › '.length)
  const isOfWorker = at > 0 && workers.has(last)
  return {
    suite: rest.length > 0 ? suite : '',
    test: isOfWorker ? title.slice(0, at) : title,
    subject: isOfWorker ? last : 'cluster',
  }
}

function shortened(labels: object): Readonly<Record<string, string>> {
  const entries = Object.entries(labels)
  return Object.fromEntries(entries.map(([key, value]) => [key, cut(String(value), longestLabel)]))
}

interface MetricSample {
  readonly name: string
  readonly help: string
  readonly unit: BaseUnit
  readonly labels: Readonly<Record<string, string>>
}

/** All numeric metrics of a case, in base units; true is 1 and false is 0. */
function* samplesOf(test: CaseRecord) {
  for (const [index, { check, metrics }] of measurementsOf(test).entries()) {
    for (const [key, measured] of Object.entries(metrics)) {
      const value = typeof measured === 'boolean' ? Number(measured) : measured
      if (typeof value !== 'number' || !Number.isFinite(value)) continue
      const sample = sampleOf(check, key)
      const labels = { ...sample.labels, ...(index > 0 && { occurrence: String(index + 1) }) }
      yield { ...sample, labels, key, value: value / sample.unit.divisor }
    }
  }
}

/** `share.mac-1{concurrency=15}` of `balance` is `clustergate_measured_share_ratio{member="mac-1",concurrency="15"}`. */
function sampleOf(check: string, key: string): MetricSample {
  const { metric, labels } = readLabelled(key)
  const declared = declarationOf(check, metric)
  const [family = '', ...rest] = metric.split('.')
  // A metric that is not declared by its own name is a member of a family, whose name comes from the user.
  const isMember = declared !== undefined && declared === declarationOf(check, `${family}.*`)
  const words = isMember ? family : metric
  return {
    name: `clustergate_measured_${nameOf(words)}`,
    help: declared?.description.split(/ (?:Example|Default): /)[0] ?? `The metric ${words}.`,
    unit: baseUnit(declared?.dimension),
    labels: {
      check: cut(check, longestLabel),
      ...(isMember && { member: cut(rest.join('.'), longestLabel) }),
      ...levelLabels(labels),
    },
  }
}

function nameOf(words: string): string {
  return cut(words, longestLabel).replace(/[^a-zA-Z0-9_]+/g, '_')
}

function levelLabels(labels: Labels): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => {
      const isFree = /^(?!level_)[a-zA-Z]\w*$/.test(name) && !ownNames.has(name)
      return [isFree ? name : `level_${name}`, cut(String(value), longestLabel)]
    }),
  )
}
