import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { SubjectFacts } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { givenKey } from '../../../test/support/people.ts'
import { givenPlatform } from '../../../test/support/platforms.ts'
import { reportOf } from '../../../test/support/reports.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../foundation/connector/guarantees.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { parseSubjectKey, type Subject, subjectKey } from '../../foundation/domain.ts'
import { claimJobs, type Job, LEASE_MS, queueJobs } from '../../foundation/jobs.ts'
import { platformOf } from '../../foundation/platforms.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { checkReport } from '../intake/check-report.ts'
import { commitReports } from '../intake/commit-reports.ts'
import { fetchFacts } from './fetch-facts.ts'
import { runFactsJob, runFactsJobs } from './run-facts-jobs.ts'

type Answer = (subject: Subject) => SubjectFacts | undefined | Promise<SubjectFacts | undefined>

/** A desk with a manually set clock, whose platform shows every subject unless `answer` says otherwise. */
async function startFacts(t: TestContext, answer?: Answer, together?: Connector['factsBatch']) {
  const asked: string[] = []
  const silent = async () => {
    throw new ConnectorError('unavailable', 'not asked for here')
  }
  const clock = { now: async () => new Date() }
  const shown = async (subject: Subject): Promise<SubjectFacts> => {
    const account = { handle: subject.id, displayName: '', reach: 7, verified: false, tags: [], createdAt: null }
    const readAt = (await clock.now()).toISOString()
    if (subject.kind === 'account') return { account: { ...account, id: subject.id }, readAt }
    const content = { id: subject.id, accountId: `by-${subject.id}`, kind: 'post', text: 'Hello.', createdAt: null }
    return { account: { ...account, id: content.accountId }, content, readAt }
  }
  const platform: Connector = {
    ...{ guarantees: () => EVERY_GUARANTEE, capabilities: silent, apply: silent, readBack: silent, media: silent },
    facts: async (subject) => {
      asked.push(subjectKey(subject))
      return (answer ?? shown)(subject)
    },
    ...(together && { factsBatch: together, factsMax: () => 3 }),
  }
  const { desk, database } = await startTestDesk(t, { platform, driven: true })
  clock.now = () => readDeskTime(desk.db)
  const list = (statement: ReturnType<typeof sql>) => desk.db.listValues<string>(statement)
  return {
    ...{ desk, database, asked, shown },
    accounts: () => list(sql`select id from account where facts_at > '-infinity' order by id`),
    jobs: () => list(sql`select key from job order by key`),
    queue: (...keys: string[]) =>
      inTransaction(desk.db, async (tx) =>
        queueJobs(
          tx,
          'facts',
          keys.map((key) => ({ key, priority: 'background' })),
        ),
      ),
    claim: () => claimJobs(desk.db, 'background', 10),
  }
}

const only = (jobs: readonly Job[]): Job => jobs[0] ?? assert.fail('there is no job')

test('a facts job ends once facts are stored or nothing exists', async (t) => {
  const facts = await startFacts(t, (subject) => (subject.id === 'ash' ? facts.shown(subject) : undefined))
  for (const key of ['account:ash', 'account:elm']) {
    await facts.queue(key)
    await runFactsJob(facts.desk, only(await facts.claim()))
    assert.deepEqual(await facts.jobs(), [])
  }
  assert.deepEqual(await facts.accounts(), ['ash'])
})

test('a facts job retries ever later while the platform fails', async (t) => {
  let failure: ConnectorError['failure'] = 'unreachable'
  const facts = await startFacts(t, () => {
    throw new ConnectorError(failure, 'down')
  })
  await facts.queue('account:ash')
  const waits: number[] = []
  for (;;) {
    await runFactsJob(facts.desk, only(await facts.claim()))
    const wait = await facts.desk.db.findValue<number>(sql`
      select extract(epoch from due_at - desk_now())::float8 * 1000 from job`)
    if (wait === undefined) break
    assert.deepEqual(await facts.claim(), [])
    waits.push(wait)
    await facts.database.advance(wait + 1)
  }
  assert.equal(waits.length, 23)
  assert.ok(waits.every((wait, n) => wait >= Math.min(5_000 * 2 ** n, 900_000) && wait <= 1_350_000))

  failure = 'refused'
  await facts.queue('account:ash')
  await runFactsJob(facts.desk, only(await facts.claim()))
  assert.deepEqual(await facts.jobs(), [])
})

