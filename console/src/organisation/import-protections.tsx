import { Checkbox, FileInput, Group, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { PublicMatches, Wanted } from '../api/shapes.ts'
import { toStartOf } from '../components/local-time.ts'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { ProposeChangeForm } from '../components/propose-change-form.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { LIST_BYTES_MAX, type ReadList, readList } from './read-list.ts'

const TAGS = Object.keys(words.account.tags)
const REFUSED_SHOWN = 20

interface Found extends ReadList, PublicMatches {
  name: string
  sha256: string
}

/** Reads a public list, shows which accounts it would protect, and proposes that as a change for a second person. */
export function ImportProtections() {
  const emptyField = useRef<() => void>(null)
  const [file, setFile] = useState<File | null>(null)
  const [tag, setTag] = useState<string | null>(null)
  const [reviewOn, setReviewOn] = useState('')
  const [ticked, setTicked] = useState<string[]>([])
  const read = useMutation({ mutationFn: ({ file, of }: { file: File; of: string }) => matchFile(file, of) })
  const added = (read.data?.matches ?? []).filter((each) => isAdded(each, ticked))
  const choose = (chosen: File | null) => {
    setTicked([])
    if (chosen === null || tag === null) return
    setFile(chosen)
    emptyField.current?.() // A field that still holds a file hears nothing when the same file is chosen again, corrected.
    read.mutate({ file: chosen, of: tag })
  }
  return (
    <Panel title={words.protectionLists.title}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" maw="72ch">
          {words.protectionLists.about}
        </Text>
        <Group gap="sm" align="flex-start">
          <Select
            label={words.protectionLists.tag}
            data={TAGS.map((value) => ({ value, label: nameTag(value) }))}
            value={tag}
            onChange={(value) => {
              setTag(value)
              setFile(null)
              setTicked([])
              read.reset()
            }}
          />
          <FileInput
            label={words.protectionLists.file}
            placeholder={words.protectionLists.choose}
            value={file}
            resetRef={emptyField}
            accept=".csv,.ndjson,.jsonl"
            disabled={tag === null}
            clearable={false}
            w={240}
            onChange={choose}
          />
          <TextInput
            type="date"
            label={words.protectionLists.reviewOn}
            value={reviewOn}
            onChange={({ currentTarget }) => setReviewOn(currentTarget.value)}
          />
        </Group>
        {read.isPending && <Text role="status">{words.protectionLists.matching}</Text>}
        {read.isError && <ProblemNote error={read.error} />}
        {read.data && (
          <>
            <Preview found={read.data} added={added.length} ticked={ticked} onTick={setTicked} />
            <ProposeChangeForm
              wanted={
                tag && added.length > 0 && reviewOn !== '' ? toWanted(read.data, { tag, reviewOn, ticked }) : undefined
              }
              button={words.protectionLists.propose({ count: added.length })}
            />
          </>
        )}
      </Stack>
    </Panel>
  )
}

type Match = PublicMatches['matches'][number]

const isAdded = ({ accountId, doubts, isTagged }: Match, ticked: readonly string[]): boolean =>
  !isTagged && (doubts.length === 0 || ticked.includes(accountId))

const nameTag = (tag: string): string => Object.entries(words.account.tags).find(([each]) => each === tag)?.[1] ?? tag

async function matchFile(file: File, tag: string): Promise<Found> {
  if (file.size > LIST_BYTES_MAX) throw new Error(words.protectionLists.large)
  const bytes = await file.arrayBuffer()
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const sha256 = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const read = readList(new TextDecoder().decode(bytes), file.name.toLowerCase().endsWith('.csv') ? 'csv' : 'ndjson')
  const matched =
    read.list.length === 0
      ? { matches: [], unmatched: 0 }
      : await unwrap(api.POST('/v1/protection-lists/match', { body: { tag, list: read.list } }))
  return { ...read, ...matched, name: file.name, sha256 }
}

const toWanted = (
  { name, sha256, list }: Found,
  { tag, reviewOn, ticked }: { tag: string; reviewOn: string; ticked: readonly string[] },
): Wanted => ({
  ...{ kind: 'protect_list', source: name, sha256, tag, list, ticked: [...ticked] },
  reviewAt: toStartOf(reviewOn),
})

interface PreviewProps {
  found: Found
  added: number
  ticked: string[]
  onTick: (ticked: string[]) => void
}

function Preview({ found, added, ticked, onTick }: PreviewProps) {
  const { list, matches, unmatched, refused } = found
  const tagged = matches.filter(({ isTagged }) => isTagged).length
  return (
    <Stack gap="xs">
      <Text role="status">
        {words.protectionLists.counts({ entries: list.length, added, tagged, unmatched, refused: refused.length })}
      </Text>
      {refused.slice(0, REFUSED_SHOWN).map(({ line, why }) => (
        <Text key={line} size="sm">
          {words.protectionLists.line({ line: String(line), why: words.protectionLists.refusals[why] })}
        </Text>
      ))}
      {matches.length > 0 && (
        <Checkbox.Group value={ticked} onChange={onTick}>
          <Matches matches={matches} ticked={ticked} />
        </Checkbox.Group>
      )}
    </Stack>
  )
}

const Matches = ({ matches, ticked }: { matches: readonly Match[]; ticked: readonly string[] }) => {
  const { columns } = words.protectionLists
  return (
    <WideTable label={words.protectionLists.matches} minWidth={560}>
      <Table.Thead>
        <Table.Tr>
          {[columns.account, columns.by, columns.note].map((head) => (
            <Table.Th key={head}>{head}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {matches.map((match) => (
          <Table.Tr key={match.accountId}>
            <Table.Th scope="row" className="hostile">
              {match.handle === null ? match.accountId : `@${match.handle} (${match.accountId})`}
            </Table.Th>
            <Table.Td>{words.protectionLists.by[match.by]}</Table.Td>
            <Table.Td>
              {match.doubts.length > 0 && !match.isTagged ? (
                <Checkbox
                  value={match.accountId}
                  label={match.doubts.map((doubt) => words.protectionLists.doubts[doubt]).join(', ')}
                />
              ) : (
                words.protectionLists.states[isAdded(match, ticked) ? 'added' : 'tagged']
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </WideTable>
  )
}
