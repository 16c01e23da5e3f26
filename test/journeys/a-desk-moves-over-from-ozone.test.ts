import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { runProgram } from '../../src/app/cli/program.ts'
import { ROUTES } from '../../src/app/http/routes.ts'
import { ATPROTO } from '../../src/connectors/atproto/atproto-kind.ts'
import { routePlatforms } from '../../src/connectors/route-platforms.ts'
import { ROSA_DID, ROSA_POST, startPds } from '../support/atproto-pds.ts'
import { argumentsOf } from '../support/command-lines.ts'
import { givenReviewer, send } from '../support/desk-flow.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { givenPlatform } from '../support/platforms.ts'
import { startTestDesk } from '../support/server.ts'
import { tempDir } from '../support/temp-dir.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger, enforcementIn, proposeAsDecided, startWork } from '../support/working-desk.ts'

const VALE = `did:plc:${'v'.repeat(24)}`
const EVENTS = 'tools.ozone.moderation.defs#'
const PASSWORD = 'a long password of a PDS'

/** The tables of Ozone 0.4 as its public sources describe them, as far as they are read, with a few rows. */
const OZONE = `
  create schema ozone;
  create table ozone.moderation_event (id serial primary key, action varchar, "subjectType" varchar, "subjectDid" varchar,
    "subjectUri" varchar, "subjectCid" varchar, comment text, "createdAt" varchar, "createdBy" varchar,
    "durationInHours" integer, "expiresAt" varchar, meta jsonb);
  create table ozone.moderation_subject_status (id serial primary key, did varchar, "recordPath" varchar,
    "reviewState" varchar, "updatedAt" varchar, "lastReviewedAt" varchar, takendown boolean, "suspendUntil" varchar);
  create table ozone.label (id bigserial primary key, src varchar, uri varchar, cid varchar, val varchar, neg boolean,
    cts varchar, exp varchar);
  insert into ozone.moderation_subject_status (did, "recordPath", "reviewState", "updatedAt", "lastReviewedAt", takendown) values
    ('${ROSA_DID}', '', '${EVENTS}reviewClosed', '2026-05-02T08:00:00.000Z', '2026-05-02T08:00:00.000Z', true),
    ('${ROSA_DID}', '${ROSA_POST.split('/').slice(3).join('/')}', '${EVENTS}reviewOpen', '2026-05-03T08:00:00.000Z', '2026-05-01T08:00:00.000Z', false),
    ('${VALE}', '', '${EVENTS}reviewClosed', '2026-05-02T08:00:00.000Z', null, true);
  insert into ozone.moderation_event (action, "subjectDid", "subjectUri", "subjectCid", comment, "createdAt", "createdBy", meta) values
    ('${EVENTS}modEventReport', '${ROSA_DID}', '${ROSA_POST}', 'bafyone', 'Sells tickets.', '2026-05-03T08:00:00.000Z', '${VALE}',
      '{"reportType": "com.atproto.moderation.defs#reasonSpam"}'),
    ('${EVENTS}modEventReport', '${ROSA_DID}', '${ROSA_POST}', 'bafyone', null, '2026-04-30T08:00:00.000Z', '${VALE}', '{}'),
    ('${EVENTS}modEventReport', '${ROSA_DID}', null, null, null, '2026-05-01T08:00:00.000Z', '${VALE}', '{}'),
    ('${EVENTS}modEventReport', '${ROSA_DID}', '${ROSA_POST}', null, null, '2026-05-03T08:00:00.000Z', '${VALE}', '{}'),
    ('${EVENTS}modEventTakedown', '${ROSA_DID}', null, null, 'Sells followers.', '2026-05-02T08:00:00.000Z', '${VALE}', null);
  update ozone.moderation_event set "subjectType" = 'chat.bsky.convo.defs#messageRef' where id = 4;
  insert into ozone.label (src, uri, cid, val, neg, cts, exp) values
    ('did:web:ozone.example', '${ROSA_DID}', '', 'spam', false, '2026-05-01T08:00:00.000Z', null),
    ('did:web:ozone.example', '${ROSA_DID}', '', 'scam', false, '2026-05-01T08:00:00.000Z', null),
    ('did:web:ozone.example', '${ROSA_DID}', '', 'scam', true, '2026-05-02T08:00:00.000Z', null),
    ('did:web:ozone.example', '${ROSA_DID}', '', '!takedown', false, '2026-05-02T08:00:00.000Z', null),
    ('did:web:ozone.example', '${ROSA_POST}', '', 'rude', false, '2026-05-02T08:00:00.000Z', '2026-05-03T08:00:00.000Z');`

/** A desk beside an Ozone whose PDS has one account taken down, and the commands of the guide. */
async function startMove(t: TestContext) {
  const pds = await startPds(t, { ref: 'ozone-4' })
  const database = await freshDatabase(t)
  await givenPlatform(database.pool, 'bluesky')
  const connector = ATPROTO.open({ pds, plc: pds }, { PASSWORD }, { now: () => new Date(), allowPrivate: [] })
  const desk = await startTestDesk(t, {
    database,
    routes: ROUTES,
    platform: routePlatforms(new Map([['bluesky', connector]])),
  })
  await database.ownerPool.query(OZONE)
  const folder = tempDir(t)
  writeFileSync(join(folder, 'ozone-url'), `${database.ownerUrl}\n`)
  writeFileSync(
    join(folder, 'platforms.yaml'),
    `platforms: { bluesky: { connector: atproto, pds: "${pds}", plc: "${pds}" } }`,
  )
  const env = {
    DATABASE_URL: database.url,
    COUNTERSIGN_PLATFORMS: join(folder, 'platforms.yaml'),
    COUNTERSIGN_PLATFORM_BLUESKY_PASSWORD: PASSWORD,
  }
  const page = readFileSync('docs/how-to/from-ozone.md', 'utf8')
  const lines = page.split('\n').filter((line) => line.startsWith('npx countersign import '))
  const run = async (line: string, ...more: string[]) => {
    const out: string[] = []
    const args = (argumentsOf(line) ?? []).map((word) => (/^ozone[.-]/.test(word) ? join(folder, word) : word))
    const print = (text: string) => void out.push(text)
    const code = await runProgram([...args, ...more], { env, print, printError: print })
    return { code, out: out.join('\n') }
  }
  const isDown = async () => {
    const answer = await fetch(`${pds}/xrpc/com.atproto.admin.getSubjectStatus?did=${ROSA_DID}`)
    return ((await answer.json()) as { takedown: { ref?: string } }).takedown.ref
  }
  return { ...desk, folder, run, lines, isDown }
}

