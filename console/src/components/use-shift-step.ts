import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** The next step of the caller's own shift: start for a number of minutes, break, return, end. */
export type ShiftStep = { plannedMinutes: number } | 'break' | 'back' | 'end'

/** The length of a shift that is offered first. */
export const SHIFT_HOURS = 8

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
