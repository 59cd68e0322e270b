import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import type { TestRecord } from '../lib/record/test-record.ts'
import { caseRecord } from './kit/case-record.ts'
import { checkedOptions } from './kit/checked-options.ts'
import { budgetsLine } from './terminal/budgets-line.ts'
import { passedAgainLines } from './terminal/passed-again-lines.ts'
import { suiteTables } from './terminal/suite-tables.ts'

/** Width if it is unknown, as in the log of a CI system. */
const usualWidth = 120

/** A compact table per suite, metrics with their budgets; at the end how many budgets were met. */
export default class TerminalReporter implements Reporter {
  #vitest: Vitest | undefined

  constructor(options: object = {}) {
    checkedOptions('terminal', options, {})
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  onTestModuleEnd(module: TestModule): void {
    this.#print(suiteTables(recordsOf(module), widthOf(process.stdout, process.env)))
    this.#print(passedAgainLines([...module.children.allTests()].map(caseRecord)))
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    this.#print(budgetsLine(modules.flatMap(recordsOf)))
  }

  #print(text: string): void {
    if (text) this.#vitest?.logger.log(text)
  }
}

function recordsOf(module: TestModule): TestRecord[] {
  return [...module.children.allTests()].flatMap((test: TestCase) => {
    const { clustergate } = test.meta() as { clustergate?: TestRecord }
    return clustergate ? [clustergate] : []
  })
}

/** Columns of the terminal, else those of the environment. */
export function widthOf(
  { columns }: { readonly columns?: number },
  { COLUMNS = '' }: Readonly<Record<string, string | undefined>>,
): number {
  return columns || Number.parseInt(COLUMNS, 10) || usualWidth
}
