import { once } from '../components/format.ts'
import { codeOf, splitInvisible } from '../components/invisible-characters.ts'
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
const scripts = once(() => new Intl.DisplayNames(locale, { type: 'script' }))
const NAMED_MAX = 3

/** Names the characters of a difference so that no font can hide it: capital I, Cyrillic а (U+0430). */
export function nameCharacters(text: string): string {
  const characters = [...text]
  return characters.length > NAMED_MAX ? `“${text}”` : characters.map(nameCharacter).join(' + ')
}

function nameCharacter(character: string): string {
  const { underscore, hyphen, period, space, capital, small, digit } = words.lookalikes
  const marks: Readonly<Record<string, string>> = { _: underscore, '-': hyphen, '.': period, ' ': space }
  const mark = marks[character]
  if (mark !== undefined) return mark
  if (/^[A-Z]$/.test(character)) return capital({ letter: character })
  // The capital is unmistakable where the small letter is not: small L.
  if (/^[a-z]$/.test(character)) return small({ letter: character.toUpperCase() })
  if (/^[0-9]$/.test(character)) return digit({ digit: character })
  const [part] = splitInvisible(character)
  const letter = part !== undefined && 'mark' in part ? part.mark : character
  const named = letter === codeOf(character) ? letter : `${letter} (${codeOf(character)})`
  const script = SCRIPTS.find(([isOf]) => isOf.test(character))?.[1]
  return script === undefined
    ? named
    : words.lookalikes.ofScript({ script: scripts().of(script) ?? script, letter: named })
}
