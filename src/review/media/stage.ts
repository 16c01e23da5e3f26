import sql from 'sql-template-tag'
import { subjectKey } from '../../foundation/domain.ts'
import { MATERIAL } from '../../policy/stage/example-values.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows } from '../../policy/stage/view.ts'
import { type MediaReply, mediaRoutes } from './media-routes.ts'
import { type StreamReply, streamRoutes } from './stream-routes.ts'
import { restrictedRoutes } from './restricted-routes.ts'

const ofMedia = shows<Omit<MediaReply, 'bytes'>>(({ caseId, mediaId, subject, accountId, claimedBy }, { by }) => [
  {
    kind: 'media',
    caseId,
    mediaId,
    subject: subjectKey(subject),
    accountId: accountId ?? undefined,
    inCase: claimedBy === by.pseudonym,
  },
])

/** The parts of one view are recorded as one. */
const ofStream = shows<StreamReply>((answer, asked) => (answer.setRecorded ? ofMedia(answer, asked) : []))

export const mediaStage: Stage = {
  routes: [mediaRoutes, streamRoutes, restrictedRoutes],
  operations: tagged('review', {
    'GET /v1/cases/:caseId/media/:mediaId': { id: 'readMedia', shows: ofMedia },
    'GET /v1/cases/:caseId/media/:mediaId/stream': { id: 'streamMedia', shows: ofStream },
    'GET /v1/cases/:caseId/media/:mediaId/poster': { id: 'readPoster', shows: ofMedia },
    'POST /v1/cases/:caseId/restricted/:mediaId/views': {
      id: 'lookAtRestricted',
      request: { reason: 'To say which of two hashes the authority asked for.' },
      answer: {
        id: 'ev_12',
        mediaType: 'image/png',
        sha256: MATERIAL,
        reference: 'vault:7',
        link: { address: 'https://harbour.example/vault/7', until: '2026-05-04T09:05:00Z' },
        why: null,
      },
    },
  }),
  periodicTasks: [
    {
      name: 'delete-restricted-bytes',
      everyMs: 600_000,
      run: ({ db }) => db.query(sql`select drop_restricted_bytes(null)`),
    },
  ],
}
