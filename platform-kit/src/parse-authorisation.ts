import type { Assertion } from './assertion.ts'
import type { Approval, AuthorisedEnforcement } from './authorisation.ts'
import { asOwnAction } from './parse-own-action.ts'

const ENFORCEMENTS_MAX = 1_000
const APPROVALS_MAX = 200
const TEXT_CHARS_MAX = 200_000

/** Parses a list of enforcements. Undefined: the value is no such list. */
export function asEnforcements(value: unknown): AuthorisedEnforcement[] | undefined {
  return asList(value, ENFORCEMENTS_MAX, ({ enforcement, action, legalDuty, until, countries, ...given }) => {
    const own = asOwnTerms(action, given)
    const isTime = until === null || (typeof until === 'string' && !Number.isNaN(Date.parse(until)))
    const areCountries = countries === undefined || (Array.isArray(countries) && countries.every(isText))
    return isText(enforcement) && isText(action) && typeof legalDuty === 'boolean' && isTime && areCountries && own
      ? {
          enforcement,
          action,
          ...own,
          legalDuty,
          until: until === null ? null : String(until),
          ...(countries && { countries }),
        }
      : undefined
  })
}

/** Parses the terms of an action of the platform's own. Empty: it is none. Undefined: they are malformed. */
function asOwnTerms(action: unknown, { takes, reversible, parameters }: Record<string, unknown>) {
  if (takes === undefined && reversible === undefined && parameters === undefined) return {}
  const { action: _id, ...terms } = asOwnAction({ action, takes, reversible, parameters }) ?? { action: undefined }
  return _id === undefined ? undefined : terms
}

/** Parses a list of signatures, without verifying them. Undefined: the value is no such list. */
export function asApprovals(value: unknown): Approval[] | undefined {
  return asList(value, APPROVALS_MAX, (given) => {
    const assertion = asAssertion(given)
    return assertion && isText(given.enforcement) ? { enforcement: given.enforcement, ...assertion } : undefined
  })
}

/** Parses a list of signatures that are about no enforcement. */
export const asAssertions = (value: unknown): Assertion[] | undefined => asList(value, APPROVALS_MAX, asAssertion)

function asAssertion(given: Record<string, unknown>): Assertion | undefined {
  const { core, asShown, keyRef, clientDataJSON, authenticatorData, signature } = given
  return isText(core) &&
    isText(asShown) &&
    isText(keyRef) &&
    isText(clientDataJSON) &&
    isText(authenticatorData) &&
    isText(signature)
    ? { core, asShown, keyRef, clientDataJSON, authenticatorData, signature }
    : undefined
}

function asList<T>(
  value: unknown,
  max: number,
  asItem: (item: Record<string, unknown>) => T | undefined,
): T[] | undefined {
  if (!Array.isArray(value) || value.length > max) return undefined
  const items = value.map((item: unknown) =>
    typeof item === 'object' && item !== null ? asItem({ ...item }) : undefined,
  )
  return items.every((item): item is Exclude<typeof item, undefined> => item !== undefined) ? items : undefined
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= TEXT_CHARS_MAX
