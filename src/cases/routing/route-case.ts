import type { Category, Ground } from '../../foundation/domain.ts'
import type { Policies } from '../../policy/policies.ts'
import type { Queue, QueueRule, Severity, Takers } from '../../policy/queues.ts'

/** The known facts of a case when it opens. Unknown facts are left out. */
export interface CaseFacts {
  category: Category
  ground: Ground
  /** The platform of its subject. */
  platform: string
  language?: string
  region?: string
  /** The type of the content's item, as its first report or its platform states it. */
  itemType?: string
  /** The highest reach of its account, which limits count. */
  reach?: number | 'absent'
  protected?: boolean
  /** The API key with which its first report came. */
  source?: { id: string; name: string }
}

/** The route of a case: its queue, due time and severity, and the people who may be given it. */
export interface CaseRoute extends Takers {
  queue: string
  dueMs: number
  severity: Severity
}

/**
 * The severity of a category: the harm that an hour's delay causes, from 1 to 5. 5: life or a child may be in danger.
 * 4: a person is under attack. 3: many people are being deceived. 2: the harm can be repaired later. 1: no harm is
 * named.
 */
const SEVERITY: Record<Category, Severity> = {
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

/** Returns the route of a case: the first matching rule decides, and the last rule matches every case. */
export function routeCase(policies: Policies, facts: CaseFacts): CaseRoute {
  const { queue, dueMs } = policies.rules.find((candidate) => fitsCase(candidate, facts)) ?? policies.otherwise
  const severity = SEVERITY[facts.category]
  return { ...takersOf(queue), queue: queue.id, dueMs: dueMs ?? queue.dueMs[severity], severity }
}

/**
 * Lists the queues to which a case can be routed while its category and ground alone are known. A person who may see the
 * cases of all these queues may see this one.
 */
export function listPossibleQueues(policies: Policies, category: Category, ground: Ground): Queue[] {
  const possible = [...policies.rules, policies.otherwise].filter(
    (rule) => (rule.categories?.includes(category) ?? true) && (rule.ground === undefined || rule.ground === ground),
  )
  const certain = possible.findIndex(({ queue: _queue, dueMs: _dueMs, categories: _in, ground: _of, ...rest }) =>
    Object.values(rest).every((condition) => condition === undefined),
  )
  return possible.slice(0, certain + 1).map(({ queue }) => queue)
}

/** Returns the conditions for people who may be given the cases of a queue. */
const takersOf = ({ clearances, languages, roles, employer, site }: Takers): Takers => ({
  clearances,
  languages,
  roles,
  employer,
  site,
})

/** True when the rule matches the case. A rule with a language, region, item type or source matches no case without
 * one. */
function fitsCase(rule: QueueRule, facts: CaseFacts): boolean {
  const { category, ground, platform, language, region, itemType, source } = facts
  if (rule.categories && !rule.categories.includes(category)) return false
  if (rule.ground && rule.ground !== ground) return false
  if (rule.platforms && !rule.platforms.includes(platform)) return false
  if (rule.languages && !rule.languages.some((wanted) => language !== undefined && speaks(wanted, language)))
    return false
  if (rule.regions && (region === undefined || !rule.regions.includes(region))) return false
  if (rule.items && (itemType === undefined || !rule.items.includes(itemType))) return false
  if (rule.sources && (source === undefined || !rule.sources.some((one) => one === source.id || one === source.name)))
    return false
  return fitsAccount(rule, facts)
}

/** Unknown facts never loosen a rule: an account without known reach matches every reach, and counts as protected. */
function fitsAccount(rule: QueueRule, { reach, protected: isProtected = true }: CaseFacts): boolean {
  if (rule.protected !== undefined && rule.protected !== isProtected) return false
  if (rule.reachAtLeast === undefined || reach === undefined) return true
  return reach !== 'absent' && reach >= rule.reachAtLeast
}

/** In a routing rule `en` means every English; `en-GB` only that one. */
function speaks(wanted: string, language: string): boolean {
  const [want, have] = [wanted.toLowerCase(), language.toLowerCase()]
  return have === want || have.startsWith(`${want}-`)
}
