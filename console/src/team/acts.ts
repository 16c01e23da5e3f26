import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** Has somebody do no harm from this moment. */
export const useRestrict = (staffId: string) =>
  useTeamAct((reason: string) =>
    unwrap(api.POST('/v1/staff/{staffId}/restrict', { params: { path: { staffId } }, body: { reason } })),
  )

/** Says that somebody leaves, and when. */
export const useNotice = (staffId: string) =>
  useTeamAct((body: { kind: 'voluntary' | 'involuntary'; endsAt: string }) =>
    unwrap(api.POST('/v1/staff/{staffId}/notice', { params: { path: { staffId } }, body })),
  )

/** Ends somebody at this moment. */
export const useEnd = (staffId: string) =>
  useTeamAct(() => unwrap(api.POST('/v1/staff/{staffId}/end', { params: { path: { staffId } } })))

function useTeamAct<Asked, Answer>(act: (asked: Asked) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: ['team'] }) })
}
