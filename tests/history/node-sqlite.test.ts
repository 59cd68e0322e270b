import { afterEach, describe, expect, test, vi } from 'vitest'
import { loadNodeSqlite } from '../../lib/history/node-sqlite.ts'

afterEach(() => vi.restoreAllMocks())

describe('the SQLite of Node.js', () => {
  test('is used if Node.js has it', () => {
    const isThere = process.getBuiltinModule('node:sqlite') !== undefined
    expect(loadNodeSqlite() !== undefined).toBe(isThere)
  })

  test('suppresses its experimental warning, and no other warning', () => {
    const warnings: unknown[] = []
    vi.spyOn(process, 'emitWarning').mockImplementation((warning) => {
      warnings.push(warning)
    })
    vi.spyOn(process, 'getBuiltinModule').mockImplementation((() => {
      process.emitWarning('SQLite is an experimental feature', 'ExperimentalWarning')
      process.emitWarning('Something else is an experimental feature', 'ExperimentalWarning')
      process.emitWarning('SQLite is deprecated', 'DeprecationWarning')
    }) as typeof process.getBuiltinModule)
    expect(loadNodeSqlite()).toBeUndefined()
    process.emitWarning('after it')
    expect(warnings).toEqual([
      'Something else is an experimental feature',
      'SQLite is deprecated',
      'after it',
    ])
  })
})
