import type { TrackedFile } from './tracked-files.ts'

const FENCE = /^\s*```/
const HEADING = /^#{1,6}\s+(?<title>.*?)\s*#*$/

export interface Line {
  line: string
  number: number
}

/** Lists the lines of a document outside its blocks of code. */
export function listProse({ text }: TrackedFile): Line[] {
  let inCode = false
  return text.split('\n').flatMap((line, place) => {
    const isFence = FENCE.test(line)
    if (isFence) inCode = !inCode
    return inCode || isFence ? [] : [{ line, number: place + 1 }]
  })
}

/** Lists the anchors that GitHub gives the headings of a document: a repeated title gets a number. */
export function listAnchors(file: TrackedFile): Set<string> {
  const anchors = new Set<string>()
  const counts = new Map<string, number>()
  for (const { line } of listProse(file)) {
    const title = HEADING.exec(line)?.groups?.title
    if (title === undefined) continue
    const anchor = toAnchor(title)
    const count = counts.get(anchor) ?? 0
    counts.set(anchor, count + 1)
    anchors.add(count === 0 ? anchor : `${anchor}-${count}`)
  }
  return anchors
}

/** Links count by their text. Signs other than letters, digits, _ and - vanish; a space becomes a hyphen. */
const toAnchor = (title: string): string =>
  title
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
