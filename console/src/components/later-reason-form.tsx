import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { DoneAct } from '../shell/done-acts.ts'
import { words } from '../words/words.ts'
import { ReasonForm } from './reason-form.tsx'

/** In characters, as the desk takes the reason of a freeze. */
const FREEZE_REASON_MAX = 1_800

/** The form for the reason of an act that was done without one. */
export function LaterReasonForm({ act, onGiven }: { act: Pick<DoneAct, 'kind' | 'id'>; onGiven?: () => void }) {
  const client = useQueryClient()
  const give = useMutation({
    mutationFn: (reason: string) =>
      act.kind === 'freeze' ? giveOfFreeze(Number(act.id), reason) : giveOf(`${act.id}`, reason),
    onSuccess: () => onGiven?.(),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['freezes'] })
      void client.invalidateQueries({ queryKey: ['enforcement', act.id] })
    },
  })
  return (
    <ReasonForm
      label={words.enforcements.why}
      {...(act.kind === 'freeze' && { max: FREEZE_REASON_MAX })}
      button={words.enforcements.done.give}
      act={give}
    />
  )
}

async function giveOfFreeze(freezeId: number, reason: string): Promise<void> {
  await unwrap(api.POST('/v1/freezes/{freezeId}/reason', { params: { path: { freezeId } }, body: { reason } }))
}

async function giveOf(enforcementId: string, reason: string): Promise<void> {
  await unwrap(
    api.POST('/v1/enforcements/{enforcementId}/reason', { params: { path: { enforcementId } }, body: { reason } }),
  )
}
