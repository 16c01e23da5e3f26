import type { Stage } from '../../policy/stage/stage.ts'
import { drawQaSamples } from './draw-qa-samples.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    /** A QA sample: another reviewer judges a case again in which no violation was found. */
    qualityReview: { kind: 'qa_sample_asked'; caseId: string; decisionId: string; why: string }
  }
}

export const qualityReviewStage: Stage = {
  personal: [{ kind: 'decision', about: ['staff'], deletedBy: null, tables: ['qa_sample'] }],
  periodicTasks: [{ name: 'draw-qa-samples', everyMs: 60_000, run: drawQaSamples }],
}
