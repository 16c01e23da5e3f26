/**
 * Controls and format signs: they change how the text around them is shown, or are not seen. Joiners stay, because
 * Persian and emoji need them.
 */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu

/**
 * Returns a text that a person wrote as one line that can neither imitate the rest of a statement nor act where it is
 * shown: without line breaks, unseen signs and markup, and with links that no reader follows. Cut at `charsMax`.
 */
export function plainLine(text: string, charsMax: number): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replaceAll(UNSEEN, '')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('://', ': //')
    .replaceAll(/(www)(\.)|(mailto|javascript|data|tel)(:)(?=\S)/gi, '$1$3 $2$4')
    .replaceAll('](', '] (')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return line.length <= charsMax
    ? line
    : `${line
        .slice(0, charsMax - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
}
