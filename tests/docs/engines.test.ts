import { describe, expect, test } from 'vitest'
import { isSameModel, type Server } from '../../lib/servers/server.ts'
import { servers } from '../../lib/servers/servers.ts'
import { readPage } from './pages.ts'

const { text } = readPage('docs/engines.md')

/** The cells of a row of the table under a heading. */
function row(heading: string, type: string): string[] {
  const section = text.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? ''
  const line = section.split('\n').find((each) => each.startsWith(`| \`${type}\` |`)) ?? ''
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim())
}

function pathsInWords(apis: readonly ({ readonly path: string } | undefined)[]): string {
  const paths = apis.flatMap((api) => (api ? [`\`${api.path}\``] : []))
  return paths.length > 0 ? paths.join(', ') : 'not reported'
}

/** A simulated worker is what it imitates. */
const types = Object.entries(servers).filter(([type]) => type !== 'simulated')

describe('the page of servers', () => {
  test.each(types)('says what is asked of %s', (type, server: Server) => {
    expect(row('What is asked', type)).toEqual([
      String(server.defaultPort),
      `\`${server.health.path}\``,
      pathsInWords(server.modelStates),
      pathsInWords(server.loadReports),
      pathsInWords([server.slots]),
    ])
  })

  test.each(types)(
    'says when probes of %s are silent, and which names are equal',
    (type, server: Server) => {
      const [silent, names = ''] = row('Busy, and names', type)
      expect(silent).toBe(server.health.silentWhileBusy)
      const pairs = [...names.matchAll(/`([^`]+)` = `([^`]+)`/g)]
      expect(pairs.length > 0 || names === 'as written').toBe(true)
      for (const [, one = '', other = ''] of pairs)
        expect(isSameModel(server, one, other)).toBe(true)
      expect(isSameModel(server, 'llama3', 'llama3:latest')).toBe(names.includes('`llama3:latest`'))
      expect(isSameModel(server, 'LLama3', 'llama3')).toBe(names.includes('`LLama3`'))
    },
  )
})
