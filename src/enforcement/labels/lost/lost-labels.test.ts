import assert from 'node:assert/strict'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { type LabelerDesk, ROSA, startLabelerDesk, VALE } from '../../../../test/support/atproto.ts'
import { startPds } from '../../../../test/support/atproto-pds.ts'
import { numberEntries } from '../../../../test/support/desk-with-history.ts'
import { openLabeling, queryLabels, subscribe } from '../../../../test/support/labels.ts'
import { givenStaff } from '../../../../test/support/people.ts'
import { tempDir } from '../../../../test/support/temp-dir.ts'
import { waitFor } from '../../../../test/support/wait-for.ts'
import { checkLedger, enforcementIn, proposeAsDecided, startWork } from '../../../../test/support/working-desk.ts'
import { runProgram } from '../../../app/cli/program.ts'
import { routePlatforms } from '../../../connectors/route-platforms.ts'
import { findOpenRecovery, listLosses } from '../../recovery/recovery-queries.ts'
import { type Label, LabelSigner } from '../label.ts'
import { makeLabelFollower } from './follow-labels.ts'
import { appendLabels, type FiledLabel, labelFileOf, readLabelFile, shortenLabelFile } from './label-file.ts'
import { listLostLabels } from './lost-queries.ts'
import { noticeLostLabels } from './notice-lost-labels.ts'

const SUBJECT = `account:bluesky~${ROSA}`
const HOUR_MS = 3_600_000

/** A desk that labels. Its file of published labels is what a worker of before may have written. */
async function startOlder(t: TestContext, { works = false } = {}) {
  const pds = await startPds(t)
  const desk = await startLabelerDesk(t, {
    connect: (labeler, db) => routePlatforms(new Map([['bluesky', openLabeling(pds, labeler, db)]])),
  })
  if (works) startWork(t, desk)
  const file = labelFileOf(desk.desk.recoveryJournal.path)
  const signer = await LabelSigner.open(desk.labeler.signingKey)
  /** Signs a label as the desk did before its database was lost. */
  const sign = async (seq: number, changes: Partial<Label> = {}): Promise<FiledLabel> => {
    const label = { src: desk.labeler.did, uri: ROSA, cid: null, val: 'spam', neg: false, cts: new Date(), exp: null }
    const said = { ...label, ...changes }
    const filed = { ...said, seq, subject: `account:bluesky~${said.uri}`, generation: 3, signingKey: signer.key }
    return { ...filed, sig: Buffer.from(await signer.sign(said)) }
  }
  return { ...desk, file, sign, notice: () => noticeLostLabels(desk.desk) }
}

const valuesOf = async (desk: LabelerDesk) => (await queryLabels(desk, 'uriPatterns=*')).labels.map(({ val }) => val)

test('a lost label is served to no new consumer, and retracted', async (t) => {
  const desk = await startOlder(t)
  const { db } = desk.desk
  await desk.notice()
  assert.equal(await findOpenRecovery(db), undefined, 'no file is no sign')
  const seq = Date.now() + HOUR_MS
  await appendLabels(desk.file, [await desk.sign(seq), await desk.sign(seq + 1, { uri: VALE, val: 'scam' })])
  await desk.notice()
  await desk.notice()
  const recovery = await findOpenRecovery(db)
  assert.ok(recovery)
  assert.deepEqual(
    (await listLosses(db, recovery.id, { max: 9 })).map(({ kind, subject, generation }) => [kind, subject, generation]),
    [
      ['label', SUBJECT, seq],
      ['label', `account:bluesky~${VALE}`, seq + 1],
    ],
  )
  assert.deepEqual(await valuesOf(desk), [])
  const { next } = await subscribe(t, desk, 0)

  const { run, shown } = await startCommands(t, desk)
  assert.match(await shown(), new RegExp(`${SUBJECT} +spam`))
  assert.match(await run('labeler', 'retract', '--reason', 'lost'), /name the subjects, or all of them/)
  assert.match(await run('labeler', 'retract', SUBJECT, '--reason', 'its decision was lost'), /spam on account/)
  assert.match(await run('labeler', 'retract', '--all', '--reason', 'its decision was lost'), /scam on account/)
  assert.match(await shown(), /^No lost label/)

  const frames = [await next(), await next()].map((frame) => frame?.body)
  assert.deepEqual(
    frames.map((body) => body?.labels?.map(({ val, neg }) => [val, neg])),
    [[['spam', true]], [['scam', true]]],
  )
  assert.deepEqual(
    frames.map((body) => body?.seq),
    [seq + 2, seq + 3],
    'numbers go on above those that consumers have',
  )
  await numberEntries(db)
  await checkLedger(desk.desk)
})

/** The commands of the labeler, run by a lead. */
async function startCommands(t: TestContext, { desk, labeler, database, directory }: LabelerDesk) {
  const file = join(tempDir(t), 'platforms.yaml')
  const settings = { connector: 'atproto', labeler: labeler.did, reportKey: labeler.keyId, plc: directory.url }
  writeFileSync(file, JSON.stringify({ platforms: { bluesky: settings } }))
  const { token } = await givenStaff(desk.db, { roles: ['lead'] })
  const env = {
    ...{ DATABASE_URL: database.url, COUNTERSIGN_TOKEN: token, COUNTERSIGN_PLATFORMS: file },
    COUNTERSIGN_PLATFORM_BLUESKY_LABELER_KEY: labeler.signingKey,
  }
  const run = async (...args: string[]) => {
    const said: string[] = []
    const add = (line: string) => void said.push(line)
    await runProgram(args, { env, print: add, printError: add })
    return said.join('\n')
  }
  return { run, shown: () => run('labeler', 'lost') }
}

