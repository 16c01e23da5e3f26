import { FACTS, type FactName, type FactRow } from '../../../policy/guards/facts.ts'

/** Formats a fact for people: with its unit, and in words where it has no value. */
export function sayFact(name: FactName, value: unknown): string {
  if (value === null || value === undefined) return 'unknown'
  if (value === 'absent') return 'no such thing on this platform'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  const { unit, type }: FactRow = FACTS[name]
  return type === 'int' ? `${value} ${unit}` : String(value)
}
