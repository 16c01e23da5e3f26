import Type, { type Static } from 'typebox'
import { strict } from '../../foundation/schemas/schemas.ts'
import { message } from '../../foundation/messages/message.ts'

const LANGUAGES_MAX = 16
const BODIES_MAX = 6
const ADDRESS_CHARS_MAX = 300

/** A language by its tag, such as en or pt-BR. */
export const LANGUAGE_PATTERN = '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$'
/** An https address in ASCII without a name or password, as platform-kit takes it. */
const ADDRESS_PATTERN = '^https://[A-Za-z0-9.:-]+([/?#][!#-;=?-\\[\\]-~]*)?$'
/** The address of a form of the organisation's own for appeals: {enforcement} or {statement} stands for its id. */
const APPEAL_PATTERN = '^https://[A-Za-z0-9.:-]+([/?#]([!#-;=?-\\[\\]-z|~]|\\{enforcement\\}|\\{statement\\})*)?$'

const Address = Type.String({
  maxLength: ADDRESS_CHARS_MAX,
  pattern: ADDRESS_PATTERN,
  form: message('ruleFile.form.httpsAddress'),
})
const Named = Type.Record(
  Type.String({ pattern: LANGUAGE_PATTERN }),
  Type.String({ minLength: 1, maxLength: ADDRESS_CHARS_MAX }),
  { form: message('ruleFile.form.byLanguage') },
)

/** The settings of statements: their languages, and the ways to contest a decision. */
export const NoticeSettings = Type.Object(
  {
    languages: Type.Array(Type.String({ pattern: LANGUAGE_PATTERN }), {
      minItems: 1,
      maxItems: LANGUAGES_MAX,
      uniqueItems: true,
    }),
    appeal: Type.Object(
      {
        address: Type.Optional(
          Type.String({
            maxLength: ADDRESS_CHARS_MAX,
            pattern: APPEAL_PATTERN,
            form: message('ruleFile.form.httpsAddress'),
          }),
        ),
        days: Type.Integer({ minimum: 1, maximum: 3_650 }),
      },
      strict,
    ),
    settlement: Type.Optional(
      Type.Array(Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }), address: Address }, strict), {
        maxItems: BODIES_MAX,
      }),
    ),
    court: Type.Object({ address: Type.Optional(Address), text: Named }, strict),
  },
  strict,
)
export type NoticeSettings = Static<typeof NoticeSettings>
