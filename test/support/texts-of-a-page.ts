import { CONSOLE, readCatalogue } from '../messages/read-catalogue.ts'

/** Shorter texts may stand in a name or in what a person wrote. */
export const TELLING_WORDS = 3
/** A part of a sentence with parameters may stand in what a person or a policy file says. */
const PART_WORDS = 5

/** The text of a page without the parts that are marked as English: texts that the desk stored. */
export const OWN_TEXT = `(() => {
  const body = document.body.cloneNode(true)
  for (const part of body.querySelectorAll('[lang="en"]')) part.remove()
  return body.textContent
})()`

/** The constant parts of a text, without its parameters and forms. */
export const partsOf = (text: string): string[] => text.split(/\{[^{}]*\}|[{}]/).map((part) => part.trim())

/**
 * Every sentence of the English catalogue with its German, as constant parts that are long enough to be no words of a
 * person or of a policy file. A text counts that German words otherwise.
 */
export function listEnglish(): string[] {
  const parts = [CONSOLE, ['server'] as const, ['shared'] as const].flatMap((audiences) => {
    const german = readCatalogue('de', audiences)
    return [...readCatalogue('en', audiences)].flatMap(([key, text]) => {
      const others = new Set(partsOf(german.get(key) ?? ''))
      const least = text.includes('{') ? PART_WORDS : TELLING_WORDS
      return partsOf(text).filter((part) => part.split(' ').length >= least && !others.has(part))
    })
  })
  return [...new Set(parts)]
}
