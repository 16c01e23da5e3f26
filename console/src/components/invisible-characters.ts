/** A part of a text: words as they are, or one character that has no shape of its own. */
export type TextPart = { text: string } | { mark: string; code: string; at: number }

/** The usual abbreviations of characters that are invisible or change the direction of others. */
const NAMES: Readonly<Record<string, string>> = {
  '\u00ad': 'SHY',
  '\u034f': 'CGJ',
  '\u061c': 'ALM',
  '\u200b': 'ZWSP',
  '\u200c': 'ZWNJ',
  '\u200d': 'ZWJ',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2060': 'WJ',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
  '\ufeff': 'BOM',
}

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2028\u2029\u2800]/gu
/** Line breaks and tabs are layout; a variation selector and a joiner inside an emoji are part of its picture. */
const IS_LAYOUT = /^[\t\n\r]$/
const AFTER_EMOJI = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|[#*0-9])$/u
const BEFORE_EMOJI = /^\p{Extended_Pictographic}/u
/** In these scripts a (non-)joiner between two letters is spelling. */
const BEFORE_JOINER =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}]\p{Mn}*$/u
const AFTER_JOINER =
  /^[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}]/u

/** Splits a text at the characters that would be invisible or would turn the order of others. */
export function splitInvisible(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const { 0: character, index } of text.matchAll(INVISIBLE)) {
    const after = index + character.length
    if (
      IS_LAYOUT.test(character) ||
      isSpelling(character, text.slice(Math.max(0, index - 8), index), text.slice(after, after + 2))
    )
      continue
    if (index > from) parts.push({ text: text.slice(from, index) })
    parts.push({ mark: NAMES[character] ?? codeOf(character), code: codeOf(character), at: index })
    from = after
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}

function isSpelling(character: string, before: string, after: string): boolean {
  if (character === '\ufe0f' || character === '\ufe0e') return AFTER_EMOJI.test(before)
  if (character === '\u200d' && AFTER_EMOJI.test(before) && BEFORE_EMOJI.test(after)) return true
  return (character === '\u200d' || character === '\u200c') && BEFORE_JOINER.test(before) && AFTER_JOINER.test(after)
}

/** U+202E, as the Unicode standard writes it. */
export const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** Shortens a name to so many characters, never inside one. */
export function cutName(name: string, charsMax: number): string {
  if (name.length <= charsMax) return name
  const characters = [...name.slice(0, (charsMax + 1) * 2)]
  return characters.length <= charsMax ? name : `${characters.slice(0, charsMax).join('')}…`
}
