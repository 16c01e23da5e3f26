import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { ROUTES } from '../../src/app/http/routes.ts'
import { type Connector, ConnectorError } from '../../src/foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../src/foundation/connector/guarantees.ts'
import type { MediaAsked, OpenedMedia } from '../../src/foundation/connector/media-stream.ts'
import { givenAccount, givenCase } from './cases.ts'
import { givenStaff } from './people.ts'
import { startTestDesk, type TestDeskOptions } from './server.ts'

export const FILM = Buffer.from(Array.from({ length: 1_000 }, (_, at) => at % 256))
const bodyOf = (bytes: Buffer) => new Blob([bytes]).stream() as ReadableStream<Uint8Array>

/** Answers ranges of the film as a platform does. */
export function openFilm({ range }: MediaAsked): OpenedMedia {
  const common = { mediaType: 'video/webm', total: FILM.length, tag: '"v1"' }
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (range === undefined) return { ...common, kind: 'full', place: undefined, body: bodyOf(FILM) }
  if (Number(first) >= FILM.length) return { ...common, kind: 'outside', place: undefined, body: undefined }
  const place = { from: Number(first), to: last === '' ? FILM.length - 1 : Number(last) }
  return { ...common, kind: 'part', place, body: bodyOf(FILM.subarray(place.from, place.to + 1)) }
}

/** Starts a desk with a case about a post with a streamed film, and a platform whose answer each test chooses. */
export async function startStreamingDesk(
  t: TestContext,
  more: Partial<Connector> = {},
  options: Partial<TestDeskOptions> = {},
) {
  const asked: MediaAsked[] = []
  const told = { open: async (media: MediaAsked): Promise<OpenedMedia | undefined> => openFilm(media) }
  const silent = () => Promise.reject(new ConnectorError('unreachable', 'the platform could not be reached'))
  const platform: Connector = {
    ...{ guarantees: () => EVERY_GUARANTEE, capabilities: silent, apply: silent, readBack: silent, facts: silent },
    media: async (_content, reference) => ({ mediaType: 'image/png', bytes: Buffer.from(reference) }),
    openMedia: (_content, _reference, media) => {
      asked.push(media)
      return told.open(media)
    },
    ...more,
  }
  const desk = await startTestDesk(t, { routes: ROUTES, platform, ...options })
  const { db } = desk.desk
  const accountId = await givenAccount(db)
  await db.query(sql`
    insert into content (id, account_id, kind, text, source, facts_at)
    values ('t1', ${accountId}, 'post', 'Hello', 'test', desk_now())`)
  const caseId = await givenCase(db, { subject: 'content:t1', accountId })
  const given = async (streamBytes: number | null = FILM.length, mediaClass = 'ordinary') =>
    (await db.findValue<string>(sql`
      insert into content_media (content_id, reference, place, kind, media_type, class, sha256, stream_bytes, poster)
      values ('t1', ${`film ${Math.random()}`}, 0, 'video', 'video/webm', ${mediaClass}, ${Buffer.alloc(32, 1)}, ${streamBytes},
        ${streamBytes && 'poster'}) returning id`)) ?? ''
  const person = await givenStaff(db, { onShift: true })
  const address = (mediaId: string, what = 'stream') => `/v1/cases/${caseId}/media/${mediaId}/${what}`
  return { ...desk, asked, told, caseId, given, person, address }
}
