import { BroadcastChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'

/** Channel on which threads of one process announce the process groups of commands. */
const channelName = 'clustergate.process-groups'

interface GroupEvent {
  readonly pid: number
  readonly hasEnded: boolean
}

/** Announces to the main thread that a group has started, or ended. */
export function announceGroup(event: GroupEvent): void {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage(event)
  channel.close()
}

/**
 * Ends the groups of commands that are still running when this process exits, as it does at SIGTERM, or
 * when it is disposed: the threads of the commands are gone by then. For the main thread.
 */
export function endGroupsOnExit(): Disposable {
  const running = new Set<number>()
  const channel = new BroadcastChannel(channelName)
  channel.unref()
  const hear = ({ pid, hasEnded }: GroupEvent) => {
    if (hasEnded) running.delete(pid)
    else running.add(pid)
  }
  // It accepts such a channel too, though its types do not include it.
  const posted = () => receiveMessageOnPort(channel as unknown as MessagePort)
  channel.onmessage = (message) => hear((message as { readonly data: GroupEvent }).data)
  const endAll = () => {
    // A signal may arrive before the event loop has delivered a message that a thread has just posted.
    for (let next = posted(); next; next = posted()) hear(next.message as GroupEvent)
    for (const pid of running) signalGroup(pid, 'SIGKILL')
  }
  process.once('exit', endAll)
  return {
    [Symbol.dispose]: () => {
      endAll()
      process.off('exit', endAll)
      channel.close()
    },
  }
}

/** Sends a signal to all processes of a group; ignores a group that has ended. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(hasGroups ? -pid : pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Windows has no process groups for signals. */
export const hasGroups = process.platform !== 'win32'
