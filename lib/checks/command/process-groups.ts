import { BroadcastChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { signalMarked } from './marked-processes.ts'

/** Channel on which threads of one process announce the process groups of commands. */
const channelName = 'clustergate.process-groups'

/** The processes of a command. */
export interface Group {
  /** Of all its processes, also of those that have left the group. */
  readonly mark: string
  /** Of its first process, and of the group; absent before it has started. */
  readonly pid?: number
}

interface GroupEvent extends Group {
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
  const running = new Map<string, Group>()
  const channel = new BroadcastChannel(channelName)
  channel.unref()
  const hear = ({ hasEnded, ...group }: GroupEvent) => {
    if (hasEnded) running.delete(group.mark)
    else running.set(group.mark, group)
  }
  // It accepts such a channel too, though its types do not include it.
  const posted = () => receiveMessageOnPort(channel as unknown as MessagePort)
  channel.onmessage = (message) => hear((message as { readonly data: GroupEvent }).data)
  const endAll = () => {
    // A signal may arrive before the event loop has delivered a message that a thread has just posted.
    for (let next = posted(); next; next = posted()) hear(next.message as GroupEvent)
    for (const group of running.values()) signalGroup(group, 'SIGKILL')
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

/** Sends a signal to all processes of a command; ignores those that have ended. */
export function signalGroup({ pid, mark }: Group, signal: NodeJS.Signals): void {
  if (pid !== undefined) signalAll(hasGroups ? -pid : pid, signal)
  signalMarked(mark, signal)
}

function signalAll(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Windows has no process groups for signals. */
export const hasGroups = process.platform !== 'win32'
