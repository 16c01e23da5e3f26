import type { Case, Preview } from '../api/shapes.ts'
import { formatReach } from '../components/account-summary.tsx'
import { words } from '../words/words.ts'
import type { Draft } from './draft.ts'

/**
 * Returns the sentence above the button. The desk words the effect on people; the console only words the effect on the
 * case and the missing part.
 */
export function sentenceOf(
  draft: Draft,
  reviewed: Case,
  previews: readonly Preview[],
  missing: string | undefined,
  isReady: boolean,
): string {
  if (!isReady) return words.review.workingItOut
  if (draft.conclusion === 'violation' && previews.length > 0) {
    const sentences = previews.map(({ sentence }) => sentence).join(' ')
    return missing === undefined ? sentences : `${words.review.notReady({ what: missing })} ${sentences}`
  }
  if (missing !== undefined) return words.review.notReady({ what: missing })
  if (draft.conclusion === 'no_violation') return words.review.caseCloses({ who: whoOf(reviewed) })
  if (draft.conclusion === 'escalate')
    return words.review.escalates({ queue: words.escalation.queues[draft.escalateTo] })
  return words.review.excepts
}

const whoOf = ({ account }: Case): string =>
  account?.handle ? `@${account.handle} (${formatReach(account)})` : words.who.unknownHandle

export function buttonOf(draft: Draft, previews: readonly Preview[]): string {
  switch (draft.conclusion) {
    case 'violation':
      if (previews.length > 1) return words.review.sendActions({ count: previews.length })
      return previews[0]?.button ?? words.review.conclusions.violation
    case 'escalate':
      return words.review.sendEscalation
    case 'newsworthy_exception':
      return words.review.sendException
    default:
      return words.review.closeCase
  }
}
