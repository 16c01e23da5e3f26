import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase, givenReports } from '../../../test/support/cases.ts'
import { type GivenStaff, givenKey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { type Connector, ConnectorError, type MediaBytes } from '../../foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../foundation/connector/guarantees.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { claimNextCase } from '../../cases/claims/claim-next.ts'

const PHOTO = Buffer.from('the bytes of a photo')
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

interface GivenMedia {
  mediaType?: string
  class?: string
  sha256?: Buffer | null
  gone?: boolean
}

/** Starts a desk with a case about a post, and a platform whose media each test chooses. */
async function start(t: TestContext) {
  const asked: unknown[] = []
  const told: { media: () => Promise<MediaBytes | undefined> } = {
    media: async () => ({ mediaType: 'image/png', bytes: PHOTO }),
  }
  const silent = () => Promise.reject(new ConnectorError('unreachable', 'the platform could not be reached'))
  const platform: Connector = {
    ...{ guarantees: () => EVERY_GUARANTEE, capabilities: silent, apply: silent, readBack: silent, facts: silent },
    media: (subject, reference) => {
      asked.push([subject, reference])
      return told.media()
    },
  }
  const { desk, app } = await startTestDesk(t, { routes: ROUTES, platform })
  const accountId = await givenAccount(desk.db)
  await desk.db.query(sql`
    insert into content (id, account_id, kind, text, source, facts_at)
    values ('t1', ${accountId}, 'post', 'Hello', 'test', desk_now())`)
  const caseId = await givenCase(desk.db, { subject: 'content:t1', accountId })
  const given = async ({ mediaType = 'image/png', class: mediaClass = 'ordinary', sha256, gone }: GivenMedia = {}) => {
    const { rows } = await desk.db.query<{ id: string }>(sql`
      insert into content_media (content_id, reference, place, kind, media_type, class, sha256, gone_at)
      values ('t1', 'photo of a boat', 0, 'image', ${mediaType}, ${mediaClass}, ${sha256 ?? null},
        ${gone ? new Date() : null}) returning id`)
    return rows[0]?.id ?? ''
  }
  const person = (more: GivenStaff = {}) => givenStaff(desk.db, { onShift: true, ...more })
  const read = async (token: string, mediaId: string, of = caseId) => {
    const answer = await app.inject({ url: `/v1/cases/${of}/media/${mediaId}`, headers: bearer(token) })
    const detail = answer.statusCode === 200 ? '' : String(answer.json().detail)
    return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload, detail }
  }
  const list = async (token: string) =>
    (await app.inject({ url: `/v1/cases/${caseId}`, headers: bearer(token) })).json().media
  return { desk, app, asked, told, caseId, accountId, given, person, read, list }
}

async function givenEvidence(
  { desk, caseId }: Awaited<ReturnType<typeof start>>,
  mediaType: string,
  evidenceClass = 'ordinary',
): Promise<string> {
  const [reportId = ''] = await givenReports(desk.db, (await givenKey(desk.db)).id, caseId, 1)
  const isRestricted = evidenceClass === 'restricted'
  const { rows } = await desk.db.query<{ id: string }>(sql`
    insert into evidence (report_id, case_id, class, media_type, sha256, bytes_count, reference)
    values (${reportId}, ${caseId}, ${evidenceClass}, ${mediaType}, ${hashOf(PHOTO)}, ${isRestricted ? null : PHOTO.length},
      ${isRestricted ? 'vault:1' : null})
    returning id`)
  const id = rows[0]?.id ?? ''
  if (!isRestricted)
    await desk.db.query(
      sql`insert into evidence_bytes (class, evidence_id, bytes) values (${evidenceClass}, ${id}, ${PHOTO})`,
    )
  return id
}

test('200: media are delivered without active content, on record', async (t) => {
  const ground = await start(t)
  const { desk, asked, caseId, accountId, given, person, read, list } = ground
  const [mediaId, ana] = [await given({ sha256: hashOf(PHOTO) }), await person()]
  await claimNextCase(desk.db, ana.id)
  const [{ withheld, reference, kind }] = await list(ana.token)
  assert.deepEqual([withheld, reference, kind], [null, 'photo of a boat', 'image'])
  assert.deepEqual(asked, [], 'nothing is asked for before somebody asks to see it')
  const { status, bytes, headers } = await read(ana.token, mediaId)
  assert.equal(status, 200)
  assert.deepEqual(bytes, PHOTO)
  assert.deepEqual(asked, [[{ kind: 'content', id: 't1' }, 'photo of a boat']])
  assert.deepEqual(
    [
      headers['content-type'],
      headers['content-disposition'],
      headers['cache-control'],
      headers['x-content-type-options'],
    ],
    ['image/png', 'attachment', 'no-store', 'nosniff'],
  )
  assert.match(String(headers['content-security-policy']), /default-src 'none'.*sandbox$/)
  const seen = await waitFor('the look to be on record', async () => {
    const { rows } = await desk.db.query(
      `select staff_id, case_id, account_id, media_id, in_case from staff_view where kind = 'media'`,
    )
    return rows[0]
  })
  assert.deepEqual(seen, {
    ...{ staff_id: ana.id, case_id: caseId, account_id: accountId, media_id: mediaId, in_case: true },
  })
  const { rows } = await desk.db.query(sql`select part from case_shown where part like 'media:%'`)
  assert.deepEqual(rows, [{ part: `media:${mediaId}` }])
})

