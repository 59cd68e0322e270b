import { openMaps, yamlNames } from '../generated/check-inputs.ts'
import { isMap } from '../source/schema-words.ts'

const namesInTypeScript: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(yamlNames).map(([inTypeScript, inYaml]) => [inYaml, inTypeScript]),
)

/**
 * Options with the names that YAML and records have for them, at any depth; the keys of open maps, such as
 * `headers`, stay as they are.
 * @throws TypeError for a name that is spelled as in YAML
 */
export function toYamlNames(kind: string, options: unknown): unknown {
  if (Array.isArray(options)) return options.map((each) => toYamlNames(kind, each))
  if (!isMap(options)) return options
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      const meant = own(namesInTypeScript, name)
      if (meant)
        throw new TypeError(`${kind}: unknown key \`${name}\`\n  in TypeScript it is \`${meant}\``)
      return [own(yamlNames, name) ?? name, openMaps.has(name) ? value : toYamlNames(kind, value)]
    }),
  )
}

/** Names of options in a message, as TypeScript spells them. */
export function inTypeScript(words: string): string {
  return words.replaceAll(/[a-z]+(?:_[a-z]+)+/g, (word) => own(namesInTypeScript, word) ?? word)
}

function own(names: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined
}
