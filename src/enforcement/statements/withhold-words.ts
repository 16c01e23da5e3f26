/** The ids of people, reports and keys, by their prefixes. */
const IDS = /(?:staff|rep|key|case|dec|apr|sig)_[0-9A-Za-z]+/gi
const WITHHELD = '…'
/** The fewest letters and digits of a withheld name. A shorter one is too often a word of its own. */
const NAME_CHARS_MIN = 3
const SIGN = String.raw`[\p{L}\p{M}\p{N}]`
const SIGNS = new RegExp(`${SIGN}+`, 'gu')

/**
 * Takes out what identifies people of the desk or a reporter: ids, and these names as whole words, with any signs between
 * the parts of a name. Pure. Twin of normal_words in SQL, which chooses the names.
 */
export function withholdWords(text: string, names: readonly string[]): string {
  const parts = names.map((name) => name.normalize().match(SIGNS) ?? [])
  const longest = parts
    .filter((each) => lengthOf(each) >= NAME_CHARS_MIN)
    .sort((one, other) => lengthOf(other) - lengthOf(one))
  return longest
    .reduce((left, each) => left.replaceAll(patternOf(each), WITHHELD), text.normalize())
    .replaceAll(IDS, WITHHELD)
}

const lengthOf = (parts: readonly string[]): number => parts.reduce((sum, part) => sum + [...part].length, 0)

const patternOf = (parts: readonly string[]): RegExp =>
  new RegExp(`(?<!${SIGN})${parts.join(`[^\\p{L}\\p{M}\\p{N}]+`)}(?!${SIGN})`, 'giu')
