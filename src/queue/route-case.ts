import type { Category, Ground } from '../domain.ts'
import type { Policies, QueueRule } from '../review/policies.ts'

/** What is known of a case when it opens. */
export interface CaseFacts {
  category: Category
  ground: Ground
  language?: string
  region?: string
}

/** Where a case waits, who may be given it, and how urgent it is. */
export interface CaseRoute {
  queue: string
  clearances: readonly string[]
  dueMs: number
  rank: number
}

/**
 * How much harm an hour's delay can do, from 1 to 5. This is a case's rank, and a higher rank is given out first
 * whatever its queue: 5 where life or a child may be in danger, 4 where a person is under attack, 3 where many are being
 * deceived, 2 where the harm can be made good later, 1 for what names no harm.
 */
const SEVERITY: Record<Category, 1 | 2 | 3 | 4 | 5> = {
  PROTECTION_OF_MINORS: 5,
  RISK_FOR_PUBLIC_SECURITY: 5,
  SELF_HARM: 5,
  CYBER_VIOLENCE_AGAINST_WOMEN: 4,
  CYBER_VIOLENCE: 4,
  VIOLENCE: 4,
  DATA_PROTECTION_AND_PRIVACY_VIOLATIONS: 4,
  ILLEGAL_OR_HARMFUL_SPEECH: 3,
  NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS: 3,
  SCAMS_AND_FRAUD: 3,
  UNSAFE_AND_PROHIBITED_PRODUCTS: 3,
  ANIMAL_WELFARE: 2,
  CONSUMER_INFORMATION: 2,
  INTELLECTUAL_PROPERTY_INFRINGEMENTS: 2,
  OTHER_VIOLATION_TC: 1,
  NOT_SPECIFIED_NOTICE: 1,
}

/** Says where a case belongs: the first rule that fits decides, and the last rule fits every case. */
export function routeCase(policies: Policies, facts: CaseFacts): CaseRoute {
  const rule = policies.rules.find((candidate) => fitsCase(candidate, facts)) ?? policies.otherwise
  return {
    queue: rule.queue.id,
    clearances: rule.queue.clearances,
    dueMs: rule.dueMs,
    rank: SEVERITY[facts.category],
  }
}

/** A rule that asks for a language or region doesn't fit a case that has none. */
function fitsCase(rule: QueueRule, { category, ground, language, region }: CaseFacts): boolean {
  if (rule.categories && !rule.categories.includes(category)) return false
  if (rule.ground && rule.ground !== ground) return false
  if (rule.languages && !rule.languages.some((wanted) => language !== undefined && speaks(wanted, language)))
    return false
  return !rule.regions || (region !== undefined && rule.regions.includes(region))
}

/** `en` means every English; `en-GB` only that one. */
function speaks(wanted: string, language: string): boolean {
  const [want, have] = [wanted.toLowerCase(), language.toLowerCase()]
  return have === want || have.startsWith(`${want}-`)
}
