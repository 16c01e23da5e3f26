import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import type { Invitation } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { StatePill } from '../components/state-pill.tsx'
import { Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import { invitationsQuery } from './queries.ts'

const TONES: Record<Invitation['state'], StateTone> = {
  open: 'waits',
  used: 'safe',
  revoked: 'ended',
  expired: 'ended',
}

/** Shows the invitations of all people or of one, with their results; an open one can be revoked. */
export function Invitations({ staffId }: { staffId?: string }) {
  const found = useQuery(invitationsQuery(staffId))
  return (
    <Shown query={found}>
      {({ items }) => (
        <Stack gap="xs">
          {items.length === 0 && <Text c="dimmed">{words.team.noInvitations}</Text>}
          {items.map((invitation) => (
            <Row key={invitation.id} invitation={invitation} named={staffId === undefined} />
          ))}
        </Stack>
      )}
    </Shown>
  )
}

function Row({ invitation, named }: { invitation: Invitation; named: boolean }) {
  const { id: invitationId, staffId, pseudonym, madeBy, madeAt, state } = invitation
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => unwrap(api.DELETE('/v1/invitations/{invitationId}', { params: { path: { invitationId } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['team'] }),
  })
  return (
    <Group gap="sm" data-row>
      <StatePill tone={TONES[state]}>{words.team.invitationStates[state]}</StatePill>
      {named && (
        <Link to="/team/$staffId" params={{ staffId }}>
          {pseudonym}
        </Link>
      )}
      <Text span size="sm">
        {words.team.invitationMade({ by: madeBy, at: formatFull(madeAt) })} {formatMoment(invitation)}
      </Text>
      {state === 'open' && (
        <Button
          size="compact-xs"
          variant="default"
          loading={revoke.isPending}
          aria-label={`${words.team.revokeInvitation} ${invitationId}`}
          onClick={() => revoke.mutate()}
        >
          {words.team.revokeInvitation}
        </Button>
      )}
      {revoke.isError && <ProblemNote error={revoke.error} />}
    </Group>
  )
}

function formatMoment({ state, expiresAt, endedAt }: Invitation): string {
  if (state === 'open') return words.team.invitationUntil({ until: formatFull(expiresAt) })
  return words.team.invitationEnded({ how: words.team.invitationStates[state], at: formatFull(endedAt ?? expiresAt) })
}
