import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { reportRoutes } from './report-routes.ts'

const ROSA = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'
const REPORTED = {
  reasonType: 'com.atproto.moderation.defs#reasonSpam',
  reason: 'Sells tickets that do not exist.',
  subject: { $type: 'com.atproto.admin.defs#repoRef', did: ROSA },
}

/** The stage of the desk as a moderation service of the AT Protocol. */
export const atprotoStage: Stage = {
  routes: [reportRoutes],
  operations: tagged('intake', {
    'POST /xrpc/com.atproto.moderation.createReport': {
      id: 'receiveAtprotoReport',
      request: REPORTED,
      answer: {
        ...REPORTED,
        ...{ id: 12, reportedBy: 'did:plc:z72i7hdynmk6r22z27h6tvur', createdAt: '2026-05-04T07:00:01.204Z' },
      },
    },
    'GET /.well-known/did.json': { id: 'readServiceDid' },
  }),
}
