import { plainLine } from '../../policy/notices/plain-line.ts'

/** The ids of people, reports and keys, by their prefixes. */
const IDS = /(?:staff|rep|key|case|dec|apr|sig)_[0-9A-Za-z]+/gi
const WITHHELD = '…'
/** A shorter name is part of too many words. */
const NAME_CHARS_MIN = 3

/** Takes out what identifies people of the desk or a reporter: ids, and these words wherever they occur. Pure. */
export function withholdWords(text: string, words: readonly string[]): string {
  const longest = [...new Set(words.flatMap((word) => [word, plainLine(word, word.length)]))]
    .filter((word) => word.length >= NAME_CHARS_MIN)
    .sort((one, other) => other.length - one.length)
  return longest
    .reduce((left, word) => left.replaceAll(new RegExp(escapePattern(word), 'gi'), WITHHELD), text)
    .replaceAll(IDS, WITHHELD)
}

const escapePattern = (word: string): string => word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
