import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { DrillSchedule } from '../api/shapes.ts'
import { formatFull, formatWeekday } from '../components/format.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { words } from '../words/words.ts'

/** Shows repeating drills and the next date of each. */
export const Schedules = ({ schedules, mayPlan }: { schedules: readonly DrillSchedule[]; mayPlan: boolean }) => (
  <Panel title={words.drills.schedules}>
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {schedules.length === 0 ? words.drills.noSchedules : words.drills.skipHint}
      </Text>
      {schedules.map((schedule) => (
        <Row key={schedule.id} schedule={schedule} mayPlan={mayPlan} />
      ))}
    </Stack>
  </Panel>
)

function Row({ schedule, mayPlan }: { schedule: DrillSchedule; mayPlan: boolean }) {
  const { id, scenario, accountId, handle, everyWeeks, weekday, time, zone, nextAt, skipped, plannedBy } = schedule
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/v1/drill-schedules/{scheduleId}/end', { params: { path: { scheduleId: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['drills'] }),
  })
  return (
    <Stack gap={2} data-row>
      <Group gap="sm">
        <Text className="hostile">
          {words.drills.scenarios[scenario]} · {handle === null ? accountId : `@${handle}`} ·{' '}
          {words.drills.every({ weeks: everyWeeks, day: formatWeekday(weekday), time, zone })} ·{' '}
          <strong>{words.drills.next({ at: formatFull(nextAt) })}</strong>
        </Text>
        {mayPlan && (
          <Button variant="default" size="xs" loading={end.isPending} onClick={() => end.mutate()}>
            {words.drills.end}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {words.drills.by({ who: plannedBy })}
      </Text>
      {skipped !== null && <Text size="sm">{words.drills.skipped({ why: skipped })}</Text>}
      {end.isError && <ProblemNote error={end.error} />}
    </Stack>
  )
}
