import { expectTypeOf, test } from 'vitest'
import {
  type ClusterHandle,
  type ExpectationsOf,
  expect,
  type MeasurementOf,
  suite,
} from '../../lib/index.ts'

// Compiled by `npm run types`: a `@ts-expect-error` without an error below it fails there.

test('a spec in TypeScript has types for its metrics and options', () => {
  expectTypeOf(typedSpec).toBeFunction()
})

test('a measurement has a type with the names of its metrics', () => {
  expectTypeOf<keyof ExpectationsOf<MeasurementOf<'ping'>>>().toExtend<string>()
  expectTypeOf<ExpectationsOf<MeasurementOf<'ping'>>>().toHaveProperty('rtt.avg')
  expectTypeOf<ExpectationsOf<MeasurementOf<'tcp'>>>().not.toHaveProperty('rtt.avg')
  expectTypeOf<MeasurementOf<'tcp'>['check']>().toEqualTypeOf<'tcp'>()
})

test('the checks of a worker and of the cluster have typed options of their own', () => {
  type Worker = ReturnType<ClusterHandle['worker']>
  expectTypeOf<Parameters<Worker['ping']>[0]>().toExtend<{ count?: number } | undefined>()
  expectTypeOf<ReturnType<Worker['model']>>().resolves.toExtend<MeasurementOf<'model'>>()
  expectTypeOf<Worker>().not.toHaveProperty('subnet')
  expectTypeOf<ClusterHandle>().toHaveProperty('subnet')
})

/** Never called: its content has to compile, or has to fail to compile. */
function typedSpec(): void {
  suite('Typed', ({ test, eachWorker }) => {
    eachWorker('typed', async (worker) => {
      const ping = await worker.ping({ count: 3, interval: '50ms' })
      expect(ping).toMeet({ packet_loss: '0%', 'rtt.avg': '< 10ms' })
      expect(ping).toHaveNoPacketLoss()
      // @ts-expect-error no metric of `ping`
      expect(ping).toMeet({ connect_time: '< 10ms' })
      // @ts-expect-error misspelled metric
      expect(ping).toMeet({ 'rtt.average': '< 10ms' })
      // @ts-expect-error a count is a number
      await worker.ping({ count: 'ten' })
      // @ts-expect-error no option of `ping`
      await worker.ping({ retries: 3 })
      await worker.http({ maxBodyBytes: 10, headers: { x_tenant: 'a' } })
      // @ts-expect-error the spelling of YAML
      await worker.http({ max_body_bytes: 10 })
    })
    test('typed to levels', async ({ cluster }) => {
      const load = await cluster.benchmark({ concurrency: [5, 15] })
      expect(load).toMeet({ speedup: '>= 2.5x' }, { at: { concurrency: 15, load: '90%' } })
      expect(load).toReachSpeedup({ atLeast: '2.5x', at: { concurrency: 15 } })
      // @ts-expect-error misspelled label
      expect(load).toMeet({ speedup: '>= 2.5x' }, { at: { concurency: 15 } })
      // @ts-expect-error a concurrency is a number
      expect(load).toReachSpeedup({ atLeast: '2.5x', at: { concurrency: '15' } })
      // @ts-expect-error a part of the load is a percentage
      expect(load).toMeet({ speedup: '>= 2.5x' }, { at: { load: 90 } })
      // @ts-expect-error no level of a check that measures at one alone
      expect(await cluster.balance()).toMeet({ retries: 0 }, { at: { concurrency: 15 } })
    })
    test('typed', async ({ cluster }) => {
      expect(await cluster.subnet()).toMeet({ same_subnet: true })
      const http = await cluster.worker('sim-1').http({ path: '/v1/models' })
      expect(http).toMeet({
        status: 200,
        'json.data[0].id': '/./',
        'header.content-type': '/json/',
      })
      // @ts-expect-error a check of the cluster is none of a worker
      await cluster.worker('sim-1').subnet()
    })
  })
}
