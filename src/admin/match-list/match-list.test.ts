import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { findProblems, startChanging } from '../../../test/support/changes.ts'
import { hashOf, writeMatchList } from '../../../test/support/match-lists.ts'
import { runProgram } from '../../app/cli/program.ts'
import { digestMatchList, PART_ENTRIES_MAX } from './read-match-list.ts'
import { stageMatchList } from './stage-match-list.ts'

const VERIFIED = '2025-01-01T00:00:00Z'
const entriesOf = (count: number) => Array.from({ length: count }, (_, n) => [hashOf(`entry ${n}`), VERIFIED] as const)
const LIST = { name: 'Hotline', source: 'the hotline' }

async function startLists(t: TestContext) {
  const desk = await startChanging(t)
  const stage = async (entries: readonly (readonly [string, string])[]) =>
    stageMatchList(desk.db, { path: writeMatchList(t, entries), ...LIST })
  return { ...desk, stage }
}

test('a match list counts once two people agreed to its exact entries', async (t) => {
  const { db, stage, propose, agree, database } = await startLists(t)
  const staged = await stage(entriesOf(PART_ENTRIES_MAX + 3))
  const change = await propose({ kind: 'match_list', listId: staged.id })
  assert.deepEqual([change.state, change.direction], ['proposed', 'looser'])
  assert.match(change.says, new RegExp(`${PART_ENTRIES_MAX + 3} hashes.*${staged.sha256}.*${staged.entriesHash}`, 's'))
  await agree(change)
  const { rows } = await db.query(sql`select entries, parts, change_id as change from match_list`)
  assert.deepEqual(rows, [{ entries: PART_ENTRIES_MAX + 3, parts: 2, change: change.id }])
  assert.deepEqual(await findProblems(db), [])
  await database.ownerPool.query('delete from match_entry where sha256 = (select min(sha256) from match_entry)')
  assert.match((await findProblems(db)).join('\n'), /^match_list mlist_1: .*entriesHash/)
})

test('a match list is void if entries were added after its proposal', async (t) => {
  const { db, stage, propose, agree } = await startLists(t)
  const { id } = await stage(entriesOf(2))
  const change = await propose({ kind: 'match_list', listId: id })
  await db.query(sql`select stage_match_entries(${id}, array[sha256('more')], array[${VERIFIED}]::timestamptz[])`)
  await assert.rejects(agree(change), /no longer as it was/)
  await assert.rejects(propose({ kind: 'match_list', listId: 'mlist_99' }), /There is no list mlist_99/)
})

test('a match list with a malformed line, duplicate or future time fails', async (t) => {
  const { stage, db } = await startLists(t)
  const [[hash]] = entriesOf(1) as [[string, string]]
  await assert.rejects(
    stage([
      [hash, VERIFIED],
      ['secret-text', VERIFIED],
    ]),
    (error) => {
      assert.match(String(error), /Line 3 is not an entry/)
      assert.doesNotMatch(String(error), /secret-text/)
      return true
    },
  )
  await assert.rejects(
    stage([
      [hash, VERIFIED],
      [hash.toUpperCase(), VERIFIED],
    ]),
    /contains one hash twice/,
  )
  await assert.rejects(stage([[hash, '2199-01-01T00:00:00Z']]), /none of them verified in the future/)
  await assert.rejects(stage([]), /has no entries/)
  await assert.rejects(stage([[hash, '2025-02-30T00:00:00Z']]), /Line 2 is not an entry/)
  assert.equal((await db.query(sql`select from match_list where change_id is not null`)).rowCount, 0)
})

test('the command proposes a match list, prints its hashes, lists it', async (t) => {
  const { crane, database, propose, agree, stage, db } = await startLists(t)
  const path = writeMatchList(t, entriesOf(3))
  const run = async (...args: string[]) => {
    const out: string[] = []
    const print = (line: string) => void out.push(line)
    const env = { DATABASE_URL: database.url, COUNTERSIGN_TOKEN: crane.token }
    const code = await runProgram(['matches', ...args], { env, print, printError: print })
    return { code, said: out.join('\n') }
  }
  assert.match((await run('list')).said, /There is no list/)
  const digest = await digestMatchList(path)
  assert.match((await run('check', path)).said, new RegExp(`3 entries.*${digest.sha256}.*${digest.entriesHash}`, 's'))
  const proposed = await run('import', path, '--name', 'Hotline')
  assert.equal(proposed.code, 0, proposed.said)
  assert.match(proposed.said, new RegExp(digest.entriesHash))
  await agree(await propose({ kind: 'match_list', listId: (await stage(entriesOf(1))).id }))
  const { said } = await run('list')
  assert.match(said, /Hotline +list\.csv +3 +waits for two people/)
  assert.match(said, /Hotline +the hotline +1 +counts from .* \(chg_2\)/)
  const ended = await run('end', 'mlist_2', '--reason', 'an entry was wrong')
  assert.equal(ended.code, 0, ended.said)
  assert.match((await run('list')).said, /mlist_2 .* ended /)
  assert.match((await run('end', 'mlist_2', '--reason', 'again')).said, /is not in force/)
  const none = await run('check', `${path}.none`)
  assert.deepEqual([none.code, /can't be opened/.test(none.said)], [1, true])
  assert.deepEqual(await findProblems(db), [])
})
