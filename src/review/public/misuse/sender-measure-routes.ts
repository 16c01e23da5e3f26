import sql from 'sql-template-tag'
import { Type } from 'typebox'
import { inTransaction } from '../../../foundation/database/db.ts'
import { ascending, mapPage, pageOf, selectPage } from '../../../foundation/database/select-page.ts'
import type { KeyCaller } from '../../../foundation/domain.ts'
import { PUBLIC_LANGUAGES, renderPublic } from '../../../foundation/messages/render-message.ts'
import { originOfPages, PUBLIC_BASE, queueLinks } from '../../../foundation/outgoing/public-link.ts'
import { DEFAULT_PLATFORM } from '../../../foundation/platforms.ts'
import { MeasureId, orNull, Page, PageQuery, strict, Timestamp } from '../../../foundation/schemas/schemas.ts'
import { keyOf } from '../../../people/access/caller.ts'
import { nativeIdForKey } from '../../../people/access/ids-of-key.ts'
import type { App, Desk } from '../../../policy/desk.ts'
import { listMeasureTexts, TOLD_MEASURE, type ToldMeasure } from './write-measure.ts'

const SenderMeasure = Type.Object({
  id: MeasureId,
  reporterId: orNull(Type.String(), 'The reporter, by the id of the platform. Null: an account.'),
  accountId: orNull(Type.String(), 'The account, by the id of the platform. Null: a reporter.'),
  kind: Type.Enum(['warning', 'pause']),
  cause: Type.Enum(['unfounded', 'illegal']),
  beginsAt: Timestamp,
  endsAt: orNull(Timestamp, 'Null: a warning.'),
  endedAt: orNull(Timestamp, 'The time at which a person ended it or took it back. Null: none did.'),
  appeal: orNull(Type.Enum(['open', 'upheld', 'overturned']), 'The state of the appeal against it. Null: none.'),
  texts: Type.Array(Type.Object({ language: Type.String(), text: Type.String() }), {
    description: 'The notification to show to the person, in each language.',
  }),
  page: Type.String({ description: 'The page with the appeal. Only the person may learn this address.' }),
})

type Listed = ToldMeasure & { personId: string; senderKind: 'reporter' | 'account' }

const listing = {
  summary: 'List warnings and pauses of people on the platform of this key, to tell them',
  description:
    'The one whose last change is the oldest comes first. So the page after a cursor has what is new, and what was ended or appealed against since. People who wrote by the form get letters.',
  querystring: Type.Object(PageQuery, strict),
  response: { 200: Page(SenderMeasure) },
}

/** The route by which a platform reads what it tells its people about misuse (Regulation (EU) 2022/2065, article 23). */
export function senderMeasureRoutes(app: App, desk: Desk): void {
  app.get('/v1/sender-measures', { schema: listing }, async (request) => {
    const key = keyOf(request)
    const found = await listOfPlatform(desk, key, request.query)
    await storeLinks(desk, found.items)
    return mapPage(found, (measure) => toReply(desk, key, measure))
  })
}

const listOfPlatform = (desk: Desk, { platform = DEFAULT_PLATFORM }: KeyCaller, query: Parameters<typeof pageOf>[0]) =>
  selectPage<Listed>(
    desk.db,
    {
      rows: sql`
        select ${TOLD_MEASURE}, sender.person_id as "personId", sender.kind as "senderKind",
          greatest(measure.begins_at, measure.ended_at, against.received_at, against.ended_at) as "changedAt"
        from misuse_measure measure join misuse_sender sender on sender.id = measure.sender_id
          left join lateral (select * from misuse_appeal where measure_id = measure.id
        order by received_at desc, id desc limit 1) against on true
        where sender.person_id is not null and sender.person_id !~ '^sender:' and platform_of_id(sender.person_id) = ${platform}`,
      key: [ascending(sql`listed."changedAt"`, 'time'), ascending(sql`listed.id`, 'text')],
    },
    pageOf(query),
  )

const tokenOf = ({ outbox }: Desk, { id, linkPart }: ToldMeasure): string =>
  outbox.seal.mark(`${id} ${linkPart}`, 'link of a measure').toString('base64url')

const storeLinks = (desk: Desk, measures: readonly ToldMeasure[]): Promise<void> =>
  inTransaction(desk.db, async (tx) =>
    queueLinks(
      tx,
      'measure',
      measures.map((measure) => ({ about: measure.id, token: tokenOf(desk, measure) })),
    ),
  )

function toReply(desk: Desk, key: KeyCaller, measure: Listed) {
  const { personId, senderKind, ...told } = measure
  const texts = listMeasureTexts(told)
  const id = nativeIdForKey(key, personId)
  const origin = originOfPages(desk)
  return {
    ...told,
    ...{ reporterId: senderKind === 'reporter' ? id : null, accountId: senderKind === 'account' ? id : null },
    texts: PUBLIC_LANGUAGES.map((language) => ({
      language,
      text: texts.map((text) => renderPublic(text, language)).join('\n\n'),
    })),
    page: `${origin}${PUBLIC_BASE}/measure/${tokenOf(desk, measure)}`,
  }
}
