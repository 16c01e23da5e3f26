import { Button, FileButton, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { toInstant } from './local-time.ts'
import { api, unwrap } from '../api/client.ts'
import type { AuthorityOrder } from '../api/shapes.ts'
import { ZONE } from '../words/language.ts'
import { words } from '../words/words.ts'
import { formatFull } from './format.ts'
import { authorityOrdersQuery } from './law-query.ts'
import { StatePill } from './state-pill.tsx'
import { CollapsedForm } from './collapsed-form.tsx'
import { Panel, Shown } from './panel.tsx'
import { policiesQuery } from './policies-query.ts'
import { ProblemNote } from './problem-note.tsx'
import { DOCUMENT_TYPES, readDocument } from './read-document.ts'
import { useHasRole } from './use-roles.ts'

const SHORT_MAX = 200

/** Shows authorities' orders: about one content, with the form that enters a letter; or all. */
export function AuthorityOrders({ content }: { content?: string }) {
  const found = useQuery(authorityOrdersQuery(content))
  const mayEnter = useHasRole('senior', 'lead', 'policy')
  return (
    <Panel title={words.authorityOrders.title}>
      <Shown query={found}>
        {({ items }) => (
          <Stack gap="sm">
            {items.length === 0 && <Text c="dimmed">{words.authorityOrders.none}</Text>}
            {items.map((order) => (
              <Row key={order.id} order={order} />
            ))}
          </Stack>
        )}
      </Shown>
      {content !== undefined && mayEnter && (
        <CollapsedForm button={words.authorityOrders.open}>
          <Enter content={content} />
        </CollapsedForm>
      )}
    </Panel>
  )
}

function Row({ order }: { order: AuthorityOrder }) {
  const { id, authority, authenticated, revoked, reference, policyId, contents, receivedAt, enteredBy } = order
  const isProven = authenticated && !revoked
  const proof = revoked ? 'revoked' : authenticated ? 'authenticated' : 'document'
  return (
    <Stack gap={0} data-row>
      <Text size="sm">
        <StatePill tone={isProven ? 'clock' : 'ended'}>{words.authorityOrders.proofs[proof]}</StatePill>{' '}
        <Link to="/law/orders/$orderId" params={{ orderId: id }}>
          {id}
        </Link>{' '}
        · <span className="hostile">{words.authorityOrders.said({ authority, reference })}</span> · {policyId} ·{' '}
        {formatFull(receivedAt)}
      </Text>
      <Text size="sm" c="dimmed" className="hostile">
        {words.authorityOrders.names({ contents })}
        {enteredBy !== null && ` ${words.authorityOrders.enteredBy({ who: enteredBy })}`}
      </Text>
      {order.documentSha256 !== null && (
        <Text size="sm">
          <a href={`/v1/authority-orders/${id}/document`} download>
            {words.authorityOrders.document}
          </a>{' '}
          <span className="hostile">SHA-256 {order.documentSha256}</span>
        </Text>
      )}
    </Stack>
  )
}

const EMPTY = { authority: '', reference: '', receivedAt: '' }

/** A lead enters an order that came by another way than its authority's key. */
function Enter({ content }: { content: string }) {
  const client = useQueryClient()
  const [said, setSaid] = useState(EMPTY)
  const [policyId, setPolicyId] = useState<string | null>(null)
  const [file, setFile] = useState<File | null>(null)
  const policies = useQuery(policiesQuery).data?.policies.filter(({ legalDuty }) => legalDuty) ?? []
  const enter = useMutation({
    mutationFn: async () => {
      const document = file === null ? undefined : await readDocument(file)
      const { authority, reference, receivedAt } = said
      const when = { receivedAt: toInstant(receivedAt) }
      const named = { policyId: policyId ?? '', kind: 'illegal_content' as const, contents: [content] }
      const body = { authority, reference, ...when, ...named, ...(document && { document }) }
      return unwrap(api.POST('/v1/authority-orders', { body }))
    },
    onSuccess: () => {
      setSaid(EMPTY)
      setFile(null)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['queue'] }),
  })
  const isWhole = Object.values(said).every((each) => each.trim() !== '') && policyId !== null && file !== null
  const field = (name: keyof typeof EMPTY) => (
    <TextInput
      label={words.authorityOrders.fields[name]}
      value={said[name]}
      maxLength={SHORT_MAX}
      {...(name === 'receivedAt' && { type: 'datetime-local', description: ZONE })}
      style={{ flex: '1 1 180px' }}
      onChange={({ currentTarget: { value } }) => setSaid({ ...said, [name]: value })}
    />
  )
  return (
    <Stack gap="xs" mt="sm" className="no-print">
      <Group gap="sm" align="flex-end">
        {field('authority')}
        {field('reference')}
        <Select
          label={words.authorityOrders.policy}
          data={policies.map(({ id, title }) => ({ value: id, label: title }))}
          value={policyId}
          onChange={setPolicyId}
        />
        {field('receivedAt')}
        <FileButton accept={DOCUMENT_TYPES.join(',')} onChange={setFile}>
          {(props) => (
            <Button {...props} variant="default">
              {file === null ? words.authorityOrders.choose : words.authorityOrders.chosen({ name: file.name })}
            </Button>
          )}
        </FileButton>
        <Button variant="default" disabled={!isWhole} loading={enter.isPending} onClick={() => enter.mutate()}>
          {words.authorityOrders.enter}
        </Button>
      </Group>
      {enter.isError && <ProblemNote error={enter.error} />}
    </Stack>
  )
}
