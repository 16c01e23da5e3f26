import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import { formatProblem } from '../components/problem-note.tsx'

export type SetAct =
  | { kind: 'claim' }
  | { kind: 'assign'; person: string; reason: string }
  | { kind: 'move'; queue: string; reason: string }
  | { kind: 'snooze'; until: string; reason: string }

export interface SetOutcome {
  kind: SetAct['kind']
  done: string[]
  /** The refused cases, each with its reason. They stay selected. */
  refused: { caseId: string; why: string }[]
}

/** Does one act to each of the cases in turn. The desk judges each case by itself, and records each. */
export function useSetAct(onDone: (outcome: SetOutcome) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ caseIds, act }: { caseIds: readonly string[]; act: SetAct }): Promise<SetOutcome> => {
      const outcome: SetOutcome = { kind: act.kind, done: [], refused: [] }
      for (const caseId of caseIds) {
        try {
          await send(caseId, act)
          outcome.done.push(caseId)
        } catch (error) {
          outcome.refused.push({ caseId, why: formatProblem(error) })
        }
      }
      return outcome
    },
    onSuccess: onDone,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['queue'] })
      void client.invalidateQueries({ queryKey: ['cases', 'news'] })
      void client.invalidateQueries({ queryKey: ['cases', 'counts'] })
      void client.invalidateQueries({ queryKey: ['cases', 'preview'] })
    },
  })
}

function send(caseId: string, act: SetAct): Promise<unknown> {
  const params = { path: { caseId } }
  switch (act.kind) {
    case 'claim':
      return unwrap(api.POST('/v1/cases/{caseId}/claim', { params }))
    case 'assign':
      return unwrap(
        api.POST('/v1/cases/{caseId}/transfer', { params, body: { to: { person: act.person }, reason: act.reason } }),
      )
    case 'move':
      return unwrap(
        api.POST('/v1/cases/{caseId}/transfer', { params, body: { to: { queue: act.queue }, reason: act.reason } }),
      )
    case 'snooze':
      return unwrap(api.POST('/v1/cases/{caseId}/snoozes', { params, body: { until: act.until, reason: act.reason } }))
    default:
      return act satisfies never
  }
}
