import { Button, List } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import { isProblem } from '../api/problem.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { words } from '../words/words.ts'
import type { DismissedSet } from './dismissed.tsx'
import { ActForm } from './selection-bar.tsx'

type Why = keyof typeof words.queue.refusals

interface Refused {
  caseId: string
  why: Why
}

interface Props {
  caseIds: readonly string[]
  onDismissed: (set: DismissedSet) => void
  /** Selects only these: the others were refused. */
  onKeep: (caseIds: readonly string[]) => void
}

/** Dismisses the selected cases as one set, or shows which of them cannot be dismissed so. */
export function DismissSet({ caseIds, onDismissed, onKeep }: Props) {
  const client = useQueryClient()
  const dismiss = useMutation({
    mutationFn: (reason: string) => unwrap(api.POST('/v1/case-sets', { body: { cases: [...caseIds], reason } })),
    onSuccess: onDismissed,
    onSettled: () => client.invalidateQueries({ queryKey: ['cases'] }),
  })
  const refused = refusedOf(dismiss.error)
  return (
    <>
      <ActForm
        label={words.queue.acts.dismiss({ count: caseIds.length })}
        isBusy={dismiss.isPending}
        isReady
        outcome={words.queue.set.dismissOutcome({ count: caseIds.length })}
        onSend={(reason) => dismiss.mutate(reason)}
      />
      {dismiss.isError && (
        <div className="set-refused">
          <ProblemNote error={dismiss.error} />
          <List size="sm">
            {refused.map(({ caseId, why }) => (
              <List.Item key={caseId}>
                {caseId}: {words.queue.refusals[why]}
              </List.Item>
            ))}
          </List>
          {refused.length > 0 && refused.length < caseIds.length && (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                dismiss.reset()
                onKeep(caseIds.filter((id) => refused.every(({ caseId }) => caseId !== id)))
              }}
            >
              {words.queue.set.leaveOut({ count: refused.length })}
            </Button>
          )}
        </div>
      )}
    </>
  )
}

const refusedOf = (error: unknown): Refused[] =>
  isProblem(error) && Array.isArray(error.members.refused) ? (error.members.refused as Refused[]) : []
