import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Case } from '../api/shapes.ts'
import { formatReach } from '../components/account-summary.tsx'
import { formatCount } from '../components/format.ts'
import { Hostile, MarkedText } from '../components/handle.tsx'
import { Panel } from '../components/panel.tsx'
import { TextButton } from '../components/text-button.tsx'
import { words } from '../words/words.ts'
import { type Compared, compareHandles } from './compare-handles.ts'
import { nameCharacters } from './name-characters.ts'
import { type Lookalike, lookalikesQuery } from './profile-query.ts'

const SHOWN_FIRST = 3
const NAMED_MAX = 3

/**
 * Shows the accounts that can be mistaken for the reviewed one below its own handle, letter below letter, with each
 * difference marked and named. Without any it shows nothing.
 */
export function Lookalikes({ of: { id: caseId, account } }: { of: Case }) {
  const found = useQuery(lookalikesQuery(caseId)).data?.items ?? []
  const items = found.map((item, place) => ({ ...item, place }))
  const [isOpen, setOpen] = useState(false)
  if (items.length === 0 || account === null) return null
  const shown = isOpen ? items : items.slice(0, SHOWN_FIRST)
  return (
    <Panel title={words.lookalikes.title({ count: items.length })}>
      <Stack gap="xs">
        <div className="lookalike">
          <span className="compared">
            {account.handle === null ? words.who.unknownHandle : <Own of={account.handle} />}
          </span>
          <Text span size="sm">
            {formatReach(account)} · {words.lookalikes.own}
          </Text>
        </div>
        {shown.map(({ place, ...item }) =>
          item.id === null ? (
            <Hidden key={place} item={item} />
          ) : (
            <Row key={place} item={item} id={item.id} own={account.handle ?? ''} />
          ),
        )}
        {items.length > SHOWN_FIRST && (
          <TextButton onPress={() => setOpen(!isOpen)}>
            {isOpen ? words.lookalikes.fewer : words.lookalikes.more({ count: items.length - SHOWN_FIRST })}
          </TextButton>
        )}
      </Stack>
    </Panel>
  )
}

const Own = ({ of: handle }: { of: string }) => (
  <bdi dir="ltr">
    @<MarkedText text={handle} />
  </bdi>
)

/** A look-alike that the reader may not see: its reach alone. */
const Hidden = ({ item }: { item: Lookalike }) => (
  <div className="lookalike">
    <Text span size="sm">
      {item.protected ? words.lookalikes.hiddenProtected : words.lookalikes.hidden}
    </Text>
    <Reach of={item.reach} />
  </div>
)

const Reach = ({ of: reach }: { of: number | null }) => (
  <Text span size="sm">
    {reach === null ? words.profile.reachUnknown : words.who.followers({ count: formatCount(reach) })}
  </Text>
)

function Row({ item: { handle, displayName, reach }, id, own }: { item: Lookalike; id: string; own: string }) {
  const compared = compareHandles(own, handle ?? '')
  return (
    <div className="lookalike">
      <Link to="/accounts/$accountId" params={{ accountId: id }} className="compared">
        {handle === null ? words.who.unknownHandle : <Marked handle={handle} compared={compared} />}
      </Link>
      <Reach of={reach} />
      <Text size="sm" c="dimmed">
        {describe(compared)}
        {displayName !== null && (
          <>
            {' · '}
            <Hostile>{displayName}</Hostile>
          </>
        )}
      </Text>
    </div>
  )
}

const Marked = ({ handle, compared }: { handle: string; compared: Compared | undefined }) => (
  <bdi dir="ltr">
    @
    {compared === undefined ? (
      <Hostile>{handle}</Hostile>
    ) : (
      compared.pieces.map(({ text, differs, at }) =>
        differs ? (
          <mark key={at}>
            <MarkedText text={text} />
          </mark>
        ) : (
          <MarkedText key={at} text={text} />
        ),
      )
    )}
  </bdi>
)

function describe(compared: Compared | undefined): string {
  if (compared === undefined) return words.lookalikes.otherHandle
  const { differences } = compared
  if (differences.length === 0) return words.lookalikes.sameHandle
  const named = differences.slice(0, NAMED_MAX).map(({ has, not }) => {
    if (not === '') return words.lookalikes.extra({ has: nameCharacters(has) })
    if (has === '') return words.lookalikes.lacks({ not: nameCharacters(not) })
    return words.lookalikes.instead({ has: nameCharacters(has), not: nameCharacters(not) })
  })
  const more = differences.length - named.length
  return [...named, ...(more > 0 ? [words.lookalikes.morePlaces({ count: more })] : [])].join(' · ')
}
