import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import { sign } from '../components/sign.ts'

/** Takes every restrictive right from a person at once, signed with the caller's passkey. */
export const useRestrict = (staffId: string) =>
  useTeamAct(async (reason: string) => {
    const body = { reason, signature: await sign('staff_restrict', staffId) }
    return unwrap(api.POST('/v1/staff/{staffId}/restrict', { params: { path: { staffId } }, body }))
  })

/** Announces a person's departure and its time, signed with the caller's passkey. */
export const useNotice = (staffId: string) =>
  useTeamAct(async (told: { kind: 'voluntary' | 'involuntary'; endsAt: string }) => {
    const body = { ...told, signature: await sign('staff_end', staffId) }
    return unwrap(api.POST('/v1/staff/{staffId}/notice', { params: { path: { staffId } }, body }))
  })

/** Ends a person's access at once, signed with the caller's passkey. */
export const useEnd = (staffId: string) =>
  useTeamAct(async () => {
    const body = { signature: await sign('staff_end', staffId) }
    return unwrap(api.POST('/v1/staff/{staffId}/end', { params: { path: { staffId } }, body }))
  })

/** Postpones by a week an end of which all leads were notified. */
export const usePostpone = (staffId: string) =>
  useTeamAct(() => unwrap(api.POST('/v1/staff/{staffId}/postpone', { params: { path: { staffId } } })))

function useTeamAct<Asked, Answer>(act: (asked: Asked) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: ['team'] }) })
}
