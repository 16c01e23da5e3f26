import sql from 'sql-template-tag'
import { AUTHORITY_CHECKS } from './cases/authority-checks.ts'
import { AUTOMATION_CHECKS } from './cases/automation-checks.ts'
import { CAMPAIGN_CHECKS } from './enforcements/campaign-checks.ts'
import { CASE_CHECKS } from './cases/case-checks.ts'
import { CHANGE_CHECKS } from './enforcements/change-checks.ts'
import type { CrossCheck } from './cross-check.ts'
import { DIRECTORY_CHECKS } from './people/directory-checks.ts'
import { GATE_CHECKS } from './enforcements/gate-checks.ts'
import { LAW_CHECKS } from './cases/law-checks.ts'
import { MATCH_CHECKS } from './cases/match-checks.ts'
import { ORDER_CHECKS } from './enforcements/order-checks.ts'
import { PEOPLE_CHECKS } from './people/people-checks.ts'
import { SIGN_IN_CHECKS } from './people/sign-in-checks.ts'
import { SIGNATURE_CHECKS } from './people/signature-checks.ts'
import { VIEW_CHECKS } from './people/view-checks.ts'
import { WATCH_CHECKS } from './enforcements/watch-checks.ts'

/** A payload that is empty without a leaf that says so was not erased but taken away. */
const erasedPayloads: CrossCheck = {
  table: 'ledger_payload',
  rowsById: 'one',
  says: (leaf) =>
    leaf.kind === 'payload_erased'
      ? leaf.numbers.map((number) => ({ id: `number ${number}`, begins: true, row: { erased: true } }))
      : [],
  rows: sql`
    select 'number ' || coalesce(entry.number::text, 'none yet') as id, payload.leaf_id as turn
    from ledger_payload payload left join ledger_entry entry on entry.leaf_id = payload.leaf_id
    where payload.erased_at is not null`,
  shows: () => ({ erased: true }),
}

/** Every table that is held against the ledger. One that is not here is not proven by it. */
export const CROSS_CHECKS: readonly CrossCheck[] = [
  ...PEOPLE_CHECKS,
  ...SIGN_IN_CHECKS,
  ...CASE_CHECKS,
  ...ORDER_CHECKS,
  ...GATE_CHECKS,
  ...CHANGE_CHECKS,
  ...CAMPAIGN_CHECKS,
  ...DIRECTORY_CHECKS,
  ...VIEW_CHECKS,
  ...SIGNATURE_CHECKS,
  ...WATCH_CHECKS,
  ...AUTOMATION_CHECKS,
  ...LAW_CHECKS,
  ...MATCH_CHECKS,
  ...AUTHORITY_CHECKS,
  erasedPayloads,
]
