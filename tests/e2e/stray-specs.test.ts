import { expect, test } from 'vitest'
import { createProject } from './project.ts'

const spec = (name: string) =>
  `suite: ${name}\ntests:\n  - { name: port open, tcp: {}, expect: { open: true } }\n`

test('a YAML spec outside the stage folders runs in the stage it names, and fails if it names none', async () => {
  await using project = await createProject({
    'specs/elsewhere/named.spec.yaml': `stage: perf\n${spec('Named')}`,
    'specs/network/moved.spec.yaml': `stage: balancer\n${spec('Moved')}`,
    'specs/network/own.spec.yaml': spec('Own'),
  })
  const listed = await project.vitest(['list'])
  expect(listed.stdout).toContain(
    '[perf] specs/elsewhere/named.spec.yaml > Named > port open › sim-1',
  )
  expect(listed.stdout).toContain(
    '[balancer] specs/network/moved.spec.yaml > Moved > port open › sim-1',
  )
  expect(listed.stdout.trim().split('\n')).toHaveLength(9)

  await project.write('specs/lost.spec.yaml', spec('Lost'))
  const run = await project.vitest(['run', 'specs/lost.spec.yaml'])
  expect(run.exitCode).toBe(1)
  expect(run.output).toContain('the stage of this file is not known')
})
