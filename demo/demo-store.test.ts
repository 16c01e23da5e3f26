import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { SubjectRecord } from '@countersign/platform-kit'
import { DemoStore } from './demo-store.ts'
import { changeState, findState, UP } from './subject-state.ts'
import { OFFLINE, givenFolder, ROSA } from './test/small-desk.ts'

const CHANGE = { at: '2026-01-01T00:00:00Z', subject: ROSA, generation: 1, to: OFFLINE, cause: 'desk' } as const

async function givenStore(t: TestContext): Promise<DemoStore> {
  const store = new DemoStore(await givenFolder(t))
  t.after(() => store.close())
  return store
}

const recordDueAt = (nextRevertAtMs: number | null): SubjectRecord => ({
  generation: 1,
  bodyHash: '',
  outcome: { state: UP, appliedAt: '' },
  baseline: UP,
  reverts: [],
  nextRevertAtMs,
  deliveredEventIds: [],
})

test('a failed demo transaction stores nothing and blocks no later one', async (t) => {
  const store = await givenStore(t)
  const failed = store.inTransaction((tx) => {
    changeState(tx, CHANGE)
    throw new Error('The power went.')
  })
  const next = store.inTransaction((tx) => findState(tx, ROSA))
  await assert.rejects(failed, /The power went/)
  assert.deepEqual(await next, UP)
  assert.equal(store.committed.get`select count(*) as n from effect`?.n, 0)
})

test('demo pages show committed changes and nothing of a running transaction', async (t) => {
  const store = await givenStore(t)
  await store.inTransaction(async (tx) => {
    changeState(tx, CHANGE)
    await Promise.resolve()
    assert.deepEqual([findState(tx, ROSA), findState(store.committed, ROSA)], [OFFLINE, UP])
  })
  assert.deepEqual(findState(store.committed, ROSA), OFFLINE)
})

test('demo transactions run one after the other even while one waits', async (t) => {
  const store = await givenStore(t)
  const seen: string[] = []
  const run = (name: string) =>
    store.inTransaction(async () => {
      seen.push(`${name} in`)
      await new Promise(setImmediate)
      seen.push(`${name} out`)
    })
  await Promise.all([run('a'), run('b')])
  assert.deepEqual(seen, ['a in', 'a out', 'b in', 'b out'])
})

test('due reverts are listed in pages, each exactly once', async (t) => {
  const store = await givenStore(t)
  const ids = ['a', 'b', 'c', 'd', 'e']
  await store.inTransaction((tx) => {
    for (const id of ids) store.saveRecord(tx, { kind: 'account', id }, recordDueAt(100))
    store.saveRecord(tx, { kind: 'account', id: 'later' }, recordDueAt(200))
    store.saveRecord(tx, { kind: 'account', id: 'never' }, recordDueAt(null))
  })
  const seen: string[] = []
  for (
    let page = store.listDueReverts(150, undefined, 2);
    page.length > 0;
    page = store.listDueReverts(150, page.at(-1), 2)
  ) {
    seen.push(...page.map(({ subject }) => subject.id))
  }
  assert.deepEqual([seen, store.findNextRevertAtMs()], [ids, 100])
})

test('the demo remembers an answered call once and forgets it in time', async (t) => {
  const store = await givenStore(t)
  const remember = () => store.inTransaction((tx) => store.rememberCall(tx, 'call', 100))
  assert.deepEqual([await remember(), await remember()], [true, false])
  await store.inTransaction((tx) => store.forgetCalls(tx, 100))
  assert.equal(await remember(), false)
  await store.inTransaction((tx) => store.forgetCalls(tx, 101))
  assert.equal(await remember(), true)
})
