import { CATEGORIES, type Category } from '../src/foundation/domain.ts'
import { makeRandom, type Random, zipf } from './random.ts'

/** As many as a platform has that are reported in a while. */
export const SUBJECTS = 100_000
/** Made beforehand, so that making load costs little: the subjects of these many reports come again and again. */
const PATTERNS = 65_536
const SEED = 20_171_102
const REPORTED_AT = '2026-05-01T09:00:00Z'
const CONTENT_SHARE = 0.7
const ILLEGAL_SHARE = 0.1

const LANGUAGES = ['en', 'en', 'en', 'en', 'es', 'pt', 'fr', 'de', 'ar', 'ja'] as const
const COMMENTS = [
  '',
  'This account sends the same message to everybody who writes about trains.',
  'They say they are the ministry, and they are not. The real one has a blue door in its picture.',
  'Please look at the third reply, it names my street and my school. I have asked them twice to take it down.',
] as const

/**
 * Makes reports as platforms send them: some subjects are reported by thousands, most by one; each report is of another
 * reporter. The same subjects in every run, and ids that no other run has.
 */
export function makeReportBodies(run: string, subjects = SUBJECTS): () => string {
  const random = makeRandom(SEED)
  const subjectOf = zipf(random, subjects)
  const patterns = Array.from({ length: PATTERNS }, () => makePattern(random, subjectOf()))
  let number = 0
  return () => {
    const pattern = patterns[number % PATTERNS] ?? ''
    number++
    return `{"id":"${run}-${number}","reporterId":"p-${run}-${number}",${pattern}`
  }
}

/** All of a report but its id and its reporter's. */
function makePattern(random: Random, subject: number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const comment = pick(COMMENTS)
  const report = {
    subject: { kind: subject % 10 < CONTENT_SHARE * 10 ? 'content' : 'account', id: `z${subject}` },
    ground: random() < ILLEGAL_SHARE ? 'illegal' : 'terms',
    category: pick<Category>(CATEGORIES),
    language: pick(LANGUAGES),
    region: 'IE',
    reportedAt: REPORTED_AT,
    ...(comment === '' ? {} : { comment }),
  }
  return JSON.stringify(report).slice(1)
}
