import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { runEnvironment } from '../../../lib/record/run/run-environment.ts'

describe('the environment of a run', () => {
  test('names the machine and the versions', () => {
    expect(runEnvironment({}, { vitest: '4.1.12', root: tmpdir() }, {})).toEqual({
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      cpus: expect.stringMatching(/^\d+ × /),
      clustergate: expect.stringMatching(/^\d+\.\d+/),
      vitest: '4.1.12',
    })
  })

  test('has what is known about the code', () => {
    const origin = { commit: 'c'.repeat(40), branch: 'main', isDirty: true }
    expect(runEnvironment(origin, { vitest: '4.1.12', root: tmpdir() }, {})).toMatchObject({
      commit: 'c'.repeat(40),
      branch: 'main',
      hasChanges: true,
    })
    expect(runEnvironment({}, { vitest: '4.1.12', root: tmpdir() }, {})).not.toHaveProperty(
      'hasChanges',
    )
  })

  test.each([
    [{}, undefined],
    [{ CI: '' }, undefined],
    [{ CI: 'false' }, undefined],
    [{ CI: 'true' }, { name: 'unknown' }],
    [{ CI: 'true', GITLAB_CI: 'true', CI_JOB_URL: 'https://gitlab.example/1' }, gitlab()],
    [
      { GITHUB_ACTIONS: 'true', ...github() },
      { name: 'GitHub Actions', url: 'https://g/a/b/actions/runs/7' },
    ],
    [{ GITHUB_ACTIONS: 'true' }, { name: 'GitHub Actions' }],
    [{ TF_BUILD: 'True' }, { name: 'Azure Pipelines' }],
  ])('under %j has the CI system %j', (env, ci) => {
    expect(runEnvironment({}, { vitest: '4.1.12', root: tmpdir() }, env).ci).toEqual(ci)
  })
})

function gitlab() {
  return { name: 'GitLab CI', url: 'https://gitlab.example/1' }
}

function github() {
  return { GITHUB_SERVER_URL: 'https://g', GITHUB_REPOSITORY: 'a/b', GITHUB_RUN_ID: '7' }
}
