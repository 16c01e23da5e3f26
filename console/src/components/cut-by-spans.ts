/** A part of a text. `label`: null for a marked one without a label, undefined for one outside every passage. */
interface Part {
  at: number
  part: string
  label?: string | null
}

/** Cuts a text at passages, which are in Unicode code points and in order. A passage that begins inside another is cut. */
export function cutBySpans(
  text: string,
  spans: readonly { start: number; end: number; label: string | null }[],
): Part[] {
  const points = [...text]
  const parts: Part[] = []
  let at = 0
  const add = (end: number, label?: string | null) => {
    if (end > at) parts.push({ at, part: points.slice(at, end).join(''), ...(label !== undefined && { label }) })
    at = Math.max(at, end)
  }
  for (const { start, end, label } of spans) {
    add(Math.min(start, points.length))
    add(Math.min(end, points.length), label)
  }
  add(points.length)
  return parts
}
