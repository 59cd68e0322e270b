/** Describes a worker that refused requests as busy although the cluster file claims free slots. */
export function claimWords({
  accepted,
  claimed,
  status,
  words,
}: {
  readonly accepted: number
  readonly claimed: number
  readonly status: number
  readonly words?: string | undefined
}): string {
  const said = words === undefined ? '' : ` "${words}"`
  return `returned HTTP ${status}${said} with ${accepted} in flight, but the cluster file claims ${claimed} slots: \`max_concurrent_requests: ${accepted}\` fits`
}
