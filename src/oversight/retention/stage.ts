import type { Stage } from '../../policy/stage/stage.ts'
import { deleteExpired } from './delete-expired.ts'

export const retentionStage: Stage = {
  periodicTasks: [{ name: 'delete-expired-data', everyMs: 60_000, run: deleteExpired }],
}
