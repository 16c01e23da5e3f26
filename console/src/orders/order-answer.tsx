import { Text } from '@mantine/core'
import { CopyText } from '../components/copy-text.tsx'
import { formatCountries, formatFull } from '../components/format.ts'
import { Panel } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { nameGround } from './grounds.ts'
import type { Order } from './queries.ts'

/**
 * Shows the answer to the authority with the data that the law asks for: the effect of each item and its time, or why
 * the desk can't comply. A person copies it into the form of the authority.
 */
export function OrderAnswer({ order }: { order: Order }) {
  const text = writeAnswer(order)
  return (
    <Panel title={words.orders.answer} aside={<CopyText text={text} label={words.orders.copy} />}>
      <Text size="sm" c="dimmed">
        {words.orders.answerHint}
      </Text>
      <Text size="sm" component="pre" className="hostile" style={{ whiteSpace: 'pre-wrap', fontFamily: 'inherit' }}>
        {text}
      </Text>
    </Panel>
  )
}

function writeAnswer({
  authority,
  reference,
  receivedAt,
  kind,
  countries,
  items,
  unresolved,
  acts,
  state,
}: Order): string {
  const line = (label: string, value: string) => words.orders.line({ label, value })
  const contest = acts.findLast((act) => act.kind === 'contested')
  return [
    line(words.authorityOrders.fields.authority, authority),
    line(words.authorityOrders.fields.reference, reference),
    line(words.orders.kindLabel, words.orders.kinds[kind]),
    line(words.authorityOrders.fields.receivedAt, formatFull(receivedAt)),
    line(words.orders.scope, countries === null ? words.orders.everywhere : formatCountries(countries)),
    ...items.map(({ subject, offlineAt }) =>
      line(
        subject.id,
        offlineAt === null ? words.orders.noEffect : words.orders.offlineSince({ at: formatFull(offlineAt) }),
      ),
    ),
    ...unresolved.map((address) => line(address, words.orders.unresolved)),
    ...(state === 'contested' && contest !== undefined
      ? [line(words.orders.actKinds.contested, nameGround(contest.ground ?? '')), contest.note ?? '']
      : []),
  ].join('\n')
}
