import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { findProblems, startChanging } from '../../../test/support/changes.ts'
import { send } from '../../../test/support/desk-flow.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { runProgram } from '../../app/cli/program.ts'
import { DESK } from '../../foundation/domain.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { recordAccountFacts } from '../../cases/accounts/record-facts.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import type { WantedProtectList } from '../change/wanted.ts'
import { matchList } from './match-list.ts'
import { LIST_FIELDS, parseList } from './parse-list.ts'
import { NOT_ASKED } from '../../enforcement/facts/read-platform.ts'
import { propose as proposeEnforcement } from '../../enforcement/propose/propose.ts'

const SHA256 = 'ab'.repeat(32)
const DAY_MS = 86_400_000
const OLD = '2020-01-01T00:00:00Z'

interface Given {
  handle?: string
  bioDomains?: string[]
  createdAt?: string
  tags?: string[]
}

async function startList(t: TestContext) {
  const desk = await startChanging(t, { routes: ROUTES })
  const recordAccounts = (accounts: Record<string, Given>) =>
    inTransaction(desk.db, (tx) =>
      recordAccountFacts(
        tx,
        DESK,
        Object.entries(accounts).map(([id, { handle = id, bioDomains = [], createdAt = OLD, tags = [] }]) => ({
          source: 'test',
          factsAt: OLD,
          account: { id, handle, displayName: id, reach: 900, verified: true, tags, createdAt, bioDomains },
        })),
      ),
    )
  const wanted = (list: WantedProtectList['list'], more: Partial<WantedProtectList> = {}): WantedProtectList => ({
    kind: 'protect_list',
    source: 'https://list.example/2026',
    sha256: SHA256,
    tag: 'public_office',
    reviewAt: new Date(Date.now() + 90 * DAY_MS),
    list,
    ticked: [],
    ...more,
  })
  const tagged = async () =>
    (
      await desk.db.query<{ id: string }>(sql`select id from account where 'public_office' = any (tags) order by id`)
    ).rows.map(({ id }) => id)
  return { ...desk, recordAccounts, wanted, tagged }
}

const by = (more: Partial<WantedProtectList['list'][number]>) => ({ handles: [], ids: [], domains: [], ...more })

test('a protect list protects by account id and drops no tag', async (t) => {
  const { db, recordAccounts, wanted, propose, agree, plover, tagged, app } = await startList(t)
  await recordAccounts({ ministry: {}, agency: { tags: ['newsroom'] }, other: {} })
  const list = [by({ ids: ['ministry'] }), by({ ids: ['agency'] }), by({ ids: ['unknown'] })]
  const change = await propose(wanted(list))
  assert.deepEqual([change.state, change.direction], ['proposed', 'mixed'])
  assert.match(change.says, /^2 accounts of the list .* 1 entries match no account here/s)
  await assert.rejects(agree(change), /Judge the sample/)
  const url = `/v1/changes/${change.id}/sample`
  const sample = await send({ app }, plover.token, 'GET', url)
  assert.equal((sample.body.items as unknown[]).length, 2)
  assert.equal((await send({ app }, plover.token, 'POST', url, { wrong: [] })).status, 204)
  await recordAccounts({ ministry: { handle: 'renamed' } })
  await agree(change)
  assert.deepEqual(await tagged(), ['agency', 'ministry'])
  const { rows } = await db.query(sql`
    select account.tags, protected, due_at < desk_now() + interval '91 days' as "isDue" from account
    join protection_review on subject = 'account:' || account.id where account.id = 'agency'`)
  assert.deepEqual(rows, [{ tags: ['newsroom', 'public_office'], protected: true, isDue: true }])
  assert.deepEqual((await db.query(sql`select from account where id = 'unknown'`)).rowCount, 0)
  assert.deepEqual(await findProblems(db), [])
})

test('a doubtful match of a protect list needs its id ticked', async (t) => {
  const { db, recordAccounts, wanted, propose } = await startList(t)
  await recordAccounts({
    strong: { handle: 'Vale', bioDomains: ['vale.example'] },
    byHandle: { handle: 'harbour' },
    byDomain: { bioDomains: ['quay.example'] },
    young: { createdAt: new Date(Date.now() - 89 * DAY_MS).toISOString() },
    reported: {},
    hidden: {},
  })
  await db.query(sql`insert into review_case (subject, account_id, queue, category, due_at)
    values ('account:reported', 'reported', 'general', 'VIOLENCE', desk_now())`)
  const list = [
    by({ handles: ['@VALE'], domains: ['Vale.example'] }),
    by({ handles: ['harbour'] }),
    by({ domains: ['quay.example'] }),
    by({ ids: ['young', 'reported', 'hidden'] }),
  ]
  const { matches, unmatched } = await matchList(db, { tag: 'public_office', list })
  assert.deepEqual(Object.fromEntries(matches.map(({ accountId, by: how, doubts }) => [accountId, [how, ...doubts]])), {
    strong: ['handle_and_domain'],
    byHandle: ['handle', 'handle_only'],
    byDomain: ['domain', 'domain_only'],
    young: ['id', 'young'],
    reported: ['id', 'open_case'],
    hidden: ['id'],
  })
  assert.equal(unmatched, 0)
  const entriesOf = (body: string) => JSON.parse(body).entries.map((entry: { accountId: string }) => entry.accountId)
  assert.deepEqual(entriesOf((await propose(wanted(list))).body).sort(), ['hidden', 'strong'])
  const ticked = await propose(wanted(list, { ticked: ['byHandle', 'young'] }))
  assert.deepEqual(entriesOf(ticked.body).sort(), ['byHandle', 'hidden', 'strong', 'young'])
  const forged = JSON.stringify({ ...JSON.parse(ticked.body), ticked: [] })
  await assert.rejects(
    db.query(sql`insert into desk_change (kind, body, says, direction, reason, proposed_by, moved_by)
      select 'protect_list', ${forged}, says, direction, reason, proposed_by, moved_by from desk_change limit 1`),
    /was not ticked/,
  )
})

