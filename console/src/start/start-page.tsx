import { SimpleGrid } from '@mantine/core'
import { type ComponentType, lazy, Suspense } from 'react'
import type { Role } from '../api/role.ts'
import { Page } from '../components/page.tsx'
import { Boundary } from '../components/panel.tsx'
import { TakeNext } from '../components/take-next.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { useMe } from '../shell/me.tsx'
import type { Words } from '../words/words.gen.ts'
import { readPageTexts, words } from '../words/words.ts'
import { Escalations, LateCases, NextCases, OwnCases } from './case-panels.tsx'
import { FailingChannels, WaitingChanges } from './organisation-panels.tsx'
import { WaitingPanel } from './start-panel.tsx'
import { Alerts, Coverage, Exceptions, LedgerState, WaitingApprovals } from './watch-panels.tsx'

/** The panels of administrators load with their texts. */
const readSetup = async () => {
  await readPageTexts()
  return import('./setup-panels.tsx')
}
const Setup = lazy(async () => ({ default: (await readSetup()).Setup }))
const Keys = lazy(async () => ({ default: (await readSetup()).Keys }))

type PanelName = keyof Words['start']['panels']

const PANELS: Readonly<Record<PanelName, ComponentType>> = {
  own: OwnCases,
  next: NextCases,
  late: LateCases,
  escalated: Escalations,
  approvals: WaitingApprovals,
  coverage: Coverage,
  alerts: Alerts,
  changes: WaitingChanges,
  ledger: LedgerState,
  exceptions: Exceptions,
  setup: Setup,
  keys: Keys,
  channels: FailingChannels,
}

/** The panels of each role. A person with several roles sees each panel once. */
const OF_ROLE: Readonly<Record<Role, readonly PanelName[]>> = {
  reviewer: ['own', 'next', 'late', 'approvals'],
  senior: ['own', 'next', 'late', 'approvals'],
  lead: ['own', 'late', 'escalated', 'approvals', 'alerts', 'coverage'],
  policy: ['changes', 'exceptions', 'ledger', 'late'],
  auditor: ['ledger', 'changes', 'exceptions', 'alerts'],
  admin: ['setup', 'changes', 'keys', 'channels'],
}

/** Shows what waits for the caller, by their roles. Looking claims nothing, and nothing counts or compares people. */
export function StartPage() {
  const me = useMe()
  const reviews = useHasRole('reviewer', 'senior', 'lead')
  const panels = [...new Set((me?.roles ?? []).flatMap((role) => OF_ROLE[role]))]
  return (
    <Page title={words.nav.start} about={words.start.about} actions={reviews && <TakeNext size="sm" />}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" verticalSpacing="md">
        {panels.map((name) => {
          const Each = PANELS[name]
          return (
            <Boundary key={name}>
              <Suspense fallback={<WaitingPanel title={words.start.panels[name].title} />}>
                <Each />
              </Suspense>
            </Boundary>
          )
        })}
      </SimpleGrid>
    </Page>
  )
}
