import type { Stage } from '../../policy/stage/stage.ts'
import { drawQaSamples } from './draw-qa-samples.ts'

export const qualityReviewStage: Stage = {
  periodicTasks: [{ name: 'draw what is looked at a second time', everyMs: 60_000, run: drawQaSamples }],
}
