import type { Stage } from '../policy/stage/stage.ts'
import { escalatePage } from './escalate-page.ts'

export const alertsStage: Stage = {
  jobs: () => ({
    escalate: escalatePage,
  }),
}
