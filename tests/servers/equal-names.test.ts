import { expect, test } from 'vitest'
import { isSameModel } from '../../lib/servers/server.ts'
import { servers } from '../../lib/servers/servers.ts'

test.each(Object.entries(servers))(
  '%s treats exactly the model names as equal that its page lists',
  (_type, server) => {
    for (const [one, other] of server.equalNames) expect(isSameModel(server, one, other)).toBe(true)
    const listed = new Set(server.equalNames.flat())
    expect(isSameModel(server, 'llama3', 'llama3:latest')).toBe(listed.has('llama3:latest'))
    expect(isSameModel(server, 'LLama3', 'llama3')).toBe(listed.has('LLama3'))
  },
)
