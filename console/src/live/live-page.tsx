import { Paper, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Live } from '../api/shapes.ts'
import { RunningClocks } from '../components/law-clocks.tsx'
import { Page } from '../components/page.tsx'
import { Shown } from '../components/panel.tsx'
import { WaitingConfirmations } from '../components/waiting-confirmations.tsx'
import { useSeesEnforcements } from '../components/use-roles.ts'
import { liveQuery, meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { BudgetsPanel } from './budgets.tsx'
import { EndedRow, useEnded } from './ended.tsx'
import { EnforcementRow } from './enforcement-row.tsx'
import { Freezes } from './freezes.tsx'
import { AlertsPanel } from './alerts-panel.tsx'
import { SECTIONS, toSections } from './sections.ts'
import { UndoEverything } from './undo-everything.tsx'
import { DriftPanel } from './drift-panel.tsx'

/** Shows the enforcements that are under way; stopping or restoring any of them takes two presses. */
export function LivePage(undo: Parameters<typeof UndoEverything>[0]) {
  const live = useQuery(liveQuery)
  const isKnown = useQuery(meQuery).data !== undefined
  const isOnDuty = useSeesEnforcements() || !isKnown
  return (
    <Page title={words.live.title}>
      <div className="with-rail">
        <Stack gap="md" miw={0}>
          <Shown query={live}>{(answer) => <Sections live={answer} />}</Shown>
          {isOnDuty && <UndoEverything {...undo} />}
        </Stack>
        <Stack gap="md" miw={0}>
          <AlertsPanel />
          {!isOnDuty && <WaitingConfirmations />}
          {isOnDuty && (
            <>
              <RunningClocks quiet />
              <DriftPanel />
              <BudgetsPanel />
              <Freezes />
            </>
          )}
        </Stack>
      </div>
    </Page>
  )
}

/** Shows the enforcements in one table, in sections with the most urgent first. */
function Sections({ live }: { live: Live }) {
  const enforcements = useMemo(() => [...live.moving, ...live.standing], [live])
  const ended = useEnded(enforcements)
  const sections = toSections(enforcements)
  const filled = SECTIONS.filter((section) => sections.has(section))
  return (
    <Paper component="section" withBorder aria-label={words.live.enforcements}>
      {filled.length === 0 && (
        <Text p="lg" c="dimmed">
          {words.enforcements.empty}
        </Text>
      )}
      {filled.length > 0 && (
        <Table className="rows" verticalSpacing={6} horizontalSpacing="md">
          <Columns />
          {filled.map((section) => (
            <Table.Tbody
              key={section}
              aria-label={`${words.enforcements.sections[section]} ${sections.get(section)?.length ?? 0}`}
            >
              <Table.Tr className="section">
                <Table.Th colSpan={COLUMNS.length + 1} scope="rowgroup">
                  {words.enforcements.sections[section]} <span className="number">{sections.get(section)?.length}</span>
                </Table.Th>
              </Table.Tr>
              {sections.get(section)?.map((enforcement) => (
                <EnforcementRow key={enforcement.id} enforcement={enforcement} />
              ))}
            </Table.Tbody>
          ))}
        </Table>
      )}
      {ended.map((enforcement) => (
        <EndedRow key={enforcement.id} enforcement={enforcement} />
      ))}
    </Paper>
  )
}

const COLUMNS = ['account', 'action', 'state', 'since', 'by'] as const

const Columns = () => (
  <Table.Thead>
    <Table.Tr>
      {COLUMNS.map((name) => (
        <Table.Th key={name}>{words.live.columns[name]}</Table.Th>
      ))}
      <Table.Th>
        <VisuallyHidden>{words.enforcements.title}</VisuallyHidden>
      </Table.Th>
    </Table.Tr>
  </Table.Thead>
)
