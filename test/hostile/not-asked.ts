/** These take a platform that answers, which this desk has not: the stories in test/journeys/ ask them. */
export const NOT_ASKED = [
  // Bytes and no JSON: test/journeys/the-law-has-a-clock.test.ts asks it.
  'GET /v1/authority-orders/{orderId}/document 200',
  // Bytes and no JSON, of media there are none of here: src/review/media-routes.test.ts asks it.
  'GET /v1/cases/{caseId}/media/{mediaId} 200',
  'POST /v1/cases/{caseId}/sealed/{mediaId}/look 200',
  // This takes a platform with media: test/attacks/a-signal-claims-a-match.test.ts asks it.
  'POST /v1/cases/{caseId}/match-checks 200',
  // This takes somebody who translates: src/review/translation-routes.test.ts asks it.
  'POST /v1/cases/{caseId}/translation 200',
  // This takes a ground that is proved: test/attacks/a-hijacked-minister-posts-abuse-images.test.ts asks it.
  'POST /v1/orders/{orderId}/undo-unconfirmed 202',
  // These take an order in effect: test/journeys/an-appeal-is-heard.test.ts asks them.
  'POST /v1/appeals 200',
  'POST /v1/appeals 201',
  'GET /v1/appeals/{appealId} 200',
  'POST /v1/cases/{caseId}/appeal 200',
  'POST /v1/orders/{orderId}/duty 200',
  'POST /v1/orders/{orderId}/confirm 200',
  'POST /v1/orders/{orderId}/identify 200',
  'POST /v1/orders/{orderId}/assessment 200',
  'POST /v1/orders/{orderId}/reinstate 201',
  // These take a worker that has looked at all of the set: test/journeys/a-wave-takes-two.test.ts asks them.
  'POST /v1/campaigns/{campaignId}/sample 200',
  'POST /v1/campaigns/{campaignId}/sample/{place} 200',
  'POST /v1/campaigns/{campaignId}/approve 200',
  'POST /v1/campaigns/{campaignId}/decline 200',
  'POST /v1/campaigns/{campaignId}/continue 200',
  // This takes an incident: test/journeys/drill.test.ts asks it.
  'GET /v1/incidents/{incidentId} 200',
  // This takes a desk that is set up: test/attacks/two-leads-loosen-a-protection-the-same-evening.test.ts asks it.
  'POST /v1/changes/{changeId}/stop 200',
  // This takes what protects, and a day of work: test/journeys/looked-at-again.test.ts asks it.
  'POST /v1/protection-reviews 204',
  // This takes a second list of keys: src/change/sign-key-list.test.ts asks it.
  'POST /v1/key-lists/{version}/sign 200',
  // This takes a leaf that has its number: src/audit/ledger-routes.test.ts asks it.
  'GET /v1/ledger/{number} 200',
  // What an identity provider must have said: src/staff/sso asks these.
  'GET /v1/sign-on/callback 200',
  'POST /v1/sign-on/logout 200',
  'GET /v1/demo/people 200',
  'POST /v1/demo/sign-in 204',
]
