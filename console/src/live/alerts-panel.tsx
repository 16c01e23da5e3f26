import { Button, Group, Spoiler, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Told } from '../api/shapes.ts'
import { DeskText } from '../components/desk-text.tsx'
import { formatAgo } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useNow } from '../components/use-now.tsx'
import { alertsQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { type AlertGroup, CHANGE_ID, groupAlerts, RESTORE_ID } from './alert-groups.ts'

/** The number of groups shown at first, so that the panels below stay visible. */
const SHOWN = 4
/** Two lines. */
const FOLDED_PX = 40

/** Shows the caller's alerts in groups until the caller acknowledges each, a group, or all that are shown. */
export function AlertsPanel() {
  const alerts = useQuery(alertsQuery)
  const [isWhole, setWhole] = useState(false)
  return (
    <Panel title={words.alerts.title}>
      <Shown query={alerts}>
        {({ items }) => {
          const groups = groupAlerts(items)
          const shown = isWhole ? groups : groups.slice(0, SHOWN)
          const listed = shown.flatMap(({ alerts: same }) => same)
          return (
            <Stack gap="sm" className="alert-column">
              <Stack gap="sm" className="alert-list">
                {groups.length === 0 && <Text c="dimmed">{words.alerts.none}</Text>}
                {shown.map((group) => (
                  <AlertGroupRow key={group.key} group={group} />
                ))}
              </Stack>
              <Group gap="xs">
                {groups.length > shown.length && (
                  <Button size="compact-sm" variant="default" onClick={() => setWhole(true)}>
                    {words.alerts.all({ count: items.length })}
                  </Button>
                )}
                {listed.length > 1 && (
                  <Acknowledge alerts={listed} label={words.alerts.seenAll({ count: listed.length })} />
                )}
              </Group>
            </Stack>
          )
        }}
      </Shown>
    </Panel>
  )
}

/** Shows a group by its newest alert and its number; the others open on request. */
function AlertGroupRow({ group: { key, kind, enforcementId, alerts } }: { group: AlertGroup }) {
  const [isOpen, setOpen] = useState(false)
  const now = useNow()
  const [newest] = alerts
  if (newest === undefined) return null
  const others = alerts.length - 1
  return (
    <Stack gap={4} data-row data-glide={`alerts ${key}`}>
      <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
        <Group gap="xs" miw={0}>
          <Text span size="sm" fw={600}>
            {words.alerts.kinds[kind]}
            {others > 0 && ` × ${alerts.length}`}
          </Text>
          <Text span size="sm" c="dimmed">
            {formatAgo(newest.at, now)}
          </Text>
          <About enforcementId={enforcementId} why={newest.why} />
        </Group>
        <Acknowledge
          alerts={alerts}
          label={others === 0 ? words.alerts.seen : words.alerts.seenAll({ count: alerts.length })}
        />
      </Group>
      <Why alert={newest} />
      {others > 0 && (
        <Group>
          <Button size="compact-xs" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? words.alerts.fewer : words.alerts.more({ count: others })}
          </Button>
        </Group>
      )}
      {isOpen &&
        alerts.slice(1).map((alert) => (
          <div key={alert.id}>
            <Text size="sm" c="dimmed">
              {formatAgo(alert.at, now)}
            </Text>
            <Why alert={alert} />
          </div>
        ))}
    </Stack>
  )
}

/** Shows the text of an alert on two lines; on request its whole text, line by line. */
const Why = ({ alert: { id, kind, why, language } }: { alert: Told }) => (
  <Spoiler
    maxHeight={FOLDED_PX}
    transitionDuration={0}
    showLabel={words.alerts.whole}
    hideLabel={words.alerts.less}
    attributes={{ content: { 'aria-label': `${words.alerts.kinds[kind]} ${id}` } }}
  >
    <DeskText text={why} language={language} size="sm" />
  </Spoiler>
)

/** The button that acknowledges exactly the alerts on the screen: one that arrives meanwhile stays. */
function Acknowledge({ alerts, label }: { alerts: readonly Told[]; label: string }) {
  const client = useQueryClient()
  const seen = useMutation({
    mutationFn: async (ids: readonly number[]) => {
      for (const alertId of ids) await unwrap(api.POST('/v1/alerts/{alertId}/seen', { params: { path: { alertId } } }))
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['alerts'] }),
  })
  return (
    <Stack gap={4} flex="none" align="flex-end">
      <Button
        size="compact-xs"
        variant="default"
        loading={seen.isPending}
        onClick={() => seen.mutate(alerts.map(({ id }) => id))}
      >
        {label}
      </Button>
      {seen.isError && <ProblemNote error={seen.error} />}
    </Stack>
  )
}

/** Links the place where the alert is handled: the enforcement, the change or the set of restores that it names. */
function About({ enforcementId, why }: Pick<Told, 'enforcementId' | 'why'>) {
  const [change] = CHANGE_ID.exec(why) ?? []
  const [restore] = RESTORE_ID.exec(why) ?? []
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
