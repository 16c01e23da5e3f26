import type { Text, Texts } from './message.ts'

const ACCENTED: Readonly<Record<string, string>> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'î',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'û',
  y: 'ý',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ö',
  U: 'Û',
}
/** Right-to-left override, and its end. */
const RIGHT_TO_LEFT = '\u202e'
const END = '\u202c'
/** As much longer as German is than English. */
const PADDING = 3

/** Not imported: the first code waits for this file, which must not wait for the first code. */
const isText = (text: Text | Texts): text is Text => typeof text === 'string' || Array.isArray(text)

/** Makes texts that read from right to left and are a third longer. Parameters and their grammar stay as they are. */
export function toPseudo(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, isText(text) ? toPseudoText(text) : toPseudo(text)]),
  )
}

function toPseudoText(text: Text): Text {
  const padding = '~'.repeat(Math.floor(JSON.stringify(text).length / PADDING))
  if (typeof text !== 'string') return [RIGHT_TO_LEFT, ...text, padding + END]
  const accented = text.includes('{') ? text : [...text].map((letter) => ACCENTED[letter] ?? letter).join('')
  return `${RIGHT_TO_LEFT}${accented}${padding}${END}`
}
