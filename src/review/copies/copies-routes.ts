import { Type } from 'typebox'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { CaseId, orNull, Problem, SubjectSchema } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { openCase } from '../case/read-case.ts'
import { findOpenCases, inBulk, listCopies } from './copy-queries.ts'

/** The most copies of one answer. A bulk action takes more. */
const SHOWN_MAX = 200

const Text = Type.String()
const Count = (description: string) => Type.Integer({ minimum: 0, description })

const CopiesReply = Type.Object({
  caseId: CaseId,
  subject: SubjectSchema,
  accountId: orNull(Text),
  claimedBy: orNull(Text, 'The holder of the case. Null: none.'),
  copies: Type.Array(
    Type.Object({
      contentId: Text,
      accountId: Text,
      handle: orNull(Text),
      protected: Type.Boolean({ description: 'Its author is protected, or was once: no bulk action takes it.' }),
      shown: Type.Boolean({
        description:
          'The platform states that both show the file. False: a report or a notice has it, and no bulk action takes it.',
      }),
      openCaseId: orNull(
        Text,
        'The open case about it. Null: none that you may open, or you still have to review what waits about it.',
      ),
    }),
    { maxItems: SHOWN_MAX, description: 'By content.' },
  ),
  hidden: Count('Copies that you may not see, and those of unknown authors.'),
  inBulk: Count('The copies that a bulk action of yours takes, of those found.'),
  isMore: Type.Boolean({ description: 'There are more than this answer looked at.' }),
})

/** Shows which other contents have the same files as a case. */
export function copiesRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'List the contents with the same files as a case',
    description:
      'Compared by the SHA-256 of their media and of the evidence about them. `POST /v1/bulk-actions` with `copiesOf` proposes one decision about them.',
    params: Type.Object({ caseId: CaseId }),
    response: { 200: CopiesReply, 403: Problem, 404: Problem },
  }
  app.get('/v1/cases/:caseId/copies', { schema }, async (request) => {
    const { caseId } = request.params
    const staffId = staffOf(request).id
    const { accountId, holder: claimedBy, subject } = await openCase(desk.db, caseId, staffId)
    const found = await listCopies(desk.db, { caseId, staffId, most: SHOWN_MAX + 1 })
    const looked = found.slice(0, SHOWN_MAX)
    const visible = looked.flatMap(({ accountId: author, ...copy }) =>
      copy.isVisible && author !== null ? [{ ...copy, accountId: author }] : [],
    )
    const contentIds = visible.map(({ contentId }) => contentId)
    const openCases = await findOpenCases(desk.db, { contentIds, staffId })
    const copies = visible.map(({ contentId, accountId: author, handle, isProtected, isShown }) => ({
      ...{ contentId, accountId: author, handle, protected: isProtected, shown: isShown },
      openCaseId: openCases.get(contentId) ?? null,
    }))
    return {
      ...{ caseId, subject: parseSubjectKey(subject), accountId, claimedBy, copies },
      ...{ hidden: looked.length - copies.length, inBulk: inBulk(looked).length, isMore: found.length > looked.length },
    }
  })
}