test('200: reported media are read from the stored evidence', async (t) => {
  const ground = await start(t)
  const { person, read, asked, list } = ground
  const { token } = await person()
  for (const evidenceClass of ['ordinary', 'sensitive']) {
    const mediaId = await givenEvidence(ground, 'image/jpeg', evidenceClass)
    assert.deepEqual((await read(token, mediaId)).bytes, PHOTO)
  }
  assert.equal((await list(token)).length, 1, 'what several sent is listed once')
  assert.deepEqual(asked, [])
})

test('403: restricted media and others of their content are never shown', async (t) => {
  const ground = await start(t)
  const { given, person, read, list, asked } = ground
  const [restricted, other] = [await given({ class: 'restricted', sha256: hashOf(PHOTO) }), await given()]
  const { token } = await person({ roles: ['lead', 'senior', 'reviewer'] })
  const answer = await read(token, restricted)
  assert.deepEqual([answer.status, answer.detail.includes('It is restricted')], [403, true])
  assert.equal((await read(token, other)).status, 200)
  await givenEvidence(ground, 'image/png', 'restricted')
  assert.equal((await read(token, other)).status, 403)
  assert.deepEqual(
    (await list(token)).map(({ withheld }: { withheld: string }) => withheld),
    ['restricted', 'restricted'],
  )
  assert.equal(asked.length, 1)
})

test('403, 404: showing media needs access to their case', async (t) => {
  const { desk, given, person, read } = await start(t)
  const mediaId = await given()
  const { token } = await person()
  const elsewhere = await givenCase(desk.db, { subject: 'content:t2' })
  assert.equal((await read(token, mediaId, elsewhere)).status, 404)
  assert.equal((await read(token, 'media_999')).status, 404)
  assert.equal((await read(token, 'nonsense')).status, 400)
  await desk.db.query(`update review_case set clearances = '{safety}'`)
  assert.equal((await read(token, mediaId)).status, 403)
  assert.equal((await read((await person({ clearances: ['safety'] })).token, mediaId)).status, 200)
  assert.equal((await read((await person({ roles: ['admin'], clearances: ['safety'] })).token, mediaId)).status, 403)
})

test('409, 422, 404 and 503 state why media cannot be shown', async (t) => {
  const { told, given, person, read } = await start(t)
  const { token } = await person()
  const hashed = await given({ sha256: hashOf(Buffer.from('another photo')) })
  const drawing = await given({ mediaType: 'image/svg+xml' })
  const photo = await given()
  const expect = async (mediaId: string, status: number, detail: RegExp) => {
    const answer = await read(token, mediaId)
    assert.equal(answer.status, status, answer.detail)
    assert.match(answer.detail, detail)
  }
  await expect(hashed, 409, /other bytes than were reported/)
  await expect(drawing, 422, /does not show the type image\/svg\+xml/)
  told.media = async () => ({ mediaType: 'text/html', bytes: Buffer.from('<script>') })
  await expect(photo, 422, /delivered a type that this desk does not show/)
  told.media = async () => ({ mediaType: 'image/png', bytes: Buffer.alloc(8 * 1_048_576 + 1) })
  await expect(photo, 422, /has more than 8,388,608 bytes/)
  told.media = async () => undefined
  await expect(photo, 404, /The platform no longer has it/)
  told.media = () => Promise.reject(new ConnectorError('timeout', 'the platform did not answer in time'))
  await expect(photo, 503, /did not deliver it: the platform did not answer in time\.$/)
  told.media = () => Promise.reject(new ConnectorError('refused', 'the platform: This platform hands out no media.'))
  await expect(photo, 422, /did not deliver it: the platform: This platform hands out no media\.$/)
})

test('503: concurrent media reads are bounded', async (t) => {
  const { told, given, person, read } = await start(t)
  const [mediaId, { token }] = [await given(), await person()]
  const open = Promise.withResolvers<void>()
  told.media = async () => {
    await open.promise
    return { mediaType: 'image/png', bytes: PHOTO }
  }
  const answers = Array.from({ length: 9 }, () => read(token, mediaId))
  const first = await Promise.race(answers)
  assert.deepEqual([first.status, first.detail.includes('Too many media')], [503, true])
  open.resolve()
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  assert.deepEqual(statuses.toSorted(), [...Array(8).fill(200), 503])
  assert.equal((await read(token, mediaId)).status, 200)
})
