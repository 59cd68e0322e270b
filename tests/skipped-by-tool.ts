import type { Reporter, TestModule } from 'vitest/node'
import { toolsNeeded } from './hosts/requirements.ts'

/** Prints at the end of a run how many tests were skipped for lack of which tool. */
export default class SkippedByTool implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const names = modules.flatMap((module) =>
      [...module.children.allTests('skipped')].map(({ fullName }) => fullName),
    )
    const words = skippedByTool(names)
    if (words) process.stdout.write(`\n ${words}\n\n`)
  }
}

/** "Skipped for lack of tools: 12 tests (nft 12, ping 3)"; undefined if there are none. */
export function skippedByTool(fullNames: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  const skipped = fullNames.filter((name) => {
    const tools = new Set(toolsNeeded(name))
    for (const tool of tools) counts.set(tool, (counts.get(tool) ?? 0) + 1)
    return tools.size > 0
  })
  if (skipped.length === 0) return undefined
  const byTool = [...counts].toSorted(([a, many], [b, few]) => few - many || a.localeCompare(b))
  const list = byTool.map(([tool, count]) => `${tool} ${count}`).join(', ')
  const tests = skipped.length === 1 ? 'test' : 'tests'
  return `Skipped for lack of tools: ${skipped.length} ${tests} (${list})`
}
