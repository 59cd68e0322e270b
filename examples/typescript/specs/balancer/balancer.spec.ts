import { expect, suite } from 'clustergate'

suite('Balancer', ({ test, eachWorker }) => {
  eachWorker('accepts connections', async (worker) => {
    const tcp = await worker.tcp({ count: 3 })
    expect(tcp).toMeet({ open: true })
  })

  test('shares the load and respects slots', async ({ cluster }) => {
    const load = await cluster.balance({ requests: 60, concurrency: 9 })
    expect(load).toRespectSlots()
    expect(load).toMeet({ success_rate: '>= 90%', slots_exceeded: 0 })
  })
})