test('open reports and takedowns of Ozone move over by the guide', async (t) => {
  const desk = await startMove(t)
  const { db } = desk.desk
  const [look = '', take = '', list = ''] = desk.lines
  const looked = await desk.run(look, '--schema', 'ozone', '--json')
  assert.equal(looked.code, 0, looked.out)
  assert.deepEqual(JSON.parse(looked.out), { read: { report: 1, takedown: 2, label: 1, left: 2 }, imported: null })
  assert.equal(statSync(join(desk.folder, 'ozone.ndjson')).mode & 0o777, 0o600)
  assert.equal((await desk.run(look, '--schema', 'ozone')).code, 1, 'the file is never overwritten')
  for (const [restriction, report] of [
    [
      { new: 3, known: 0 },
      { new: 1, known: 0 },
    ],
    [
      { new: 0, known: 3 },
      { new: 0, known: 1 },
    ],
  ]) {
    const taken = await desk.run(take, '--json')
    assert.equal(taken.code, 0, taken.out)
    const { counts, rejected } = JSON.parse(taken.out)
    assert.deepEqual([counts.restriction, counts.report, rejected], [restriction, report, 0])
  }
  const cases = await db.list(sql`select subject, report_count::integer as reports from review_case`)
  assert.deepEqual(cases, [{ subject: `content:bluesky~${ROSA_POST}`, reports: 1 }])
  assert.deepEqual(await db.list(sql`select from enforcement`), [], 'nothing has an effect')
  // The PDS of the test knows no other account: that takedown stands no more.
  const subject = `account:bluesky~${ROSA_DID}`
  assert.deepEqual(
    (await desk.run(list, '--json')).out.split('\n').map((line) => line[0] === '{' && JSON.parse(line)),
    [{ subjects: [subject], ended: 1, unread: 0 }, false],
  )
  startWork(t, desk)
  await checkLedger(desk.desk)
})

test('an enforcement takes a takedown over, and its restore gives back', async (t) => {
  const desk = await startMove(t)
  const { db } = desk.desk
  const [look = ''] = desk.lines
  const moved = await desk.run(look.replace(' --dry-run', ''), '--schema', 'ozone')
  assert.equal(moved.code, 0, moved.out)
  startWork(t, desk)
  const subject = `account:bluesky~${ROSA_DID}`
  const { id } = await proposeAsDecided(desk.desk, { subject, action: 'deactivate' })
  await enforcementIn(desk.desk, id, 'in_effect')
  assert.equal(await desk.isDown(), 'ozone-4', 'nothing was sent: it stood already')
  const taken = sql`select enforcement_id as id from standing_restriction where action = 'deactivate' and subject = ${subject}`
  assert.equal(await db.onlyValue(taken), id)
  const { token } = await givenReviewer(desk as never)
  const said = { cause: 'mistake', reason: 'Another one.' }
  const { status, body } = await send(desk as never, token, 'POST', `/v1/enforcements/${id}/restore`, said)
  assert.equal(status, 202, JSON.stringify(body))
  await waitFor('the account to be back', async () => (await desk.isDown()) === undefined)
  await checkLedger(desk.desk)
})

test('only an enforcement like it takes an imported restriction over', async (t) => {
  const desk = await startMove(t)
  const { db } = desk.desk
  const subject = `account:bluesky~${ROSA_DID}`
  await desk.run((desk.lines[0] ?? '').replace(' --dry-run', ''), '--schema', 'ozone')
  startWork(t, desk)
  await db.query(sql`
    insert into standing_restriction (key_id, client_id, body_hash, subject, action, tool, since, until)
    select key_id, 'ended', body_hash, subject, 'suspend', tool, since, since from standing_restriction
    where action = 'deactivate' and subject = ${subject}`)
  const { id } = await proposeAsDecided(desk.desk, { subject, action: 'suspend' })
  await enforcementIn(desk.desk, id, 'in_effect')
  assert.deepEqual(await db.list(sql`select from standing_restriction where enforcement_id is not null`), [])
  const baseline = sql`select (baseline -> 'visible')::boolean from subject_state where subject = ${subject}`
  assert.equal(await db.onlyValue(baseline), false, 'the restore leads back to the takedown of the other tool')
  for (const forged of [
    sql`update standing_restriction set enforcement_id = ${id} where action = 'deactivate'`,
    sql`update standing_restriction set enforcement_id = ${id} where action = 'label'`,
    sql`update standing_restriction set enforcement_id = ${id} where client_id = 'ended'`,
  ])
    await assert.rejects(db.query(forged), { code: 'CS001' })
  await assert.rejects(db.query(sql`update standing_restriction set action = 'suspend'`), { code: '42501' })
  await assert.rejects(db.query(sql`delete from standing_restriction`), { code: '42501' })
})
