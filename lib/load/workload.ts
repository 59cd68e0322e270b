/** One request of a workload, as it is sent. */
export interface WorkloadRequest {
  readonly path: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** Requests by their number: the same number always gives the same request. */
export interface Workload {
  readonly name: string
  request(index: number): WorkloadRequest
}

export interface WorkloadOptions {
  /** How long each answer may be, in tokens. */
  readonly maxTokens: number
  readonly isStreamed?: boolean
  /** Which session a request belongs to; undefined: each stands for itself. */
  readonly sessionOf?: (index: number) => string
}

/** Short questions: what a chat sends, with answers of a few words. */
const questions = [
  'What is the capital of Portugal?',
  'Name three rivers of Africa.',
  'Translate "good morning" into Finnish.',
  'How many minutes are there in a week?',
  'Who wrote "The Tempest"?',
  'What does the HTTP status 503 mean?',
  'Give a synonym of "swift".',
  'Which planet has the most moons?',
  'What is 17 times 23?',
  'In which year did the Berlin Wall fall?',
] as const

/** The workload `short-chat`: short questions in turn, at temperature 0. */
export function shortChat({ maxTokens, isStreamed = false, sessionOf }: WorkloadOptions): Workload {
  return {
    name: 'short-chat',
    request: (index) => ({
      path: '/v1/chat/completions',
      headers: {
        'content-type': 'application/json',
        ...(sessionOf && { 'x-session-id': sessionOf(index) }),
      },
      body: JSON.stringify({
        messages: [{ role: 'user', content: questions[index % questions.length] }],
        max_tokens: maxTokens,
        temperature: 0,
        stream: isStreamed,
      }),
    }),
  }
}
