import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Enforcement } from '../api/shapes.ts'
import { DAY_MS, HOUR_MS } from '../components/durations.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { ReasonField } from '../components/reason-field.tsx'
import { signProposal } from '../components/sign.ts'
import { wayBackOf } from '../components/stop-or-restore.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'

const MEASURES = ['limit', 'hide', 'lock'] as const

/**
 * Returns the request for the same interim measure by a second person. Undefined unless one person's measure of at most
 * an hour is active on a protected account.
 */
function secondOf(enforcement: Enforcement) {
  const { interim, protected: isProtected, state, durationMs, caseId, policyId, subject } = enforcement
  const action = MEASURES.find((measure) => measure === enforcement.action)
  if (!interim || !isProtected || wayBackOf(state) !== 'restore' || (durationMs ?? DAY_MS) > HOUR_MS) return undefined
  if (action === undefined || caseId === null || policyId === null) return undefined
  return { caseId, policyId, action, on: subject.kind }
}

type Second = NonNullable<ReturnType<typeof secondOf>>

/** The form by which a second person takes the same interim measure within the hour, so that it lasts a day. */
export function SecondMeasure({ enforcement }: { enforcement: Enforcement }) {
  const me = useMe()
  const reviews = useHasRole('reviewer', 'senior', 'lead')
  const second = secondOf(enforcement)
  if (second === undefined || !reviews || enforcement.proposedBy === me?.pseudonym) return null
  return (
    <Panel title={words.enforcements.second}>
      <Take second={second} />
    </Panel>
  )
}

function Take({ second }: { second: Second }) {
  const [reason, setReason] = useState('')
  const client = useQueryClient()
  const show = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/v1/enforcements/preview', { body: { ...second, interim: true, reason: reason.trim() } })),
  })
  const take = useMutation({
    mutationFn: async (previewToken: string) => {
      const signature = await signProposal({ ...second, interim: true })
      const body = { ...second, signature, previewToken, reason: reason.trim() }
      return unwrap(api.POST('/v1/interim-measures', { body }))
    },
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">{words.enforcements.secondAbout}</Text>
      <Group gap="sm" align="flex-end">
        <ReasonField
          label={words.enforcements.secondWhy}
          value={reason}
          onChange={(typed) => {
            setReason(typed)
            show.reset()
          }}
        />
        <Button
          variant="default"
          disabled={reason.trim() === ''}
          loading={show.isPending}
          onClick={() => show.mutate()}
        >
          {words.enforcements.secondShow}
        </Button>
      </Group>
      {show.isError && <ProblemNote error={show.error} />}
      {show.isSuccess && (
        <>
          <Text size="lg" role="status">
            {show.data.sentence}
          </Text>
          <Button
            variant="outline"
            color="var(--state-alarm)"
            loading={take.isPending}
            disabled={take.isSuccess}
            onClick={() => take.mutate(show.data.token)}
          >
            {words.enforcements.secondTake({ action: words.actions[second.action] })}
          </Button>
        </>
      )}
      {take.isError && <ProblemNote error={take.error} />}
      {take.isSuccess && (
        <Text role="status">
          {words.enforcements.seconded} {take.data.sentence}{' '}
          <Link to="/enforcements/$enforcementId" params={{ enforcementId: take.data.id }}>
            {take.data.id}
          </Link>
        </Text>
      )}
    </Stack>
  )
}
