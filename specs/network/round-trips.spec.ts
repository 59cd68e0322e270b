import { expect, suite } from 'clustergate'

// The same language in TypeScript: what is easier to say in code stands beside the YAML specs.
suite('Network in TypeScript', ({ test, eachWorker }) => {
  eachWorker('connects in less than 50 ms', async (worker) => {
    const connects = await worker.tcp({ count: 5, interval: '20ms' })
    expect(connects).toBeOpen()
    expect(connects).toRespondWithin('50ms')
  })

  test('all workers serve the same model', async ({ cluster }) => {
    const served = await Promise.all(cluster.workers.map((worker) => worker.model()))
    for (const measurement of served) expect(measurement).toServeItsModel()
    expect(new Set(served.map(({ metrics }) => metrics.served_model)).size).toBe(1)
  })
})
