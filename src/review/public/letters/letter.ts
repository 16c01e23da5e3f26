import { APPEAL_ENDS } from '../../../enforcement/end/end-appeals.ts'
import { publicMessage } from '../../../foundation/messages/message.ts'
import { renderPublic } from '../../../foundation/messages/render-message.ts'
import type { Mail } from '../../../foundation/outgoing/outbox.ts'
import { COUNTER_NOTICE_ENDS } from '../counter-notices/counter-notice-queries.ts'
import type { Letter } from './letter-queries.ts'

interface Frame {
  /** The platform's name. */
  name: string
  /** The page that the letter opens. Opening it changes nothing. */
  link: string
}

type Said = Pick<Letter, 'id' | 'kind' | 'reference' | 'language' | 'isReceived' | 'side' | 'outcome'>

/**
 * Formats a letter. It has none of the sender's own words, so that a stranger writes to no one through it. It says
 * nothing about the person whose content was notified, and none of the words of the desk. Pure.
 */
export function writeLetter(letter: Said, { name, link }: Frame): Mail {
  const { id, kind, reference, language } = letter
  const title = renderPublic(publicMessage(`publicLetter.${kind}.title`, { reference }), language)
  return {
    id: `letter_${id}`,
    title: `${name}: ${title}`,
    text: [...listParagraphs(letter)].join('\n\n'),
    link,
  }
}

function* listParagraphs({ kind, reference, language, isReceived, side, outcome }: Said): Iterable<string> {
  if (kind === 'confirm' && isReceived)
    yield renderPublic(publicMessage('publicLetter.confirm.received', { reference }), language)
  else yield renderPublic(publicMessage(`publicLetter.${kind}.text`, { reference }), language)
  if (kind === 'outcome' || kind === 'changed') {
    const isActioned = outcome === 'actioned'
    yield renderPublic(publicMessage(`publicStatus.outcome.${isActioned ? 'actioned' : 'not_actioned'}`), language)
    yield renderPublic(publicMessage('publicStatus.redress'), language)
  }
  const end = APPEAL_ENDS.find((each) => each === outcome)
  if (kind === 'appeal_outcome' && end !== undefined) {
    yield renderPublic(publicMessage(`publicAppeal.outcome.${side ?? 'affected'}.${end}`), language)
    yield renderPublic(publicMessage('publicAppeal.redress'), language)
  }
  const countered = COUNTER_NOTICE_ENDS.find((each) => each === outcome)
  if ((kind === 'counter_outcome' || kind === 'rights_outcome') && countered !== undefined) {
    const to = kind === 'counter_outcome' ? 'sender' : 'holder'
    yield renderPublic(publicMessage(`publicCounter.outcome.${to}.${countered}`), language)
  }
  yield renderPublic(publicMessage(`publicLetter.${kind}.open`), language)
}
