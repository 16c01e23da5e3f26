import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { isProblem } from '../api/problem.ts'
import type { Change, Wanted } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatFull } from './format.ts'
import { ProblemNote } from './problem-note.tsx'
import { ReasonField } from './reason-field.tsx'
import { type Signature, sign } from './sign.ts'

/**
 * The form that asks for a change of the desk, with a reason, and then shows its result: done, or waiting for another
 * person.
 */
export function ProposeChangeForm({ wanted, button }: { wanted: Wanted | undefined; button: string }) {
  const [reason, setReason] = useState('')
  const client = useQueryClient()
  const ask = useMutation({
    mutationFn: async (change: Wanted) => {
      const signed = takesRight(change) ? await signIfKeyed(change) : {}
      return unwrap(api.POST('/v1/changes', { body: { change, reason: reason.trim(), ...signed } }))
    },
    onSuccess: () => setReason(''),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['changes'] })
      await client.invalidateQueries({ queryKey: ['team'] })
      await client.invalidateQueries({ queryKey: ['guards'] })
      await client.invalidateQueries({ queryKey: ['budgets'] })
      await client.invalidateQueries({ queryKey: ['organisation'] })
      await client.invalidateQueries({ queryKey: ['automation'] })
      await client.invalidateQueries({ queryKey: ['law'] })
      await client.invalidateQueries({ queryKey: ['me'] })
    },
  })
  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-end">
        <ReasonField label={words.team.reason} value={reason} onChange={setReason} />
        <Button
          variant="default"
          disabled={wanted === undefined || reason.trim() === ''}
          loading={ask.isPending}
          onClick={() => wanted !== undefined && ask.mutate(wanted)}
        >
          {button}
        </Button>
      </Group>
      {ask.isError && <ProblemNote error={ask.error} />}
      {ask.isSuccess && <Became change={ask.data} />}
    </Stack>
  )
}

/** One person alone takes a right only with their passkey. Without one they ask, and a second person must agree. */
async function signIfKeyed(change: Taking): Promise<{ signature?: Signature }> {
  const { staffId, kind } = change
  const about = `${staffId}:${kind}:${kind === 'role' ? change.role : change.clearance}`
  try {
    return { signature: await sign('staff_rights', about) }
  } catch (error) {
    if (isProblem(error, 403) && error.members.why === 'no_key') return {}
    throw error
  }
}

type Taking = Extract<Wanted, { kind: 'role' | 'clearance' }>

const takesRight = (change: Wanted): change is Taking =>
  (change.kind === 'role' || change.kind === 'clearance') && change.op === 'revoke'

const Became = ({ change: { id, state, expiresAt } }: { change: Pick<Change, 'id' | 'state' | 'expiresAt'> }) => (
  <Text role="status" size="sm">
    {state === 'applied' ? words.team.changeDone({ id }) : words.team.changeWaits({ id, until: formatFull(expiresAt) })}{' '}
    <Link to="/changes">{words.team.seeChanges}</Link>
  </Text>
)
