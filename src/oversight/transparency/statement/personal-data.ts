/** The kinds of personal data that a text may have. */
const PERSONAL_DATA = ['email', 'link', 'handle', 'address', 'number', 'name', 'id'] as const
export type PersonalData = (typeof PERSONAL_DATA)[number]

/** A name of fewer letters is part of too many words. */
const NAME_CHARS_MIN = 3
/** One word of a longer name: a shorter word is often an ordinary one. */
const NAME_WORD_CHARS_MIN = 4
/** The fewest digits of a telephone number, a card or a document. */
const DIGITS_MIN = 7

const INVISIBLE = /[\p{Cf}\p{Cc}]/gu
const EMAIL =
  /[^\s@<>()]{1,64}\s?(?:@|\(at\)|\[at\]|\{at\})\s?[^\s@<>()]{1,255}(?:\.|\s?(?:\(dot\)|\[dot\])\s?)\p{L}{2,}/iu
const LINK =
  /\b[a-z][a-z0-9+.-]{0,30}:\/\/\S+|\bwww\.\S+|\b(?:[\p{L}\d-]{1,63}\.){1,8}(?:com|org|net|eu|info|social|app|me|io|[a-z]{2})\/\S+|\bdid:[a-z]{1,16}:\S+/iu
const HANDLE = /(?:^|[^\p{L}\p{N}_.@])@[\p{L}\p{N}_][\p{L}\p{N}_.-]+|(?:^|\s)\/?u\/[\p{L}\p{N}_-]{3,}/u
const ADDRESS = /\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b/i
/** An id of a person, a report or a case of the desk. */
const OWN_ID = /\b(?:staff|rep|key|case|dec|apr|apl|enf|stm)_[0-9A-Za-z]+/i
/** Days, and the numbers of laws such as 2022/2065: both have as many digits as a telephone number. */
const DAYS_AND_LAWS =
  /\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b|\b(?:19|20)\d{2}\/\d{1,4}\b|\b\d{1,4}\/(?:19|20)\d{2}\b/g
const DIGITS = /\+?\d(?:[\s().\-/]{0,2}\d)*/g

/**
 * Finds what in a text may identify a person: addresses of mail, of pages and of machines, handles, long numbers, and the
 * names that are given. It flags rather too much: a flagged text is read by a person before it leaves. Pure.
 */
export function findPersonalData(text: string, names: readonly string[]): PersonalData[] {
  const plain = text.normalize('NFKC').replaceAll(INVISIBLE, '')
  const found: Record<PersonalData, boolean> = {
    email: EMAIL.test(plain),
    link: LINK.test(plain),
    handle: HANDLE.test(plain),
    address: ADDRESS.test(plain),
    number: hasLongNumber(plain),
    name: hasName(plain, names),
    id: OWN_ID.test(plain),
  }
  return PERSONAL_DATA.filter((kind) => found[kind])
}

const hasLongNumber = (text: string): boolean =>
  [...text.replaceAll(DAYS_AND_LAWS, ' ').matchAll(DIGITS)].some(
    ([run]) => run.replaceAll(/\D/g, '').length >= DIGITS_MIN,
  )

/** Compares words without case and accents. A name counts as a whole, and so does each longer word of it. */
function hasName(text: string, names: readonly string[]): boolean {
  const words = ` ${fold(text).join(' ')} `
  return names.some((name) => {
    const parts = fold(name)
    const whole = parts.join(' ')
    const wanted = [whole, parts.join(''), ...parts.filter((part) => part.length >= NAME_WORD_CHARS_MIN)]
    return wanted.some((each) => each.length >= NAME_CHARS_MIN && words.includes(` ${each} `))
  })
}

const fold = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
