import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import { sign } from '../desk/sign.ts'

/** Confirms an enforcement with the caller's passkey, and reads everything again afterwards. */
export function useConfirm(orderId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const signature = await sign('confirm', orderId)
      const params = { path: { orderId } }
      return unwrap(api.POST('/v1/orders/{orderId}/confirm', { params, body: { signature } }))
    },
    onSettled: () => client.invalidateQueries(),
  })
}
