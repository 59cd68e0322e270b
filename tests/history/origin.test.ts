import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { originOf } from '../../lib/history/origin.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clustergate-origin-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function git(...args: string[]): Promise<string> {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org']
  const { stdout } = await execa('git', ['-C', folder, ...who, ...args])
  return stdout
}

async function repository(): Promise<string> {
  await git('init', '--quiet', '--initial-branch', 'trunk')
  await writeFile(join(folder, 'spec.yaml'), 'a')
  await git('add', '.')
  await git('commit', '--quiet', '--message', 'first')
  return git('rev-parse', 'HEAD')
}

const other = 'f'.repeat(40)

describe('the origin of a run', () => {
  test('is the checked-out commit and branch', async () => {
    const commit = await repository()
    expect(await originOf(folder, {})).toEqual({ commit, branch: 'trunk', isDirty: false })
  })

  test('is dirty if a file of the commit was changed, not if one is new', async () => {
    await repository()
    await writeFile(join(folder, 'report.json'), '{}')
    expect(await originOf(folder, {})).toMatchObject({ isDirty: false })
    await writeFile(join(folder, 'spec.yaml'), 'b')
    expect(await originOf(folder, {})).toMatchObject({ isDirty: true })
  })

  test('has no commit before the first one', async () => {
    await git('init', '--quiet', '--initial-branch', 'trunk')
    expect(await originOf(folder, {})).toEqual({ branch: 'trunk', isDirty: false })
  })

  test('takes the branch of a detached checkout from the CI, if its commit is the same', async () => {
    const commit = await repository()
    await git('checkout', '--quiet', '--detach')
    const ci = { GITHUB_SHA: commit, GITHUB_HEAD_REF: '', GITHUB_REF_NAME: 'main' }
    expect(await originOf(folder, ci)).toEqual({ commit, branch: 'main', isDirty: false })
    expect(await originOf(folder, { ...ci, GITHUB_SHA: other })).toEqual({ commit, isDirty: false })
  })

  test.each([
    ['GitHub', { GITHUB_SHA: other, GITHUB_HEAD_REF: 'fix', GITHUB_REF_NAME: '7/merge' }, 'fix'],
    ['GitLab', { CI_COMMIT_SHA: other, CI_COMMIT_BRANCH: 'fix' }, 'fix'],
    ['Azure', { BUILD_SOURCEVERSION: other, BUILD_SOURCEBRANCH: 'refs/heads/a/b' }, 'a/b'],
    ['Jenkins', { GIT_COMMIT: other, GIT_BRANCH: 'origin/fix' }, 'fix'],
  ])('is taken from the CI without a repository: %s', async (_, env, branch) => {
    expect(await originOf(folder, env)).toEqual({ commit: other, branch })
  })

  test('is unknown if nothing reports it, or if the reported commit is invalid', async () => {
    expect(await originOf(folder, { GITHUB_SHA: 'latest', GITHUB_REF_NAME: 'x' })).toEqual({})
  })
})
