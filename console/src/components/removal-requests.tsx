import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toInstant } from './local-time.ts'
import { api, unwrap } from '../api/client.ts'
import type { RemovalRequest } from '../api/shapes.ts'
import { ZONE } from '../words/language.ts'
import { words } from '../words/words.ts'
import { formatFull } from './format.ts'
import { removalRequestsQuery } from './law-query.ts'
import { StatePill } from './state-pill.tsx'
import { CollapsedForm } from './collapsed-form.tsx'
import { Panel, Shown } from './panel.tsx'
import { policiesQuery } from './policies-query.ts'
import { ProblemNote } from './problem-note.tsx'
import { useHasRole } from './use-roles.ts'

/** Shows removal requests: about one content, with the form that enters a letter; or all. */
export function RemovalRequests({ content }: { content?: string }) {
  const found = useQuery(removalRequestsQuery(content))
  const mayEnter = useHasRole('senior', 'lead', 'policy')
  return (
    <Panel title={words.removalRequests.title}>
      <Shown query={found}>
        {({ items }) => (
          <Stack gap="sm">
            {items.length === 0 && <Text c="dimmed">{words.removalRequests.none}</Text>}
            {items.map((request) => (
              <Row key={request.id} request={request} />
            ))}
          </Stack>
        )}
      </Shown>
      {content !== undefined && mayEnter && (
        <CollapsedForm button={words.removalRequests.open}>
          <Enter content={content} />
        </CollapsedForm>
      )}
    </Panel>
  )
}

function Row({ request }: { request: RemovalRequest }) {
  const { id, policyId, valid, missing, receivedAt, identification, goodFaith } = request
  const who = [request.requesterName, request.requesterContact].filter((each) => each)
  return (
    <Stack gap={0} data-row>
      <Text size="sm">
        <StatePill tone={valid ? 'clock' : 'ended'}>
          {valid ? words.removalRequests.valid : words.removalRequests.invalid}
        </StatePill>{' '}
        {id} · {policyId} · {formatFull(receivedAt)}
        {!valid &&
          ` · ${words.removalRequests.lacks({ fields: missing.map((each) => words.removalRequests.fields[each]) })}`}
      </Text>
      <Text size="sm" c="dimmed" className="hostile">
        {[identification, goodFaith, ...who].filter((each) => each).join(' · ')}
      </Text>
    </Stack>
  )
}

const EMPTY = { signature: '', identification: '', goodFaith: '', contact: '', receivedAt: '' }
const MAX = { signature: 500, identification: 2_000, goodFaith: 2_000, contact: 500, receivedAt: 40 }

/** The form by which a lead enters a request that came by letter. Empty fields count as missing. */
function Enter({ content }: { content: string }) {
  const client = useQueryClient()
  const [id, setId] = useState(() => crypto.randomUUID())
  const [said, setSaid] = useState(EMPTY)
  const [chosen, setChosen] = useState<string | null>(null)
  const timed =
    useQuery(policiesQuery).data?.policies.filter(({ clock }) => clock?.startsFrom.includes('request')) ?? []
  const policyId = chosen ?? timed[0]?.id ?? null
  const enter = useMutation({
    mutationFn: () => {
      const { receivedAt, ...rest } = said
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value.trim() !== ''))
      const when = toInstant(receivedAt)
      const body = { id, policyId: policyId ?? '', content, receivedAt: when, ...given }
      return unwrap(api.POST('/v1/removal-requests', { body }))
    },
    onSuccess: () => {
      setSaid(EMPTY)
      setId(crypto.randomUUID())
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['queue'] }),
  })
  return (
    <Stack gap="xs" mt="sm" className="no-print">
      <Group gap="sm" align="flex-end">
        <Select
          label={words.removalRequests.policy}
          data={timed.map((policy) => ({ value: policy.id, label: policy.title }))}
          value={policyId}
          allowDeselect={false}
          onChange={setChosen}
        />
        {(Object.keys(EMPTY) as (keyof typeof EMPTY)[]).map((name) => (
          <TextInput
            key={name}
            label={words.removalRequests.fields[name]}
            value={said[name]}
            maxLength={MAX[name]}
            {...(name === 'receivedAt' && { type: 'datetime-local', description: ZONE })}
            style={{ flex: '1 1 180px' }}
            onChange={({ currentTarget: { value } }) => setSaid({ ...said, [name]: value })}
          />
        ))}
        <Button
          variant="default"
          disabled={said.receivedAt === '' || policyId === null}
          loading={enter.isPending}
          onClick={() => enter.mutate()}
        >
          {words.removalRequests.enter}
        </Button>
      </Group>
      {enter.isError && <ProblemNote error={enter.error} />}
    </Stack>
  )
}
