import { OWN_LOSSES, type OwnAction, type OwnLoss } from './own-actions.ts'

const ID = /^[a-z][a-z0-9-]{0,63}$/
const NAME = /^[a-z][A-Za-z0-9_]{0,63}$/
const PARAMETERS_MAX = 20
const ENTRIES_MAX = 50
const TEXT_CHARS_MAX = 10_000

/** Parses an action of the platform's own. Undefined: it is malformed. */
export function asOwnAction(value: unknown): OwnAction | undefined {
  if (!isObject(value)) return undefined
  const { action, takes, reversible, parameters } = value
  if (typeof action !== 'string' || !ID.test(action) || typeof reversible !== 'boolean') return undefined
  if (!areLosses(takes) || !areParameters(parameters)) return undefined
  return { action, takes: OWN_LOSSES.filter((loss) => takes.includes(loss)), reversible, parameters }
}

/** At least one loss, each once. */
const areLosses = (value: unknown): value is OwnLoss[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  new Set(value).size === value.length &&
  value.every((loss) => OWN_LOSSES.includes(loss))

function areParameters(value: unknown): value is OwnAction['parameters'] {
  if (!isObject(value)) return false
  const entries = Object.entries(value)
  return entries.length <= PARAMETERS_MAX && entries.every(([name, one]) => NAME.test(name) && isParameter(one))
}

const isParameter = (value: unknown): boolean =>
  isText(value) ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (Array.isArray(value) && value.length <= ENTRIES_MAX && value.every(isText))

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= TEXT_CHARS_MAX

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
