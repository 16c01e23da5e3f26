import { CATEGORIES, type Category } from '../src/foundation/domain.ts'
import { makeRandom, type Random, zipf } from './random.ts'

/** The number of subjects on a platform that are reported within a while. */
export const SUBJECTS = 100_000
/** The bodies are created beforehand, so that generating load costs little: the subjects of these reports repeat. */
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
 * Creates reports as platforms send them: some subjects are reported by thousands, most by one; each report is by a
 * different reporter. The subjects are the same in every run, and the ids differ from those of every other run.
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

const IN_TEN = 10
const kindOf = (subject: number) => (subject % IN_TEN < CONTENT_SHARE * IN_TEN ? 'content' : 'account')

/** Lists the reported accounts and then the contents, as the demo platform loads them. Of ten in a row three write the others. */
export function listReported(subjects = SUBJECTS): object[] {
  const plain = { displayName: 'A reported account', reach: 31, verified: false, tags: [] }
  const numbers = Array.from({ length: subjects }, (_, subject) => subject)
  const authorOf = (subject: number) => subject - (subject % IN_TEN) + CONTENT_SHARE * IN_TEN + (subject % 3)
  const isAccount = (subject: number) => kindOf(subject) === 'account'
  const accounts = numbers
    .filter(isAccount)
    .map((subject) => ({ ...plain, type: 'account', id: `z${subject}`, handle: `z${subject}` }))
  const contents = numbers
    .filter((subject) => !isAccount(subject))
    .map((subject) => ({
      ...{ type: 'content', id: `z${subject}`, accountId: `z${authorOf(subject)}` },
      ...{ kind: 'post', text: 'The train is late again.' },
    }))
  return [...accounts, ...contents]
}

/** The parts of a report without its id and its reporter's id. */
function makePattern(random: Random, subject: number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const comment = pick(COMMENTS)
  const report = {
    subject: { kind: kindOf(subject), id: `z${subject}` },
    ground: random() < ILLEGAL_SHARE ? 'illegal' : 'terms',
    category: pick<Category>(CATEGORIES),
    language: pick(LANGUAGES),
    region: 'IE',
    reportedAt: REPORTED_AT,
    ...(comment === '' ? {} : { comment }),
  }
  return JSON.stringify(report).slice(1)
}
