import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import { sign } from '../components/sign.ts'

/** Confirms an enforcement with the caller's passkey, and reads everything again afterwards. */
export function useConfirm(enforcementId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => {
      const signature = await sign('confirm', enforcementId)
      const params = { path: { enforcementId } }
      return unwrap(api.POST('/v1/enforcements/{enforcementId}/confirm', { params, body: { signature } }))
    },
    onSettled: () => client.invalidateQueries(),
  })
}
