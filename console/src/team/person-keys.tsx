import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Member, Passkey } from '../api/shapes.ts'
import { CopyText } from '../components/copy-text.tsx'
import { formatFull } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { useNow } from '../components/use-now.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { Invitations } from './invitations.tsx'
import { passkeysQuery } from './queries.ts'

/** Shows a person's passkeys. An invitation adds one, a change removes one. */
export function PersonKeys({ person, mayAsk }: { person: Member; mayAsk: boolean }) {
  const keys = useQuery(passkeysQuery(person.id))
  const mayInvite = useHasRole('admin')
  return (
    <Panel title={words.team.keys}>
      <Stack gap="md">
        <Shown query={keys}>
          {({ items }) =>
            items.length === 0 ? (
              <Text c="dimmed">{words.team.noKeys}</Text>
            ) : (
              items.map((key) => <Key key={key.credentialId} of={key} staffId={person.id} mayAsk={mayAsk} />)
            )
          }
        </Shown>
        {mayInvite && person.endedAt === null && <Invite staffId={person.id} />}
        {mayInvite && <Invitations staffId={person.id} />}
      </Stack>
    </Panel>
  )
}

function Key({ of, staffId, mayAsk }: { of: Passkey; staffId: string; mayAsk: boolean }) {
  const [isAsking, setAsking] = useState(false)
  const isLater = Date.parse(of.countsFrom) > useNow()
  return (
    <Stack gap={4}>
      <Group gap="md">
        <Text size="sm">
          <Text span fw={600} inherit>
            {of.label}
          </Text>{' '}
          {words.team.keyLine({ fingerprint: of.fingerprint, added: formatFull(of.addedAt) })}
          {isLater && ` · ${words.team.countsFrom({ from: formatFull(of.countsFrom) })}`}
        </Text>
        {mayAsk && !isAsking && (
          <Button size="compact-xs" variant="default" onClick={() => setAsking(true)}>
            {words.team.removeKey}
          </Button>
        )}
      </Group>
      {isAsking && (
        <ProposeChangeForm
          wanted={{ kind: 'passkey_removal', staffId, credentialId: of.credentialId }}
          button={words.team.removeKey}
        />
      )}
    </Stack>
  )
}

/** Makes a link and shows it once: neither the desk nor this page can show it again. */
function Invite({ staffId }: { staffId: string }) {
  const client = useQueryClient()
  const invite = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/invitations', { body: { staffId } })),
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: ['team', 'invitations'] }),
  })
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm" c="dimmed">
        {words.team.inviteHint}
      </Text>
      {invite.data === undefined ? (
        <Button variant="default" loading={invite.isPending} onClick={() => invite.mutate()}>
          {words.team.invite}
        </Button>
      ) : (
        <Alert variant="outline" color="gray" title={words.team.inviteOnce} role="status">
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} aria-label={words.team.link}>
            {invite.data.link}
          </Code>
          <Text size="sm" mt="xs">
            {words.team.linkUntil({ until: formatFull(invite.data.expiresAt) })}
          </Text>
          {!invite.data.announced && (
            <Text size="sm" mt="xs">
              {words.team.notAnnounced}
            </Text>
          )}
          <Group mt="xs">
            <CopyText text={invite.data.link} label={words.team.copyLink} />
            <Button size="compact-sm" variant="default" onClick={() => invite.reset()}>
              {words.team.hideLink}
            </Button>
          </Group>
        </Alert>
      )}
      {invite.isError && <ProblemNote error={invite.error} />}
    </Stack>
  )
}
