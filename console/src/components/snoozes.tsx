import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { toInstant } from './local-time.ts'
import { api, type Reply, unwrap } from '../api/client.ts'
import { ZONE } from '../words/language.ts'
import { words } from '../words/words.ts'
import { CollapsedForm } from './collapsed-form.tsx'
import { formatFull } from './format.ts'
import { Panel, Shown } from './panel.tsx'
import { ProblemNote } from './problem-note.tsx'
import { ReasonField } from './reason-field.tsx'
import { useHasRole } from './use-roles.ts'

type Snooze = Reply<'/v1/snoozes', 'get'>['items'][number]

const snoozesQuery = (query: { case?: string }) =>
  queryOptions({
    queryKey: ['queue', 'snoozes', query],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/snoozes', { params: { query }, signal })),
  })

/**
 * The snoozes of one case, with a form for its holder; or every snooze that lasts. A holder seldom looks: they press a
 * button first.
 */
export function Snoozes({ caseId, isHeld = false }: { caseId?: string; isHeld?: boolean }) {
  return (
    <Panel title={words.snoozes.title}>
      {caseId !== undefined && isHeld ? (
        <CollapsedForm button={words.snoozes.begin}>
          <List query={{ case: caseId }}>
            <SnoozeCase caseId={caseId} />
          </List>
        </CollapsedForm>
      ) : (
        <List query={caseId === undefined ? {} : { case: caseId }} />
      )}
    </Panel>
  )
}

/** Lists snoozes, and below them the form while none lasts. */
function List({ query, children }: { query: { case?: string }; children?: ReactNode }) {
  const found = useQuery(snoozesQuery(query))
  const lasts = found.data?.items.some(({ endedAt }) => endedAt === null)
  return (
    <>
      <Shown query={found}>
        {({ items }) => (
          <Stack gap="sm">
            {items.length === 0 && <Text c="dimmed">{words.snoozes.none}</Text>}
            {items.map((snooze) => (
              <Row key={snooze.id} snooze={snooze} />
            ))}
          </Stack>
        )}
      </Shown>
      {!lasts && children}
    </>
  )
}

function Row({ snooze: { id, caseId, until, reason, by, endedAt, how, endedBy } }: { snooze: Snooze }) {
  const client = useQueryClient()
  const isLead = useHasRole('lead')
  const end = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/snoozes/{snoozeId}/end', { params: { path: { snoozeId: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['queue'] }),
  })
  return (
    <Stack gap={2} data-row>
      <Group justify="space-between">
        <Text size="sm">
          <Link to="/cases/$caseId" params={{ caseId }}>
            {caseId}
          </Link>{' '}
          {words.snoozes.until({ at: formatFull(until), by })}
        </Text>
        {endedAt === null && isLead && (
          <Button size="compact-sm" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
            {words.snoozes.end({ caseId })}
          </Button>
        )}
      </Group>
      <Text size="sm" className="hostile">
        {reason}
      </Text>
      {endedAt !== null && how !== null && (
        <Text size="sm" c="dimmed">
          {words.snoozes.how[how]({ at: formatFull(endedAt), by: endedBy ?? words.snoozes.lead })}
        </Text>
      )}
      {end.isError && <ProblemNote error={end.error} />}
    </Stack>
  )
}

function SnoozeCase({ caseId }: { caseId: string }) {
  const client = useQueryClient()
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const snooze = useMutation({
    mutationFn: () => {
      const body = { until: toInstant(until), reason: reason.trim() }
      return unwrap(api.POST('/v1/cases/{caseId}/snoozes', { params: { path: { caseId } }, body }))
    },
    onSuccess: () => {
      setUntil('')
      setReason('')
      return client.invalidateQueries({ queryKey: ['case', caseId] })
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['queue'] }),
  })
  return (
    <Stack gap={4} mt="sm" className="no-print">
      <Group gap="sm" align="flex-end">
        <TextInput
          type="datetime-local"
          label={words.snoozes.fields.until}
          description={ZONE}
          value={until}
          onChange={({ currentTarget: { value } }) => setUntil(value)}
        />
        <ReasonField label={words.snoozes.fields.reason} value={reason} onChange={setReason} />
        <Button
          variant="default"
          disabled={until === '' || reason.trim() === ''}
          loading={snooze.isPending}
          onClick={() => snooze.mutate()}
        >
          {words.snoozes.snooze}
        </Button>
      </Group>
      {snooze.isError && <ProblemNote error={snooze.error} />}
    </Stack>
  )
}
