import { visibleJson, visibleText } from '../../source/visible-text.ts'

/** Colours as this program sets them: none that hides text. */
const ownColours = /(\u001b\[(?:[0-57]|2[2-579]|[349][0-79]|10[0-7])m)/

/** Writes a line to standard output; what a terminal would obey, but for colours, is shown. */
export function print(text: string): void {
  process.stdout.write(`${shown(text)}\n`)
}

/** Writes a line to standard error, as `print` does: the results alone go to standard output. */
export function printAside(text: string): void {
  process.stderr.write(`${shown(text)}\n`)
}

/** Writes a value to standard output, as JSON that a terminal shows as it is. */
export function printJson(value: unknown): void {
  print(visibleJson(JSON.stringify(value, null, 2)))
}

/** A text as a terminal may have it: with colours, and `�` for all else that cannot be seen. */
export function shown(text: string): string {
  return text
    .split(ownColours)
    .map((part, index) => (index % 2 === 1 ? part : visibleText(part)))
    .join('')
}
