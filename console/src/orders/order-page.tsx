import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { formatCountries, formatCountry, formatFull, formatLanguage } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { LawDue } from '../components/law-due.tsx'
import { Columns, Page } from '../components/page.tsx'
import { Panel, Shown } from '../components/panel.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { ActForm } from './act-form.tsx'
import { OrderActs } from './order-acts.tsx'
import { OrderAnswer } from './order-answer.tsx'
import { OrderItems } from './order-items.tsx'
import { type Order, orderQuery } from './queries.ts'

const TONES = { open: 'clock', contested: 'waits', answered: 'ended' } as const

/** Shows one order of an authority: its clock, items, words and acts, and the forms that act on it. */
export function OrderPage({ orderId }: { orderId: string }) {
  const found = useQuery(orderQuery(orderId))
  const mayAct = useHasRole('senior', 'lead', 'policy')
  return (
    <Page title={words.orders.one({ orderId })}>
      <Shown query={found}>
        {(order) => (
          <>
            <Text component="div">
              <StatePill tone={TONES[order.state]}>{words.orders.states[order.state]}</StatePill>{' '}
              {order.state === 'open' && <LawDue at={order.dueAt} />} {words.orders.kinds[order.kind]}
            </Text>
            <Columns>
              <Facts order={order} />
              <OrderItems order={order} />
              <SaidWords order={order} />
              <OrderActs acts={order.acts} />
              {mayAct && !order.erased && <ActForm order={order} />}
              <OrderAnswer order={order} />
            </Columns>
          </>
        )}
      </Shown>
    </Page>
  )
}

function Facts({ order }: { order: Order }) {
  const { authority, memberState, reference, receivedAt, language, countries, enteredBy, verified } = order
  const { silentUntil, silenceToConfirm, documentSha256, id, erased } = order
  const rows: readonly (readonly [label: string, value: string | null | undefined])[] = [
    [words.authorityOrders.fields.authority, authority],
    [words.orders.memberState, memberState && formatCountry(memberState)],
    [words.orders.contact, order.authorityContact],
    [words.authorityOrders.fields.reference, reference],
    [words.authorityOrders.fields.receivedAt, formatFull(receivedAt)],
    [words.orders.language, language && formatLanguage(language)],
    [words.orders.scope, countries === null ? words.orders.everywhere : formatCountries(countries)],
    [words.orders.proof, verified && words.orders.verified[verified]],
    [words.orders.enteredBy, enteredBy],
    [words.orders.silentUntil, silentUntil && formatFull(silentUntil)],
    [words.orders.silenceToConfirm, silenceToConfirm && formatFull(silenceToConfirm)],
  ]
  return (
    <Panel title={words.orders.facts}>
      <Stack gap={4}>
        {rows.map(([label, value]) =>
          value ? (
            <Text key={label} size="sm">
              <b>{label}</b> <Hostile full>{value}</Hostile>
            </Text>
          ) : null,
        )}
        {order.missing.length > 0 && (
          <Text size="sm">
            <StatePill tone="waits">{words.orders.lacks}</StatePill>{' '}
            {order.missing.map((element) => words.orders.elements[element]).join(', ')}
          </Text>
        )}
        {documentSha256 !== null && !erased && (
          <Text size="sm">
            <a href={`/v1/authority-orders/${id}/document`} download>
              {words.authorityOrders.document}
            </a>{' '}
            <span className="hostile">SHA-256 {documentSha256}</span>
          </Text>
        )}
      </Stack>
    </Panel>
  )
}

function SaidWords({ order: { legalBasis, reasons, redress, erased } }: { order: Order }) {
  const parts = { legalBasis, reasons, redress }
  return (
    <Panel title={words.orders.words}>
      <Stack gap={4}>
        {erased && <Text c="dimmed">{words.orders.erased}</Text>}
        {(['legalBasis', 'reasons', 'redress'] as const).map((part) => (
          <Text key={part} size="sm">
            <b>{words.orders.elements[part]}</b>{' '}
            {parts[part] === null ? words.orders.notStated : <Hostile full>{parts[part]}</Hostile>}
          </Text>
        ))}
      </Stack>
    </Panel>
  )
}
