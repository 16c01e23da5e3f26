import type { DataFolder } from './data-folder.ts'
import type { Fates } from './guarded-cases.ts'
import { ESCALATED, HATRED, nothingWrong, OFFENCE } from './review-case.ts'
import { RunError } from './run-error.ts'
import type { Judge } from './take-cases.ts'

const HEAD_OF_STATE = 'hos'
const ANSWER = 'It stays up: people need to know what a head of state says.'

/**
 * Returns the judge of a run: it concludes what most raters did, and finds restored content right. A case of the
 * head of state is escalated to a lead, or becomes a proposal if it has an outcome.
 */
export const judgeCase =
  (classOf: DataFolder['classOf'], fates: Fates): Judge =>
  ({ id, subject, returned, escalated }, reviewer) => {
    if (subject.id === HEAD_OF_STATE || subject.id.startsWith(`${HEAD_OF_STATE}-`)) {
      if (!reviewer.cleared) throw new RunError(`${reviewer.pseudonym} was given ${id}, a case of the head of state.`)
      const fate = fates[subject.id]
      if (fate !== undefined) {
        if (returned) return nothingWrong('It is up, as others say or because nobody said otherwise, and stays up.')
        return { wish: { action: fate === 'unconfirmed' ? 'deactivate' : 'remove' } }
      }
      if (escalated) return { answer: ANSWER }
      return returned ? { ...nothingWrong('A lead says that it stays up.'), afterAnswer: ANSWER } : ESCALATED
    }
    if (returned) return nothingWrong('The suspension was a mistake.')
    switch (classOf.get(subject.id)) {
      case 0:
        return HATRED
      case 1:
        return OFFENCE
      case 2:
        return nothingWrong('Most raters found neither.')
      default:
        throw new RunError(`Nobody voted on ${subject.kind} ${subject.id} of ${id}.`)
    }
  }
