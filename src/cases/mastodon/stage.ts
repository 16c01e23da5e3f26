import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { mastodonRoutes } from './routes.ts'

export const mastodonStage: Stage = {
  routes: [mastodonRoutes],
  operations: tagged('intake', {
    'POST /v1/platforms/:platform/mastodon-events': {
      id: 'receiveMastodonEvent',
      request: {
        event: 'report.created',
        created_at: '2026-05-04T09:00:00.351Z',
        object: {
          ...{ id: '8437', category: 'spam', comment: 'Sells tickets that do not exist.' },
          created_at: '2026-05-04T09:00:00.348Z',
        },
      },
      answer: { outcome: 'received' },
    },
  }),
}
