import { message } from '../../src/foundation/messages/message.ts'
import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { type Automation, readAutomation } from '../../src/policy/automation/automation-file.ts'
import { pauseAutomation } from '../../src/bulk/automation/pause.ts'
import { receiveSignal } from '../../src/cases/signals/receive-signal.ts'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { parseSubjectKey, type StaffCaller } from '../../src/foundation/domain.ts'
import { only, type Pool } from '../../src/foundation/database/db.ts'
import { DeskError } from '../../src/foundation/errors.ts'
import { agreeSigned } from '../support/changes.ts'
import { attempt } from './attempt.ts'
import { ACTS_MAX, type AutomationActs, type RuleName } from './automation.ts'
import type { ModelPlatform } from './model-platform.ts'

const HIDE = '{ hide: { policy: scam } }'
const SUSPEND = '{ propose: { action: suspend, policy: scam, for: 24h } }'
const DOES: Record<RuleName, { does: string; mode: 'live' | 'shadow' }> = {
  hides: { does: HIDE, mode: 'live' },
  labels: { does: '{ label: { label: disputed, policy: scam } }', mode: 'live' },
  suspends: { does: SUSPEND, mode: 'live' },
  limits: { does: '{ propose: { action: limit, policy: scam, for: 24h } }', mode: 'live' },
  routes: { does: '{ route: { queue: safety } }', mode: 'live' },
  watches: { does: SUSPEND, mode: 'shadow' },
  'would-hide': { does: HIDE, mode: 'shadow' },
}

export const sourceOf = (key: string): string => `links-${key}`

/** The rules of one history, of a source of its own. */
export function readRules(key: string): Automation {
  const source = sourceOf(key)
  const rules = Object.entries(DOES).map(
    ([id, { does, mode }]) =>
      `  - { id: ${id}, why: W, source: ${source}, when: "signal.name == '${id}' && account.reach < 1000000000", do: ${does}, mode: ${mode} }\n`,
  )
  const sources = `  - { id: ${source}, why: W, owner: Heron, budget: { within: 1h, acts: ${ACTS_MAX} } }\n`
  return readAutomation('automation.yaml', `sources:\n${sources}rules:\n${rules.join('')}`)
}

/** Automation by the desk's own functions, with a key that sends signals. */
export function realAutomation(
  desk: Desk,
  { key, platform, who }: { key: string; platform: ModelPlatform; who: (place: number) => StaffCaller },
): AutomationActs {
  const source = sourceOf(key)
  let signals = 0
  let keyId: string | undefined
  return {
    signal: (rule, subject) =>
      attempt(async () => {
        keyId ??= await addKey(desk.db, source)
        signals += 1
        await receiveSignal(
          desk,
          { kind: 'key', id: keyId, scopes: ['signals'], source },
          {
            id: `${key}-${signals}`,
            subject: parseSubjectKey(platform.key(subject)),
            category: 'SCAMS_AND_FRAUD',
            at: (await readNow(desk.db)).toISOString(),
            kind: 'hash_match',
            list: rule,
          },
        )
        return { enforcementId: undefined, how: 'told' }
      }),
    stop: (by, rule) =>
      attempt(async () => {
        await pauseAutomation(desk, who(by), { source, ...(rule === null ? {} : { rule }), reason: 'so' })
        return { enforcementId: undefined, how: 'stopped' }
      }),
    goOn: (by, other) =>
      attempt(async () => {
        const { rows } = await desk.db.query<{ id: number }>(sql`
          select id from automation_pause where source = ${source} and lifted_at is null order by id`)
        for (const { id: pauseId } of rows) {
          const wanted = { kind: 'automation_resume', pauseId } as const
          const { id, state } = await proposeChange(desk, { wanted, reason: 'so', by: who(by) })
          if (state === 'applied') continue
          if (other === null) throw new DeskError('not_allowed', message('change.noOther'))
          await agreeSigned(desk, id, who(other))
        }
        return { enforcementId: undefined, how: `${rows.length} go on` }
      }),
  }
}

async function addKey(db: Pool, source: string): Promise<string> {
  const { rows } = await db.query<{ id: string }>(sql`
    insert into api_key (name, scopes, source, secret_hash) values ('signals', '{signals}', ${source}, ${randomBytes(32)})
    returning id`)
  return only(rows).id
}

async function readNow(db: Pool): Promise<Date> {
  return only((await db.query<{ now: Date }>(sql`select desk_now() as now`)).rows).now
}
