import type { Stage } from '../../policy/stage/stage.ts'
import { drawQaSamples } from './draw-qa-samples.ts'

export const qualityReviewStage: Stage = {
  periodicTasks: [{ name: 'draw-qa-samples', everyMs: 60_000, run: drawQaSamples }],
}
