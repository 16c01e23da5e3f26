import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ACTIONS, type Action, ORGANISATIONS, type SubjectKind } from '../../src/foundation/domain.ts'
import { isAsStrict, isRestrictive, ACTION_RULES } from '../../src/policy/requirements/action-order.ts'
import { freshDatabase, type TestDatabase } from '../support/fresh-database.ts'

const DURATIONS_MS = [3_600_000, 604_800_000, null] as const
const ACCOUNTS = ['minister', 'star', 'rosa', 'unread', 'flagged', 'unknown'] as const

/** An enforcement and the number of people that PostgreSQL requires for it, independent of any verdict. */
interface Asked {
  action: Action
  kind: SubjectKind
  accountId: string
  durationMs: number | null
  legalDuty: boolean
  successor: boolean
  people: number
}

async function startAccounts({ ownerPool }: TestDatabase) {
  await ownerPool.query(sql`insert into account (id, tags, reach, reach_counted, protected, source, facts_at) values
    ('minister', '{public_office}', 900, 900, true, 'platform', now()),
    ('star', '{}', 2600000, 2600000, true, 'platform', now()),
    ('rosa', '{}', 31, 31, false, 'platform', now()),
    ('unread', '{}', null, null, true, 'platform', now())`)
  await ownerPool.query(sql`insert into content (id, account_id, kind, source, facts_at)
    select id || '-1', id, 'post', 'platform', now() from account`)
}

const readFloor = async ({ ownerPool }: TestDatabase): Promise<Asked[]> => {
  const { rows } = await ownerPool.query<Asked>(sql`
    select action, kind, account_id as "accountId", duration_ms as "durationMs", legal_duty as "legalDuty", successor,
      min_approvals(jsonb_populate_record(null::enforcement, jsonb_build_object('id', 'enf_x', 'action', action,
        'subject', kind || ':' || account_id || case kind when 'content' then '-1' else '' end, 'account_id', account_id,
        'duration_ms', duration_ms, 'legal_duty', legal_duty, 'protected', account_id = 'flagged', 'interim', false,
        'source', 'person', 'state', 'awaiting_approval', 'proposed_by', 'staff:ana',
        'successor_of', case when successor then 'enf_y' end))) as people
    from unnest(${ACTIONS}::text[]) action, unnest(array['account', 'content']) kind, unnest(${ACCOUNTS}::text[]) account_id,
      unnest(${DURATIONS_MS}::bigint[]) duration_ms, unnest(array[false, true]) legal_duty,
      unnest(array[false, true]) successor`)
  return rows.filter(({ action, kind }) => ACTION_RULES[action].on.includes(kind))
}

/** True when it takes as much from as much and lasts as long. */
const isNoMilder = (one: Asked, other: Asked): boolean =>
  one.accountId === other.accountId &&
  one.legalDuty === other.legalDuty &&
  one.successor === other.successor &&
  (one.kind === other.kind || one.kind === 'account') &&
  isAsStrict(one.action, other.action) &&
  (one.durationMs ?? Number.POSITIVE_INFINITY) >= (other.durationMs ?? Number.POSITIVE_INFINITY)

/**
 * True when one person acts alone: a legal duty to take something from view does not wait for others; another legal
 * duty does.
 */
const actsAlone = ({ legalDuty, action }: Asked): boolean => legalDuty && (action === 'hide' || action === 'remove')

for (const organisation of ORGANISATIONS) {
  test(`with ${organisation}, a stricter or longer action never needs fewer people`, async (t) => {
    const database = await freshDatabase(t)
    await startAccounts(database)
    await database.ownerPool.query(
      sql`insert into desk_profile (organisation, shadow, person_metrics) values (${organisation}, false, true)`,
    )
    const asked = await readFloor(database)
    for (const stricter of asked) {
      for (const milder of asked.filter((other) => isNoMilder(stricter, other))) {
        if (actsAlone(stricter) && !actsAlone(milder)) continue
        assert.ok(
          stricter.people >= milder.people,
          `${JSON.stringify(stricter)} needs less than ${JSON.stringify(milder)}`,
        )
      }
    }
    const guarded = asked.filter(
      ({ action, accountId, legalDuty }) =>
        isRestrictive(action) && !legalDuty && accountId !== 'rosa' && accountId !== 'unknown',
    )
    assert.deepEqual(
      guarded.filter(({ people }) => people === 0),
      [],
      'nothing lasting is one person’s on a protected account',
    )
  })
}
