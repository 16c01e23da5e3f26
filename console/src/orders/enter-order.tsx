import { Button, FileButton, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Choice } from '../components/choices.ts'
import { listCountries } from '../components/countries.ts'
import { toInstant } from '../components/local-time.ts'
import { policiesQuery } from '../components/policies-query.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { DOCUMENT_TYPES, readDocument } from '../components/read-document.ts'
import { TimeField } from '../components/time-field.tsx'
import { words } from '../words/words.ts'
import { NO_ORDER, ORDER_KINDS, type OrderDraft, orderBodyOf, VERIFIED } from './order-draft.ts'

const SHORT_MAX = 200
const TEXT_MAX = { contact: 500, legalBasis: 1_000, reasons: 10_000, redress: 2_000, addresses: 20_000 } as const

/** The form that enters an order which came by another way than its authority's own key. */
export function EnterOrder() {
  const client = useQueryClient()
  const [draft, setDraft] = useState<OrderDraft>(NO_ORDER)
  const [file, setFile] = useState<File | null>(null)
  const enter = useMutation({
    mutationFn: async () => {
      const document = file === null ? {} : { document: await readDocument(file) }
      return unwrap(api.POST('/v1/authority-orders', { body: { ...orderBodyOf(draft, toInstant), ...document } }))
    },
    onSuccess: () => {
      setDraft(NO_ORDER)
      setFile(null)
      void client.invalidateQueries({ queryKey: ['law'] })
      void client.invalidateQueries({ queryKey: ['queue'] })
    },
  })
  return (
    <Stack gap="xs" mt="sm" className="no-print">
      <Text size="sm" c="dimmed">
        {words.orders.enterHint}
      </Text>
      <Choices draft={draft} onDraft={setDraft} />
      <Words draft={draft} onDraft={setDraft} />
      <Group gap="sm" align="flex-end">
        <TimeField
          label={words.authorityOrders.fields.receivedAt}
          value={draft.receivedAt}
          onChange={(receivedAt) => setDraft({ ...draft, receivedAt })}
        />
        <TimeField
          label={words.orders.deadline}
          value={draft.deadline}
          onChange={(deadline) => setDraft({ ...draft, deadline })}
        />
        <TimeField
          label={words.orders.silentUntil}
          hint={words.orders.silenceHint}
          value={draft.silentUntil}
          onChange={(silentUntil) => setDraft({ ...draft, silentUntil })}
        />
        <FileButton accept={DOCUMENT_TYPES.join(',')} onChange={setFile}>
          {(props) => (
            <Button {...props} variant="default">
              {file === null ? words.authorityOrders.choose : words.authorityOrders.chosen({ name: file.name })}
            </Button>
          )}
        </FileButton>
        <Button loading={enter.isPending} variant="default" onClick={() => enter.mutate()}>
          {words.authorityOrders.enter}
        </Button>
      </Group>
      {enter.isError && <ProblemNote error={enter.error} />}
      {enter.isSuccess && (
        <Text role="status" size="sm">
          {words.orders.entered}{' '}
          <Link to="/law/orders/$orderId" params={{ orderId: enter.data.id }}>
            {enter.data.id}
          </Link>
        </Text>
      )}
    </Stack>
  )
}

interface Parts {
  draft: OrderDraft
  onDraft: (draft: OrderDraft) => void
}

function Choices({ draft, onDraft }: Parts) {
  const policies = useQuery(policiesQuery).data?.policies.filter(({ legalDuty }) => legalDuty) ?? []
  const choose = (name: 'kind' | 'policyId' | 'verified' | 'memberState', label: string, data: Choice[]) => (
    <Select
      label={label}
      data={data}
      value={draft[name] === '' ? null : draft[name]}
      onChange={(value) => onDraft({ ...draft, [name]: value ?? '' })}
      searchable={name === 'memberState'}
    />
  )
  return (
    <Group gap="sm" align="flex-end">
      {choose(
        'kind',
        words.orders.kindLabel,
        ORDER_KINDS.map((value) => ({ value, label: words.orders.kinds[value] })),
      )}
      {choose(
        'policyId',
        words.authorityOrders.policy,
        policies.map(({ id, title }) => ({ value: id, label: title })),
      )}
      {choose('memberState', words.orders.memberState, listCountries())}
      {choose(
        'verified',
        words.orders.proof,
        VERIFIED.map((value) => ({ value, label: words.orders.verified[value] })),
      )}
    </Group>
  )
}

function Words({ draft, onDraft }: Parts) {
  const line = (name: 'authority' | 'reference' | 'contact' | 'language', label: string) => (
    <TextInput
      label={label}
      value={draft[name]}
      maxLength={name === 'contact' ? TEXT_MAX.contact : SHORT_MAX}
      style={{ flex: '1 1 180px' }}
      onChange={({ currentTarget: { value } }) => onDraft({ ...draft, [name]: value })}
    />
  )
  const text = (name: 'addresses' | 'legalBasis' | 'reasons' | 'redress', label: string) => (
    <Textarea
      label={label}
      value={draft[name]}
      maxLength={TEXT_MAX[name]}
      autosize
      maxRows={8}
      onChange={({ currentTarget: { value } }) => onDraft({ ...draft, [name]: value })}
    />
  )
  return (
    <>
      <Group gap="sm">
        {line('authority', words.authorityOrders.fields.authority)}
        {line('reference', words.authorityOrders.fields.reference)}
        {line('contact', words.orders.contact)}
        {line('language', words.orders.language)}
      </Group>
      {text('addresses', words.orders.addresses)}
      {text('legalBasis', words.orders.elements.legalBasis)}
      {text('reasons', words.orders.elements.reasons)}
      {text('redress', words.orders.elements.redress)}
    </>
  )
}
