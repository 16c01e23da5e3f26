import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import type { Plugin } from 'vite'
import type { Part, Texts } from './src/words/message.ts'

/** The texts of the console, and not those of the desk. */
const TEXTS = /\/messages\/\w+\/(console|pages)\/\w+\.json$/

/** Parses the texts of a file while the console is built, so that no browser loads or runs a parser. */
export const compactTexts = (): Plugin => ({
  name: 'countersign-compact-texts',
  enforce: 'pre',
  transform: (code, id) => (TEXTS.test(id) ? JSON.stringify(toCompact(JSON.parse(code) as Texts)) : undefined),
})

/** Parses the texts that choose by a number or a value. All other texts stay as they are. */
export const toCompact = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      if (typeof text !== 'string') return [name, toCompact(text as Texts)]
      const parts = toParts(parse(text, { ignoreTag: true }))
      return [name, parts.every((part) => typeof part === 'string') ? text : parts]
    }),
  )

/** Joins neighbouring plain parts: "{name} has " and {count, plural, …} are two. */
function toParts(elements: readonly MessageFormatElement[]): Part[] {
  const parts: Part[] = []
  for (const part of elements.map(toPart)) {
    const last = parts.at(-1)
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part
    else parts.push(part)
  }
  return parts
}

function toPart(element: MessageFormatElement): Part {
  if (element.type === TYPE.literal) return element.value
  if (element.type === TYPE.argument) return `{${element.value}}`
  if (element.type === TYPE.pound) return '#'
  if (element.type === TYPE.number && !element.style) return [element.value, TYPE.number]
  const isCardinal = element.type === TYPE.plural && element.pluralType === 'cardinal' && element.offset === 0
  if (element.type !== TYPE.select && !isCardinal)
    throw new Error(`A text of the console has a form that it can't read: ${JSON.stringify(element)}`)
  const cases = Object.entries(element.options).map(([name, { value }]) => {
    const parts = toParts(value)
    return [name, parts.length > 1 || typeof parts[0] === 'object' ? parts : (parts[0] ?? '')]
  })
  return [element.value, element.type as TYPE.select | TYPE.plural, Object.fromEntries(cases)]
}
