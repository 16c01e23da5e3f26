/** The parts of the desk, in the order of the flow, as the description of the API groups its operations. */
export const STAGES = {
  intake: 'What a platform sends: reports, and facts about accounts and contents.',
  queue: 'What waits, who holds it, and where it goes.',
  review: 'Looking at one case, deciding it, asking others.',
  search: 'Finding cases and accounts.',
  approval:
    'Orders: agreeing to them, stopping them, undoing them; freezing all of them; what people are told at once.',
  signature: 'What people put their name to, with their passkeys.',
  effect: 'What came back at the platform.',
  change: 'Changes of the desk itself: its guards, what protects whom, who may approve.',
  audit: 'Who was shown what.',
  staff: 'About oneself: who am I, my shift, my breaks.',
  directory: 'Who works here, kept in step by a directory: SCIM 2.0 (RFC 7643, RFC 7644), answered in its own form.',
  desk: 'About this server.',
} as const
export type Stage = keyof typeof STAGES

/**
 * What every operation is called, by which clients are generated, and the stage it belongs to. A name, once given, stays:
 * with it goes a function in somebody's program.
 */
export const OPERATIONS: Readonly<Record<string, readonly [stage: Stage, id: string]>> = {
  'POST /v1/reports': ['intake', 'receiveReport'],
  'POST /v1/reports/batch': ['intake', 'receiveReports'],
  'PUT /v1/accounts/:accountId': ['intake', 'tellAccount'],
  'PUT /v1/contents/:contentId': ['intake', 'tellContent'],

  'POST /v1/cases/claim-next': ['queue', 'claimNextCase'],
  'POST /v1/cases/:caseId/claim/renew': ['queue', 'renewClaim'],
  'POST /v1/cases/:caseId/claim/take-over': ['queue', 'takeOverClaim'],
  'POST /v1/cases/:caseId/claim/release': ['queue', 'releaseClaim'],
  'POST /v1/cases/:caseId/transfer': ['queue', 'transferCase'],
  'GET /v1/cases': ['queue', 'listCases'],

  'GET /v1/cases/:caseId': ['review', 'readCase'],
  'POST /v1/cases/:caseId/notes': ['review', 'addNote'],
  'POST /v1/orders/preview': ['review', 'previewOrder'],
  'POST /v1/lesser-measures': ['review', 'takeLesserMeasure'],
  'POST /v1/cases/:caseId/decisions': ['review', 'decideCase'],
  'POST /v1/cases/:caseId/answer': ['review', 'answerCase'],
  'GET /v1/newsworthy-exceptions': ['review', 'listExceptions'],
  'POST /v1/newsworthy-exceptions/:exceptionId/end': ['review', 'endException'],
  'GET /v1/accounts/:accountId/history': ['review', 'readAccountHistory'],

  'GET /v1/cases/:caseId/reports/:reportId/reporter': ['review', 'readReporter'],

  'GET /v1/search': ['search', 'searchDesk'],

  'GET /v1/orders': ['approval', 'listOrders'],
  'GET /v1/orders/:orderId': ['approval', 'readOrder'],
  'POST /v1/orders/:orderId/stop': ['approval', 'stopOrder'],
  'POST /v1/orders/:orderId/restore': ['approval', 'restoreOrder'],
  'POST /v1/approvals/next': ['approval', 'nextApproval'],
  'GET /v1/orders/:orderId/offer': ['approval', 'readOffer'],
  'POST /v1/orders/:orderId/own-verdict': ['approval', 'giveOwnVerdict'],
  'POST /v1/orders/:orderId/approve': ['approval', 'approveOrder'],
  'POST /v1/orders/:orderId/decline': ['approval', 'declineOrder'],
  'POST /v1/orders/:orderId/duty': ['approval', 'takeDuty'],
  'POST /v1/orders/:orderId/confirm': ['approval', 'confirmOrder'],
  'POST /v1/orders/:orderId/identify': ['approval', 'identifyOrder'],
  'POST /v1/orders/:orderId/assessment': ['approval', 'assessOrder'],
  'POST /v1/orders/:orderId/resume': ['approval', 'resumeOrder'],
  'POST /v1/orders/:orderId/reinstate': ['approval', 'reinstateOrder'],
  'GET /v1/freezes': ['approval', 'listFreezes'],
  'POST /v1/freezes': ['approval', 'beginFreeze'],
  'POST /v1/freezes/:freezeId/extend': ['approval', 'extendFreeze'],
  'POST /v1/freezes/:freezeId/end': ['approval', 'endFreeze'],
  'GET /v1/pages': ['approval', 'listPages'],
  'POST /v1/pages/:pageId/seen': ['approval', 'markPageSeen'],
  'POST /v1/restores': ['approval', 'previewRestores'],
  'GET /v1/restores/:restoreId': ['approval', 'readRestores'],
  'POST /v1/restores/:restoreId/start': ['approval', 'startRestores'],

  'POST /v1/signings': ['signature', 'prepareSigning'],
  'POST /v1/demo/sign': ['signature', 'signForDemo'],

  'POST /v1/orders/:orderId/accept': ['effect', 'acceptRestore'],

  'GET /v1/changes': ['change', 'listChanges'],
  'POST /v1/changes': ['change', 'proposeChange'],
  'POST /v1/changes/:changeId/agree': ['change', 'agreeToChange'],
  'POST /v1/changes/:changeId/decline': ['change', 'declineChange'],
  'POST /v1/changes/:changeId/withdraw': ['change', 'withdrawChange'],

  'GET /v1/views': ['audit', 'listViews'],

  'GET /v1/me': ['staff', 'readMe'],
  'POST /v1/me/shift': ['staff', 'startShift'],
  'POST /v1/me/shift/break': ['staff', 'startBreak'],
  'POST /v1/me/shift/back': ['staff', 'endBreak'],
  'POST /v1/me/shift/end': ['staff', 'endShift'],

  'GET /scim/v2/ServiceProviderConfig': ['directory', 'readScimConfig'],
  'GET /scim/v2/ResourceTypes': ['directory', 'listScimResourceTypes'],
  'GET /scim/v2/ResourceTypes/:name': ['directory', 'readScimResourceType'],
  'GET /scim/v2/Schemas': ['directory', 'listScimSchemas'],
  'GET /scim/v2/Schemas/:name': ['directory', 'readScimSchema'],
  'GET /scim/v2/Users': ['directory', 'listScimUsers'],
  'POST /scim/v2/Users': ['directory', 'createScimUser'],
  'GET /scim/v2/Users/:userId': ['directory', 'readScimUser'],
  'PUT /scim/v2/Users/:userId': ['directory', 'replaceScimUser'],
  'PATCH /scim/v2/Users/:userId': ['directory', 'changeScimUser'],
  'DELETE /scim/v2/Users/:userId': ['directory', 'removeScimUser'],
  'GET /scim/v2/Groups': ['directory', 'listScimGroups'],
  'POST /scim/v2/Groups': ['directory', 'createScimGroup'],
  'GET /scim/v2/Groups/:groupId': ['directory', 'readScimGroup'],
  'PUT /scim/v2/Groups/:groupId': ['directory', 'replaceScimGroup'],
  'PATCH /scim/v2/Groups/:groupId': ['directory', 'changeScimGroup'],
  'DELETE /scim/v2/Groups/:groupId': ['directory', 'removeScimGroup'],

  'GET /healthz': ['desk', 'checkHealth'],
  'GET /readyz': ['desk', 'checkReadiness'],
  'GET /v1/openapi.json': ['desk', 'readDescription'],
  'GET /docs': ['desk', 'browseDescription'],
}
