import type { Comparison, Filter, FilterValue } from './filter.ts'

/** True when a member of a list satisfies a filter in brackets, by its own attributes and without regard to case. */
export function matches(filter: Filter, member: Readonly<Record<string, unknown>>): boolean {
  switch (filter.op) {
    case 'and':
      return matches(filter.left, member) && matches(filter.right, member)
    case 'or':
      return matches(filter.left, member) || matches(filter.right, member)
    case 'not':
      return !matches(filter.inner, member)
    case 'some':
      return false // The members of a list contain no lists themselves.
    case 'pr':
      return saidOf(member, filter.name) !== undefined
    default:
      return compare(fold(saidOf(member, filter.name)), filter.op, fold(filter.value))
  }
}

/** Returns the values that make a filter of equalities true: the new member's values where no member matches. */
export function equalitiesOf(filter: Filter): Record<string, FilterValue> {
  if (filter.op === 'and') return { ...equalitiesOf(filter.left), ...equalitiesOf(filter.right) }
  return filter.op === 'eq' ? { [filter.name]: filter.value } : {}
}

const saidOf = (member: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.entries(member).find(([key]) => key.toLowerCase() === name)?.[1]

/** Entra ID sends "True" for true. */
function fold(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value).toLowerCase()
}

function compare(has: string | undefined, op: Comparison, wants: string | undefined): boolean {
  if (has === undefined || wants === undefined) return op === 'eq' ? has === wants : op === 'ne' && has !== wants
  switch (op) {
    case 'eq':
      return has === wants
    case 'ne':
      return has !== wants
    case 'co':
      return has.includes(wants)
    case 'sw':
      return has.startsWith(wants)
    case 'ew':
      return has.endsWith(wants)
    case 'gt':
      return has > wants
    case 'ge':
      return has >= wants
    case 'lt':
      return has < wants
    case 'le':
      return has <= wants
  }
}
