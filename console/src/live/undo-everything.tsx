import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { sayCount } from '../desk/format.ts'
import { Panel } from '../desk/panel.tsx'
import { ProblemNote } from '../desk/problem-note.tsx'
import { ReasonField } from '../desk/reason-field.tsx'
import { words } from '../words/en.ts'

const HOUR_MS = 3_600_000
const HOURS = [1, 4, 12, 24, 72]

/** Everything one person or key caused since a time: shown first, how many and how far they reach, and then undone. */
export function UndoEverything() {
  const [kind, setKind] = useState<'staff' | 'key'>('staff')
  const [id, setId] = useState('')
  const [hours, setHours] = useState(String(HOURS[0]))
  const [reason, setReason] = useState('')
  const preview = useMutation({
    mutationFn: () => {
      const since = new Date(Date.now() - Number(hours) * HOUR_MS).toISOString()
      return unwrap(api.POST('/v1/restores', { body: { by: { kind, id: id.trim() }, since } }))
    },
  })
  const start = useMutation({
    mutationFn: (restoreId: string) =>
      unwrap(api.POST('/v1/restores/{restoreId}/start', { params: { path: { restoreId } }, body: { reason } })),
  })
  return (
    <Panel title={words.undo.title}>
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <Select
            label={words.undo.by}
            data={['staff', 'key']}
            value={kind}
            allowDeselect={false}
            w={100}
            onChange={(value) => setKind(value === 'key' ? 'key' : 'staff')}
          />
          <TextInput
            aria-label={words.undo.by}
            value={id}
            maxLength={64}
            onChange={(e) => setId(e.currentTarget.value)}
          />
          <Select
            label={words.undo.since}
            data={HOURS.map((hour) => ({ value: String(hour), label: words.duration.hoursMinutes(hour, 0) }))}
            value={hours}
            allowDeselect={false}
            w={140}
            onChange={(value) => value !== null && setHours(value)}
          />
          <Button
            variant="default"
            disabled={id.trim() === ''}
            loading={preview.isPending}
            onClick={() => preview.mutate()}
          >
            {words.undo.preview}
          </Button>
        </Group>
        {preview.isError && <ProblemNote error={preview.error} />}
        {preview.data && (
          <Group align="flex-end" gap="sm">
            <Text>{words.undo.counts(preview.data.orders, sayCount(preview.data.reach))}</Text>
            <ReasonField label={words.undo.why} value={reason} onChange={setReason} />
            <Button
              color="gray.7"
              disabled={reason.trim() === '' || preview.data.orders === 0 || start.isSuccess}
              loading={start.isPending}
              onClick={() => start.mutate(preview.data.id)}
            >
              {words.undo.start(preview.data.orders)}
            </Button>
          </Group>
        )}
        {start.isError && <ProblemNote error={start.error} />}
        {start.isSuccess && <Text role="status">{words.orders.asked}</Text>}
      </Stack>
    </Panel>
  )
}
