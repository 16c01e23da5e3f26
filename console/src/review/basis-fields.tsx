import { Button, Checkbox, Group, Select, Skeleton, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { PrefilledBasis } from '../api/shapes.ts'
import { ProblemNote } from '../components/problem-note.tsx'
import { StatementTexts } from '../components/statement-texts.tsx'
import { language } from '../words/language.ts'
import { words } from '../words/words.ts'
import { type Basis, statedBasis, type Wished } from './draft.ts'

const SOURCES = ['own_initiative', 'notice', 'trusted_flagger', 'authority_order', 'other_report'] as const
/** The desk refuses more characters. */
const TEXT_CHARS_MAX = 1_000
const HEIGHT = 40

interface Props {
  caseId: string
  policyId: string
  wished: Wished | undefined
  basis: Basis
  onChange: (part: Basis) => void
}

/** The basis of a decision for the person affected: folded, prefilled by the desk, and with a preview of the statement. */
export function BasisFields(props: Props) {
  const { caseId, policyId } = props
  const read = useQuery({
    queryKey: ['case', caseId, 'basis', policyId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/cases/{caseId}/basis', { params: { path: { caseId }, query: { policyId } }, signal })),
    retry: false,
  })
  if (read.isError) return null
  if (read.data === undefined) return <Skeleton height={HEIGHT} className="loading" />
  return (
    <details open={read.data.required.length > 0}>
      <summary>{words.statement.basis}</summary>
      <Stack gap="sm" mt="xs">
        <GroundFields {...props} prefilled={read.data} />
        <TextFields {...props} prefilled={read.data} />
        <DetectionFields {...props} prefilled={read.data} />
        <Preview {...props} />
      </Stack>
    </details>
  )
}

type Filled = Props & { prefilled: PrefilledBasis }

const namedIn = (list: PrefilledBasis['laws']) =>
  list.map(({ id, names }) => ({ value: id, label: names[language] ?? Object.values(names)[0] ?? id }))

function GroundFields({ basis, onChange, prefilled: { facts, grounds, clauses, laws } }: Filled) {
  const ground = basis.ground ?? facts.ground
  return (
    <Group gap="md" align="flex-end">
      <Select
        label={words.statement.ground}
        data={(['terms', 'illegal'] as const).map((value) => ({ value, label: words.statement.grounds[value] }))}
        value={ground}
        disabled={grounds !== 'either'}
        allowDeselect={false}
        onChange={(value) => value !== null && onChange({ ground: value, law: undefined })}
      />
      <Select
        label={words.statement.clause}
        data={namedIn(clauses)}
        value={basis.clause ?? facts.clause}
        onChange={(value) => onChange({ clause: value ?? undefined })}
      />
      {ground === 'illegal' && (
        <Select
          label={words.statement.law}
          data={namedIn(laws)}
          value={basis.law ?? facts.law}
          onChange={(value) => onChange({ law: value ?? undefined })}
        />
      )}
    </Group>
  )
}

const TextFields = ({ basis, onChange, prefilled: { required } }: Filled) => (
  <>
    {(['explanation', 'facts'] as const).map((field) => (
      <Textarea
        key={field}
        label={words.statement[field]}
        description={words.statement.reads}
        value={basis[field] ?? ''}
        maxLength={TEXT_CHARS_MAX}
        required={required.includes(field)}
        autosize
        minRows={2}
        dir="auto"
        onChange={({ currentTarget: { value } }) => onChange({ [field]: value })}
      />
    ))}
  </>
)

function DetectionFields({ basis, onChange, prefilled: { facts } }: Filled) {
  return (
    <Group gap="md" align="flex-end">
      <Select
        label={words.statement.source}
        data={SOURCES.map((value) => ({ value, label: words.statement.sources[value] }))}
        value={basis.source ?? facts.source}
        allowDeselect={false}
        onChange={(value) => value !== null && onChange({ source: value })}
      />
      <TextInput
        type="date"
        label={words.statement.contentDate}
        value={basis.contentDate ?? facts.contentDate ?? ''}
        onChange={({ currentTarget: { value } }) => onChange({ contentDate: value === '' ? undefined : value })}
      />
      <TextInput
        label={words.statement.contentLanguage}
        value={basis.contentLanguage ?? facts.contentLanguage ?? ''}
        maxLength={12}
        w="6rem"
        onChange={({ currentTarget: { value } }) => onChange({ contentLanguage: value === '' ? undefined : value })}
      />
      <Checkbox
        label={words.statement.automated}
        checked={basis.automatedDetection ?? facts.automatedDetection}
        onChange={({ currentTarget: { checked } }) => onChange({ automatedDetection: checked })}
      />
    </Group>
  )
}

/** The statement as the person would read it, rendered by the desk on request. */
function Preview({ caseId, wished, basis }: Props) {
  const preview = useMutation({
    mutationFn: (each: Wished) =>
      unwrap(api.POST('/v1/statements/preview', { body: { caseId, ...each, ...statedBasis(basis) } })),
  })
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        size="compact-sm"
        variant="default"
        disabled={wished === undefined}
        loading={preview.isPending}
        onClick={() => wished && preview.mutate(wished)}
      >
        {words.statement.preview}
      </Button>
      {preview.isError && <ProblemNote error={preview.error} />}
      {preview.data && <StatementTexts texts={preview.data.texts} redress={preview.data.redress} />}
    </Stack>
  )
}
