import { readFileSync } from 'node:fs'

/** A theft: the stolen credential, the attempt with it, and the platform's answer. */
export interface Theft {
  stolen: string
  tried: string
  answer: string
}

const HEADING = '## What a theft gets'
const PAGE = new URL('../../SECURITY.md', import.meta.url)

/** The rows that SECURITY.md claims, word for word. */
export function listClaims(): Theft[] {
  const page = readFileSync(PAGE, 'utf8')
  const from = page.indexOf(HEADING)
  if (from === -1) throw new Error(`SECURITY.md has no part called "${HEADING}"`)
  const [, ...lines] = page.slice(from).split('\n')
  const part = lines.slice(0, lines.findIndex((line) => line.startsWith('## ')) >>> 0)
  const rows = part.filter((line) => line.startsWith('| ')).slice(2)
  return rows.map((line) => {
    const [, stolen = '', tried = '', answer = ''] = line.split('|').map((cell) => cell.trim())
    return { stolen, tried, answer }
  })
}
