import { expect, test, vi } from 'vitest'
import { print, printAside, printJson, shown } from '../../lib/cli/kit/print.ts'

/** ESC, C1 controls, a direction override, a zero-width space, a bell, a carriage return and half a pair. */
const hostile = 'a\u001b]0;t\u0007\u009b2J\u202eb\u200bc\rd\ud83d'
const harmless = 'a�]0;t��2J�b�c�d�'

test('control characters are escaped on both outputs, and colours are kept', () => {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const aside = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    print(`\u001b[31mred\u001b[39m ${hostile}`)
    printAside(hostile)
    printJson({ name: hostile })
    expect(out.mock.calls[0]).toEqual([`\u001b[31mred\u001b[39m ${harmless}\n`])
    expect(aside.mock.calls).toEqual([[`${harmless}\n`]])
    const json = String(out.mock.calls[1]?.[0])
    expect(JSON.parse(json)).toEqual({ name: hostile })
    expect(json).not.toMatch(/[\u001b\u009b\u202e\u200b\r]/)
  } finally {
    out.mockRestore()
    aside.mockRestore()
  }
})

test('colour codes that hide text are escaped', () => {
  expect(shown('\u001b[8mhidden\u001b[28m\u001b[38;5;0m\u001b[2J')).toBe(
    '�[8mhidden�[28m�[38;5;0m�[2J',
  )
})
