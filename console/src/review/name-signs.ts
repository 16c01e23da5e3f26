import { codeOf, splitSigns } from '../components/signs.ts'
import { locale } from '../words/language.ts'
import { words } from '../words/words.ts'

/** The scripts whose letters are mistaken for others most often, by their codes in ISO 15924. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Cyrillic}/u, 'Cyrl'],
  [/\p{Script=Greek}/u, 'Grek'],
  [/\p{Script=Armenian}/u, 'Armn'],
  [/\p{Script=Cherokee}/u, 'Cher'],
  [/\p{Script=Hebrew}/u, 'Hebr'],
  [/\p{Script=Arabic}/u, 'Arab'],
  [/\p{Script=Latin}/u, 'Latn'],
  [/\p{Script=Han}/u, 'Hani'],
]
const scripts = new Intl.DisplayNames(locale, { type: 'script' })
const NAMED_MAX = 3

/** Names the characters of a difference so that no font can hide it: capital I, Cyrillic а (U+0430). */
export function nameSigns(text: string): string {
  const signs = [...text]
  return signs.length > NAMED_MAX ? `“${text}”` : signs.map(nameSign).join(' + ')
}

function nameSign(sign: string): string {
  const { underscore, hyphen, period, space, capital, small, digit } = words.lookalikes
  const marks: Readonly<Record<string, string>> = { _: underscore, '-': hyphen, '.': period, ' ': space }
  const mark = marks[sign]
  if (mark !== undefined) return mark
  if (/^[A-Z]$/.test(sign)) return capital({ letter: sign })
  // The capital is unmistakable where the small letter is not: small L.
  if (/^[a-z]$/.test(sign)) return small({ letter: sign.toUpperCase() })
  if (/^[0-9]$/.test(sign)) return digit({ digit: sign })
  const [part] = splitSigns(sign)
  const letter = part !== undefined && 'sign' in part ? part.sign : sign
  const named = letter === codeOf(sign) ? letter : `${letter} (${codeOf(sign)})`
  const script = SCRIPTS.find(([isOf]) => isOf.test(sign))?.[1]
  return script === undefined
    ? named
    : words.lookalikes.ofScript({ script: scripts.of(script) ?? script, letter: named })
}
