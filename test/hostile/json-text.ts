/** A piece of JSON text that no value produces: 1e400, a repeated name, ten thousand brackets. */
export class RawJson {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Writes JSON in one line, with raw pieces as they are. A lone surrogate is written as its escape. */
export function jsonText(value: unknown): string {
  if (value instanceof RawJson) return value.text
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`)
  return `{${members.join(',')}}`
}

export type Path = readonly (string | number)[]

/** Lists every place in a value, the whole first. */
export function listPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  const members = Array.isArray(value) ? value.map((each, index) => [index, each] as const) : Object.entries(value)
  return [at, ...members.flatMap(([name, member]) => listPaths(member, [...at, name]))]
}

export function valueAt(value: unknown, [name, ...rest]: Path): unknown {
  return name === undefined ? value : valueAt((value as Record<string | number, unknown>)[name], rest)
}

/** Returns the value with another one at the given place; with `undefined`, without that place. */
export function withAt(value: unknown, [name, ...rest]: Path, put: unknown): unknown {
  if (name === undefined) return put
  if (Array.isArray(value)) {
    return value.flatMap((each, index) => {
      if (index !== name) return [each]
      const changed = withAt(each, rest, put)
      return changed === undefined ? [] : [changed]
    })
  }
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([each, member]) => {
      if (each !== name) return [[each, member]]
      const changed = withAt(member, rest, put)
      return changed === undefined ? [] : [[each, changed]]
    }),
  )
}
