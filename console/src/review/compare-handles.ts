/** A place where a handle has other characters than the one it is compared with. Empty: one of them has none there. */
export interface Difference {
  has: string
  not: string
}

export interface Compared {
  /** The handle in pieces, in order. `at`: the place of the first character. */
  pieces: { text: string; differs: boolean; at: number }[]
  differences: Difference[]
}

const CHARS_MAX = 64
/** Below this share of equal characters a comparison letter by letter says nothing. */
const ALIKE_SHARE = 0.5

/**
 * Compares a handle with the reviewed one, letter by letter, by their longest common subsequence. Undefined: they have
 * too little in common. Pure.
 */
export function compareHandles(own: string, other: string): Compared | undefined {
  const [mine, theirs] = [[...own].slice(0, CHARS_MAX), [...other].slice(0, CHARS_MAX)]
  const steps = align(mine, theirs)
  const equal = steps.filter(({ has, not }) => has === not).length
  if (equal < ALIKE_SHARE * Math.max(mine.length, theirs.length)) return undefined
  const compared: Compared = { pieces: [], differences: [] }
  let at = 0
  for (const run of groupRuns(steps)) {
    const [has, not] = [run.map((step) => step.has).join(''), run.map((step) => step.not).join('')]
    const differs = has !== not
    if (has !== '') compared.pieces.push({ text: has, differs, at })
    if (differs) compared.differences.push({ has, not })
    at += has.length
  }
  return compared
}

/** Aligns two texts. In each step both have the same character, or one of them has none. */
function align(mine: readonly string[], theirs: readonly string[]): Difference[] {
  const common = countCommon(mine, theirs)
  const steps: Difference[] = []
  let [i, j] = [0, 0]
  while (i < mine.length || j < theirs.length) {
    const [not = '', has = ''] = [mine[i], theirs[j]]
    if (i < mine.length && not === has) {
      steps.push({ has, not })
      i += 1
      j += 1
    } else if (j < theirs.length && (common[i]?.[j + 1] ?? 0) >= (common[i + 1]?.[j] ?? -1)) {
      steps.push({ has, not: '' })
      j += 1
    } else {
      steps.push({ has: '', not })
      i += 1
    }
  }
  return steps
}

/** Counts, for each pair of places, the characters that the rests of both texts have in common. */
function countCommon(mine: readonly string[], theirs: readonly string[]): number[][] {
  const common = Array.from({ length: mine.length + 1 }, () => Array<number>(theirs.length + 1).fill(0))
  for (let i = mine.length - 1; i >= 0; i -= 1) {
    for (let j = theirs.length - 1; j >= 0; j -= 1) {
      const [row, next] = [common[i], common[i + 1]]
      if (row === undefined || next === undefined) continue
      row[j] = mine[i] === theirs[j] ? 1 + (next[j + 1] ?? 0) : Math.max(next[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return common
}

/** Joins neighbouring steps that are all equal, or all different. */
function groupRuns(steps: readonly Difference[]): Difference[][] {
  const runs: Difference[][] = []
  for (const step of steps) {
    const last = runs.at(-1)
    const [first] = last ?? []
    if (last !== undefined && first !== undefined && (first.has === first.not) === (step.has === step.not))
      last.push(step)
    else runs.push([step])
  }
  return runs
}
