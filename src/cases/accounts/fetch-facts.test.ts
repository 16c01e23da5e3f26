import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SubjectFacts } from '@countersign/platform-kit'
import { startTestDesk } from '../../../test/support/server.ts'
import { gatherFacts } from '../../enforcement/facts/read-platform.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import { EVERY_GUARANTEE } from '../../foundation/connector/guarantees.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { fetchFacts, fetchFactsOfAll } from './fetch-facts.ts'

const FACTS: SubjectFacts = {
  account: {
    id: 'a1',
    handle: 'ann',
    displayName: 'Ann',
    reach: 250_000,
    verified: true,
    tags: ['arts'],
    createdAt: '2019-01-01T00:00:00Z',
    items: 17,
  },
  content: { id: 't1', accountId: 'a1', kind: 'post', text: 'hello', createdAt: null },
  readAt: '2026-01-01T00:00:00Z',
}
const CONTENT = { kind: 'content', id: 't1' } as const

/** Returns a platform that answers only requests for facts, with this answer. */
function platformSaying(answer: () => SubjectFacts | undefined): Connector {
  const silent = async () => {
    throw new ConnectorError('unavailable', 'not asked for here')
  }
  return {
    guarantees: () => EVERY_GUARANTEE,
    capabilities: silent,
    apply: silent,
    readBack: silent,
    media: silent,
    facts: async () => answer(),
  }
}

async function startWith(t: Parameters<typeof startTestDesk>[0], answer: () => SubjectFacts | undefined) {
  const { desk, database } = await startTestDesk(t, { platform: platformSaying(answer), driven: true })
  const all = async (text: string) => (await database.pool.query(text)).rows
  return { desk, all }
}

test('the facts of a content and its account are stored, returned', async (t) => {
  const { desk, all } = await startWith(t, () => FACTS)
  assert.deepEqual(await fetchFacts(desk, CONTENT), FACTS)
  assert.deepEqual(await all('select id, reach_counted, items, protected, source, facts_at from account'), [
    {
      id: 'a1',
      reach_counted: 250_000,
      items: 17,
      protected: true,
      source: 'platform',
      facts_at: new Date(FACTS.readAt),
    },
  ])
  assert.deepEqual(await all('select id, account_id, text, source from content'), [
    { id: 't1', account_id: 'a1', text: 'hello', source: 'platform' },
  ])
})

test('an unknown subject has no facts; a platform failure is passed on', async (t) => {
  const failure = new ConnectorError('timeout', 'too slow')
  let known = false
  const { desk } = await startWith(t, () => {
    if (known) throw failure
    return undefined
  })
  assert.equal(await fetchFacts(desk, CONTENT), undefined)
  known = true
  await assert.rejects(fetchFacts(desk, CONTENT), failure)
})

const { content: _content, ...WITHOUT_CONTENT } = FACTS
const UNUSABLE: readonly [string, SubjectFacts][] = [
  [
    'about another subject',
    { ...FACTS, content: { id: 't2', accountId: 'a1', kind: 'post', text: '', createdAt: null } },
  ],
  ['without the content', WITHOUT_CONTENT],
  ['with two accounts', { ...FACTS, content: { id: 't1', accountId: 'a2', kind: 'post', text: '', createdAt: null } }],
  ['longer than can be stored', { ...FACTS, account: { ...FACTS.account, handle: 'x'.repeat(257) } }],
  ['with half a character', { ...FACTS, account: { ...FACTS.account, handle: '\ud800' } }],
  ['read on a day that does not exist', { ...FACTS, readAt: '2023-02-29T00:00:00Z' }],
  ['read in the future', { ...FACTS, readAt: '2999-01-01T00:00:00Z' }],
]

for (const [what, facts] of UNUSABLE) {
  test(`facts ${what} are invalid and not stored`, async (t) => {
    const { desk, all } = await startWith(t, () => facts)
    await assert.rejects(fetchFacts(desk, CONTENT), { name: 'ConnectorError', failure: 'unreadable' })
    assert.deepEqual(await all('select id from account union all select id from content'), [])
  })
}

const LIST = '@list:bargains'
const accountOf = (id: string, tags: readonly string[] = []): SubjectFacts['account'] => ({
  ...FACTS.account,
  ...{ id, handle: id, reach: 10, tags: [...tags] },
})

