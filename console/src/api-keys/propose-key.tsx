import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Change, MachineKey } from '../api/shapes.ts'
import { CopyText } from '../components/copy-text.tsx'
import { formatFull } from '../components/format.ts'
import { Panel } from '../components/panel.tsx'
import { ReasonForm } from '../components/reason-form.tsx'
import { words } from '../words/words.ts'
import { EMPTY, type KeyDraft, KeyFields, missingIn, toWanted } from './key-fields.tsx'
import { type MadeKey, makeKey } from './make-key.ts'

interface Props {
  /** The key that the new one replaces, with the same rights. Absent: the form asks for them. */
  instead?: MachineKey
  onDone?: () => void
  /** Called with true while a new key would be lost with the form, from the click to the end of its display. */
  onHolding: (isHolding: boolean) => void
}

/** The form that proposes a key. The key is made in this browser and shown once; a second person lets it count. */
export function ProposeKey({ instead, onDone, onHolding }: Props) {
  const client = useQueryClient()
  const [draft, setDraft] = useState<KeyDraft>(instead ? draftOf(instead) : EMPTY)
  const propose = useMutation({
    mutationFn: async (reason: string) => {
      const made = await makeKey()
      const change = toWanted(draft, made.fingerprint)
      return { made, change: await unwrap(api.POST('/v1/changes', { body: { change, reason } })) }
    },
    gcTime: 0, // The key leaves the memory of the page together with the form.
    onMutate: () => onHolding(true),
    onError: () => onHolding(false),
    onSettled: () => client.invalidateQueries({ queryKey: ['changes'] }),
  })
  const missing = missingIn(draft)
  const hide = () => {
    propose.reset()
    setDraft(EMPTY)
    onHolding(false)
    onDone?.()
  }
  return (
    <Panel title={instead ? words.apiKeys.rotating({ name: instead.name }) : words.apiKeys.newKey}>
      {propose.isSuccess ? (
        <Once {...propose.data} onHide={hide} />
      ) : (
        <Stack gap="sm">
          {instead ? (
            <Text size="sm">{words.apiKeys.rotateHint({ name: instead.name })}</Text>
          ) : (
            <KeyFields draft={draft} onChange={setDraft} />
          )}
          {missing !== undefined && (
            <Text size="sm" c="dimmed">
              {missing}
            </Text>
          )}
          <ReasonForm
            label={words.team.reason}
            button={words.apiKeys.propose}
            isIncomplete={missing !== undefined}
            act={propose}
          >
            {onDone && (
              <Button variant="subtle" disabled={propose.isPending} onClick={onDone}>
                {words.app.close}
              </Button>
            )}
          </ReasonForm>
        </Stack>
      )}
    </Panel>
  )
}

const draftOf = ({ name, scopes, source, authorityId, platform }: MachineKey): KeyDraft => ({
  ...{ name, scopes, source: source ?? '', authorityId, platform },
})

/** Shows the key once: neither the desk nor this page can show it again. */
const Once = ({
  made,
  change: { id, state, expiresAt },
  onHide,
}: {
  made: MadeKey
  change: Pick<Change, 'id' | 'state' | 'expiresAt'>
  onHide: () => void
}) => (
  <Alert variant="outline" color="gray" title={words.apiKeys.once} role="status">
    <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} aria-label={words.apiKeys.text}>
      {made.text}
    </Code>
    <Text size="sm" mt="xs">
      {words.apiKeys.fingerprint} <Code style={{ overflowWrap: 'anywhere' }}>{made.fingerprint}</Code>
    </Text>
    <Text size="sm" mt="xs">
      {state === 'applied'
        ? words.team.changeDone({ id })
        : words.team.changeWaits({ id, until: formatFull(expiresAt) })}{' '}
      <Link to="/changes">{words.team.seeChanges}</Link>
    </Text>
    <Group mt="xs">
      <CopyText text={made.text} label={words.apiKeys.copy} />
      <Button size="compact-sm" variant="default" onClick={onHide}>
        {words.apiKeys.hide}
      </Button>
    </Group>
  </Alert>
)
