import { Button, FileButton, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatNumber } from '../components/format.ts'
import { words } from '../words/words.ts'

/** A search whose results are to be the set. */
export interface SetSearch {
  kind: 'account' | 'case'
  q: string
}

interface ListProps {
  list: string
  foundBy: string
  onList: (list: string) => void
  onFoundBy: (foundBy: string) => void
}

/** The fields for a list of subjects and how the proposer found them. */
export const ListFields = ({ list, foundBy, onList, onFoundBy }: ListProps) => (
  <>
    <Textarea
      label={words.bulkActions.list}
      description={words.bulkActions.listHint}
      value={list}
      rows={8}
      onChange={({ currentTarget: { value } }) => onList(value)}
    />
    <Group gap="sm">
      <FileButton accept=".txt,.csv,.ndjson,text/plain" onChange={(file) => void file?.text().then(onList)}>
        {(props) => (
          <Button {...props} size="compact-sm" variant="default">
            {words.bulkActions.file}
          </Button>
        )}
      </FileButton>
      <Text size="sm" role="status">
        {words.bulkActions.lines({ count: formatNumber(countLines(list)) })}
      </Text>
    </Group>
    <TextInput
      label={words.bulkActions.foundBy}
      value={foundBy}
      maxLength={2_000}
      onChange={({ currentTarget: { value } }) => onFoundBy(value)}
    />
  </>
)

export const countLines = (list: string): number => list.split('\n').filter((line) => line.trim() !== '').length

interface SearchProps {
  search: SetSearch
  on: 'account' | 'content'
  onOn: (on: 'account' | 'content') => void
}

/** The fields for the results of a search, fixed at the moment of the proposal. */
export const SearchFields = ({ search: { kind, q }, on, onOn }: SearchProps) => (
  <Stack gap="xs" align="flex-start">
    <Text>
      {words.bulkActions.setOf[kind]} <span className="hostile">“{q}”</span>
    </Text>
    <Text size="sm" c="dimmed">
      {words.bulkActions.setFixed}
    </Text>
    {kind === 'case' && (
      <SegmentedControl
        aria-label={words.bulkActions.on}
        value={on}
        data={[
          { value: 'content', label: words.bulkActions.onContents },
          { value: 'account', label: words.bulkActions.onAccounts },
        ]}
        onChange={(value) => onOn(value === 'account' ? 'account' : 'content')}
      />
    )}
    <Link to="/bulk-actions/new">{words.bulkActions.listInstead}</Link>
  </Stack>
)

/** The fields for the copies of a case, fixed at the moment of the proposal. */
export const CopiesFields = ({ caseId }: { caseId: string }) => (
  <Stack gap="xs" align="flex-start">
    <Text>{words.bulkActions.setOfCopies({ caseId })}</Text>
    <Text size="sm" c="dimmed">
      {words.bulkActions.copiesFixed}
    </Text>
    <Link to="/bulk-actions/new">{words.bulkActions.listInstead}</Link>
  </Stack>
)
