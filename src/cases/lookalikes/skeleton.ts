import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PACKAGE_DIR } from '../../foundation/settings/package-paths.ts'

/** The most characters of a name that are compared; the index has no room for more. */
export const SKELETON_CHARS_MAX = 256

const PLAIN = /^[ -~]*$/
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cc}]+/gu
const SPACES = /\s+/gu
/** Separators between words, which people forget in a handle. */
const SEPARATORS = /[\s._-]+/gu
/**
 * Marks in scripts whose letters stay the same without them. In other scripts a mark is a vowel or another consonant.
 */
const ACCENTS = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Mn}+/gu
const SEPARATOR = /[\s._-]/u
const DIGIT = /\p{N}/u

/**
 * Returns the skeleton of a handle or name: equal for two texts that the eye or a case-insensitive search can confuse.
 * After UTS #39, section 4; empty without visible characters. It ignores accents, and separators unless nothing else is
 * left.
 */
export function skeletonOf(text: string): string {
  const folded = PLAIN.test(text) ? mapEach(text, PLAIN_SIGNS) : foldAny(text)
  const squeezed = folded.replace(SEPARATORS, '')
  const skeleton = squeezed === '' ? folded.trim() : squeezed
  return skeleton.length <= SKELETON_CHARS_MAX ? skeleton : [...skeleton].slice(0, SKELETON_CHARS_MAX).join('')
}

/** The skeleton of a name without the number at its end. Null: it has no such number, or is nothing but a number. */
export function stemOf(text: string): string | null {
  const signs = [...text.normalize('NFD').replace(UNSEEN, '')]
  let [end, isNumbered] = [signs.length, false]
  for (; end > 0; end--) {
    const sign = signs[end - 1] ?? ''
    if (DIGIT.test(sign)) isNumbered = true
    else if (!SEPARATOR.test(sign)) break
  }
  return isNumbered && end > 0 ? skeletonOf(signs.slice(0, end).join('')) : null
}

function foldAny(text: string): string {
  const seen = text.replace(SPACES, ' ').normalize('NFD').replace(UNSEEN, '')
  return fold(seen).normalize('NFD').replace(ACCENTS, '$1')
}

/**
 * Maps confusables before lower-casing, because a capital can resemble a letter that its lower case does not, and
 * after, because lower-case letters have confusables of their own. A capital I looks like a lower-case l, so i and l
 * are equal.
 */
const fold = (text: string): string => small(small(text)).replaceAll('i', 'l')

const small = (text: string): string => mapEach(text, CONFUSABLES).toLowerCase()

function mapEach(text: string, signs: ReadonlyMap<string, string>): string {
  let mapped = ''
  for (const sign of text) mapped += signs.get(sign) ?? sign
  return mapped
}

const CONFUSABLES = readConfusables(join(PACKAGE_DIR, 'src/cases/lookalikes/confusables.txt'))

/** Most names have no other characters, and with these one step suffices. */
const PLAIN_SIGNS: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 0x7f }, (_, code) => String.fromCharCode(code)).map((sign) => [sign, fold(sign)]),
)

function readConfusables(path: string): ReadonlyMap<string, string> {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.flatMap((line) => {
      const [takenFor = '', signs = ''] = line.split(' < ').map(fromCodes)
      return [...signs].map((sign) => [sign, takenFor] as const)
    }),
  )
}

function fromCodes(codes: string): string {
  return String.fromCodePoint(...codes.split(' ').map((code) => Number.parseInt(code, 16)))
}
