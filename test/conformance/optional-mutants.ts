import { hashStatement } from '../../src/app/conformance/sign.ts'
import { overlooking } from './forge.ts'
import { ids, type Mutant } from './mutant.ts'
import type { Answering, Broken } from './serve-platform.ts'

interface Outcome {
  status: number
  answer: Record<string, unknown>
}

/** A platform that answers a batch with other outcomes. */
const answering = (change: (outcomes: readonly Outcome[]) => readonly Outcome[]): Broken => ({
  answer:
    (answer: Answering): Answering =>
    async (call) => {
      const answered = await answer(call)
      const { outcomes } = JSON.parse(answered.body)
      return outcomes === undefined
        ? answered
        : { ...answered, body: JSON.stringify({ outcomes: change(outcomes as readonly Outcome[]) }) }
    },
})

const UNAVAILABLE: Outcome = { status: 503, answer: { refusal: 'unavailable', detail: 'broken' } }

/** Broken in batches alone. */
export const OF_BATCHES: readonly Mutant[] = [
  {
    is: 'stops a batch at the first refusal',
    broken: answering((outcomes) => {
      const first = outcomes.findIndex(({ status }) => status !== 200)
      return outcomes.map((outcome, place) => (first >= 0 && place > first ? UNAVAILABLE : outcome))
    }),
    fails: ids('batch', 'unknown-subject', 'malformed-instruction', 'read-back', 'facts'),
  },
  {
    is: 'drops the end of a long batch',
    broken: answering((outcomes) => outcomes.slice(0, -1)),
    fails: ['live.batch-full'],
  },
]

/** The fault of each malformed statement. */
export const MALFORMED_STATEMENTS = ids(
  'statement',
  ...['no-texts', 'no-language', 'wrong-language', 'long-text', 'many-texts', 'no-redress', 'unknown-way'],
  ...['http-link', 'script-link', 'login-in-link'],
)

/** Broken in statements alone. */
export const OF_STATEMENTS: readonly Mutant[] = [
  {
    is: 'compares no statement with its authorisation',
    broken: overlooking((call, claims) => {
      const { statement } = call.instruction ?? {}
      if (statement === undefined) delete claims.statement
      else claims.statement = hashStatement(statement as object)
    }),
    fails: ids('statement', 'changed', 'added', 'removed'),
  },
  {
    is: 'takes every authorisation of a statement for a wrong one',
    broken: overlooking((_call, claims) => Object.assign(claims, { statement: '' })),
    fails: ids('statement', 'accepted'),
  },
]
