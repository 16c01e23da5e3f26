import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDate } from '../components/format.ts'
import { Page } from '../components/page.tsx'
import { Loading, Panel, Shown } from '../components/panel.tsx'
import { type Period, reportsQuery } from '../components/report-query.ts'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { DraftPanel } from './draft-panel.tsx'
import { DsaPanel } from './dsa-panel.tsx'
import { lastPeriod } from './periods.ts'
import { StoredReports } from './stored-reports.tsx'

/** Shows the transparency reports: the figures of a period, and what was stored and made final. */
export function TransparencyPage() {
  const reports = useQuery(reportsQuery)
  const seesDelivery = useHasRole('policy', 'auditor', 'senior', 'lead')
  const [chosen, setChosen] = useState<Period | null>(null)
  return (
    <Page title={words.transparency.title} about={words.transparency.about}>
      <Panel title={words.transparency.stored}>
        <Shown query={reports}>
          {({ items }) => (items.length === 0 && isChanging(reports) ? <Loading /> : <StoredReports items={items} />)}
        </Shown>
      </Panel>
      {seesDelivery && <DsaPanel />}
      <Shown query={reports}>
        {({ countedUntil }) => (
          <>
            <PeriodChoice first={lastPeriod(countedUntil)} countedUntil={countedUntil} onChoose={setChosen} />
            {chosen !== null && <DraftPanel key={`${chosen.from} ${chosen.to}`} period={chosen} />}
          </>
        )}
      </Shown>
    </Page>
  )
}

/** True when an empty list is about to be replaced: it says nothing then. */
const isChanging = ({ isFetching, data }: { isFetching: boolean; data: { items: readonly unknown[] } | undefined }) =>
  isFetching || data?.items.length !== 0

interface ChoiceProps {
  first: Period | null
  countedUntil: string | null
  onChoose: (period: Period) => void
}

function PeriodChoice({ first, countedUntil, onChoose }: ChoiceProps) {
  const [from, setFrom] = useState(first?.from ?? '')
  const [to, setTo] = useState(first?.to ?? '')
  if (countedUntil === null) return <Text c="dimmed">{words.transparency.notCounted}</Text>
  const isPeriod = from !== '' && to !== '' && from <= to && to <= countedUntil
  return (
    <Panel title={words.transparency.period}>
      <Stack gap="xs" className="no-print">
        <Group gap="sm" align="flex-end">
          <TextInput
            type="date"
            label={words.transparency.from}
            value={from}
            max={countedUntil}
            onChange={({ currentTarget }) => setFrom(currentTarget.value)}
          />
          <TextInput
            type="date"
            label={words.transparency.to}
            value={to}
            max={countedUntil}
            onChange={({ currentTarget }) => setTo(currentTarget.value)}
          />
          <Button variant="default" disabled={!isPeriod} onClick={() => onChoose({ from, to })}>
            {words.transparency.show}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {words.transparency.counted({ day: formatDate(countedUntil) })}
        </Text>
      </Stack>
    </Panel>
  )
}
