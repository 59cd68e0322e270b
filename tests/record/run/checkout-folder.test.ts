import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folderInCheckout } from '../../../lib/record/run/checkout-folder.ts'

let root: string
let eu: string
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'clustergate-checkout-')))
  eu = join(root, 'packages/eu')
  mkdirSync(eu, { recursive: true })
})
afterEach(() => rmSync(root, { recursive: true }))

describe('the folder of a package in its checkout', () => {
  test('is relative to the nearest repository, which may be a worktree', () => {
    expect(folderInCheckout(eu, {})).toBeUndefined()
    mkdirSync(join(root, '.git'))
    expect(folderInCheckout(eu, {})).toBe('packages/eu')
    expect(folderInCheckout(root, {})).toBeUndefined()
    writeFileSync(join(root, 'packages/.git'), 'gitdir: elsewhere\n')
    expect(folderInCheckout(eu, {})).toBe('eu')
  })

  test('is relative to the checkout folder of the CI system without a repository', () => {
    expect(folderInCheckout(eu, { CI_PROJECT_DIR: root })).toBe('packages/eu')
    expect(folderInCheckout(eu, { GITHUB_WORKSPACE: join(root, 'nowhere') })).toBeUndefined()
    expect(folderInCheckout(eu, { WORKSPACE: tmpdir().concat('/another') })).toBeUndefined()
  })
})
