import { Type } from 'typebox'
import { inTransaction } from '../../foundation/database/db.ts'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import { ConsumerNoticeId, Page, PageQuery, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { keyOf } from '../../people/access/caller.ts'
import { isOfKeyPlatform } from '../../people/access/ids-of-key.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { findNotice, insertReceipt, listNotices, queueReceiptLock } from './consumer-queries.ts'
import { ConsumerNoticeReply, ConsumerNumbers, toNoticeReply } from './consumer-reply.ts'

const listing = {
  summary: 'List texts for consumers who bought what is illegal, to tell them',
  description:
    'What is new comes last, and so does a text whose offer was restricted again. Read on from the cursor of the last page that you read: its texts come again. The platform tells its buyers: the desk has no buyer and no address.',
  querystring: Type.Object(PageQuery, strict),
  response: { 200: Page(ConsumerNoticeReply) },
}

const receiving = {
  summary: 'State how many buyers were told',
  description:
    'The numbers until now, not those since the last time. The same numbers again change nothing. A key states other ones at most once a minute for each text.',
  params: Type.Object({ noticeId: ConsumerNoticeId }),
  body: Type.Object(ConsumerNumbers, strict),
  response: { 200: ConsumerNoticeReply, 404: Problem, 429: Problem },
}

/** The routes by which a platform reads what it tells its buyers, and states that it did (DSA, article 32). */
export function consumerRoutes(app: App, desk: Desk): void {
  app.get('/v1/consumer-notices', { schema: listing }, async (request) => {
    const key = keyOf(request)
    const found = await listNotices(desk.db, key.platform ?? DEFAULT_PLATFORM, pageOf(request.query))
    return mapPage(found, (notice) => toNoticeReply(desk.policies, key, notice))
  })
  app.post('/v1/consumer-notices/:noticeId/receipt', { schema: receiving }, async (request, reply) => {
    const { noticeId } = request.params
    const key = keyOf(request)
    return inTransaction(desk.db, async (tx) => {
      queueReceiptLock(tx, noticeId)
      const unknown = message('consumers.unknown', { noticeId })
      const known = requireFound(await findNotice(tx, noticeId), unknown)
      requireFound(isOfKeyPlatform(key, parseSubjectKey(known.subject)) ? known : undefined, unknown)
      const { told, withoutContact } = request.body
      if (told === known.told && withoutContact === known.withoutContact)
        return toNoticeReply(desk.policies, key, known)
      if (!(await insertReceipt(tx, { noticeId, keyId: key.id, told, withoutContact }))) {
        void reply.header('retry-after', String(MINUTE_MS / 1_000))
        throw new DeskError('too_many', message('consumers.tooMany', { noticeId }))
      }
      queueEntry(tx, { kind: 'consumers_told', noticeId, told, withoutContact, by: { kind: 'key', id: key.id } })
      return toNoticeReply(desk.policies, key, requireFound(await findNotice(tx, noticeId), unknown))
    })
  })
}
