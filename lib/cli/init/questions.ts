import { createInterface } from 'node:readline/promises'
import { nearestName } from '../../source/nearest-name.ts'
import { type CiChoice, ciChoices } from './ci.ts'

/** Asks a person on a terminal; every question has a default, which an empty line takes. */
export class Questions implements Disposable {
  readonly #lines = createInterface({ input: process.stdin, output: process.stdout })
  readonly #left: Promise<undefined>

  constructor() {
    // Ctrl-C, or the end of the input: a question would wait forever otherwise.
    this.#left = new Promise((resolve) => this.#lines.once('close', () => resolve(undefined)))
  }

  /** Undefined: the user quit. */
  async ci(preset: CiChoice): Promise<CiChoice | undefined> {
    for (;;) {
      const text = await this.#ask(`CI workflow: ${ciChoices.join(', ')}? [${preset}] `)
      if (text === undefined) return undefined
      const choice = text === '' ? preset : ciChoices.find((each) => each === text.toLowerCase())
      if (choice) return choice
      const nearest = nearestName(text, ciChoices)
      process.stdout.write(
        `${text} is not one of them${nearest ? `: did you mean ${nearest}?` : ''}\n`,
      )
    }
  }

  /** Undefined: the user quit. */
  async agrees(question: string): Promise<boolean | undefined> {
    const text = await this.#ask(`${question} [Y/n] `)
    return text === undefined ? undefined : /^(?:y|yes)?$/i.test(text)
  }

  [Symbol.dispose](): void {
    this.#lines.close()
  }

  async #ask(question: string): Promise<string | undefined> {
    const text = await Promise.race([this.#lines.question(question), this.#left])
    return text?.trim()
  }
}
