import { Select, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { MisuseMark } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { ReasonForm } from './reason-form.tsx'

type Gravity = MisuseMark['gravity']
type Intent = MisuseMark['intent']
const GRAVITIES = ['slight', 'serious', 'grave'] as const satisfies readonly Gravity[]
const INTENTS = ['unknown', 'careless', 'deliberate'] as const satisfies readonly Intent[]

/** The form that marks one report or appeal. */
export function MarkMisuseForm({
  caseId,
  kind,
  ids,
}: {
  caseId: string
  kind: 'report' | 'appeal'
  ids: readonly string[]
}) {
  const [id, setId] = useState(ids[0] ?? '')
  const [gravity, setGravity] = useState<Gravity>('slight')
  const [intent, setIntent] = useState<Intent>('unknown')
  const mark = useMutation({
    mutationFn: (reason: string) =>
      unwrap(
        api.POST('/v1/misuse-marks', {
          body: { kind, id, gravity, intent, reason, ...(kind === 'report' && { caseId }) },
        }),
      ),
  })
  return (
    <Stack gap="xs" mt="sm">
      <Text size="sm" c="dimmed">
        {words.reporters.markHint}
      </Text>
      <Select
        label={words.reporters.marked}
        data={[...ids]}
        value={id}
        allowDeselect={false}
        onChange={(one) => setId(one ?? '')}
      />
      <Select
        label={words.reporters.gravity}
        data={GRAVITIES.map((value) => ({ value, label: words.reporters.gravities[value] }))}
        value={gravity}
        allowDeselect={false}
        onChange={(one) => setGravity(GRAVITIES.find((each) => each === one) ?? 'slight')}
      />
      <Select
        label={words.reporters.intent}
        data={INTENTS.map((value) => ({ value, label: words.reporters.intents[value] }))}
        value={intent}
        allowDeselect={false}
        onChange={(one) => setIntent(INTENTS.find((each) => each === one) ?? 'unknown')}
      />
      <ReasonForm label={words.reporters.markReason} button={words.reporters.markIt} act={mark} />
      {mark.isSuccess && (
        <Text size="sm" role="status">
          {words.reporters.isMarked({ id: mark.data.aboutId, sender: mark.data.senderId })}
        </Text>
      )}
    </Stack>
  )
}
