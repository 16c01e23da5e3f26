import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** What comes next in one's own shift: its beginning, for so many minutes, or a break, the way back, the end. */
export type ShiftStep = { plannedMinutes: number } | 'break' | 'back' | 'end'

export function useShiftStep() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (step: ShiftStep) =>
      typeof step === 'object'
        ? unwrap(api.POST('/v1/me/shift', { body: step }))
        : unwrap(api.POST(`/v1/me/shift/${step}`)),
    onSettled: () => client.invalidateQueries(),
  })
}
