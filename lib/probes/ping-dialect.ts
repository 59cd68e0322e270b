/** How the options of one implementation of `ping` are written, for one address family. */
export interface PingDialect {
  readonly program: 'ping' | 'ping6'
  readonly familyFlags: readonly string[]
  /** How long to wait for a reply. */
  readonly wait: (timeoutMs: number) => readonly string[]
  readonly timeToLive: (hops: number) => readonly string[]
  /** Undefined if it cannot forbid fragmentation. */
  readonly dontFragment: readonly string[] | undefined
}

export type AddressFamily = 4 | 6

const wholeSeconds = (timeoutMs: number) => [
  '-W',
  String(Math.max(1, Math.ceil(timeoutMs / 1_000))),
]

/** iputils; busybox has the same options, if it has them. */
const iputils = (family: AddressFamily): PingDialect => ({
  program: 'ping',
  familyFlags: [`-${family}`],
  wait: wholeSeconds,
  timeToLive: (hops) => ['-t', String(hops)],
  dontFragment: ['-M', 'do'],
})

/** GNU inetutils: a program for each family, without an option for it; `-t` is the type of the packet. */
const inetutils: Readonly<Record<AddressFamily, PingDialect>> = {
  4: {
    program: 'ping',
    familyFlags: [],
    wait: wholeSeconds,
    timeToLive: (hops) => [`--ttl=${hops}`],
    dontFragment: undefined,
  },
  6: {
    program: 'ping6',
    familyFlags: [],
    wait: () => [],
    timeToLive: (hops) => [`--hoplimit=${hops}`],
    dontFragment: undefined,
  },
}

/** macOS: `ping -W` is in milliseconds, and `ping6 -W` is another option. */
const macos: Readonly<Record<AddressFamily, PingDialect>> = {
  4: {
    program: 'ping',
    familyFlags: [],
    wait: (timeoutMs) => ['-W', String(Math.ceil(timeoutMs))],
    timeToLive: (hops) => ['-m', String(hops)],
    dontFragment: ['-D'],
  },
  6: {
    program: 'ping6',
    familyFlags: [],
    wait: () => [],
    timeToLive: (hops) => ['-h', String(hops)],
    dontFragment: undefined,
  },
}

/** The dialects to try in this order: the next one if `ping` has no option for the family. */
export function dialectsFor(
  family: AddressFamily,
  platform: NodeJS.Platform = process.platform,
): readonly [PingDialect, ...PingDialect[]] {
  return platform === 'darwin' ? [macos[family]] : [iputils(family), inetutils[family]]
}
