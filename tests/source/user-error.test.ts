import { join, resolve } from 'node:path'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { formatProblem, UserError } from '../../lib/source/user-error.ts'

const place = { file: resolve('config/x.yaml'), line: 3, column: 5 }

test('a problem is reported with position, expectation, suggestion and frame', () => {
  const frame = '> 3 | a: b\n    |    ^'
  const problem = {
    code: 'x',
    message: 'wrong',
    place,
    expected: 'right',
    suggestion: 'a.b',
    frame,
  }
  expect(formatProblem(problem)).toBe(
    [
      `${join('config', 'x.yaml')}:3:5: wrong`,
      '  expected: right',
      '  did you mean `a.b`?',
      '',
      '> 3 | a: b',
      '    |    ^',
    ].join('\n'),
  )
})

test('a problem without a position is only its message', () => {
  expect(formatProblem({ code: 'x', message: 'wrong' })).toBe('wrong')
})

test('a file outside the working directory keeps its path', () => {
  const outside = resolve('..', 'elsewhere', 'x.yaml')
  expect(formatProblem({ code: 'x', message: 'wrong', place: { ...place, file: outside } })).toBe(
    `${outside}:3:5: wrong`,
  )
})

test('a file named ..x is not outside', () => {
  const file = resolve('..x.yaml')
  expect(formatProblem({ code: 'x', message: 'w', place: { ...place, file } })).toBe(
    '..x.yaml:3:5: w',
  )
})

test('the error contains all problems and none of our stack frames', () => {
  const problems = [
    { code: 'a', message: 'one', place },
    { code: 'b', message: 'two' },
  ]
  const error = new UserError(problems)
  expect(error.message).toBe(`${join('config', 'x.yaml')}:3:5: one\n\ntwo`)
  expect(error.stack).toBe(`UserError: ${error.message}`)
  expect(error).toMatchObject({ name: 'UserError', code: 'CLUSTERGATE_USER_ERROR' })
  expect(error.problems).toBe(problems)
  expect(error).toBeInstanceOf(Error)
})

test('printing the error does not report the problems twice', () => {
  const shown = inspect(new UserError([{ code: 'a', message: 'only once' }]))
  expect(shown.match(/only once/g)).toHaveLength(1)
})

test('messages hide secrets and control characters', () => {
  const problem = {
    code: 'a',
    message: 'sent Bearer hunter2 \u001b[2J',
    expected: 'api_key=hunter2',
  }
  const { message } = new UserError([problem])
  expect(message).not.toContain('hunter2')
  expect(message).not.toContain('\u001b')
})
