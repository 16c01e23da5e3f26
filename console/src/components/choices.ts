export interface Choice {
  value: string
  label: string
}

/** Returns the choices of a field: each value with its name. */
export const choicesOf = (names: Readonly<Record<string, string>>): Choice[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }))
