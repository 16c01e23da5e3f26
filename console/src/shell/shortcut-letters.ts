const OFF = 'countersign-letters-off'
const CHOSEN = 'countersign-letters'

/** The shortcuts by their default letters. */
export const LETTERS = [
  'g',
  'j',
  'k',
  'n',
  'v',
  'w',
  'e',
  'a',
  'b',
  'c',
  't',
  'p',
  'h',
  's',
  'r',
  'f',
  'x',
  'i',
  '?',
] as const
export type Letter = (typeof LETTERS)[number]

export const isSwitchedOff = (): boolean => localStorage.getItem(OFF) !== null
export function switchLetters(on: boolean): void {
  if (on) localStorage.removeItem(OFF)
  else localStorage.setItem(OFF, '1')
}

/** Returns the chosen keys by the default letter they replace. */
export function readChosen(): Partial<Record<Letter, string>> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(CHOSEN) ?? '{}')
    return typeof stored === 'object' && stored !== null ? stored : {}
  } catch {
    return {} // Edited by hand or by another version: the defaults apply.
  }
}

/** Replaces the key of a shortcut; its default key then does nothing. Empty: the default returns. */
export function chooseKey(letter: Letter, key: string): void {
  const { [letter]: _before, ...others } = readChosen()
  localStorage.setItem(CHOSEN, JSON.stringify(key === '' || key === letter ? others : { ...others, [letter]: key }))
}

/** Returns the key of a shortcut; undefined: shortcuts are off. */
export const keyOf = (letter: Letter): string | undefined =>
  isSwitchedOff() ? undefined : (readChosen()[letter] ?? letter)

/** Returns the default letter of a key; empty: another key replaces it. */
export function letterOf(key: string): string {
  const chosen = Object.entries(readChosen())
  const instead = chosen.find(([, its]) => its === key)
  if (instead !== undefined) return instead[0]
  return chosen.some(([letter]) => letter === key) ? '' : key
}
