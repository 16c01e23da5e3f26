import type { SubjectLoss } from './recovery-queries.ts'

/** Returns the loss that a generation outside the database proves. Empty: the database has reached it. */
export const toLoss = (
  kind: SubjectLoss['kind'],
  { subject, generation }: Pick<SubjectLoss, 'subject' | 'generation'>,
  known: number,
): SubjectLoss[] => (generation > known ? [{ kind, subject, generation, known }] : [])
