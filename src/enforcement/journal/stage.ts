import type { Stage } from '../../policy/stage/stage.ts'
import { alignEscrow } from './align-escrow.ts'
import { compareJournal } from './compare-journal.ts'
import { makeJournalFollower } from './follow-journal.ts'
import { seeBroughtBack } from './see-brought-back.ts'
import { shortenEscrow } from './shorten-escrow.ts'

export const journalStage: Stage = {
  periodicTasks: [
    { name: 'see what was brought back without the desk', everyMs: 10_000, run: seeBroughtBack },
    { name: 'keep the recovery journal complete on this machine', everyMs: 1_000, run: makeJournalFollower() },
    { name: 'bring the escrow file up to date', everyMs: 3_600_000, run: alignEscrow },
    { name: 'compare the recovery journal with the database', everyMs: 3_600_000, run: compareJournal },
    { name: 'keep the escrow file short', everyMs: 60_000, run: shortenEscrow },
  ],
}
