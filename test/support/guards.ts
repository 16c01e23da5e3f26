import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { TestContext } from 'node:test'
import { formatProblems } from '../../src/foundation/yaml/read-yaml.ts'
import type { Facts } from '../../src/policy/guards/facts.ts'
import { type Guards, GuardsError, loadGuards } from '../../src/policy/guards/guards-file.ts'
import { tempDir } from './temp-dir.ts'

export const POLICIES = resolve(import.meta.dirname, '../../policies')
export const SHIPPED_GUARDS = join(POLICIES, 'guards.yaml')
export const SHIPPED_EXAMPLES = join(POLICIES, 'guards.examples.yaml')

/** An ordinary account, and a rested person who took their time. */
export const ORDINARY: Facts = {
  'enforcement.legal_duty': false,
  'enforcement.account_items_24h': 1,
  'enforcement.account_items_share': 0.01,
  'enforcement.review_seconds': 60,
  'enforcement.source': 'person',
  'enforcement.platform': 'default',
  'enforcement.own_action': '',
  'enforcement.takes': ['visibility', 'spread', 'posting', 'sign-in'],
  'account.reach': 250,
  'account.tags': [],
  'account.age_days': 700,
  'account.lookalike_reach': 0,
  'account.lookalike_vouched': false,
  'enforcement.seen_seconds': 55,
  'enforcement.evidence_age_hours': 20,
  'account.verified': false,
  'account.handle': 'rosa_bakes',
  'account.name': 'Rosa Lind',
  'account.bio_domains': [],
  'item.type': 'absent',
  'item.price': 'absent',
  'item.currency': 'absent',
  'item.people': 'absent',
  'desk.badge_is_identity': false,
  'actor.sign_in_strength': 'synced_passkey',
  'actor.severe_cases_24h': 2,
  'actor.employment': 'employee',
  'actor.employer': 'Example',
  'actor.days_until_leaving': 36_500,
  'desk.frozen': false,
  'desk.breakers_open': 0,
  'actor.leaving': false,
  'actor.minutes_on_shift': 200,
  'actor.minutes_since_break': 40,
  'actor.minutes_to_shift_end': 280,
  'desk.on_duty': 6,
  'account.reach_growth_30d': 1,
  'account.reach_bought': false,
  'account.restores': 0,
  'account.pending_enforcements': 0,
  'account.strikes': 0,
  'actor.decisions_1h': 12,
  'actor.restrictive_enforcements_1h': 2,
  'actor.restrictive_reach_1h': 600,
  'actor.declined_30d': 1,
  'actor.overturned_share_30d': 0.02,
  'actor.days_since_joining': 400,
  'actor.sign_in_minutes': 60,
  'desk.restrictive_enforcements_10m': 3,
  'desk.offline_enforcements_1h': 3,
}

/** Writes a file of guards and reads it as the desk would. */
export function guardsOf(t: TestContext, text: string): Guards {
  const path = join(tempDir(t), 'guards.yaml')
  writeFileSync(path, text)
  return loadGuards(path)
}

/** Returns the problems of a file of guards: line, column and message of each. */
export function guardProblems(t: TestContext, text: string): string[] {
  try {
    guardsOf(t, text)
  } catch (error) {
    if (!(error instanceof GuardsError)) throw error
    return formatProblems(error.problems.map((problem) => ({ ...problem, file: '' }))).map((line) => line.slice(1))
  }
  return []
}
