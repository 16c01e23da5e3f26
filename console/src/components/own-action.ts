import { isProblem } from '../api/problem.ts'
import type { paths } from '../api/schema.gen.ts'

type PoliciesAnswer = paths['/v1/policies']['get']['responses']['200']['content']['application/json']
type Policy = PoliciesAnswer['policies'][number]
type ActionRule = Policy['actions'][number]
type Action = ActionRule['action']
export type OwnRule = Policy['ownActions'][number]
export type Parameter = OwnRule['parameters'][number]
type Kind = ActionRule['on'][number]

/** A parameter as it stands in its field. A number may be half typed. */
export type Typed = string | number | boolean | string[]

/** An action of the organisation's own as chosen, with the content of its fields. */
export interface OwnChoice {
  id: string
  typed: Record<string, Typed>
  /** True: it is to have no end, where it may have one. */
  isEndless: boolean
}

/** One of the eight actions, or one of the organisation's own, that a policy offers for a subject. */
export type Offered = { id: string; rule: ActionRule } | { id: string; own: OwnRule }

/** The fields of a draft that tell its action. */
interface Chosen {
  action: Action | null
  own: OwnChoice | null
}

/** Lists the actions that a policy offers for a subject: the eight first, then its own. */
export const listOffered = (policy: Policy | undefined, kind: Kind): Offered[] => [
  ...(policy?.actions ?? [])
    .filter(({ on }) => on.includes('account') || on.includes(kind))
    .map((rule) => ({ id: rule.action, rule })),
  ...(policy?.ownActions ?? [])
    .filter(({ on }) => on.includes('account') || on.includes(kind))
    .map((own) => ({ id: own.id, own })),
]

/** The id of the chosen action: no action of one's own has the name of one of the eight. */
export const idOf = ({ action, own }: Chosen): string | null => own?.id ?? action

/** The choice of an offered action, with empty fields. */
export const choose = (offered: Offered): Chosen =>
  'own' in offered
    ? { action: null, own: { id: offered.id, typed: {}, isEndless: false } }
    : { action: offered.rule.action, own: null }

/** The actions as which an offered action may count. */
export function listBases(offered: Offered, kind: Kind): Action[] {
  if ('rule' in offered) return [offered.rule.action]
  const { withEnd, withoutEnd } = baseOf(offered.own, kind)
  return [withEnd, withoutEnd].filter((base) => base !== null)
}

/** An action that fits the reported content acts on it, otherwise on its account, as the desk derives it. */
const baseOf = ({ on, countsAs }: OwnRule, kind: Kind) => countsAs[on.includes(kind) ? kind : 'account']

/** Returns an action of one's own as the desk takes it. Undefined: a required parameter is missing. */
export function toOwnWish(rule: OwnRule, chosen: OwnChoice, durationMs: number, kind: Kind) {
  const hasEnd = rule.end === 'required' || (rule.end === 'optional' && !chosen.isEndless)
  const { withEnd, withoutEnd } = baseOf(rule, kind)
  const action = hasEnd ? withEnd : withoutEnd
  if (action === null || findMissing(rule, chosen) !== undefined) return undefined
  const values = rule.parameters.map((each) => [each.name, sentValueOf(each, chosen.typed[each.name])] as const)
  const parameters = Object.fromEntries(values.filter(([, value]) => value !== undefined))
  return { action, own: { id: rule.id, parameters }, ...(hasEnd ? { durationMs } : {}) }
}

/** Returns the first required parameter without a value. */
export const findMissing = ({ parameters }: OwnRule, { typed }: OwnChoice): Parameter | undefined =>
  parameters.find((each) => each.required && sentValueOf(each, typed[each.name]) === undefined)

function sentValueOf({ kind, required }: Parameter, typed: Typed | undefined): Typed | undefined {
  if (kind === 'boolean') return typed ?? (required ? false : undefined)
  if (typed === undefined || typed === '') return undefined
  if (kind === 'number' || kind === 'integer') return Number.isFinite(Number(typed)) ? Number(typed) : undefined
  if (!Array.isArray(typed)) return typed
  const entries = typed.map((entry) => entry.trim()).filter((entry) => entry !== '')
  return entries.length === 0 ? undefined : entries
}

const OF_PARAMETER = /^(?:actions\/(\d+)\/|enforcement\/)?own\/parameters\/([^/]+)/

/**
 * Returns what a refusal says of each parameter. A refused decision names the place of the action among its actions;
 * undefined: it is the refusal of a preview or a bulk action, which is about one action.
 */
export function findFaults(
  errors: readonly { field: string; detail: string }[],
  place?: number,
): Readonly<Record<string, string>> {
  const found = errors.flatMap(({ field, detail }) => {
    const [, at, name] = OF_PARAMETER.exec(field) ?? []
    return name === undefined || (place !== undefined && at !== String(place)) ? [] : [[name, detail] as const]
  })
  return Object.fromEntries(found)
}

/** Returns what the desk said of each parameter, where it refused a request. */
export const faultsOf = (error: unknown, place?: number): Readonly<Record<string, string>> =>
  isProblem(error) ? findFaults(error.errors, place) : {}
