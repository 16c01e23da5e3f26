import { Type } from 'typebox'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { CaseId, GivenTime, orNull, Problem, SubjectSchema } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { MISSING } from '../profile/account-reads.ts'
import { RelatedReads, readRelated } from './read-related.ts'
import { RELATED_STATES, SHOWN_MAX } from './show-related.ts'

const Text = Type.String()
const Count = Type.Integer({ minimum: 0 })
const WITHHELD = 'Null: the desk does not know the account, or you still have to review what waits about it.'

const Account = Type.Object({
  id: orNull(Text, 'The account. Null: it exists, and you may not see it.'),
  handle: orNull(Text),
  displayName: orNull(Text),
  reach: orNull(Type.Integer()),
  protected: Type.Boolean(),
  state: orNull(Type.Enum([...RELATED_STATES]), `What the desk has ordered for it. ${WITHHELD}`),
  violations: orNull(Count, `The decisions that found a violation, of cases that you may open. ${WITHHELD}`),
  openCases: orNull(Count, WITHHELD),
})

const RelatedReply = Type.Object({
  caseId: CaseId,
  subject: SubjectSchema,
  accountId: orNull(Text),
  claimedBy: orNull(Text, 'The holder of the case. Null: none.'),
  signals: Type.Array(
    Type.Object({
      kind: Type.Enum(['device', 'payment', 'network', 'members'], {
        description: 'members: the account is a list or another collection, and these are its members.',
      }),
      id: Type.String({ description: 'A hash. The same signal has the same hash on every case of its platform.' }),
      total: Type.Integer({ minimum: 0, description: 'The other accounts that share it, also those not listed.' }),
      accounts: Type.Array(Account, { maxItems: SHOWN_MAX }),
    }),
    { description: 'In the order of the platform.' },
  ),
  readAt: orNull(GivenTime),
  missing: orNull(
    Type.Enum([...MISSING]),
    'The reason why there are none. absent: the platform offers no such read. gone: it has no such account. unknown: it did not answer. busy: too many reads at a time. unauthored: the account is not known. Null: it was read.',
  ),
  sha256: Type.String({
    description: 'The SHA-256, in hex, of what is shown. It is stored for the holder, and their decision names it.',
  }),
})

/** Shows which accounts share a device, a means of payment or a network with the one of a case, or are on its list. */
export function relatedRoutes(app: App, desk: Desk): void {
  const reads = new RelatedReads(desk.platform)
  const schema = {
    summary: 'List the accounts that share a signal with a case’s account, or are on its list',
    description:
      'The desk reads them from the platform, which states what accounts share under opaque ids. An account that you may not see is listed without its identity. Each view is recorded; what the holder of the case is shown is stored as evidence.',
    params: Type.Object({ caseId: CaseId }),
    response: { 200: RelatedReply, 403: Problem, 404: Problem },
  }
  app.get('/v1/cases/:caseId/related-accounts', { schema }, async (request) => {
    const { caseId } = request.params
    const { case: found, ...shown } = await readRelated(desk, reads, { caseId, staffId: staffOf(request).id })
    const { accountId, holder: claimedBy, subject } = found
    return { caseId, subject: parseSubjectKey(subject), accountId, claimedBy, ...shown }
  })
}
