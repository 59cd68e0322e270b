import { visibleJson, visibleText } from '../../source/visible-text.ts'

/** Colour codes that this program sets: none that hides text. */
const ownColours = /(\u001b\[(?:[0-57]|2[2-579]|[349][0-79]|10[0-7])m)/

/** Writes a line to standard output; control characters except colours are escaped. */
export function print(text: string): void {
  process.stdout.write(`${shown(text)}\n`)
}

/** Writes a line to standard error, like `print`: standard output has only the results. */
export function printAside(text: string): void {
  process.stderr.write(`${shown(text)}\n`)
}

/** Writes a value to standard output, as JSON with escaped control characters. */
export function printJson(value: unknown): void {
  print(visibleJson(JSON.stringify(value, null, 2)))
}

/** A text that is safe for a terminal: with colours, and `�` for other invisible characters. */
export function shown(text: string): string {
  return text
    .split(ownColours)
    .map((part, index) => (index % 2 === 1 ? part : visibleText(part)))
    .join('')
}
