import { Paper, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import type { Live } from '../api/shapes.ts'
import { RunningClocks } from '../components/law-clocks.tsx'
import { Page } from '../components/page.tsx'
import { Shown } from '../components/panel.tsx'
import { useSeesEnforcements } from '../components/use-roles.ts'
import { WaitingConfirmations } from '../components/waiting-confirmations.tsx'
import { useMe } from '../shell/me.tsx'
import { liveQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { AlertsPanel } from './alerts-panel.tsx'
import { BudgetsPanel } from './budgets.tsx'
import { DriftPanel } from './drift-panel.tsx'
import { EndedRow, useEnded } from './ended.tsx'
import { EnforcementRow } from './enforcement-row.tsx'
import { Filters } from './filters.tsx'
import { Freezes } from './freezes.tsx'
import { useGlide } from './glide.ts'
import { SECTIONS, sectionOf, toSections } from './sections.ts'
import { UndoEverything, type UndoProps } from './undo-everything.tsx'
import { isFiltered, type LiveFilter, matches } from './view.ts'

interface Props extends Filtering, UndoProps {}

interface Filtering {
  filter: LiveFilter
  onFilter: (filter: LiveFilter) => void
}

/** Shows the enforcements that are under way; stopping or restoring any of them takes two presses. */
export function LivePage({ filter, onFilter, ...undo }: Props) {
  const page = useRef<HTMLDivElement>(null)
  const live = useQuery(liveQuery)
  const isKnown = useMe() !== undefined
  useGlide(page)
  const isOnDuty = useSeesEnforcements() || !isKnown
  return (
    <Page title={words.live.title}>
      <div className="with-rail" ref={page}>
        <Stack gap="md" miw={0}>
          <Shown query={live}>{(answer) => <Sections live={answer} filter={filter} onFilter={onFilter} />}</Shown>
          {isOnDuty && (
            <div data-glide="undo">
              <UndoEverything {...undo} />
            </div>
          )}
        </Stack>
        <Stack gap="md" miw={0} data-glide="rail">
          <AlertsPanel />
          <Stack gap="md" data-glide="panels">
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
        </Stack>
      </div>
    </Page>
  )
}

/** The enforcements that a section shows. A warning that took effect, say, is over and needs no way back. */
const listShown = ({ moving, standing }: Live) =>
  [...moving, ...standing].filter((enforcement) => sectionOf(enforcement) !== undefined)

/** Shows the enforcements in one table, in sections with the most urgent first. */
function Sections({ live, filter, onFilter }: { live: Live } & Filtering) {
  const enforcements = useMemo(() => listShown(live), [live])
  const ended = useEnded(enforcements)
  const shown = enforcements.filter((enforcement) => matches(filter, enforcement))
  const sections = toSections(shown)
  const filled = SECTIONS.filter((section) => sections.has(section))
  return (
    <Paper component="section" withBorder aria-label={words.live.enforcements}>
      <Filters filter={filter} enforcements={enforcements} shown={shown.length} onFilter={onFilter} />
      {filled.length === 0 && (
        <Text p="lg" c="dimmed">
          {isFiltered(filter) ? words.live.filters.none : words.enforcements.empty}
        </Text>
      )}
      {filled.length > 0 && (
        <Table className="rows live-rows" layout="fixed" verticalSpacing={6} horizontalSpacing="md">
          <Columns />
          {filled.map((section) => (
            <Table.Tbody
              key={section}
              aria-label={`${words.enforcements.sections[section]} ${sections.get(section)?.length ?? 0}`}
            >
              <Table.Tr className="section" data-glide={section}>
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
      {ended
        .filter((enforcement) => matches(filter, enforcement))
        .map((enforcement) => (
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
