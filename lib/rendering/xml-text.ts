import { plainText } from './plain-text.ts'

/** Escapes text for an attribute, where a plain line break would be read as a space. */
function xmlAttribute(text: string): string {
  return escaped(plainText(text))
    .replaceAll('\n', '&#10;')

    .replaceAll('\t', '&#9;')
}

/**
 * Text without escaping, so that code is still read as code; where it would end the section, it is split.
 */
export function xmlCData(text: string): string {
  return `<![CDATA[${plainText(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

/** ` name="value"` of each attribute that has a value. */
export function xmlAttributes(
  values: Readonly<Record<string, string | number | undefined>>,
): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`)
    .join('')
}

/** `>` needs no escaping in an attribute, and Allure cannot read it escaped. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
