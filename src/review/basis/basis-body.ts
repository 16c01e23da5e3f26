import { Type } from 'typebox'
import { STATED_CHARS_MAX } from '../../enforcement/statements/derive-facts.ts'
import { GROUNDS } from '../../foundation/domain.ts'
import { DETECTION_SOURCES } from '../../policy/notices/variables.ts'

const Stated = (description: string) => Type.String({ pattern: '\\S', maxLength: STATED_CHARS_MAX, description })
const ReferenceId = (description: string) => Type.String({ minLength: 1, maxLength: 64, description })

/** The basis of a decision as a reviewer states it, for the person affected. */
export const BasisBody = Type.Object(
  {
    ground: Type.Optional(
      Type.Enum([...GROUNDS], {
        description: 'terms or illegal, as the policy leaves open. Default: that of the policy.',
      }),
    ),
    clause: Type.Optional(ReferenceId('The id of a clause of the terms, as GET /v1/cases/{caseId}/basis lists them.')),
    law: Type.Optional(ReferenceId('With the ground illegal: the id of a law.')),
    alsoIllegal: Type.Optional(
      Type.Boolean({ description: 'With the ground terms: whether you consider the content illegal too.' }),
    ),
    explanation: Type.Optional(Stated('Why the law or the clause is broken. The person affected reads it.')),
    facts: Type.Optional(Stated('The facts relied on. The person affected reads them.')),
    source: Type.Optional(
      Type.Enum([...DETECTION_SOURCES], { description: 'How it became known. Default: by the reports and orders.' }),
    ),
    automatedDetection: Type.Optional(Type.Boolean({ description: 'True when a machine found it.' })),
    contentDate: Type.Optional(Type.String({ format: 'date', description: 'The day of the content, as YYYY-MM-DD.' })),
    contentLanguage: Type.Optional(
      Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$', description: 'Its language, such as en.' }),
    ),
    territorialScope: Type.Optional(
      Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), {
        minItems: 1,
        maxItems: 250,
        uniqueItems: true,
        description: 'The countries to which the decision applies (ISO 3166-1 alpha-2). Default: those of the action.',
      }),
    ),
  },
  {
    additionalProperties: false,
    description:
      'The basis of the decision for the statement of reasons (DSA, article 17). What is left out follows from policy, reports and content. Links and markup are refused.',
  },
)
