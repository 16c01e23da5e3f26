import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PAGE_ROLES } from '../../console/src/components/page-roles.ts'
import { placesOf } from '../../console/src/components/places.ts'
import type { StaffRight } from '../../src/app/http/refuse-by-right.ts'
import { RIGHTS } from '../../src/app/http/rights.ts'

/** The route without which a page shows nothing. */
const READS: Readonly<Record<string, string>> = {
  '/queue': 'GET /v1/cases',
  '/notices': 'GET /v1/notices',
  '/review': 'POST /v1/cases/claim-next',
  '/countersign': 'GET /v1/approvals',
  '/live': 'GET /v1/live',
  '/accounts': 'GET /v1/accounts/:accountId/history',
  '/cases': 'GET /v1/cases/:caseId',
  '/enforcements': 'GET /v1/enforcements/:enforcementId',
  '/bulk-actions': 'GET /v1/bulk-actions',
  '/search': 'GET /v1/search',
  '/law': 'GET /v1/legal-clocks',
  '/exceptions': 'GET /v1/newsworthy-exceptions',
  '/open-case': 'POST /v1/cases',
  '/incidents': 'GET /v1/incidents',
  '/automation': 'GET /v1/automation',
  '/drills': 'GET /v1/drills',
  '/guards': 'GET /v1/guards',
  '/decisions': 'GET /v1/decisions',
  '/insights': 'GET /v1/insights/:chart',
  '/ledger': 'GET /v1/ledger/verification',
  '/changes': 'GET /v1/changes',
  '/organisation': 'GET /v1/election-windows',
  '/api-keys': 'GET /v1/keys',
  '/channels': 'GET /v1/channels',
  '/connectors': 'GET /v1/platforms',
}
const PLACES_MAX_OF_REVIEWER = 9

const isStaffRight = (right: unknown): right is StaffRight => typeof right === 'object' && right !== null

test('the console refuses a page to the roles that its route refuses', () => {
  assert.deepEqual(Object.keys(READS).sort(), Object.keys(PAGE_ROLES).sort())
  for (const [page, route] of Object.entries(READS)) {
    const right = RIGHTS[route]
    assert.ok(isStaffRight(right), route)
    const admitted = [...(right.roles ?? []), ...(right.onShift ?? [])]
    assert.deepEqual([...new Set(PAGE_ROLES[page])].sort(), [...new Set(admitted)].sort(), page)
  }
})

test('a reviewer has at most nine pages in the sidebar', () => {
  const places = placesOf(['reviewer']).flatMap((group) => group.places)
  assert.ok(places.length <= PLACES_MAX_OF_REVIEWER, places.map(({ to }) => to).join(' '))
})
