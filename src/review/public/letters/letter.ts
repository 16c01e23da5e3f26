import { publicMessage } from '../../../foundation/messages/message.ts'
import { type PublicLanguage, renderPublic } from '../../../foundation/messages/render-message.ts'
import type { Message } from '../../../foundation/outgoing/outbox.ts'
import type { Letter } from './letter-queries.ts'

interface Frame {
  /** The platform's name. */
  name: string
  /** The page that the letter opens. Opening it changes nothing. */
  link: string
}

type Said = Pick<Letter, 'id' | 'kind' | 'reference' | 'language' | 'isReceived'> & { outcome?: unknown }

/**
 * Formats a letter. It has none of the sender's own words, so that a stranger writes to no one through it. It says
 * nothing about the person whose content was notified. Pure.
 */
export function writeLetter(
  { id, kind, reference, language, isReceived, outcome }: Said,
  { name, link }: Frame,
): Message {
  const title = renderPublic(publicMessage(`publicLetter.${kind}.title`, { reference }), language)
  return {
    id: `letter_${id}`,
    title: `${name}: ${title}`,
    text: [...listParagraphs({ kind, reference, isReceived, outcome }, language)].join('\n\n'),
    link,
    linkText: title,
    body: {},
  }
}

function* listParagraphs(
  { kind, reference, isReceived, outcome }: Pick<Said, 'kind' | 'reference' | 'isReceived' | 'outcome'>,
  language: PublicLanguage,
): Iterable<string> {
  if (kind === 'confirm' && isReceived)
    yield renderPublic(publicMessage('publicLetter.confirm.received', { reference }), language)
  else yield renderPublic(publicMessage(`publicLetter.${kind}.text`, { reference }), language)
  if (kind === 'outcome') {
    const isActioned = outcome === 'actioned'
    yield renderPublic(publicMessage(`publicStatus.outcome.${isActioned ? 'actioned' : 'not_actioned'}`), language)
    yield renderPublic(publicMessage('publicStatus.redress'), language)
  }
  yield renderPublic(publicMessage(`publicLetter.${kind}.open`), language)
}
