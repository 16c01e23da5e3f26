/** Thrown for a malformed call. The message names the field and the expected value. */
export class MalformedCall extends Error {
  override name = 'MalformedCall'
}

/** Throws unless this holds. */
export function check(holds: boolean, path: string, mustBe: string): void {
  if (!holds) throw new MalformedCall(`${path}: must be ${mustBe}`)
}

/** Returns a copy of an object. */
export function asObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedCall(`${path}: must be an object`)
  }
  return { ...value }
}

/** Parses each item of a list of at most so many. */
export function asList<T>(value: unknown, path: string, max: number, asItem: (item: unknown, at: string) => T): T[] {
  if (!Array.isArray(value) || value.length > max) throw new MalformedCall(`${path}: must be a list of at most ${max}`)
  return value.map((item, index) => asItem(item, `${path}[${index}]`))
}

/** Parses a text of 1 to so many UTF-16 code units. */
export function asText(value: unknown, path: string, charsMax: number): string {
  if (typeof value !== 'string' || value.length === 0 || value.length > charsMax) {
    throw new MalformedCall(`${path}: must be a text of 1 to ${charsMax} characters`)
  }
  return value
}

/** Parses true or false. */
export function asFlag(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') throw new MalformedCall(`${path}: must be true or false`)
  return value
}

/** Parses a whole number of at least 1. */
export function asGeneration(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw new MalformedCall(`${path}: must be a whole number of at least 1`)
  }
  return value
}

/** Parses a whole number within bounds. */
export function asWhole(value: unknown, path: string, { min, max }: { min: number; max: number }): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max) {
    throw new MalformedCall(`${path}: must be a whole number from ${min} to ${max}`)
  }
  return value
}

/** Parses a time in ISO 8601, in UTC. */
export function asTime(value: unknown, path: string): string {
  const isUtc = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z$/.test(value)
  if (!isUtc || Number.isNaN(Date.parse(value))) throw new MalformedCall(`${path}: must be an ISO 8601 time in UTC`)
  return value
}
