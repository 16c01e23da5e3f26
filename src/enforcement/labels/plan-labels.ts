/** The newest label of one value and version on a subject. */
export interface CurrentLabel {
  val: string
  cid: string | null
  neg: boolean
  exp: Date | null
  /** True: the database had lost it, and only consumers have it. */
  lost: boolean
}

/** A label that enforcements order, with its end. */
export interface OrderedLabel {
  val: string
  exp: Date | null
}

type PlannedLabel = Omit<CurrentLabel, 'lost'>

interface Plan {
  current: readonly CurrentLabel[]
  ordered: readonly OrderedLabel[]
  /** The values that the subject has from now on. */
  values: readonly string[]
  cid: string | null
}

/**
 * Returns the labels to publish so that a subject has the wanted values, each until its end. A value that an enforcement
 * still orders is not taken back, and one that none orders is not published. Pure.
 */
export function planLabels({ current, ordered, values, cid }: Plan): PlannedLabel[] {
  const published = current.filter(({ neg }) => !neg)
  const wanted = ordered.filter(({ val }) => values.includes(val))
  const missing = wanted.filter(
    ({ val, exp }) =>
      !published.some((label) => !label.lost && label.val === val && label.exp?.getTime() === exp?.getTime()),
  )
  const tooMuch = published.filter(({ val }) => !values.includes(val) && !ordered.some((label) => label.val === val))
  return [
    // A new end replaces the label with the old one, so it names the same version.
    ...missing.map(({ val, exp }) => {
      const before = published.find((label) => label.val === val)
      return { val, exp, neg: false, cid: before === undefined ? cid : before.cid }
    }),
    ...tooMuch.map(({ val, cid: version }) => ({ val, cid: version, neg: true, exp: null })),
  ]
}
