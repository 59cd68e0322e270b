import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropPort, ignoreIcmp, loseEveryNth, type Repair, rejectPort, unplug } from './faults.ts'
import { listNamespaces, TestNetwork } from './network.ts'
import { describeWith, missingForHosts } from './requirements.ts'
import { Wire } from './wire.ts'
import { startWorkerProcess } from './worker-process.ts'

const connectScript = `
const socket = require('node:net').connect({ host: process.argv[1], port: 1234, timeout: 2500 })
socket.on('connect', () => { console.log('connected'); socket.destroy() })
socket.on('error', (error) => { console.log(error.code) })
socket.on('timeout', () => { console.log('silence'); socket.destroy() })
`

describeWith(missingForHosts(), 'hosts in network namespaces', () => {
  let network: TestNetwork
  let worker: AsyncDisposable

  beforeAll(async () => {
    network = await TestNetwork.create([
      { name: 'client', address: '10.247.162.10/24' },
      { name: 'worker', address: '10.247.162.71/24' },
    ])
    const model = 'mistral-7b-instruct-v0.2'
    worker = await startWorkerProcess(network, 'worker', {
      port: 1234,
      model,
      address: '10.247.162.71',
    })
  })
  afterAll(async () => {
    await worker?.[Symbol.asyncDispose]()
    await network?.[Symbol.asyncDispose]()
  })

  const connect = () =>
    network.run('client', process.execPath, '-e', connectScript, '10.247.162.71')
  const ping = (...args: string[]) =>
    network
      .start('client', 'ping', ['-n', '-i', '0.01', ...args], { reject: false })
      .then(({ stdout }) => String(stdout))

  async function during(fault: Promise<Repair>, look: () => Promise<void>): Promise<void> {
    const repair = await fault
    try {
      await look()
    } finally {
      await repair()
    }
  }

  test('a healthy worker replies to ping and accepts connections', async () => {
    expect(await ping('-c', '5', '10.247.162.71')).toContain(' 0% packet loss')
    expect(await connect()).toBe('connected')
  })

  test('a dropped port is silent', async () => {
    await during(dropPort(network, 'worker', 1234), async () => {
      expect(await connect()).toBe('silence')
      expect(await ping('-c', '3', '10.247.162.71')).toContain(' 0% packet loss')
    })
  })

  test.each([
    ['tcp reset', 'ECONNREFUSED'],
    ['icmp type port-unreachable', 'ECONNREFUSED'],
    ['icmp type host-unreachable', 'EHOSTUNREACH'],
  ] as const)('a port rejected by %s gives %s', async (response, code) => {
    await during(rejectPort(network, 'worker', 1234, response), async () => {
      expect(await connect()).toBe(code)
    })
  })

  test('a worker that ignores ICMP still serves', async () => {
    await during(ignoreIcmp(network, 'worker'), async () => {
      expect(await ping('-c', '2', '-W', '1', '10.247.162.71')).toContain('100% packet loss')
      expect(await connect()).toBe('connected')
    })
  })

  test('every fourth packet lost is 25% loss', async () => {
    await during(loseEveryNth(network, 'worker', 4), async () => {
      expect(await ping('-c', '20', '-W', '1', '10.247.162.71')).toContain(' 25% packet loss')
    })
  })

  test('an unplugged host is unreachable', async () => {
    await during(unplug(network, 'worker', 'client'), async () => {
      expect(await ping('-c', '2', '-W', '4', '10.247.162.71')).toContain(
        'Destination Host Unreachable',
      )
    })
  })

  test('network delay applies in both directions', async () => {
    await using _wire = await Wire.lay(network, ['client', 'worker'], ['10.9.0.1', '10.9.0.2'], {
      delayMs: 25,
    })
    const output = await ping('-c', '5', '10.9.0.2')
    const average = Number(/= [\d.]+\/([\d.]+)\//.exec(output)?.[1])
    expect(average).toBeGreaterThan(49)
    expect(average).toBeLessThan(200)
  })

  test('nothing is left of a network after its test', async () => {
    const before = listNamespaces()
    {
      await using _other = await TestNetwork.create([{ name: 'a', address: '10.1.0.1/24' }])
      expect(listNamespaces().length).toBe(before.length + 2)
    }
    expect(listNamespaces()).toEqual(before)
  })
})
