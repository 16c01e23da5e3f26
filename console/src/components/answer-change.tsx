import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Change } from '../api/shapes.ts'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import { ProblemNote } from './problem-note.tsx'
import { ReasonField } from './reason-field.tsx'
import { sign } from './sign.ts'
import { DOING } from './signed-acts.ts'
import { useHasRole } from './use-roles.ts'

/**
 * The form for a second person's answer to a change. An approval is signed with a passkey and applies it, at once or
 * after a delay; declining takes a reason and ends it. One press stops it during the delay.
 */
export function AnswerChange({ change }: { change: Change }) {
  const mayAnswer = useHasRole('lead', 'policy', 'admin')
  const isMine = useMe()?.pseudonym === change.proposedBy
  if (!mayAnswer) return null
  if (change.state === 'agreed') return change.mine.stop === null ? <Stop changeId={change.id} /> : null
  if (isMine) return <Withdraw changeId={change.id} />
  return <Answer change={change} />
}

function Answer({ change: { id: changeId, mine } }: { change: Change }) {
  const [reason, setReason] = useState('')
  const { agree, decline } = useAnswers(changeId)
  return (
    <Stack gap="sm">
      {mine.agree === null ? (
        <Text>{words.changes.agreeing}</Text>
      ) : (
        <Text size="sm">{words.changes.mayNot({ why: mine.agree })}</Text>
      )}
      <Group gap="sm" align="flex-end">
        {mine.agree === null && (
          <Button variant="outline" loading={agree.isPending} onClick={() => agree.mutate()}>
            {words.changes.agree}
          </Button>
        )}
        {mine.decline === null && (
          <>
            <ReasonField label={words.changes.declineWhy} value={reason} onChange={setReason} />
            <Button
              variant="outline"
              disabled={reason.trim() === ''}
              loading={decline.isPending}
              onClick={() => decline.mutate(reason.trim())}
            >
              {words.changes.decline}
            </Button>
          </>
        )}
      </Group>
      {(agree.isError || decline.isError) && <ProblemNote error={agree.error ?? decline.error} />}
    </Stack>
  )
}

function Stop({ changeId }: { changeId: string }) {
  const { stop } = useAnswers(changeId)
  return (
    <Stack gap="sm">
      <Text size="sm">{words.changes.stopping}</Text>
      <Group gap="sm">
        <Button variant="outline" loading={stop.isPending} onClick={() => stop.mutate()}>
          {words.changes.stop}
        </Button>
      </Group>
      {stop.isError && <ProblemNote error={stop.error} />}
    </Stack>
  )
}

function Withdraw({ changeId }: { changeId: string }) {
  const { withdraw } = useAnswers(changeId)
  return (
    <Group gap="sm">
      <Button variant="outline" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
        {words.changes.withdraw}
      </Button>
      {withdraw.isError && <ProblemNote error={withdraw.error} />}
    </Group>
  )
}

function useAnswers(changeId: string) {
  const client = useQueryClient()
  const params = { path: { changeId } }
  const settle = { onSettled: () => client.invalidateQueries() }
  return {
    agree: useMutation({
      mutationFn: async () => {
        return DOING.change_agree.send(changeId, await sign('change_agree', changeId), '')
      },
      ...settle,
    }),
    decline: useMutation({
      mutationFn: (reason: string) => unwrap(api.POST('/v1/changes/{changeId}/decline', { params, body: { reason } })),
      ...settle,
    }),
    stop: useMutation({
      mutationFn: () => unwrap(api.POST('/v1/changes/{changeId}/stop', { params, body: {} })),
      ...settle,
    }),
    withdraw: useMutation({
      mutationFn: () => unwrap(api.POST('/v1/changes/{changeId}/withdraw', { params })),
      ...settle,
    }),
  }
}
