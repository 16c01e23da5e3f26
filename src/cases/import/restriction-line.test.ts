import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenImport, rejectedOf } from '../../../test/support/import-lines.ts'
import { startIntake } from '../../../test/support/reports.ts'
import { importFile } from './import-file.ts'

const STANDS = {
  ...{ type: 'restriction', id: 'r1', subject: { kind: 'account', id: 'u1' }, action: 'deactivate', tool: 'old tool' },
  since: '2020-05-04T09:00:00Z',
}

test('restrictions are imported once, and false ones are named by line', async (t) => {
  const { desk, all } = await startIntake(t)
  const far = '2999-01-01T00:00:00Z'
  const lines = [
    ...[STANDS, STANDS, { ...STANDS, id: 'r2', subject: { kind: 'content', id: 't1' }, action: 'remove' }],
    ...[
      { ...STANDS, action: 'lock' },
      { ...STANDS, id: 'r3', since: far },
      { ...STANDS, id: 'r4', action: 'warn' },
    ],
    ...[
      { ...STANDS, id: 'r5', action: 'hide' },
      { ...STANDS, id: 'r6', action: 'label' },
    ],
    ...[
      { ...STANDS, id: 'r7', label: 'spam' },
      { ...STANDS, id: 'r8', reason: 'a\u0000b' },
    ],
    ...[
      { ...STANDS, id: 'r9', subject: { kind: 'account', id: 'other~u1' } },
      { ...STANDS, id: 'r10', until: '31 May' },
    ],
  ]
  const file = givenImport(t, lines)
  const { counts, rejected } = await importFile(desk, { file, keyName: 'import' })
  assert.deepEqual([counts.restriction, rejected], [{ new: 2, known: 1 }, 9])
  const stored = await all(
    'select client_id, subject, action, enforcement_id from standing_restriction order by client_id',
  )
  assert.deepEqual(stored, [
    { client_id: 'r1', subject: 'account:u1', action: 'deactivate', enforcement_id: null },
    { client_id: 'r2', subject: 'content:t1', action: 'remove', enforcement_id: null },
  ])
  assert.deepEqual(
    rejectedOf(file).map((each) => (each as { line: number }).line),
    [4, 5, 6, 7, 8, 9, 10, 11, 12],
  )
  assert.deepEqual(await all('select from enforcement'), [])
})