test('the facts of a set are stored in one transaction', async (t) => {
  const { desk, queue, claim, accounts, jobs } = await startFacts(t)
  await queue('account:ash', 'account:elm', 'content:c1')
  assert.deepEqual([...(await runFactsJobs(desk, await claim()))], [])
  assert.deepEqual([await accounts(), await jobs()], [['ash', 'by-c1', 'elm'], []])
  assert.equal(await desk.db.onlyValue(sql`select count(distinct xmin::text)::integer from account`), 1)
})

test('a set is read in as few calls as its platforms take', async (t) => {
  const sets: string[] = []
  const facts = await startFacts(t, undefined, (subjects) => {
    sets.push(`${subjects.length} of ${[...new Set(subjects.map(platformOf))]}`)
    return Promise.all(subjects.map((subject) => facts.shown(subject)))
  })
  for (const name of ['forum', 'shop']) await givenPlatform(facts.database.pool, name)
  const names = ['ash', 'elm', 'fir', 'oak', 'forum~ash', 'forum~elm', 'shop~elm']
  await facts.queue(...names.map((name) => `account:${name}`))
  assert.deepEqual([...(await runFactsJobs(facts.desk, await facts.claim()))], [])
  assert.deepEqual(sets.sort(), ['1 of default', '2 of forum', '3 of default'])
  assert.deepEqual(facts.asked, ['account:shop~elm'])
  assert.deepEqual((await facts.accounts()).toSorted(), names.toSorted())
})

test('subjects that a call for a set leaves out are read alone', async (t) => {
  const facts = await startFacts(t, undefined, (subjects) =>
    Promise.all(
      subjects.map(async (subject) => {
        if (subject.id === 'gone') return undefined
        if (subject.id === 'other') return facts.shown({ kind: 'account', id: 'ash' })
        return subject.id === 'slow' ? new ConnectorError('unavailable', 'not in time') : facts.shown(subject)
      }),
    ),
  )
  await facts.queue('account:ash', 'account:gone', 'account:other', 'account:slow')
  assert.deepEqual([...(await runFactsJobs(facts.desk, await facts.claim()))], [])
  assert.deepEqual(facts.asked, ['account:slow'])
  assert.deepEqual([await facts.accounts(), await facts.jobs()], [['ash', 'slow'], ['account:other']])
})

test('a platform that answers no set is asked for each subject', async (t) => {
  const facts = await startFacts(t, undefined, () => Promise.reject(new ConnectorError('timeout', 'too slow')))
  await facts.queue('account:ash', 'account:elm')
  assert.deepEqual([...(await runFactsJobs(facts.desk, await facts.claim()))], [])
  assert.deepEqual(facts.asked.toSorted(), ['account:ash', 'account:elm'])
  assert.deepEqual(await facts.accounts(), ['ash', 'elm'])
})

