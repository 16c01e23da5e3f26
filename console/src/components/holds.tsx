import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { toInstant } from './local-time.ts'
import { api, unwrap } from '../api/client.ts'
import type { Hold } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { CollapsedForm } from './collapsed-form.tsx'
import { ProposeChangeForm } from './propose-change-form.tsx'
import { formatFull } from './format.ts'
import { FactsUnderHold } from './facts-under-hold.tsx'
import { holdsQuery } from './law-query.ts'
import { StatePill } from './state-pill.tsx'
import { Panel, Shown } from './panel.tsx'
import { ProblemNote } from './problem-note.tsx'
import { useHasRole } from './use-roles.ts'

const TEXT_MAX = 200

/** Shows legal holds; for an account, with the form that places one. Lifting one early takes two people. */
export function Holds({ account }: { account?: string }) {
  const found = useQuery(holdsQuery(account === undefined ? {} : { account }))
  const mayPlace = useHasRole('senior', 'lead', 'policy')
  return (
    <Panel title={words.holds.title}>
      <Shown query={found}>
        {({ items }) => (
          <Stack gap="sm">
            {items.length === 0 && <Text c="dimmed">{words.holds.none}</Text>}
            {items.map((hold) => (
              <Row key={hold.id} hold={hold} />
            ))}
          </Stack>
        )}
      </Shown>
      {account !== undefined && mayPlace && (
        <CollapsedForm button={words.holds.begin}>
          <Place account={account} />
        </CollapsedForm>
      )}
    </Panel>
  )
}

function Row({ hold }: { hold: Hold }) {
  const { id, subject, reason, authority, reference, until, by, placedAt, stands, lifting } = hold
  const mayLift = useHasRole('lead', 'policy', 'admin')
  const asked = [authority, reference].filter((each) => each !== null).join(', ')
  return (
    <Stack gap={2} data-row>
      <Text size="sm">
        <StatePill tone={stands ? 'clock' : 'ended'}>{stands ? words.holds.stands : words.holds.over}</StatePill> {id} ·{' '}
        {words.queue.kinds[subject.kind]}{' '}
        {subject.kind === 'account' ? (
          <Link to="/accounts/$accountId" params={{ accountId: subject.id }}>
            {subject.id}
          </Link>
        ) : (
          <span className="hostile">{subject.id}</span>
        )}{' '}
        · {until === null ? words.holds.noEnd : words.holds.until({ at: formatFull(until) })}
      </Text>
      <Text size="sm" className="hostile">
        {reason}
        {asked !== '' && ` (${asked})`}
      </Text>
      <Text size="sm" c="dimmed">
        {words.holds.by({ who: by, at: formatFull(placedAt) })}
      </Text>
      {stands && <FactsUnderHold holdId={id} />}
      {stands && lifting !== null && (
        <Text size="sm">
          {words.holds.lifting} <Link to="/changes">{lifting}</Link>
        </Text>
      )}
      {stands && lifting === null && mayLift && (
        <ProposeChangeForm wanted={{ kind: 'legal_hold', holdId: id }} button={words.holds.lift} />
      )}
    </Stack>
  )
}

const EMPTY = { reason: '', authority: '', reference: '', until: '' }

function Place({ account }: { account: string }) {
  const client = useQueryClient()
  const [said, setSaid] = useState(EMPTY)
  const place = useMutation({
    mutationFn: () => {
      const { reason, until, ...asked } = said
      const known = Object.fromEntries(Object.entries(asked).filter(([, value]) => value.trim() !== ''))
      const end = until === '' ? {} : { until: toInstant(`${until}T23:59:59`) }
      const body = { subject: { kind: 'account' as const, id: account }, reason, ...known, ...end }
      return unwrap(api.POST('/v1/legal-holds', { body }))
    },
    onSuccess: () => setSaid(EMPTY),
    onSettled: () => client.invalidateQueries({ queryKey: ['law'] }),
  })
  const field = (name: keyof typeof EMPTY) => (
    <TextInput
      label={words.holds.fields[name]}
      type={name === 'until' ? 'date' : 'text'}
      value={said[name]}
      maxLength={TEXT_MAX}
      style={{ flex: '1 1 180px' }}
      onChange={({ currentTarget: { value } }) => setSaid({ ...said, [name]: value })}
    />
  )
  return (
    <Stack gap="xs" mt="sm" className="no-print">
      <Group gap="sm" align="flex-end">
        {field('reason')}
        {field('authority')}
        {field('reference')}
        {field('until')}
        <Button
          variant="default"
          disabled={said.reason.trim() === ''}
          loading={place.isPending}
          onClick={() => place.mutate()}
        >
          {words.holds.place}
        </Button>
      </Group>
      {place.isError && <ProblemNote error={place.error} />}
    </Stack>
  )
}
