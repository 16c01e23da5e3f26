import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import type { Profile, RecentPost, RecentPosts } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { givenAccount, givenCase, givenReports } from '../../../test/support/cases.ts'
import { type GivenStaff, givenKey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { claimNextCase } from '../../cases/claims/claim-next.ts'
import { type Connector, ConnectorError, type MediaBytes } from '../../foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../foundation/connector/guarantees.ts'

const READ_AT = '2026-03-01T12:00:00.000Z'
const PICTURE = Buffer.from('the bytes of a picture')
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const PROFILE: Profile = {
  ...{ handle: 'rosa_bakes', displayName: 'Rosa Lind', bio: 'Bread, mostly rye.', readAt: READ_AT },
  avatar: { mediaType: 'image/png', reference: 'picture' },
  reach: null,
  createdAt: 'absent',
}
const post = (id: string, more: Partial<RecentPost> = {}): RecentPost => ({
  ...{ id, kind: 'post', text: `Post ${id}`, createdAt: READ_AT, mediaCount: 0, ...more },
})

/** Starts a desk with a case about a post, and a platform whose answers each test chooses. */
async function start(t: TestContext) {
  const told = {
    profile: async (): Promise<Profile | 'absent' | undefined> => PROFILE,
    posts: async (): Promise<RecentPosts | 'absent' | undefined> => ({
      posts: [post('t2'), post('t1')],
      readAt: READ_AT,
    }),
    media: async (): Promise<MediaBytes | undefined> => ({ mediaType: 'image/png', bytes: PICTURE }),
  }
  const asked: string[] = []
  const limits: (number | undefined)[] = []
  const silent = () => Promise.reject(new ConnectorError('unreachable', 'the platform could not be reached'))
  const platform: Connector = {
    ...{ guarantees: () => EVERY_GUARANTEE, capabilities: silent, apply: silent, readBack: silent, facts: silent },
    profile: (account) => {
      asked.push(account.id)
      return told.profile()
    },
    recentPosts: () => told.posts(),
    media: (_account, _reference, limit) => {
      limits.push(limit?.bytesMax)
      return told.media()
    },
  }
  const { desk, app } = await startTestDesk(t, { routes: ROUTES, platform })
  const accountId = await givenAccount(desk.db)
  await desk.db.query(sql`
    insert into content (id, account_id, kind, text, source, facts_at)
    values ('t1', ${accountId}, 'post', 'Hello', 'test', desk_now()), ('t2', ${accountId}, 'post', 'Other', 'test', desk_now())`)
  const caseId = await givenCase(desk.db, { subject: 'content:t1', accountId })
  const person = (more: GivenStaff = {}) => givenStaff(desk.db, { onShift: true, ...more })
  const read = async (token: string, what: string, of = caseId) => {
    const answer = await app.inject({ url: `/v1/cases/${of}/${what}`, headers: bearer(token) })
    const isJson = String(answer.headers['content-type']).includes('json')
    return { status: answer.statusCode, headers: answer.headers, body: isJson ? answer.json() : answer.rawPayload }
  }
  return { desk, app, told, asked, limits, accountId, caseId, person, read }
}

const failing = () => Promise.reject(new ConnectorError('timeout', 'the platform did not answer in time'))

async function restrict({ desk, caseId }: Awaited<ReturnType<typeof start>>, subject: string, sha256: string) {
  const of = subject === 'content:t1' ? caseId : await givenCase(desk.db, { subject })
  const [reportId = ''] = await givenReports(desk.db, (await givenKey(desk.db)).id, of, 1)
  await desk.db.query(sql`
    insert into evidence (report_id, case_id, class, media_type, sha256, reference)
    values (${reportId}, ${of}, 'restricted', 'image/png', decode(${sha256}, 'hex'), 'vault:1')`)
}

test('200: a profile is shown with unknown and absent facts apart', async (t) => {
  const { person, read, accountId, caseId } = await start(t)
  const { status, body } = await read((await person()).token, 'profile')
  assert.equal(status, 200)
  const { profile, posts, sha256, ...rest } = body
  assert.deepEqual(rest, {
    ...{ caseId, accountId, claimedBy: null, subject: { kind: 'content', id: 't1' } },
    ...{ profileMissing: null, postsMissing: null },
  })
  assert.deepEqual(
    [profile.handle, profile.bio, profile.avatar, profile.reach, profile.createdAt, profile.absent],
    ['rosa_bakes', 'Bread, mostly rye.', 'shown', null, null, ['createdAt']],
  )
  assert.deepEqual(
    posts.map(({ id, text, isReported }: { id: string; text: string; isReported: boolean }) => [id, text, isReported]),
    [
      ['t2', 'Post t2', false],
      ['t1', 'Post t1', true],
    ],
  )
  assert.match(sha256, /^[0-9a-f]{64}$/)
})

test('a decision names the hash of the profile that was shown', async (t) => {
  const { desk, app, person, read, caseId } = await start(t)
  const [ana, ben] = [await person(), await person()]
  await read(ben.token, 'profile')
  assert.deepEqual((await desk.db.query(sql`select from shown_profile`)).rows, [], 'not for a reader without the case')
  await claimNextCase(desk.db, ana.id)
  const { body } = await read(ana.token, 'profile')
  const { rows } = await desk.db.query<{ sha256: string; body: Buffer }>(
    sql`select encode(sha256, 'hex') as sha256, body from shown_profile where case_id = ${caseId}`,
  )
  assert.deepEqual(
    rows.map(({ sha256 }) => sha256),
    [body.sha256],
  )
  const { profile, profileMissing, posts, postsMissing } = body
  const { readAt: _, ...stored } = profile
  assert.deepEqual(JSON.parse(String(rows[0]?.body)), { profile: stored, profileMissing, posts, postsMissing })
  await read(ana.token, 'avatar')
  const decided = await app.inject({
    ...{ method: 'POST', url: `/v1/cases/${caseId}/decisions`, headers: bearer(ana.token) },
    payload: { conclusion: 'no_violation', rationale: 'Bread.' },
  })
  assert.equal(decided.statusCode, 201)
  const decisions = await desk.db.query<{ shown: { part: string }[] }>(sql`select shown from decision`)
  const parts = decisions.rows[0]?.shown.map(({ part }) => part)
  assert.deepEqual(parts, [`profile:${body.sha256}`, `avatar:${hashOf(PICTURE)}`].sort().reverse())
  await assert.rejects(desk.db.query(sql`update shown_profile set body = 'other'`), /permission denied/)
})

test('200: a platform without an answer leaves a state and no error', async (t) => {
  const { told, person, read, asked } = await start(t)
  const { token } = await person()
  Object.assign(told, { profile: failing, posts: async () => 'absent' as const })
  const first = await read(token, 'profile')
  assert.deepEqual([first.status, first.body.profile, first.body.profileMissing], [200, null, 'unknown'])
  assert.deepEqual([first.body.posts, first.body.postsMissing], [null, 'absent'])
  await read(token, 'profile')
  assert.equal(asked.length, 1, 'a failed platform is not asked again at once')
  assert.equal((await read(token, 'avatar')).status, 503)
})

test('an answer is cached for all readers', async (t) => {
  const { person, read, asked } = await start(t)
  const people = [await person(), await person()]
  await Promise.all(people.map(({ token }) => read(token, 'profile')))
  assert.equal(asked.length, 1)
})

test('restricted words and pictures are withheld', async (t) => {
  const ground = await start(t)
  const { told, person, read, accountId } = ground
  const { token } = await person()
  told.posts = async () => ({ posts: [post('t1'), post('t2', { class: 'restricted' }), post('t3')], readAt: READ_AT })
  await restrict(ground, 'content:t1', hashOf(PICTURE))
  const { body } = await read(token, 'profile')
  assert.deepEqual(
    body.posts.map(({ text }: { text: string | null }) => text),
    [null, null, 'Post t3'],
  )
  assert.equal(body.profile.bio, 'Bread, mostly rye.')
  assert.equal((await read(token, 'avatar')).status, 403, 'its bytes are known to be restricted')
  await restrict(ground, `account:${accountId}`, hashOf(Buffer.from('other')))
  const after = await read(token, 'profile')
  assert.deepEqual([after.body.profile.bio, after.body.profile.isWithheld], [null, true])
  assert.equal(after.body.profile.avatar, 'restricted')
})

test('200: a picture passes the desk inert, on record', async (t) => {
  const { desk, person, read, accountId, caseId } = await start(t)
  const ana = await person()
  await claimNextCase(desk.db, ana.id)
  const { status, body, headers } = await read(ana.token, 'avatar')
  assert.deepEqual([status, body], [200, PICTURE])
  assert.deepEqual(
    [headers['content-type'], headers['content-disposition'], headers['cache-control']],
    ['image/png', 'attachment', 'no-store'],
  )
  const seen = await waitFor('the look to be on record', async () => {
    const { rows } = await desk.db.query(sql`
      select staff_id, case_id, subject, account_id, in_case from staff_view where kind = 'media'`)
    return rows[0]
  })
  assert.deepEqual(seen, {
    ...{ staff_id: ana.id, case_id: caseId, subject: `account:${accountId}`, account_id: accountId, in_case: true },
  })
})

test('404, 409, 422: missing, other and unsafe pictures are not shown', async (t) => {
  const ground = await start(t)
  const { told, person, read, desk } = ground
  const statusOf = async () => (await read((await person()).token, 'avatar')).status
  told.media = async () => undefined
  assert.equal(await statusOf(), 404)
  told.media = async () => ({ mediaType: 'image/svg+xml', bytes: PICTURE })
  assert.equal(await statusOf(), 422)
  told.media = async () => ({ mediaType: 'image/png', bytes: Buffer.alloc(2 * 1_048_576 + 1) })
  assert.equal(await statusOf(), 422)
  const accountId = await givenAccount(desk.db)
  const other = await givenCase(desk.db, { subject: `account:${accountId}`, accountId })
  told.profile = async () => ({
    ...PROFILE,
    avatar: { mediaType: 'image/png', reference: 'picture', sha256: hashOf(Buffer.from('another')) },
  })
  told.media = async () => ({ mediaType: 'image/png', bytes: PICTURE })
  assert.equal((await read((await person()).token, 'avatar', other)).status, 409)
  const unauthored = await givenCase(desk.db, { subject: 'content:t9', accountId: null })
  const cleared = await person({ clearances: ['protected'] })
  assert.equal((await read(cleared.token, 'avatar', unauthored)).status, 404)
  assert.equal((await read(cleared.token, 'profile', unauthored)).body.profileMissing, 'unauthored')
})

test('401, 403, 404: strangers and people elsewhere read no profile', async (t) => {
  const { desk, person, read, asked } = await start(t)
  const guarded = await givenCase(desk.db, { accountId: await givenAccount(desk.db, { protected: true }) })
  const { token } = await person()
  for (const what of ['profile', 'avatar', 'lookalikes']) {
    assert.equal((await read('cs_pat_none', what)).status, 401)
    assert.equal((await read((await person({ onShift: false })).token, what)).status, 403)
    assert.equal((await read(token, what, guarded)).status, 403)
    assert.equal((await read(token, what, 'case_999')).status, 404)
  }
  assert.deepEqual(asked, [])
})

test('one person reads so many accounts in a minute and no more', async (t) => {
  const { desk, person, read } = await start(t)
  const { token } = await person()
  const states: (string | null)[] = []
  for (let n = 0; n < 61; n++) {
    const accountId = await givenAccount(desk.db)
    const caseId = await givenCase(desk.db, { subject: `account:${accountId}`, accountId })
    states.push((await read(token, 'profile', caseId)).body.profileMissing)
  }
  assert.deepEqual([states.slice(0, 60).every((state) => state === null), states[60]], [true, 'busy'])
})

test('503: concurrent picture reads are bounded', async (t) => {
  const { told, person, read, limits } = await start(t)
  const { token } = await person()
  await read(token, 'profile')
  const open = Promise.withResolvers<void>()
  told.media = async () => {
    await open.promise
    return { mediaType: 'image/png', bytes: PICTURE }
  }
  const answers = Array.from({ length: 9 }, () => read(token, 'avatar'))
  const first = await Promise.race(answers)
  assert.deepEqual([first.status, first.body.key], [503, 'media.busy'])
  open.resolve()
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  assert.deepEqual(statuses.toSorted(), [...Array(8).fill(200), 503])
  assert.deepEqual(limits, Array(8).fill(2 * 1_048_576))
})

test('503: one person reads so many pictures in a minute', async (t) => {
  const { person, read, limits } = await start(t)
  const { token } = await person()
  const statuses: number[] = []
  for (let n = 0; n < 61; n++) statuses.push((await read(token, 'avatar')).status)
  assert.deepEqual([statuses.slice(0, 60).every((status) => status === 200), statuses[60]], [true, 503])
  assert.equal(limits.length, 60)
  assert.equal((await read((await person()).token, 'avatar')).status, 200)
})
