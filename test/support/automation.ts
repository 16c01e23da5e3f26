import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import sql from 'sql-template-tag'
import { readAutomation, type Rule } from '../../src/policy/automation/automation-file.ts'
import { recordRules } from '../../src/bulk/automation/rule-queries.ts'
import { send } from './desk-flow.ts'
import { startGate } from './gate-flow.ts'
import { givenKey } from './people.ts'
import { waitFor } from './wait-for.ts'
import type { WorkingDesk } from './working-desk.ts'

const DAY_MS = 86_400_000
const POSTS = 40

/** A policy file with one source, links, and one rule in each line. */
export const rulesOf = (rules: readonly string[], { acts = 100, owner = 'Heron' } = {}): string =>
  `sources:\n  - { id: links, why: W, owner: ${owner}, budget: { within: 1h, acts: ${acts} } }\nrules:${
    rules.length === 0 ? ' []' : rules.map((rule) => `\n  - ${rule}`).join('')
  }\n`

export const ruleOf = (id: string, when: string, does: string, mode = 'live'): string =>
  `{ id: ${id}, why: W, source: links, when: "${when}", do: ${does}, mode: ${mode} }`

/** Puts these rules in force without a change that people agree to. */
export function useRules(working: Pick<WorkingDesk, 'desk'>, text: string): readonly Rule[] {
  const automation = readAutomation('automation.yaml', text)
  const { policies } = working.desk
  Object.assign(working.desk, { policies: { ...policies, automation } })
  return automation.rules
}

/**
 * Starts a desk at a set time with a running worker, whose rules have been in shadow mode for a day, and a classifier
 * that sends signals about links.
 */
export async function startAutomation(t: TestContext, text: string) {
  const desk = await startGate(t)
  // On an account with few posts, one post is a large share and guards require approval.
  await desk.demo.store.inTransaction((tx) => {
    for (const account of ['rosa', 'vale']) {
      for (let n = 0; n < POSTS; n++) {
        tx.run`insert into content (id, account_id, kind, text) values (${`${account}-more-${n}`}, ${account}, 'post', 'More.')`
      }
    }
  })
  await recordRules(desk.desk.db, useRules(desk, text))
  await desk.advance(DAY_MS)
  desk.work()
  const key = await givenKey(desk.desk.db, ['signals'])
  const signal = (id: string, more: Record<string, unknown> = {}) =>
    send(desk, key.token, 'POST', '/v1/signals', signalOf(id, desk.now(), more))
  /** Returns the rule runs about a subject, once no automation job waits. */
  const spoken = async (id: string): Promise<Run[]> => {
    await waitFor('the rules to be asked', async () => {
      const { rowCount } = await desk.desk.db.query(sql`select from job where kind = 'automate'`)
      return rowCount === 0
    })
    const { rows } = await desk.desk.db.query<Run>(sql`
      select rule_id as rule, mode, outcome, why, enforcement_id as "enforcementId", case_id as "caseId" from automation_run
      where subject in (${`content:${id}`}, ${`account:${id}`}) order by id`)
    return rows
  }
  return { ...desk, key, signal, spoken }
}

export interface Run {
  rule: string
  mode: string
  outcome: string
  why: string | null
  enforcementId: string | null
  caseId: string | null
}

/** A classifier's signal about a content. */
export const signalOf = (id: string, at: Date, more: Record<string, unknown> = {}) => ({
  id: randomUUID(),
  subject: { kind: 'content', id },
  category: 'SCAMS_AND_FRAUD',
  at: at.toISOString(),
  kind: 'classifier',
  classifier: 'fake-shops',
  version: '3',
  score: 0.98,
  ...more,
})
