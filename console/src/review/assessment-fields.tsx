import { Fieldset, Stack, Textarea } from '@mantine/core'
import { words } from '../words/words.ts'
import { ASSESSMENT_FIELDS, type Assessment } from './draft.ts'

/** The fields for the written assessment of the public interest, to which the approver agrees. */
export function AssessmentFields({
  assessment,
  onChange,
}: {
  assessment: Assessment
  onChange: (assessment: Assessment) => void
}) {
  return (
    <Fieldset legend={words.review.assessment}>
      <Stack gap="sm">
        {ASSESSMENT_FIELDS.map((field) => (
          <Textarea
            key={field}
            label={words.review[field]}
            value={assessment[field]}
            maxLength={4_000}
            autosize
            onChange={(event) => onChange({ ...assessment, [field]: event.currentTarget.value })}
          />
        ))}
      </Stack>
    </Fieldset>
  )
}
