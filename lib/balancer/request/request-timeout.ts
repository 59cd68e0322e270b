import { BalancerError } from '../errors.ts'

/** The error of a request whose deadline has passed, with its phase. */
export function requestTimeout(
  request: {
    readonly hasBody: boolean
    readonly isWaiting: boolean
    readonly hasResponse: boolean
    readonly workerId: string | undefined
  },
  timeoutMs: number,
): BalancerError {
  const message = `${whereabouts(request)} ${timeoutMs}ms after the request came in (timeout)`
  return new BalancerError('BALANCER_TIMEOUT', message)
}

function whereabouts(request: Parameters<typeof requestTimeout>[0]): string {
  if (!request.hasBody) return 'the request body has not fully arrived'
  if (request.isWaiting) return 'still waiting for a slot'
  return `${request.hasResponse ? 'the response has not ended' : 'no response'} of ${request.workerId}`
}
