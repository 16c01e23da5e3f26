import { Autocomplete, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { deskNow } from '../shell/desk-clock.ts'
import { liveQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { bulkQuery } from './queries.ts'
import { RestoreSet } from './restore-set.tsx'
import { HOUR_MS } from '../components/durations.ts'

const HOURS = [1, 4, 12, 24, 72]

export interface UndoProps {
  /** The set that is looked at, which the address names; undefined: none is chosen yet. */
  restoreId: string | undefined
  /** The source of automation, when the caller comes from its page. */
  source: string | undefined
  onRestore: (restoreId: string | undefined) => void
}

/**
 * Shows the number and reach of all enforcements that one person, key or source of automation caused since a time, and
 * then undoes them.
 */
export function UndoEverything({ restoreId, source, onRestore }: UndoProps) {
  const mayUndo = useHasRole('senior', 'lead')
  return (
    <Panel title={words.undo.title}>
      {mayUndo ? (
        <Stack gap="sm">
          <Text size="sm" c="dimmed" maw="72ch">
            {words.undo.about}
          </Text>
          {restoreId === undefined ? (
            <Choose key={source} source={source} onRestore={onRestore} />
          ) : (
            <RestoreSet key={restoreId} restoreId={restoreId} onAnother={() => onRestore(undefined)} />
          )}
        </Stack>
      ) : (
        <Text size="sm" c="dimmed">
          {words.undo.forOthers}
        </Text>
      )}
    </Panel>
  )
}

const KINDS = ['staff', 'key', 'source'] as const
type Kind = (typeof KINDS)[number]

function Choose({ source, onRestore }: Pick<UndoProps, 'source' | 'onRestore'>) {
  const [kind, setKind] = useState<Kind>(source === undefined ? 'staff' : 'source')
  const [id, setId] = useState(source ?? '')
  const [hours, setHours] = useState(String(HOURS[0]))
  const client = useQueryClient()
  const live = useQuery(liveQuery)
  const preview = useMutation({
    mutationFn: () => {
      const since = new Date(deskNow() - Number(hours) * HOUR_MS).toISOString()
      return unwrap(api.POST('/v1/restores', { body: { by: { kind, id: id.trim() }, since } }))
    },
    onSuccess: (set) => {
      client.setQueryData(bulkQuery(set.id).queryKey, set)
      onRestore(set.id)
    },
  })
  const known = [...(live.data?.moving ?? []), ...(live.data?.standing ?? [])].map(({ proposedBy }) => proposedBy)
  const people = [...new Set(known)].filter((name) => name !== null).sort()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        preview.mutate()
      }}
    >
      <Group align="flex-end" gap="sm">
        <Select
          label={words.undo.kind}
          data={KINDS.map((value) => ({ value, label: words.undo.kinds[value] }))}
          value={kind}
          allowDeselect={false}
          w={160}
          onChange={(value) => setKind(KINDS.find((each) => each === value) ?? 'staff')}
        />
        {kind === 'staff' ? (
          <Autocomplete label={words.undo.by.staff} data={people} value={id} maxLength={64} onChange={setId} />
        ) : (
          <TextInput
            label={words.undo.by[kind]}
            value={id}
            maxLength={64}
            onChange={(event) => setId(event.currentTarget.value)}
          />
        )}
        <Select
          label={words.undo.since}
          data={HOURS.map((hour) => ({
            value: String(hour),
            label: words.undo.hours({ hours: words.duration.hours({ h: hour }) }),
          }))}
          value={hours}
          allowDeselect={false}
          w={140}
          onChange={(value) => value !== null && setHours(value)}
        />
        <Button type="submit" variant="default" disabled={id.trim() === ''} loading={preview.isPending}>
          {words.undo.preview}
        </Button>
      </Group>
      {preview.isError && <ProblemNote error={preview.error} />}
    </form>
  )
}
