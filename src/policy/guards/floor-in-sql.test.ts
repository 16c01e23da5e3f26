import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { ACTIONS, takesOffline, ORGANISATIONS, type Organisation, type SubjectKind } from '../../foundation/domain.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import type { Gathered } from '../../enforcement/facts/read-platform.ts'
import { readFacts, type ToJudge } from '../../enforcement/facts/gather-facts.ts'
import type { Guards } from './guards-file.ts'
import { NO_ITEM_TYPES } from '../items/item-types.ts'
import { isProtectedAccount, judge } from './judge.ts'
import { HIGH_REACH, PUBLIC_INTEREST_TAGS, protectedBy } from '../requirements/protected.ts'
import { ACTION_RULES } from '../requirements/action-order.ts'

const SEED = 20_260_504
const ACCOUNTS = 60
const ASKED = 240
const NO_GUARDS: Guards = { guards: [], reads: new Set(), budgets: [], items: NO_ITEM_TYPES, expiresMs: 0, hash: '' }

/** An account as the desk has read it. Null tags: it was never read, so its facts are unknown. */
const anAccount = fc.record({
  tags: fc.oneof(
    { weight: 4, arbitrary: fc.subarray([...PUBLIC_INTEREST_TAGS, 'band'], { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  reach: fc.constantFrom<number | null | 'absent'>(null, 'absent', 0, 31, HIGH_REACH - 1, HIGH_REACH, 43_500_000),
  /** True when recorded as protected, though its facts no longer show why. */
  stays: fc.boolean(),
  /** The number of its tags that lapsed because no one reviewed them again. */
  lapsed: fc.constantFrom('none', 'first', 'all', 'all'),
  /** Its contents were counted, and few are hidden. */
  counted: fc.boolean(),
  /** Another account was the author of its content before. */
  formerAuthor: fc.option(fc.nat(ACCOUNTS - 1), { freq: 4 }),
})

const anAsk = fc
  .record({
    account: fc.nat(ACCOUNTS - 1),
    action: fc.constantFrom(...ACTIONS),
    legalDuty: fc.boolean(),
    onGround: fc.boolean(),
    // Some requests come from the other organisation profiles, in which the floor is flat.
    organisation: fc.constantFrom('company' as const, 'company' as const, 'company' as const, ...ORGANISATIONS),
    isRead: fc.constantFrom(true, true, true, false),
  })
  .chain((ask) => fc.constantFrom(...ACTION_RULES[ask.action].on).map((kind) => ({ ...ask, kind })))

const LAPSED = { none: 0, first: 1, all: 3 } as const

type Account = Sampled<typeof anAccount> & { id: string }
type Ask = Sampled<typeof anAsk>
type Sampled<T> = T extends fc.Arbitrary<infer Value> ? Value : never

const factsOf = ({ tags, reach }: Account) => ({ tags: tags ?? [], reach: tags === null ? null : reach })

async function insertAccounts(owner: Pool, accounts: readonly Account[]): Promise<void> {
  const rows = accounts.map((account) => {
    const { tags, reach } = factsOf(account)
    return {
      ...{
        ...account,
        tags,
        lapsed: tags.slice(0, LAPSED[account.lapsed]),
        isRead: account.tags !== null,
      },
      ...{ reach: typeof reach === 'number' ? reach : null, absent: reach === 'absent' ? ['reach'] : [] },
      ...{ protected: account.stays || protectedBy({ tags, reach }) !== undefined, noReach: reach === 'absent' },
    }
  })
  await inTransaction(owner, async (tx) => {
    await tx.query(sql`create temporary table given on commit drop as
      select * from json_to_recordset(${JSON.stringify(rows)}::json) given (id text, tags text[], reach bigint, absent text[],
        protected boolean, "noReach" boolean, lapsed text[], counted boolean, "isRead" boolean, "formerAuthor" integer)`)
    await tx.query(sql`insert into account (id, tags, reach_counted, absent, protected, source, facts_at)
      select id, tags, reach, absent, protected, 'platform', desk_now() from given`)
    await tx.query(sql`insert into content (id, account_id, kind, source, facts_at)
      select 'post-' || id, id, 'post', 'platform', desk_now() from given`)
    await tx.query(sql`select raise_account_facts(coalesce(json_agg(json_build_object('id', id, 'at', desk_now(), 'reach', reach,
      'noReach', "noReach", 'tags', tags)), '[]')) from given where "isRead"`)
    await tx.query(sql`insert into former_author (content_id, account_id, source)
      select 'post-' || id, 'a-' || "formerAuthor", 'platform' from given where 'a-' || "formerAuthor" <> id`)
    await tx.query(sql`insert into content_count (account_id, read_at, own, hidden, own_month, hidden_month)
      select id, desk_now(), 1000, 0, 100, 0 from given where counted`)
    await tx.query(sql`insert into protection_review (subject, tags, due_at)
      select 'account:' || id, lapsed, desk_now() from given where lapsed <> '{}'`)
    await tx.query(sql`update protection_review set missed = 2`)
  })
}

const subjectOf = (kind: SubjectKind, { id }: Account): string =>
  kind === 'account' ? `account:${id}` : `content:post-${id}`

function toJudge(tx: Tx, ask: Ask, account: Account): ToJudge {
  const { action, kind, legalDuty, onGround, isRead } = ask
  const { tags, reach } = factsOf(account)
  const read: Gathered = { accountId: account.id, handle: null, tags: account.tags && tags, reach, askedAt: tx.now }
  return {
    ...{ subject: subjectOf(kind, account), accountId: account.id, action, legalDuty, openedAt: null },
    ...{ by: { kind: 'staff', id: 'staff_1' }, source: 'person', gathered: isRead ? read : 'unknown' },
    ...(onGround && action === 'hide' ? { ground: { kind: 'order', ref: 'order_1' } } : {}),
  }
}

/** Returns the approvals that the floor requires beyond the guards, as TypeScript and as SQL count them. */
async function evaluateBoth(tx: Tx, asks: readonly Ask[], accounts: readonly Account[]) {
  const asked = []
  for (const ask of asks) {
    const account = accounts[ask.account]
    assert.ok(account)
    const about = toJudge(tx, ask, account)
    const judgedBy = await readFacts(tx, NO_GUARDS, about)
    const { approvals } = judge([], ask.action, judgedBy).requirement
    const row = {
      ...{ subject: about.subject, account_id: account.id, action: ask.action, legal_duty: ask.legalDuty },
      ...{
        ground: about.ground?.kind ?? null,
        interim: false,
        protected: isProtectedAccount(judgedBy.account),
        id: 'enf_new',
      },
    }
    asked.push({ ask, account, row, people: Math.max(0, ...approvals.map(({ count }) => count)) })
  }
  const { rows } = await tx.query<{ least: number; offline: number }>(sql`
    select min_approvals(enforcement) as least, offline_approvals(enforcement) as offline
    from jsonb_array_elements(${JSON.stringify(asked.map(({ row }) => row))}::jsonb) with ordinality as given (said, place),
      jsonb_populate_record(null::enforcement, said) enforcement
    order by place`)
  return asked.map((one, place) => ({ ...one, least: rows[place]?.least, offline: rows[place]?.offline }))
}

/** True when the desk was told nothing newer than its record. */
const isAsRecorded = ({ action, isRead }: Ask): boolean =>
  isRead || !['limit', 'hide', 'remove', 'suspend', 'deactivate'].includes(action)

test('SQL and TypeScript require the same minimum number of people', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const sampled = fc.sample(anAccount, { numRuns: ACCOUNTS, seed: SEED })
  const accounts = sampled.map((account, place) => ({ ...account, id: `a-${place}` }))
  await insertAccounts(ownerPool, accounts)
  const asks = fc.sample(anAsk, { numRuns: ASKED, seed: SEED })
  let compared = 0
  for (const organisation of ORGANISATIONS) {
    await ownerPool.query(
      sql`insert into desk_profile (organisation, shadow, person_metrics) values (${organisation satisfies Organisation}, false, true)`,
    )
    const ofOrganisation = asks.filter((ask) => ask.organisation === organisation)
    for (const { ask, account, people, least, offline } of await inTransaction(ownerPool, (tx) =>
      evaluateBoth(tx, ofOrganisation, accounts),
    )) {
      const said = JSON.stringify({ ask, account, people, least })
      assert.ok(least !== undefined && least <= people, `SQL asks for more than anybody was asked for: ${said}`)
      if (takesOffline(ask.action)) assert.equal(least, offline, said)
      if (isAsRecorded(ask)) assert.equal(least, people, said)
      compared += least > 0 ? 1 : 0
    }
  }
  assert.ok(compared > ASKED / 4, 'enough of the cases ask for anybody')
})
