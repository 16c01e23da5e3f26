import { listProse } from './document-text.ts'
import type { TrackedFile } from './tracked-files.ts'

export interface Sentence {
  /** The line at which its paragraph begins. */
  number: number
  words: number
  text: string
}

/** Headings, rows of tables, pictures and indented code hold no sentences. */
const NO_PROSE = /^(#|\s*\||\s*!\[|\s*<| {4,}(?![-*\d]))/
const ITEM = /^\s*([-*+]|\d+[.)])\s+/
const END = /(?<=[.!?])["”’)*_]*\s+/

/** Lists the sentences of a document outside code. Code within a sentence counts as one word, a link as its text. */
export function listSentences(file: TrackedFile): Sentence[] {
  const sentences: Sentence[] = []
  let paragraph: { number: number; lines: string[] } | undefined
  const close = () => {
    if (paragraph) sentences.push(...splitParagraph(paragraph.number, paragraph.lines.join(' ')))
    paragraph = undefined
  }
  let last = 0
  for (const { line, number } of listProse(file)) {
    if (line.trim() === '' || NO_PROSE.test(line) || ITEM.test(line) || number !== last + 1) close()
    last = number
    if (line.trim() === '' || NO_PROSE.test(line)) continue
    paragraph ??= { number, lines: [] }
    paragraph.lines.push(line.replace(ITEM, '').trim())
  }
  close()
  return sentences
}

const splitParagraph = (number: number, paragraph: string): Sentence[] =>
  paragraph
    .replaceAll(/`[^`]*`/g, 'code')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .split(END)
    .map((text) => ({ number, text, words: text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length }))
    .filter(({ words }) => words > 0)
