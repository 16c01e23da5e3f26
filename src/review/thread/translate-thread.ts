import type { Translation, Translator } from '../../foundation/connector/translator.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import type { Desk } from '../../policy/desk.ts'
import type { OpenedCase } from '../case/case-queries.ts'
import { gatherFacts, type ThreadReads } from './read-thread.ts'
import { showThread } from './show-thread.ts'

/** The most messages that are translated at once. */
export const MESSAGES_AT_ONCE_MAX = 20
const CALLS_AT_ONCE = 4

interface Asked {
  found: OpenedCase
  staffId: string
  from: number
  count: number
  /** The messages to translate. One that the reader was not shown is left out. */
  ids: readonly string[]
}

interface TranslatedMessage extends Translation {
  id: string
}

/** Lists the words of these messages as the reader is shown them now: without restricted and withheld ones. */
export async function listWords(
  desk: Desk,
  reads: ThreadReads,
  { found, staffId, from, count, ids }: Asked,
): Promise<{ id: string; text: string }[]> {
  const read = await reads.read(parseSubjectKey(found.subject), { caseId: found.id, staffId, from, count })
  const { messages } = showThread(await gatherFacts(desk, found, { read, staffId }))
  return messages.flatMap(({ id, text }) => (ids.includes(id) && text ? [{ id, text }] : []))
}

/** Translates words, few at a time. Throws a TranslatorError when one could not be translated. */
export async function translateWords(
  translator: Translator,
  words: readonly { id: string; text: string }[],
  to: string,
): Promise<TranslatedMessage[]> {
  const translated: TranslatedMessage[] = []
  for (let at = 0; at < words.length; at += CALLS_AT_ONCE) {
    const few = words.slice(at, at + CALLS_AT_ONCE)
    translated.push(
      ...(await Promise.all(
        few.map(async ({ id, text }) => ({ id, ...(await translator.translate({ text, from: null, to })) })),
      )),
    )
  }
  return translated
}
