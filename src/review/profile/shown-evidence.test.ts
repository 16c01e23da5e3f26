import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Profile } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { claimNextCase } from '../../cases/claims/claim-next.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../foundation/connector/guarantees.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { AccountReads } from './account-reads.ts'
import { readCaseProfile } from './read-profile.ts'
import { deleteNeedlessShown, STORED_BYTES_A_DAY_MAX, STORED_BYTES_MAX } from './shown-evidence.ts'

const PROFILE: Profile = {
  ...{ handle: 'rosa_bakes', displayName: 'Rosa Lind', bio: null, avatar: null, reach: 7, createdAt: null },
  readAt: '2026-03-01T12:00:00.000Z',
}

/** Starts a desk with a claimed case, and a platform whose profile each test chooses. */
async function start(t: TestContext) {
  const told = { profile: PROFILE }
  const silent = () => Promise.reject(new ConnectorError('unreachable', 'the platform could not be reached'))
  const platform: Connector = {
    ...{ guarantees: () => EVERY_GUARANTEE, capabilities: silent, apply: silent, readBack: silent, facts: silent },
    ...{ media: silent, profile: async () => told.profile },
  }
  const { desk, app, database } = await startTestDesk(t, { routes: ROUTES, platform, driven: true })
  const caseId = await givenCase(desk.db, { accountId: await givenAccount(desk.db) })
  const [ana, ben] = [await givenStaff(desk.db, { onShift: true }), await givenStaff(desk.db, { onShift: true })]
  await claimNextCase(desk.db, ana.id)
  /** Reads past the cache of a minute. */
  const read = (staffId = ana.id) => readCaseProfile(desk, new AccountReads(platform), { caseId, staffId })
  const listStored = () =>
    desk.db.listValues<string>(sql`select encode(sha256, 'hex') from shown_profile order by shown_at`)
  return { desk, app, database, told, caseId, ana, ben, read, listStored }
}

test('the same profile is stored once, whenever it was read', async (t) => {
  const { desk, told, ana, read, listStored } = await start(t)
  const { sha256 } = await read()
  told.profile = { ...PROFILE, readAt: '2026-03-01T12:05:00.000Z' }
  assert.equal((await read()).sha256, sha256)
  told.profile = { ...PROFILE, reach: 8 }
  const other = await read()
  assert.deepEqual((await listStored()).sort(), [sha256, other.sha256].sort())
  const isCounted = await desk.db.findValue(sql`
    select shown_bytes_today(${ana.id}) = (select sum(octet_length(body)) from shown_profile where stored_for = ${ana.id})`)
  assert.equal(isCounted, true)
})

test('one person stores no more evidence than the bound of a day', async (t) => {
  const { desk, caseId, ana, ben, read } = await start(t)
  const insert = (staffId: string, body: Buffer) =>
    desk.db.query(sql`
      insert into shown_thread (case_id, sha256, body, stored_for) values (${caseId}, sha256(${body}), ${body}, ${staffId})`)
  await assert.rejects(insert(ben.id, Buffer.from('a')), { code: 'CS001' }, 'only the holder of the case')
  await read()
  const pages = STORED_BYTES_A_DAY_MAX / STORED_BYTES_MAX
  for (let page = 1; page < pages; page++) await insert(ana.id, Buffer.alloc(STORED_BYTES_MAX, page))
  await assert.rejects(insert(ana.id, Buffer.alloc(STORED_BYTES_MAX)), { code: 'CS001' })
  const full = await read()
  assert.deepEqual([full.profile, full.profileMissing], [null, 'busy'])
  assert.equal((await read(ben.id)).profileMissing, null, 'another person still reads')
})

test('evidence that no decision names is deleted a month later', async (t) => {
  const { desk, app, database, told, caseId, ana, read, listStored } = await start(t)
  const named = await read()
  const decided = await app.inject({
    ...{ method: 'POST', url: `/v1/cases/${caseId}/decisions`, headers: bearer(ana.token) },
    payload: { conclusion: 'no_violation', rationale: 'Bread.' },
  })
  assert.equal(decided.statusCode, 201, decided.body)
  await desk.db.query(sql`update review_case set state = 'open', closed_at = null where id = ${caseId}`)
  await claimNextCase(desk.db, ana.id)
  told.profile = { ...PROFILE, reach: 8 }
  await read()
  await deleteNeedlessShown(desk)
  assert.equal((await listStored()).length, 2)
  await database.advance(31 * DAY_MS)
  await desk.db.query(sql`update review_case set claimed_until = desk_now() + interval '1 hour' where id = ${caseId}`)
  await deleteNeedlessShown(desk)
  assert.equal((await listStored()).length, 2, 'the holder of the case may still decide')
  await database.advance(DAY_MS)
  await deleteNeedlessShown(desk)
  assert.deepEqual(await listStored(), [named.sha256])
})
