import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notifyBuyers } from './answered-consumers.ts'
import { actInADemo, actThroughAPlatform, receiveAnEvent, reportOnce, signEverything } from './answered-desks.ts'
import { playFilms } from './answered-media.ts'
import { makeTransparencyReport } from './answered-reports.ts'
import { pauseSender } from './answered-senders.ts'
import { signOnBySaml, signOnOnce } from './answered-sign-ons.ts'
import { enterOrders } from './ask-authorities.ts'
import { useAutomation } from './ask-automation.ts'
import { importAndReport, runException, workOnCases, workOnTheList } from './ask-cases.ts'
import { callChangeRoutes } from './ask-changes.ts'
import { useChannels } from './ask-channels.ts'
import { callDirectoryRoutes } from './ask-directory.ts'
import { planDrills, resolveDrifts } from './ask-drills-and-drifts.ts'
import { callOtherEnforcementRoutes, freeze, undoEnforcements } from './ask-enforcements.ts'
import { asking, postSigned } from './ask-operation.ts'
import { endPersonByEveryRoute, signIn, workShift } from './ask-people.ts'
import { type HostileDesk, startHostileDesk } from './hostile-desk.ts'
import { NOT_ASKED } from './not-asked.ts'
import { repeatEach } from './repeat-each.ts'

const OPEN = 'v1/export healthz readyz docs v1/openapi.json v1/sign-on v1/me v1/policies v1/live'
const DECISIONS_AND_EXPORTS =
  'decisions decision-exports?reason=why ledger-exports?format=csv&reason=why view-exports?format=ndjson&reason=why'
const LISTS =
  'protection-reviews drift-detection?account=office drifts?open=true legal-clocks settlements referrals legal-holds unconfirmed trusted-flaggers flagger-figures?year=2026 flagger-figure-exports?year=2026'

test('every answer matches its description and repeats for its Idempotency-Key', async (t) => {
  const [answered, repeated] = [new Set<string>(), new Set<string>()]
  const desks = [
    actThroughAPlatform,
    actInADemo,
    signOnOnce,
    signOnBySaml,
    receiveAnEvent,
    reportOnce,
    signEverything,
    playFilms,
    pauseSender,
    notifyBuyers,
    makeTransparencyReport,
  ]
  for (const use of desks) await use(t, answered, repeated)
  const ground = await startHostileDesk(t)
  repeatEach(ground, ground.operations, repeated)
  await callEveryOperation(ground, answered)
  // An upgrade (1xx) ends HTTP on its connection: the tests of its route speak the other protocol.
  const promised = ground.operations.flatMap(({ method, path, responses }) =>
    Object.keys(responses).flatMap((status) => (/^2/.test(status) ? [`${method} ${path} ${status}`] : [])),
  )
  assert.deepEqual(
    promised.filter((each) => !answered.has(each)),
    NOT_ASKED,
  )
  const keyed = ground.operations.flatMap(({ method, path, takesKey }) => (takesKey ? [`${method} ${path}`] : []))
  assert.deepEqual([...repeated].sort(), keyed.sort())
})

/** Asks all that takes no platform that answers. */
async function callEveryOperation(ground: HostileDesk, answered: Set<string>): Promise<void> {
  const ask = asking(ground, answered)
  for (const path of [
    ...OPEN.split(' '),
    ...`${LISTS} ${DECISIONS_AND_EXPORTS}`.split(' ').map((list) => `v1/${list}`),
  ])
    await ask(`GET /${path}`)
  await importAndReport(ask)
  await workOnTheList(ask)
  await workOnCases(ask, ground)
  await runException(ask)
  await callOtherEnforcementRoutes(ask, ground)
  await freeze(ask)
  const agree = (route: string, body: object) => postSigned(ask, route, body, 'another')
  await callChangeRoutes(ask, agree, ground)
  await planDrills(ask, agree)
  await resolveDrifts(ask, ground)
  await endPersonByEveryRoute(ask, ground)
  await undoEnforcements(ask, ground)
  await enterOrders(ask)
  await workShift(ask)
  for (const use of [callDirectoryRoutes, useChannels, useAutomation]) await use(ask)
  await signIn(ask, ground)
}
