import { MultiSelect, Stack, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Member, Wanted } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { toInstant } from '../components/local-time.ts'
import { Panel } from '../components/panel.tsx'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { TimeField } from '../components/time-field.tsx'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import { staffQuery } from './queries.ts'

/** The body of the request. */
const PASTED_LENGTH_MAX = 20_000
const NAMED_MAX = 8

/**
 * The form that proposes the end of several people, such as all of a vendor, selected or pasted as a list. Another
 * person must approve.
 */
export function EndPeople() {
  const me = useMe()?.id
  const others = (useQuery(staffQuery(false)).data?.items ?? []).filter(({ id }) => id !== me)
  const [picked, setPicked] = useState<string[]>([])
  const [pasted, setPasted] = useState('')
  const [at, setAt] = useState('')
  const { known, unknown } = readPasted(pasted, others)
  const chosen = others.filter(({ id }) => picked.includes(id) || known.has(id))
  const isWhole = chosen.length > 0 && unknown.length === 0
  return (
    <Panel title={words.team.endMany}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" maw="72ch">
          {words.team.endManyHint}
        </Text>
        <MultiSelect
          label={words.team.people}
          data={byEmployer(others)}
          value={picked}
          searchable
          maw={480}
          onChange={setPicked}
        />
        <Textarea
          label={words.team.endManyPaste}
          value={pasted}
          maxLength={PASTED_LENGTH_MAX}
          autosize
          minRows={2}
          maxRows={12}
          maw={480}
          error={
            unknown.length > 0 ? words.team.endManyUnknown({ lines: unknown.map(formatLine).join(', ') }) : undefined
          }
          onChange={(event) => setPasted(event.currentTarget.value)}
        />
        <TimeField label={words.team.endManyAt} value={at} onChange={setAt} />
        <Text role="status" size="sm" maw="72ch">
          {isWhole && formatEnd(chosen, at)}
        </Text>
        <ProposeChangeForm wanted={isWhole ? toWanted(chosen, at) : undefined} button={words.team.endMany} />
      </Stack>
    </Panel>
  )
}

const toWanted = (chosen: readonly Member[], at: string): Wanted => ({
  kind: 'end_people',
  staffIds: chosen.map(({ id }) => id),
  endsAt: at === '' ? null : toInstant(at),
})

function formatEnd(chosen: readonly Member[], at: string): string {
  const said = { count: chosen.length, names: formatNames(chosen) }
  return at === '' ? words.team.endManySays(said) : words.team.endManySaysAt({ ...said, at: formatFull(toInstant(at)) })
}

const formatNames = (chosen: readonly Member[]): string => {
  const names = chosen
    .slice(0, NAMED_MAX)
    .map(({ pseudonym }) => pseudonym)
    .join(', ')
  return chosen.length > NAMED_MAX ? words.team.endManyMore({ names, count: chosen.length - NAMED_MAX }) : names
}

/** Groups people by employer, so that a vendor's people are together. */
function byEmployer(people: readonly Member[]) {
  const employers = [...new Set(people.map(({ employer }) => employer))].sort()
  return employers.map((group) => ({
    group,
    items: people
      .filter(({ employer }) => employer === group)
      .map(({ id, pseudonym }) => ({ value: id, label: pseudonym })),
  }))
}

interface UnknownLine {
  number: number
  text: string
}
const formatLine = ({ number, text }: UnknownLine): string => `${number} (${text})`

/** Finds the people that a pasted list names, one a line by pseudonym or id, and the lines that match no selectable person. */
function readPasted(pasted: string, people: readonly Member[]): { known: Set<string>; unknown: UnknownLine[] } {
  const lines = pasted
    .split('\n')
    .map((line, index) => ({ number: index + 1, text: line.trim().replace(/[,;]+$/, '') }))
  const named = lines.filter(({ text }) => text !== '').map((line) => ({ ...line, id: idOf(line.text, people) }))
  return {
    known: new Set(named.flatMap(({ id }) => id ?? [])),
    unknown: named.filter(({ id }) => id === undefined),
  }
}

const idOf = (text: string, people: readonly Member[]): string | undefined =>
  people.find(({ id, pseudonym }) => id === text || pseudonym === text)?.id