/** A desk at whose platform a list belongs to a seller. */
async function startListed(t: Parameters<typeof startTestDesk>[0], covers = ['samir']) {
  const asked: string[] = []
  let tags: readonly string[] = []
  let fails = false
  const clock = { now: async () => new Date() }
  const answer = async ({ id }: { id: string }): Promise<SubjectFacts> => {
    const readAt = (await clock.now()).toISOString()
    if (id === LIST) return { account: { ...accountOf(LIST), covers }, readAt }
    asked.push(id)
    if (fails) throw new ConnectorError('timeout', 'too slow')
    return { account: accountOf(id, tags), readAt }
  }
  const platform: Connector = { ...platformSaying(() => undefined), facts: answer }
  const { desk, database } = await startTestDesk(t, { platform, driven: true })
  clock.now = () => readDeskTime(desk.db)
  const list = { kind: 'account', id: LIST } as const
  const read = async () => {
    const [facts] = await fetchFactsOfAll(desk, [list], await clock.now())
    if (facts === undefined || facts instanceof ConnectorError) throw new Error('the list was not read')
    return facts
  }
  const judged = async () => (await read()).account.tags
  /** The age of the facts by which it is judged. */
  const ageMs = async () => {
    const { asOf } = await read()
    return asOf && (await clock.now()).getTime() - asOf.getTime()
  }
  const view = async () => (await fetchFacts(desk, list))?.account.tags
  return {
    ...{ desk, asked, judged, ageMs, view, advance: database.advance },
    takesOffice: () => (tags = ['public_office']),
    fail: (now: boolean) => (fails = now),
  }
}

test('an act on a list is judged by its owner of today', async (t) => {
  const { asked, judged, view, advance, takesOffice } = await startListed(t)
  assert.deepEqual([await judged(), await view(), asked.length], [[], [], 1])
  takesOffice()
  await advance(14_000)
  assert.deepEqual([await judged(), asked.length], [[], 1])
  await advance(1_001)
  assert.deepEqual([await view(), asked.length], [[], 1], 'a view waits for minutes')
  assert.deepEqual([await judged(), asked.length], [['public_office'], 2])
})

test('facts of a list are as old as those of its owner', async (t) => {
  const { desk, asked, ageMs, advance } = await startListed(t, ['samir', 'rosa'])
  assert.equal(await ageMs(), 0)
  await advance(10_000)
  await fetchFacts(desk, { kind: 'account', id: 'rosa' })
  await advance(4_000)
  assert.deepEqual([await ageMs(), asked.length], [14_000, 3], 'no act reads them again within 15 s')
  const gathered = await gatherFacts(desk, `account:${LIST}`)
  assert.ok(gathered !== 'unknown')
  assert.equal((await readDeskTime(desk.db)).getTime() - gathered.askedAt.getTime(), 14_000)
  await advance(1_000)
  assert.deepEqual([await ageMs(), asked.length], [5_000, 4], 'samir was read now, and rosa five seconds ago')
})

test('an owner who can not be read is unknown, and asked rarely', async (t) => {
  const { asked, judged, view, advance, fail } = await startListed(t)
  assert.deepEqual(await judged(), [])
  fail(true)
  await advance(30_001)
  assert.deepEqual([await judged(), await judged(), await view()], [null, null, null])
  assert.equal(asked.length, 2)
  fail(false)
  await advance(30_001)
  assert.deepEqual([await judged(), asked.length], [[], 3])
})

test('owners whom one read does not reach are unknown until another', async (t) => {
  const owners = Array.from({ length: 25 }, (_each, place) => `owner-${place}`)
  const { asked, judged, view, advance, takesOffice } = await startListed(t, owners)
  assert.deepEqual([await judged(), asked.length], [null, 20])
  assert.deepEqual([await judged(), asked.length], [[], 25])
  takesOffice()
  await advance(30_001)
  assert.deepEqual([await judged(), asked.length], [null, 45], 'five may have taken office since')
  assert.deepEqual([await judged(), asked.length], [['public_office'], 50])
  await advance(300_001)
  assert.equal(await view(), null)
})
