// Generated from the schemas by `npm run generate`. Do not edit.

export interface DnsOptions {
  /**
   * The name to resolve. Default: the worker's host. Example: `name: mac-studio-1.local`.
   */
  name?: string
  /**
   * The type of query: `lookup` resolves like other programs on this machine (hosts file, mDNS, DNS); the others query a DNS server for records of that type. Default: `lookup`. Example: `record: SRV`.
   */
  record: 'lookup' | 'A' | 'AAAA' | 'CNAME' | 'MX' | 'TXT' | 'SRV' | 'NS' | 'PTR'
  /**
   * The DNS server: an IP address, with a port if it is not 53. Not for `record: lookup`. Default: the servers of this machine. Example: `server: 10.247.162.1`.
   */
  server?: string
  /**
   * How long to wait for the response, as a duration with a unit. Default: `5s`. Example: `timeout: 1s`.
   */
  timeout: string
}

/** The metrics that `dns` measures. */
export type DnsMetrics =
  | 'resolves'
  | 'addresses'
  | 'records'
  | 'count'
  | 'time'
  | 'error'
