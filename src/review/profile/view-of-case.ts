import { accountKey, type Subject, subjectKey } from '../../foundation/domain.ts'
import type { View } from '../../policy/stage/view.ts'

/** The fields of a case in the answer about a part of it. */
export interface OfCase {
  caseId: string
  subject: Subject
  accountId: string | null
  claimedBy: string | null
}

/** Returns the view of a case's account by a person. Where the account is not known, it is of the case's subject. */
export const viewOfCase = <Kind extends View['kind']>(
  kind: Kind,
  { caseId, subject, accountId, claimedBy }: OfCase,
  by: { pseudonym: string },
) => ({
  ...{ kind, caseId, accountId: accountId ?? undefined, inCase: claimedBy === by.pseudonym },
  subject: accountId === null ? subjectKey(subject) : accountKey(accountId),
})
