import { Button, Group, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Offer } from '../api/shapes.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { ReasonField } from '../components/reason-field.tsx'
import { usePersistentState } from '../shell/persistent-state.ts'
import { words } from '../words/words.ts'
import type { Given } from './answered.tsx'

interface Props {
  offer: Offer
  onAnswer: (given: Given) => void
}

/** The form that declines, with a reason of its own, which stays in this tab until sent. It takes no signature. */
export function Decline({ offer: { enforcementId, material }, onAnswer }: Props) {
  const [reason, setReason, forget] = usePersistentState(`decline ${enforcementId}`, () => '')
  const client = useQueryClient()
  const said = reason.trim()
  const decline = useMutation({
    mutationFn: () => {
      const params = { path: { enforcementId } }
      const body = { material: material ?? '', reason: said }
      return unwrap(api.POST('/v1/enforcements/{enforcementId}/decline', { params, body }))
    },
    onSuccess: ({ state, heldUntil }) => {
      forget()
      onAnswer({ answer: 'decline', state, heldUntil })
    },
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <Stack gap={4} w="100%">
      <Group gap="sm" align="flex-end">
        <ReasonField label={words.countersign.declineWhy} value={reason} onChange={setReason} />
        <Button variant="outline" disabled={said === ''} loading={decline.isPending} onClick={() => decline.mutate()}>
          {words.countersign.decline}
        </Button>
      </Group>
      {decline.isError && <ProblemNote error={decline.error} />}
    </Stack>
  )
}