test('a label that was retracted counts no more', async (t) => {
  const desk = await startOlder(t, { works: true })
  const { db } = desk.desk
  const { id } = await proposeAsDecided(desk.desk, { subject: SUBJECT, action: 'label', label: 'spam' })
  await enforcementIn(desk.desk, id, 'in_effect')
  assert.deepEqual(await valuesOf(desk), ['spam'])
  await waitFor('the file', async () => (await readLabelFile(desk.file)).size === 1)
  const [published] = [...(await readLabelFile(desk.file)).keys()]
  await appendLabels(desk.file, [await desk.sign((published ?? 0) + 1, { neg: true })])
  await desk.notice()
  assert.deepEqual(await valuesOf(desk), [])
  await waitFor(
    'the end',
    async () => (await db.onlyValue<boolean>(sql`select lifted from enforcement where id = ${id}`)) === true,
  )
  assert.deepEqual(await valuesOf(desk), [])
  const { next } = await subscribe(t, desk, 0)
  assert.deepEqual(
    [await next(), await next()].flatMap((frame) => frame?.body.labels?.map(({ neg = false }) => neg)),
    [false, true],
  )
  await checkLedger(desk.desk)
})

test('a line that the labeler did not sign is no lost label', async (t) => {
  const desk = await startOlder(t)
  const seq = Date.now()
  const genuine = await desk.sign(seq)
  await appendLabels(desk.file, [
    { ...genuine, neg: true },
    { ...(await desk.sign(seq + 1)), src: 'did:web:other.example' },
    { ...(await desk.sign(seq + 2)), sig: Buffer.alloc(64, 1) },
  ])
  appendFileSync(desk.file, '\n{"seq":7,\nno line')
  await desk.notice()
  assert.equal(await findOpenRecovery(desk.desk.db), undefined)
  assert.deepEqual(await listLostLabels(desk.desk.db, desk.labeler.did, 9), [])
})

test('the application role stores no lost label without the recovery state', async (t) => {
  const desk = await startOlder(t)
  const { db } = desk.desk
  const insert = ({ seq, subject, src, uri, val, signingKey, sig }: FiledLabel) =>
    db.query(sql`
      insert into label (seq, subject, generation, src, uri, val, neg, cts, signing_key, sig, lost)
      values (${seq}, ${subject}, 1, ${src}, ${uri}, ${val}, false, desk_now(), ${signingKey}, ${sig}, true)`)
  const isRefused = { code: 'CS001' }
  await assert.rejects(insert(await desk.sign(Date.now())), isRefused)
  await appendLabels(desk.file, [await desk.sign(Date.now())])
  await desk.notice()
  await assert.rejects(insert(await desk.sign(Number.MAX_SAFE_INTEGER)), isRefused, 'numbers never run out')
  await assert.rejects(insert({ ...(await desk.sign(Date.now())), subject: `account:bluesky~${VALE}` }), isRefused)
  await insert(await desk.sign(Date.now() + 9, { val: 'scam' }))
  assert.deepEqual(await valuesOf(desk), [], 'it is served to no consumer')
})

test('the file gets each label once, and continues after a restart', async (t) => {
  const desk = await startOlder(t, { works: true })
  const follow = () => makeLabelFollower()(desk.desk)
  for (const label of ['spam', 'scam']) {
    const { id } = await proposeAsDecided(desk.desk, { subject: SUBJECT, action: 'label', label })
    await enforcementIn(desk.desk, id, 'in_effect')
    await waitFor('the file', async () => (await readLabelFile(desk.file)).size === (label === 'spam' ? 1 : 2))
  }
  const before = readFileSync(desk.file, 'utf8')
  await follow()
  assert.equal(readFileSync(desk.file, 'utf8'), before)
  await desk.notice()
  assert.equal(await findOpenRecovery(desk.desk.db), undefined)
})

test('an earlier label of another file begins the recovery state again', async (t) => {
  const desk = await startOlder(t)
  const { db } = desk.desk
  const seq = Date.now()
  await appendLabels(desk.file, [await desk.sign(seq)])
  await desk.notice()
  await desk.database.ownerPool.query(`alter table database_recovery drop constraint database_recovery_check`)
  await desk.database.ownerPool.query(`update database_recovery set ended_at = desk_now()`)
  await appendLabels(desk.file, [await desk.sign(seq - 9, { val: 'scam' })])
  await desk.notice()
  assert.ok(await findOpenRecovery(db))
  assert.equal((await listLostLabels(db, desk.labeler.did, 9)).length, 2)
})

test('a label that is appended meanwhile stays in the shorter file', async (t) => {
  const desk = await startOlder(t)
  const labels = await Promise.all([1, 2, 3, 4].map((seq) => desk.sign(seq)))
  await appendLabels(desk.file, labels.slice(0, 2))
  await Promise.all([shortenLabelFile(desk.file, 1), appendLabels(desk.file, labels.slice(2))])
  assert.deepEqual([...(await readLabelFile(desk.file)).keys()], [1, 2, 3, 4])
})
