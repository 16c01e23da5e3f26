import { Button, Group, List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { Incident } from '../api/shapes.ts'
import { CopyText } from '../components/copy-text.tsx'
import { formatCount, formatDay, formatLength } from '../components/format.ts'
import { Loading, Panel, Shown } from '../components/panel.tsx'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import { Minutes } from './minutes.tsx'
import { incidentQuery } from './queries.ts'
import { WhoSaw } from './who-saw.tsx'

const OfflineLine = lazy(async () => ({ default: (await import('./offline-line.tsx')).OfflineLine }))

/** Shows one incident minute by minute, with its offline time on a line and its published report. */
export function IncidentPage({ incidentId }: { incidentId: string }) {
  const found = useQuery(incidentQuery(incidentId))
  const name = found.data?.handle == null ? incidentId : `@${found.data.handle}`
  return (
    <Stack gap="md">
      <Title order={1} size="h3" className="hostile">
        {found.data?.drill === true ? words.incidents.oneDrill({ name }) : words.incidents.one({ who: name })}
      </Title>
      <Shown query={found}>{(incident) => <Told incident={incident} />}</Shown>
    </Stack>
  )
}

function Told({ incident }: { incident: Incident }) {
  const me = useMe()
  return (
    <>
      {incident.drill && <Text fw={600}>{words.incidents.drillHint}</Text>}
      <Group justify="space-between">
        <Group gap="sm">
          <OfflineSum incident={incident} />
          <Times incident={incident} />
          {incident.marks[0] && <Text span>{formatDay(incident.marks[0].at)}</Text>}
          {incident.reach !== null && <Text span>{words.who.followers({ count: formatCount(incident.reach) })}</Text>}
          <Link to="/enforcements/$enforcementId" params={{ enforcementId: incident.id }}>
            {words.incidents.enforcement} {incident.id}
          </Link>
        </Group>
        <Button size="compact-sm" variant="default" className="no-print" onClick={() => window.print()}>
          {words.incidents.print}
        </Button>
      </Group>
      <Panel title={words.incidents.line}>
        <Suspense fallback={<Loading />}>
          <OfflineLine incident={incident} />
        </Suspense>
      </Panel>
      <Panel title={words.incidents.minutes} aside={<Text size="sm">{words.incidents.fromLedger}</Text>}>
        <Minutes incident={incident} />
      </Panel>
      <Missing incident={incident} />
      <Public text={incident.public} />
      <Panel title={words.incidents.saw}>
        {me?.roles.includes('auditor') ? (
          <WhoSaw incident={incident} />
        ) : (
          <Text c="dimmed">{words.incidents.sawForAuditors}</Text>
        )}
      </Panel>
    </>
  )
}

function OfflineSum({ incident: { offline, offlineMs } }: { incident: Incident }) {
  const isOffline = offline.at(-1)?.until === null
  if (offline.length === 0) return <Text fw={600}>{words.incidents.neverOffline}</Text>
  const lasted = formatLength(offlineMs)
  return (
    <Text span fw={700} size="lg" c={isOffline ? 'var(--state-alarm)' : 'inherit'}>
      {isOffline ? words.incidents.stillOfflineFor({ time: lasted }) : words.incidents.offlineFor({ time: lasted })}
    </Text>
  )
}

function Times({ incident: { detectMs, restoreMs } }: { incident: Incident }) {
  if (detectMs === null) return null
  const noticed = words.incidents.noticedAfter({ lasted: formatLength(detectMs) })
  const back = restoreMs === null ? '' : words.incidents.backAfter({ lasted: formatLength(restoreMs) })
  return <Text span>{noticed + back}</Text>
}

const Missing = ({ incident: { missing } }: { incident: Incident }) => (
  <Panel title={words.incidents.missing}>
    {missing.length === 0 ? (
      <Text>{words.incidents.nothingMissing}</Text>
    ) : (
      <List>
        {missing.map((each) => (
          <List.Item key={each}>{each}</List.Item>
        ))}
      </List>
    )}
  </Panel>
)

const Public = ({ text }: { text: string }) => (
  <Panel title={words.incidents.public} aside={<CopyText text={text} label={words.incidents.copy} />}>
    <Text size="sm" c="dimmed">
      {words.incidents.publicHint}
    </Text>
    <Text component="pre" ff="monospace" size="sm" className="hostile" m={0} mt="xs">
      {text}
    </Text>
  </Panel>
)
