import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { ListedEnforcement, Offer } from '../api/shapes.ts'
import { sign } from '../components/sign.ts'
import type { Given } from './answered.tsx'

/** Returns the answers that let an enforcement go on. Approvals and confirmations are signed. */
export function useAnswers({ enforcementId, material }: Offer, reason: string, onAnswer: (given: Given) => void) {
  const client = useQueryClient()
  const params = { path: { enforcementId } }
  const why = reason === '' ? {} : { reason }
  const settle = (answer: Given['answer']) => ({
    onSuccess: ({ state, heldUntil }: ListedEnforcement) => onAnswer({ answer, state, heldUntil }),
    onSettled: () => client.invalidateQueries(),
  })
  return {
    approve: useMutation({
      mutationFn: async () => {
        const signature = await sign('agree', enforcementId)
        return unwrap(api.POST('/v1/enforcements/{enforcementId}/approve', { params, body: { ...why, signature } }))
      },
      ...settle('agree'),
    }),
    duty: useMutation({
      mutationFn: () =>
        unwrap(
          api.POST('/v1/enforcements/{enforcementId}/duty', { params, body: { material: material ?? '', ...why } }),
        ),
      ...settle('duty'),
    }),
    confirm: useMutation({
      mutationFn: async () => {
        const signature = await sign('confirm', enforcementId)
        return unwrap(api.POST('/v1/enforcements/{enforcementId}/confirm', { params, body: { ...why, signature } }))
      },
      ...settle('confirm'),
    }),
  }
}
