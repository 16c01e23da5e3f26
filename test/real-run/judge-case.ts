import type { DataFolder } from './data-folder.ts'
import { ESCALATED, HATRED, nothingWrong, OFFENCE } from './review-case.ts'
import { RunError } from './run-error.ts'
import type { Judge } from './take-cases.ts'

const HEAD_OF_STATE = 'hos'
const ANSWER = 'It stays up: people need to know what a head of state says.'

/** Concludes what most raters of a post found, and that what was undone was a mistake; asks a lead about a head of state. */
export const judgeCase =
  (classOf: DataFolder['classOf']): Judge =>
  ({ id, subject, returned, escalated }, reviewer) => {
    if (subject.id === HEAD_OF_STATE || subject.id.startsWith(`${HEAD_OF_STATE}-`)) {
      if (!reviewer.cleared) throw new RunError(`${reviewer.pseudonym} was given ${id}, a case of the head of state.`)
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