test('an account under enforcement joins a protect list only if ticked', async (t) => {
  const { desk, db, recordAccounts, wanted, propose, plover } = await startList(t)
  await recordAccounts({ ministry: {} })
  await inTransaction(db, (tx) =>
    proposeEnforcement(desk, tx, {
      kind: 'decision',
      ...{ subject: 'account:ministry', accountId: 'ministry', action: 'label', label: 'disputed', policyId: 'scam' },
      ...{ durationMs: null, legalDuty: false, asked: NOT_ASKED, caseId: null, decisionId: null, openedAt: null },
      by: { kind: 'staff', id: plover.id },
    }),
  )
  const list = [by({ ids: ['ministry'] })]
  const { matches } = await matchList(db, { tag: 'public_office', list })
  assert.deepEqual(
    matches.map(({ doubts }) => doubts),
    [['sanctioned']],
  )
  await assert.rejects(propose(wanted(list)), /doubtful/)
  assert.equal((await propose(wanted(list, { ticked: ['ministry'] }))).state, 'proposed')
})

test('a protect list with two wrong entries in its sample fails', async (t) => {
  const { db, recordAccounts, wanted, propose, agree, person, crane, plover, tagged, app } = await startList(t)
  const ids = Array.from({ length: 40 }, (_, n) => `office-${n}`)
  await recordAccounts(Object.fromEntries(ids.map((id) => [id, {}])))
  const change = await propose(wanted([...ids].map((id) => by({ ids: [id] }))))
  const url = `/v1/changes/${change.id}/sample`
  const { body } = await send({ app }, plover.token, 'GET', url)
  const sampled = (body.items as { accountId: string }[]).map(({ accountId }) => accountId)
  assert.equal(sampled.length, 25)
  const outside = ids.find((id) => !sampled.includes(id)) ?? ''
  const judge = (token: string, wrong: string[]) => send({ app }, token, 'POST', url, { wrong })
  assert.equal((await judge(plover.token, [outside])).status, 409)
  assert.equal((await judge(crane.token, [])).status, 409)
  assert.equal((await judge(plover.token, sampled.slice(0, 2))).status, 204)
  assert.equal((await judge(plover.token, [])).status, 409)
  await assert.rejects(agree(change), /more than one account of the sample wrong/)
  const other = await person(['policy'])
  assert.equal((await judge(other.token, sampled.slice(2, 3))).status, 204)
  await agree(change, other)
  const wrong = new Set(sampled.slice(0, 3))
  assert.deepEqual(await tagged(), ids.filter((id) => !wrong.has(id)).sort())
  assert.equal((await send({ app }, plover.token, 'GET', '/v1/changes/chg_999/sample')).status, 404)
  assert.deepEqual(await findProblems(db), [])
})

test('a protect list is read from YAML or CSV by fields', () => {
  const yaml = `- id: {bioguide: A000001}\n  social: {twitter: RepVale, twitter_id: 123}\n- id: {bioguide: B000002}\n`
  const fields = { ...LIST_FIELDS, handle: ['twitter'] }
  assert.deepEqual(parseList(yaml, 'yaml', fields), [by({ handles: ['RepVale'] })])
  const csv = 'Handle,website\nquay,https://www.Quay.example/press\n,\n'
  assert.deepEqual(parseList(csv, 'csv', LIST_FIELDS), [by({ handles: ['quay'], domains: ['quay.example'] })])
  assert.throws(() => parseList('a: &a [1]\nb: [*a, *a]', 'yaml', fields), /cannot be read as yaml/)
  assert.throws(() => parseList('a: 1', 'yaml', fields), /must be a list of entries/)
})

test('the command lists matched accounts and proposes with a review date', async (t) => {
  const { recordAccounts, crane, database, db } = await startList(t)
  await recordAccounts({ vale: { handle: 'RepVale' } })
  const file = join(tempDir(t), 'list.yaml')
  writeFileSync(file, '- social: {twitter: repvale}\n- social: {twitter: nobody_here}\n')
  const run = async (...args: string[]) => {
    const out: string[] = []
    const print = (line: string) => void out.push(line)
    const env = { DATABASE_URL: database.url, COUNTERSIGN_TOKEN: crane.token }
    const given = ['protect', 'import', file, '--tag', 'public_office', '--handle-field', 'twitter', ...args]
    return { code: await runProgram(given, { env, print, printError: print }), said: out.join('\n') }
  }
  assert.match(
    (await run()).said,
    /vale +@RepVale +handle +needs --tick: handle_only\n\n2 entries, of which 1 match no/,
  )
  const day = new Date(Date.now() + 100 * DAY_MS).toISOString().slice(0, 10)
  assert.match((await run('--review-on', day)).said, /protects no further account.*1 account is doubtful/s)
  assert.match((await run('--review-on', '2199-01-01', '--tick', 'vale')).said, /within the next 365 days/)
  assert.equal((await run('--review-on', day, '--tick', 'vale')).code, 0)
  assert.equal((await db.query(sql`select from desk_change where kind = 'protect_list'`)).rowCount, 1)
})