test('a subject that fails keeps no other of its set', async (t) => {
  const facts = await startFacts(t, async (subject) => {
    if (subject.id === 'slow') throw new ConnectorError('timeout', 'too slow')
    if (subject.id === 'bug') throw new TypeError('a fault of the desk')
    const { account, ...rest } = await facts.shown(subject)
    return { ...rest, account: { ...account, handle: subject.id === 'long' ? 'x'.repeat(257) : subject.id } }
  })
  const { desk, queue, claim, accounts, jobs } = facts
  await queue('account:ash', 'account:bug', 'account:elm', 'account:long', 'account:slow', 'nonsense')
  const errors = await runFactsJobs(desk, await claim())
  assert.deepEqual([...errors.keys()].map(({ key }) => key).sort(), ['account:bug', 'nonsense'])
  assert.deepEqual(await accounts(), ['ash', 'elm'])
  assert.deepEqual(await jobs(), ['account:bug', 'account:long', 'account:slow', 'nonsense'])
  const put = await desk.db.listValues<string>(sql`select key from job where lease_until is null order by key`)
  assert.deepEqual(put, ['account:long', 'account:slow'])
})

test('a row that another transaction holds keeps no other subject', async (t) => {
  const { desk, database, queue, claim, accounts, jobs } = await startFacts(t)
  await fetchFacts(desk, { kind: 'account', id: 'held' })
  await database.advance(25 * 3_600_000)
  await queue('account:ash', 'account:held', 'content:c1')
  const claimed = await claim()
  const holder = await database.ownerPool.connect()
  try {
    await holder.query(`begin; select from account where id = 'held' for update`)
    const errors = await runFactsJobs(desk, claimed)
    assert.deepEqual(
      [...errors.keys()].map(({ key }) => key),
      ['account:held'],
    )
  } finally {
    await holder.query('rollback')
    holder.release()
  }
  assert.deepEqual([await accounts(), await jobs()], [['ash', 'by-c1', 'held'], ['account:held']])
  await runFactsJobs(
    desk,
    claimed.filter(({ key }) => key === 'account:held'),
  )
  assert.deepEqual(await jobs(), [])
})

test('a crash before facts are stored loses no job', async (t) => {
  const { desk, database, queue, claim, accounts, jobs } = await startFacts(t)
  await queue('account:ash', 'account:elm')
  const lost = await claim()
  await database.advance(LEASE_MS)
  const again = await claim()
  assert.deepEqual([lost.length, again.length, only(again).attempt], [2, 2, 2])
  await runFactsJobs(desk, again)
  assert.deepEqual([await accounts(), await jobs()], [['ash', 'elm'], []])
})

test('a crash after facts are stored reads nothing again', async (t) => {
  const { desk, asked, queue, claim, jobs } = await startFacts(t)
  await queue('account:ash', 'content:c1')
  for (const { key } of await claim()) await fetchFacts(desk, parseSubjectKey(key))
  await desk.db.query(sql`update job set lease_until = null`)
  await runFactsJobs(desk, await claim())
  assert.deepEqual([asked.length, await jobs()], [2, []])
})

test('a subject that occurs twice in a set is read once', async (t) => {
  const { desk, asked, queue, claim, jobs } = await startFacts(t)
  await queue('account:ash')
  const before = await claim()
  await queue('account:ash')
  await runFactsJobs(desk, [...before, ...(await claim())])
  assert.deepEqual([asked, await jobs()], [['account:ash'], []])
})

test('a case that closes while its facts are read stays closed', async (t) => {
  const facts = await startFacts(t, async (subject) => {
    if (subject.id === 'c1')
      await owner.query(`update review_case set state = 'closed', closed_at = desk_now() where subject = 'content:c1'`)
    return facts.shown(subject)
  })
  const { desk, claim, database } = facts
  const owner = database.ownerPool
  const { id: keyId } = await givenKey(desk.db)
  const reports = ['c1', 'c2'].map((id) => checkReport(reportOf({ id, subject: { kind: 'content', id } })))
  await commitReports(
    desk,
    reports.map((report) => ({ keyId, report })),
  )
  await runFactsJobs(desk, await claim())
  const cases = await desk.db.list(sql`select subject, state, account_id as account from review_case order by subject`)
  assert.deepEqual(cases, [
    { subject: 'content:c1', state: 'closed', account: null },
    { subject: 'content:c2', state: 'open', account: 'by-c2' },
  ])
})
