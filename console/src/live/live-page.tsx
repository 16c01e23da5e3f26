import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Live } from '../api/shapes.ts'
import { RunningClocks } from '../desk/law-clocks.tsx'
import { EnforcementRow } from '../desk/enforcement-row.tsx'
import { Page } from '../desk/page.tsx'
import { Panel, Shown } from '../desk/panel.tsx'
import { ToConfirm } from '../desk/to-confirm.tsx'
import { useSeesEnforcements } from '../desk/use-roles.ts'
import { liveQuery, meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { BudgetsPanel } from './budgets.tsx'
import { EndedRow, useEnded } from './ended.tsx'
import { Freezes } from './freezes.tsx'
import { AlertsPanel } from './alerts-panel.tsx'
import { SECTIONS, toSections } from './sections.ts'
import { UndoEverything } from './undo-everything.tsx'
import { WatchPanel } from './watch-panel.tsx'

/** Shows what happens now; stopping or restoring any enforcement takes two presses. */
export function LivePage(undo: Parameters<typeof UndoEverything>[0]) {
  const live = useQuery(liveQuery)
  const isKnown = useQuery(meQuery).data !== undefined
  const isOnDuty = useSeesEnforcements() || !isKnown
  return (
    <Page title={words.live.title}>
      <AlertsPanel />
      {!isOnDuty && <ToConfirm />}
      {isOnDuty && <RunningClocks quiet />}
      {isOnDuty && <WatchPanel />}
      <Shown query={live}>{(answer) => <Sections live={answer} />}</Shown>
      {isOnDuty && (
        <>
          <BudgetsPanel />
          <Freezes />
          <UndoEverything {...undo} />
        </>
      )}
    </Page>
  )
}

function Sections({ live }: { live: Live }) {
  const enforcements = useMemo(() => [...live.moving, ...live.standing], [live])
  const ended = useEnded(enforcements)
  const sections = toSections(enforcements)
  const filled = SECTIONS.filter((section) => sections.has(section))
  return (
    <>
      {filled.length === 0 && <Text>{words.enforcements.empty}</Text>}
      {filled.map((section) => (
        <Panel key={section} title={`${words.enforcements.sections[section]} ${sections.get(section)?.length ?? 0}`}>
          {sections.get(section)?.map((enforcement) => (
            <EnforcementRow key={enforcement.id} enforcement={enforcement} />
          ))}
        </Panel>
      ))}
      {ended.map((enforcement) => (
        <EndedRow key={enforcement.id} enforcement={enforcement} />
      ))}
    </>
  )
}
