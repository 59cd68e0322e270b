import { startCandidates } from './candidates.mjs'
import { startScript } from './processes.mjs'
import { slots } from './scenes.mjs'

const instant = { timeToFirstTokenMs: 0, tokenTimeMs: 0 }
/** Requests that each process gets first, over workers that respond at once: until its code is compiled. */
const warmUp = { concurrency: 15, perLane: 600 }

/**
 * Starts the workers of a scene, the candidates before them, and for each worker a driver of its own. The
 * candidates know the workers by their addresses only: for the warm-up other workers listen there.
 * @param names of the candidates that are wanted
 */
export async function setStage(scene, names) {
  const workers = startScript('workers.mjs')
  const served = await workers.ask('start', { workers: scene.workers.map(() => instant), slots })
  const drivers = []
  for (const { host, port } of served) {
    const load = startScript('load.mjs')
    await load.ask('useOrigins', [`http://${host}:${port}`])
    drivers.push(load)
  }
  const candidates = await startCandidates(served, names)
  const loads = [...drivers, ...Object.values(candidates).map(({ load }) => load)]
  for (const load of loads) await load.ask('work', warmUp)
  await workers.ask('replace', { workers: scene.workers, slots })
  const stop = async () => {
    await Promise.all(Object.values(candidates).map((candidate) => candidate.stop()))
    await Promise.all([workers, ...drivers].map((process) => process.stop()))
  }
  return { workers, drivers, candidates, stop }
}
