import { setTimeout as sleep } from 'node:timers/promises'
import { busySeconds, cpuSeconds } from './cores.mjs'

/** Part of the time of one core that others may take. */
const mostOthers = 0.1
const maxTries = 10

/**
 * Waits until the two cores are quiet, measures, and does so again where others ran meanwhile, at most
 * ten times.
 * @param serverPid whose CPU time does not count as a disturbance
 * @param waitSeconds for how long quiet is waited for, before each try; 0: one try, whatever else runs
 * @param measure resolves to a result; `takenSeconds` is the CPU time that all of it took
 * @returns the result of the quietest one; `isDisturbed` says that none was quiet
 */
export async function undisturbed({ serverPid, waitSeconds }, measure) {
  let best
  const most = waitSeconds > 0 ? maxTries : 1
  for (let tries = 0; tries < most; tries++) {
    await quiet(serverPid, waitSeconds)
    const othersFrom = watchOthers(serverPid)
    const result = await measure()
    const others = othersFrom(result.takenSeconds)
    if (!best || others < best.others) best = { ...result, others }
    if (others <= mostOthers) break
  }
  return { ...best, isDisturbed: best.others > mostOthers }
}

async function quiet(serverPid, waitSeconds) {
  const untilMs = performance.now() + waitSeconds * 1_000
  while (performance.now() < untilMs) {
    const othersFrom = watchOthers(serverPid)
    await sleep(300)
    if (othersFrom(0) <= mostOthers) return
  }
}

/** @returns a function of the client's CPU seconds: the part of a core that all others took since */
function watchOthers(serverPid) {
  const seconds = () => busySeconds() - cpuSeconds(serverPid).own - cpuSeconds('self').own
  const [beganMs, before] = [performance.now(), seconds()]
  return (clientSeconds) =>
    (seconds() - before - clientSeconds) / ((performance.now() - beganMs) / 1_000)
}
