import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Offer } from '../api/shapes.ts'
import { ReasonForm } from '../components/reason-form.tsx'
import { words } from '../words/words.ts'
import type { Given } from './answered.tsx'

/** The form that declines, with a reason of its own. One person declines, without a signature. */
export function Decline({
  offer: { enforcementId, material },
  onAnswer,
}: {
  offer: Offer
  onAnswer: (given: Given) => void
}) {
  const client = useQueryClient()
  const decline = useMutation({
    mutationFn: (reason: string) =>
      unwrap(
        api.POST('/v1/enforcements/{enforcementId}/decline', {
          params: { path: { enforcementId } },
          body: { material: material ?? '', reason },
        }),
      ),
    onSuccess: ({ state, heldUntil }) => onAnswer({ answer: 'decline', state, heldUntil }),
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <ReasonForm
      label={words.countersign.declineWhy}
      button={words.countersign.decline}
      variant="outline"
      act={decline}
    />
  )
}
