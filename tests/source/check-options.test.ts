import { expect, test } from 'vitest'
import clustergate from '../../lib/index.ts'
import CtrfReporter from '../../reporters/ctrf.ts'
import HistoryReporter from '../../reporters/history.ts'
import HtmlReporter from '../../reporters/html.ts'
import JUnitReporter from '../../reporters/junit.ts'
import TerminalReporter from '../../reporters/terminal.ts'

// Like a configuration in JavaScript has them.
const any = (options: object) => options as never

test('an unknown option of the plugin is an error with the nearest name', () => {
  expect(() => clustergate(any({ clusterFile: 'c.json' }))).toThrow(
    /has no option `clusterFile`[\s\S]*did you mean `cluster`\?/,
  )
})

test('an option of the plugin that is given as undefined is an error', () => {
  expect(() => clustergate(any({ cluster: undefined }))).toThrow(
    'the option `cluster` of the plugin clustergate is given as undefined',
  )
})

test('an option of the plugin with a value of another type is an error', () => {
  expect(() => clustergate(any({ specs: ['specs'] }))).toThrow(
    'the option `specs` of the plugin clustergate is of type object',
  )
})

test.each([
  [CtrfReporter, { outputfile: 'x' }, 'did you mean `outputFile`?'],
  [JUnitReporter, { dialect: undefined }, 'the option `dialect` of the reporter junit is given as'],
  [HtmlReporter, { histroy: 'x' }, 'did you mean `history`?'],
  [HistoryReporter, { keeps: 3 }, 'did you mean `keep`?'],
  [TerminalReporter, { outputFile: 'x' }, 'expected: no options'],
] as const)('a wrong option of %o is an error: %o', (Reporter, options, words) => {
  expect(() => new Reporter(any(options))).toThrow(words)
})
