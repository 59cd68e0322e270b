import { expect, test } from 'vitest'
import { packagedFile } from '../../lib/cluster/packaged-file.ts'
import { portableReference } from '../../lib/workload/portable-reference.ts'

const packaged = packagedFile('config/workloads/short-chat.yaml')

test('workloads of the package are named, because each machine has it in its own place', () => {
  expect(portableReference(packaged)).toBe('short-chat')
  expect(
    portableReference({ mix: [{ workload: packaged }, { workload: '/srv/own.yaml' }] }),
  ).toEqual({
    mix: [{ workload: 'short-chat' }, { workload: '/srv/own.yaml' }],
  })
})

test('other references stay', () => {
  expect(portableReference('/srv/config/workloads/own.yaml')).toBe('/srv/config/workloads/own.yaml')
  expect(portableReference({ prompts: ['a'] })).toEqual({ prompts: ['a'] })
})
