import { type Stage, tagged } from '../../policy/stage/stage.ts'

export const serverStage: Stage = {
  operations: tagged('desk', {
    'GET /healthz': { id: 'checkHealth' },
    'GET /readyz': { id: 'checkReadiness' },
    'GET /v1/openapi.json': { id: 'readDescription' },
    'GET /docs': { id: 'browseDescription' },
  }),
}
