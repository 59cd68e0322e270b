/** What every request contains, and its response: the same bytes each time, for all candidates. */
export const path = '/v1/chat/completions'
export const contentType = 'application/json'
export const body = JSON.stringify({
  model: 'tiny',
  max_tokens: 16,
  messages: [{ role: 'user', content: 'Say something about the weather of the day.' }],
})

/** Of 300 bytes. */
export const plainResponse = JSON.stringify({
  id: 'chatcmpl-7QyqpwdfhqwajicIEznoc6Q47X',
  object: 'chat.completion',
  created: 1_790_000_000,
  model: 'tiny',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'It is mild and dry, with some sun later.' },
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 16, completion_tokens: 11, total_tokens: 27 },
})

export const tokensPerStream = 64

/** The events of a streamed response: the role, a token each, the end. */
export const events = [
  event({ role: 'assistant' }),
  ...Array.from({ length: tokensPerStream }, (_, index) => event({ content: ` word${index}` })),
  event({}, 'stop'),
  'data: [DONE]\n\n',
]

function event(delta, finishReason = null) {
  const part = {
    id: 'chatcmpl-7QyqpwdfhqwajicIEznoc6Q47X',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model: 'tiny',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  }
  return `data: ${JSON.stringify(part)}\n\n`
}
