import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Freeze } from '../api/shapes.ts'
import { formatClock } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { LaterReasonForm } from '../components/later-reason-form.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useSecond } from '../components/use-now.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { OpenTextToSign } from '../components/sign-text.tsx'
import { freezesQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'

/**
 * Shows the freezes of the last day. The active one can be ended here, or extended by a person who did not begin it.
 */
export function Freezes() {
  const freezes = useQuery(freezesQuery)
  return (
    <Panel title={words.freeze.recent}>
      <Shown query={freezes}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{words.freeze.none}</Text>
          ) : (
            items.map((freeze) => <FreezeRow key={freeze.id} freeze={freeze} />)
          )
        }
      </Shown>
    </Panel>
  )
}

function FreezeRow({ freeze }: { freeze: Freeze }) {
  const now = useSecond()
  const client = useQueryClient()
  const params = { path: { freezeId: freeze.id } }
  const end = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/freezes/{freezeId}/end', { params })),
    onSettled: () => client.invalidateQueries({ queryKey: ['freezes'] }),
  })
  const lasts = freeze.endedAt === null && Date.parse(freeze.until) > now
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm">
          {formatClock(freeze.at)} {words.enforcements.by({ who: freeze.by })}:{' '}
          {freeze.reason === null ? (
            <StatePill tone="waits">{words.freeze.reasonMissing}</StatePill>
          ) : (
            <Hostile>{freeze.reason}</Hostile>
          )}
          {'. '}
          {freeze.endedBy === null
            ? words.freeze.lasts({ until: formatClock(freeze.until) })
            : words.freeze.ended({ by: freeze.endedBy })}
          {freeze.secondedBy !== null && `, ${words.freeze.extended({ by: freeze.secondedBy })}`}
        </Text>
        {lasts && freeze.you.end === null && (
          <Button size="compact-xs" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
            {words.freeze.end}
          </Button>
        )}
        {end.isError && <ProblemNote error={end.error} />}
      </Group>
      {freeze.you.owesReason && <LaterReasonForm act={{ kind: 'freeze', id: freeze.id }} />}
      {lasts && freeze.you.extend === null && (
        <OpenTextToSign act="freeze_extend" about={String(freeze.id)} label={words.freeze.extend} />
      )}
    </Stack>
  )
}
