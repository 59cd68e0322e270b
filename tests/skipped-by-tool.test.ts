import { expect, test } from 'vitest'
import { skippedByTool } from './skipped-by-tool.ts'

test('tests that are skipped for lack of tools are counted by tool, the most wanted first', () => {
  const names = [
    'a ping (needs ping) > speaks IPv6',
    'hosts (needs nft, ping) > a healthy worker answers ping',
    'switched off by its author',
  ]
  expect(skippedByTool(names)).toBe('Skipped for lack of tools: 2 tests (ping 2, nft 1)')
})

test('nothing is printed if no tool is missing', () => {
  expect(skippedByTool(['switched off by its author'])).toBeUndefined()
})
