/** A bound on reach in a guards file, and its new value. */
export interface MovedBound {
  fact: string
  from: number
  to: number
}

const COMMENT = /^\s*#/
const GUARD = /^(\s*)- id:/
const BOUND = /\b(account\.(?:lookalike_)?reach) >= (\d+)/g
const SAID = /\b(account\.(?:lookalike_)?reach): (\d+)/g

/** Rounds a number down to its first two digits. */
export function roundDown(count: number): number {
  const unit = 10 ** Math.max(0, String(count).length - 2)
  return Math.floor(count / unit) * unit
}

/**
 * Moves the bounds on reach in a file of guards: the highest to the given value, the others in proportion. Everything
 * else stays unchanged, comments too.
 */
export function moveBounds(guards: string, highest: number): { text: string; moved: MovedBound[] } {
  const bounds = listBounds(guards)
  const top = Math.max(...bounds.map(({ from }) => from))
  const moved = bounds.map(({ fact, from }) => ({
    fact,
    from,
    to: from === top ? highest : Math.max(1, roundDown(Math.floor((from * highest) / top))),
  }))
  const text = replaceInLines(guards, BOUND, (fact, from) => {
    const bound = moved.find((each) => each.fact === fact && each.from === from)
    return `${fact} >= ${bound?.to ?? from}`
  })
  return { text, moved }
}

/**
 * Moves the reach in examples with the bounds: a value at a bound, or just below one, stays there. A value that would
 * change sides moves in proportion. Everything else stays unchanged.
 */
export function moveExamples(examples: string, moved: readonly MovedBound[]): string {
  return replaceInLines(examples, SAID, (fact, value) => {
    const bounds = moved.filter((bound) => bound.fact === fact)
    return `${fact}: ${moveValue(value, bounds)}`
  })
}

function moveValue(value: number, bounds: readonly MovedBound[]): number {
  for (const { from, to } of bounds) {
    if (value === from) return to
    if (value === from - 1) return to - 1
  }
  const passed = (reach: number, end: 'from' | 'to') => bounds.filter((bound) => bound[end] <= reach).length
  const [highest] = bounds.toSorted((a, b) => b.from - a.from)
  if (highest === undefined || passed(value, 'to') === passed(value, 'from')) return value
  return Math.round((value * highest.to) / highest.from)
}

const UNCHECKED =
  '# Unchecked: the number of people below is the shipped one and was not found among the accounts here.'

/**
 * Writes a comment above each guard with a bound on reach: its number was not compared with the accounts of this desk.
 */
export function markUnchecked(guards: string): string {
  const lines = guards.split('\n')
  const marked = new Set(lines.flatMap((line, index) => (hasBound(line) ? [guardAbove(lines, index)] : [])))
  return lines
    .flatMap((line, index) => (marked.has(index) ? [`${GUARD.exec(line)?.[1] ?? ''}${UNCHECKED}`, line] : [line]))
    .join('\n')
}

const hasBound = (line: string): boolean => listBounds(line).length > 0

const guardAbove = (lines: readonly string[], index: number): number =>
  lines.findLastIndex((line, at) => at <= index && GUARD.test(line))

/** Lists each bound on reach once. */
function listBounds(guards: string): { fact: string; from: number }[] {
  const bounds = new Map<string, { fact: string; from: number }>()
  replaceInLines(guards, BOUND, (fact, from) => {
    bounds.set(`${fact} ${from}`, { fact, from })
    return ''
  })
  return [...bounds.values()]
}

/** Replaces each match outside comments by the result of `replace` for its name and number. */
function replaceInLines(text: string, pattern: RegExp, replace: (name: string, count: number) => string): string {
  return text
    .split('\n')
    .map((line) =>
      COMMENT.test(line)
        ? line
        : line.replace(pattern, (_match, name: string, count: string) => replace(name, Number(count))),
    )
    .join('\n')
}
