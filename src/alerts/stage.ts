import type { Stage } from '../policy/stage/stage.ts'
import { escalateAlert } from './escalate-alert.ts'

export const alertsStage: Stage = {
  jobs: () => ({
    escalate: escalateAlert,
  }),
}
