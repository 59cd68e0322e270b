import { expect, test } from 'vitest'
import { isSameModel } from '../../lib/servers/server.ts'
import { servers } from '../../lib/servers/servers.ts'

test.each(Object.entries(servers))(
  '%s takes the names for equal that its page lists, and no others',
  (_type, server) => {
    for (const [one, other] of server.equalNames) expect(isSameModel(server, one, other)).toBe(true)
    const listed = new Set(server.equalNames.flat())
    expect(isSameModel(server, 'llama3', 'llama3:latest')).toBe(listed.has('llama3:latest'))
    expect(isSameModel(server, 'LLama3', 'llama3')).toBe(listed.has('LLama3'))
  },
)
