import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryStore } from './index.ts'

const SUBJECT = { kind: 'account', id: 'a' } as const

test('an uncommitted write to the memory store is invisible to others', async () => {
  const store = memoryStore([[SUBJECT, { likes: 1 }]])
  await store.atomically(SUBJECT, (tx) => {
    tx.put(SUBJECT, { likes: 2 })
    assert.deepEqual([tx.find(SUBJECT)?.likes, store.find(SUBJECT)?.likes], [2, 1])
  })
  assert.equal(store.find(SUBJECT)?.likes, 2)
})

test('a failed transaction of the memory store leaves nothing behind', async () => {
  const store = memoryStore([[SUBJECT, { likes: 1 }]])
  const failed = store.atomically(SUBJECT, (tx) => {
    tx.put(SUBJECT, { likes: 9 })
    throw new Error('No.')
  })
  const next = store.atomically(SUBJECT, (tx) => tx.find(SUBJECT)?.likes)
  await assert.rejects(failed, /No\./)
  assert.equal(await next, 1)
})

test('due reverts are listed in pages, each exactly once', async () => {
  const store = memoryStore()
  const ids = Array.from({ length: 7 }, (_, index) => `s${index}`)
  const up = { visible: true, spread: 'full', mayPost: true, labels: [] } as const
  for (const id of ids) {
    await store.atomically(SUBJECT, (tx) =>
      store.saveRecord(
        tx,
        { kind: 'account', id },
        {
          generation: 1,
          bodyHash: '',
          outcome: { state: up, appliedAt: '' },
          baseline: up,
          reverts: [],
          nextRevertAtMs: id === 's6' ? 200 : 100,
          deliveredEventIds: [],
        },
      ),
    )
  }
  const seen: string[] = []
  for (
    let page = store.listDueReverts(150, undefined, 4);
    page.length > 0;
    page = store.listDueReverts(150, page.at(-1), 4)
  ) {
    seen.push(...page.map(({ subject }) => subject.id))
  }
  assert.deepEqual(seen, ids.slice(0, 6))
  assert.equal(store.findNextRevertAtMs(), 100)
})
