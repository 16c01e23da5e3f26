/** The ids of people, reports and keys, by their prefixes. */
const IDS = /(?:staff|rep|key|case|dec|apr|sig)_[0-9A-Za-z]+/gi
const WITHHELD = '…'
/** The fewest letters and digits of a withheld name. A shorter one is too often a word of its own. */
const NAME_CHARS_MIN = 3
const SIGN = String.raw`[\p{L}\p{M}\p{N}]`
const SIGNS = new RegExp(`${SIGN}+`, 'gu')

/** Signs that make a word an id or an address, and no word of a language. */
const ID_SIGNS = /[_:@~/#\\]/u
const DIGITS_MIN = 6
/** A part of a dotted id. Shorter parts are those of an abbreviation. */
const DOTTED = new RegExp(`${SIGN}\\.${SIGN}{${NAME_CHARS_MIN},}|${SIGN}{${NAME_CHARS_MIN},}\\.${SIGN}`, 'u')
/** The signs by which a text marks a word as a name of its own: before it, and after it. */
const QUOTES = '["\'`«»„“”‘’‹›]'

/**
 * Takes out what identifies people of the desk or a reporter: ids; these names as whole words, with any signs between
 * the parts of a name; and the ids of reporters. Pure. Twin of normal_words in SQL, which chooses the names.
 */
export function withholdWords(text: string, names: readonly string[], reporterIds: readonly string[] = []): string {
  const parts = names.map((name) => name.normalize().match(SIGNS) ?? [])
  const longest = parts
    .filter((each) => lengthOf(each) >= NAME_CHARS_MIN)
    .sort((one, other) => lengthOf(other) - lengthOf(one))
  const ids = reporterIds.map((id) => id.normalize()).sort((one, other) => other.length - one.length)
  const withoutIds = ids.reduce((left, id) => left.replaceAll(patternOfId(id), WITHHELD), text.normalize())
  return longest
    .reduce((left, each) => left.replaceAll(patternOf(each), WITHHELD), withoutIds)
    .replaceAll(IDS, WITHHELD)
}

/**
 * True when an id can be told from an ordinary word. Reporters choose many ids themselves: one who is called like a
 * word of the statement would else blank it.
 */
const isUnlikeWord = (id: string): boolean =>
  ID_SIGNS.test(id) ||
  DOTTED.test(id) ||
  (/\p{N}/u.test(id) && /\p{L}/u.test(id)) ||
  (id.match(/\p{N}/gu)?.length ?? 0) >= DIGITS_MIN

/** Matches an id as a whole. One that may be a word is matched only with an at sign before it, or in quotes. */
function patternOfId(id: string): RegExp {
  const literal = id.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return isUnlikeWord(id)
    ? new RegExp(`(?<!${SIGN})${literal}(?!${SIGN})`, 'giu')
    : new RegExp(`(?<=@)${literal}(?!${SIGN})|(?<=${QUOTES})${literal}(?=${QUOTES})`, 'giu')
}

const lengthOf = (parts: readonly string[]): number => parts.reduce((sum, part) => sum + [...part].length, 0)

const patternOf = (parts: readonly string[]): RegExp =>
  new RegExp(`(?<!${SIGN})${parts.join(`[^\\p{L}\\p{M}\\p{N}]+`)}(?!${SIGN})`, 'giu')
