import type { Pool } from '../../foundation/database/db.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { readWaiting } from '../gate-queries.ts'
import { listWaits, type Wait } from '../waits/list-waits.ts'
import { type EnforcementHistory, readEnforcementHistory } from './enforcement-history.ts'
import { type Enforcement, readEnforcement } from '../queries.ts'
import { type FoundVerdict, listVerdicts } from '../replay/verdict-queries.ts'

/** Everything that decides whether an enforcement takes effect, with people by their pseudonyms. */
export interface EnforcementExplanation {
  enforcement: Enforcement
  /** The verdicts, the oldest first. */
  verdicts: FoundVerdict[]
  answers: EnforcementHistory['answers']
  moves: EnforcementHistory['moves']
  waits: Wait[]
}

/** Reads the answers of guards and people about an enforcement, and what it still waits for. Changes nothing. */
export async function explainEnforcement({ db }: { db: Pool }, enforcementId: string): Promise<EnforcementExplanation> {
  return inTransaction(db, async (tx) => {
    const enforcement = await readEnforcement(tx, enforcementId)
    const verdicts = await listVerdicts(tx, enforcementId)
    const { answers, moves } = await readEnforcementHistory(tx, enforcementId)
    const latest = verdicts.at(-1)
    const waits = latest ? listWaits(enforcement, latest.requirement, await readWaiting(tx, enforcement)) : []
    const name = await nameActors(tx, [enforcement.proposedBy, ...[...answers, ...moves].map(({ by }) => by)])
    const named = <Row extends { by: string }>(row: Row): Row => ({ ...row, by: name(row.by) })
    return {
      enforcement: { ...enforcement, proposedBy: name(enforcement.proposedBy) },
      verdicts,
      answers: answers.map(named),
      moves: moves.map(named),
      waits,
    }
  })
}
