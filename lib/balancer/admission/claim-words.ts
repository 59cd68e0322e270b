/** What a worker showed that refused requests as busy which the cluster file says it takes. */
export function claimWords({
  accepted,
  claimed,
}: {
  readonly accepted: number
  readonly claimed: number
}): string {
  return `refused a request as busy with ${accepted} in flight, but the cluster file claims ${claimed} slots: \`max_concurrent_requests: ${accepted}\` fits`
}
