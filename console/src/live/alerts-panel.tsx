import { Button, Group, Spoiler, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Told } from '../api/shapes.ts'
import { formatAgo } from '../components/format.ts'
import { useNow } from '../components/use-now.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { DeskText } from '../components/desk-text.tsx'
import { alertsQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'

/** The number of alerts shown at first, so that the enforcements below stay visible. */
const SHOWN = 4
/** Two lines. */
const FOLDED_PX = 40

/** Shows the caller's alerts until the caller marks each as seen. */
export function AlertsPanel() {
  const alerts = useQuery(alertsQuery)
  const [isWhole, setWhole] = useState(false)
  return (
    <Panel title={words.alerts.title}>
      <Shown query={alerts}>
        {({ items }) => (
          <Stack gap="sm">
            {items.length === 0 && <Text c="dimmed">{words.alerts.none}</Text>}
            {items.slice(0, isWhole ? items.length : SHOWN).map((alert) => (
              <Row key={alert.id} alert={alert} />
            ))}
            {items.length > SHOWN && !isWhole && (
              <Group>
                <Button size="compact-sm" variant="default" onClick={() => setWhole(true)}>
                  {words.alerts.all({ count: items.length })}
                </Button>
              </Group>
            )}
          </Stack>
        )}
      </Shown>
    </Panel>
  )
}

/** Shows one alert: its kind, time and subject; on request its whole text, line by line. */
function Row({ alert }: { alert: Told }) {
  const now = useNow()
  const client = useQueryClient()
  const seen = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/alerts/{alertId}/seen', { params: { path: { alertId: alert.id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['alerts'] }),
  })
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm" data-row>
      <div style={{ minWidth: 0, flex: 1 }}>
        <Group gap="xs">
          <Text span size="sm" fw={600}>
            {words.alerts.kinds[alert.kind]}
          </Text>
          <Text span size="sm" c="dimmed">
            {formatAgo(alert.at, now)}
          </Text>
          <About alert={alert} />
        </Group>
        <Spoiler
          maxHeight={FOLDED_PX}
          showLabel={words.alerts.whole}
          hideLabel={words.alerts.less}
          attributes={{ content: { 'aria-label': `${words.alerts.kinds[alert.kind]} ${alert.id}` } }}
        >
          <DeskText text={alert.why} size="sm" />
        </Spoiler>
        {seen.isError && <ProblemNote error={seen.error} />}
      </div>
      <Button size="compact-xs" variant="default" flex="none" loading={seen.isPending} onClick={() => seen.mutate()}>
        {words.alerts.seen}
      </Button>
    </Group>
  )
}

const CHANGE = /\bchg_\d+\b/
const RESTORE = /\brestore_\d+\b/

/** Links the place where the alert is handled: the enforcement, the change or the set of restores that it names. */
function About({ alert: { enforcementId, why } }: { alert: Told }) {
  const [change] = CHANGE.exec(why) ?? []
  const [restore] = RESTORE.exec(why) ?? []
  return (
    <>
      {enforcementId !== null && (
        <Link to="/enforcements/$enforcementId" params={{ enforcementId }}>
          {enforcementId}
        </Link>
      )}
      {change !== undefined && <Link to="/changes">{change}</Link>}
      {restore !== undefined && (
        <Link to="/live" search={{ restore }}>
          {restore}
        </Link>
      )}
    </>
  )
}
