import assert from 'node:assert/strict'
import { appendFile, link, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { UNTOUCHED } from '../domain.ts'
import { RecoveryJournal } from './recovery-journal.ts'
import { formatJournalLine, parseJournalLine, type WayBack } from './journal-line.ts'
import { oldFileOf, readJournal } from './read-journal.ts'

const AT = '2026-05-04T09:00:00.000Z'
const wayBack = (subject: string, generation = 1): WayBack => ({
  kind: 'way_back',
  subject,
  generation,
  baseline: UNTOUCHED,
  at: AT,
})
const givenPath = (t: TestContext) => join(tempDir(t), 'recovery-journal.ndjson')

test('a recovery journal line is read unchanged or not at all', () => {
  const line = wayBack('account:rosa', 3)
  const text = formatJournalLine(line).trim()
  assert.deepEqual(parseJournalLine(text), line)
  for (let at = 0; at < text.length; at++) {
    assert.equal(parseJournalLine(text.slice(0, at)), undefined)
    const other = `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`
    assert.equal(parseJournalLine(other), undefined, other)
  }
})

test('a truncated line of the recovery journal harms no other', async (t) => {
  const path = givenPath(t)
  await new RecoveryJournal(path).keep(wayBack('account:one'))
  await appendFile(path, formatJournalLine(wayBack('account:torn')).slice(0, -20))
  await new RecoveryJournal(path).keep(wayBack('account:two'))
  assert.deepEqual([...(await readJournal(path)).keys()], ['account:one', 'account:two'])
})

test("the recovery journal's highest generation wins in any line order", async (t) => {
  const path = givenPath(t)
  const file = new RecoveryJournal(path)
  await file.keep({ kind: 'up', subject: 'account:rosa', generation: 2, at: AT })
  await file.keep(wayBack('account:rosa', 1))
  assert.equal((await readJournal(path)).get('account:rosa')?.kind, 'up')
  await file.keep(wayBack('account:rosa', 3))
  assert.equal((await readJournal(path)).get('account:rosa')?.kind, 'way_back')
})

test('only the owner reads the recovery journal; a lost folder fails', async (t) => {
  const folder = tempDir(t)
  const file = new RecoveryJournal(join(folder, 'recovery-journal.ndjson'))
  await file.keep(wayBack('account:rosa'))
  assert.equal((await stat(file.path)).mode & 0o777, 0o600)
  await rm(folder, { recursive: true })
  await assert.rejects(file.keep(wayBack('account:rosa')), /ENOENT/)
})

test('a reader of the recovery journal gets new and failed lines', async (t) => {
  const file = new RecoveryJournal(givenPath(t))
  const read: string[] = []
  const work = async ({ subject }: { subject: string }) => void read.push(subject)
  await file.forEachNew(work)
  await file.keep(wayBack('account:one'))
  await assert.rejects(
    file.forEachNew(() => Promise.reject(new Error('no database'))),
    /no database/,
  )
  await file.forEachNew(work)
  await file.forEachNew(work)
  assert.deepEqual(read, ['account:one'])
  await new RecoveryJournal(file.path).keep(wayBack('account:two'))
  await file.forEachNew(work)
  assert.equal(read.at(-1), 'account:two')
})

test('shortening the recovery journal keeps offline subjects and concurrent writes', async (t) => {
  const path = givenPath(t)
  const writers = [1, 2, 3].map(() => new RecoveryJournal(path))
  const kept: string[] = []
  const write = async (writer: RecoveryJournal, name: string) => {
    for (let n = 0; n < 60; n++) {
      const subject = `account:${name}-${n}`
      await writer.keep(wayBack(subject))
      if (n % 2 === 0) kept.push(subject)
      else await writer.keep({ kind: 'up', subject, generation: 2, at: AT })
    }
  }
  let writing = true
  const all = Promise.all(writers.map((writer, n) => write(writer, `writer-${n}`))).finally(() => {
    writing = false
  })
  const shortener = new RecoveryJournal(path)
  for (let n = 0; writing || n < 2; n++) await shortener.shorten()
  await all
  const last = await readJournal(path)
  assert.deepEqual(
    [...last.values()]
      .filter(({ kind }) => kind === 'way_back')
      .map(({ subject }) => subject)
      .sort(),
    kept.sort(),
  )
  await rm(path)
  await writeFile(path, formatJournalLine({ kind: 'up', subject: 'account:x', generation: 1, at: AT }).repeat(1_000))
  await shortener.shorten()
  await shortener.shorten()
  assert.ok((await stat(path)).size < 128 * 1024)
})

test('the temporary file of a killed journal shortening is read too', async (t) => {
  const path = givenPath(t)
  const file = new RecoveryJournal(path)
  await file.keep(wayBack('account:one'))
  await link(path, oldFileOf(path))
  await rm(path)
  await file.keep(wayBack('account:two'))
  assert.deepEqual([...(await readJournal(path)).keys()].sort(), ['account:one', 'account:two'])
  await file.shorten()
  await assert.rejects(stat(oldFileOf(path)), /ENOENT/)
  assert.deepEqual([...(await readJournal(path)).keys()].sort(), ['account:one', 'account:two'])
})

test('the recovery journal is due for shortening once it doubled', async (t) => {
  const path = givenPath(t)
  const file = new RecoveryJournal(path)
  assert.equal(await file.isLong(), false)
  const many = Array.from({ length: 6_000 }, (_, n) => formatJournalLine(wayBack(`account:${n}`)))
  await writeFile(path, many.join(''))
  assert.equal(await file.isLong(), true)
  await file.shorten()
  assert.equal(await file.isLong(), false, 'all of it is down, so nothing would be gained')
})
