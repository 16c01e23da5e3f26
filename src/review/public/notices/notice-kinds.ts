import type { Category } from '../../../foundation/domain.ts'
import type { Policies } from '../../../policy/policies.ts'

/** The kinds of content that a person outside can notify. */
export const NOTICE_KINDS = [
  'child_abuse',
  'intimate_images',
  'terrorism',
  'threats',
  'hate',
  'harassment',
  'scam',
  'impersonation',
  'unsafe_goods',
  'copyright',
  'privacy',
  'self_harm',
  'other',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** The rules for a notice of one kind. */
interface KindRules {
  category: Category
  /** True: the sender may stay anonymous (Regulation (EU) 2022/2065, article 16(2)(c)). */
  isAnonymous: boolean
  /** True: the law wants a signature, as for a removal request or a notice of copyright. */
  isSigned: boolean
  /** True: a rights holder's notice, which names the work and the holder of the right. */
  isOfRights: boolean
  /** True: the desk takes no file. Having it would itself be a crime, or hurt the person again. It takes its hash. */
  takesHashOnly: boolean
  /** True: the report is stored at once, before its sender confirmed the e-mail address. */
  isUrgent: boolean
}

const ORDINARY = { isAnonymous: false, isSigned: false, isOfRights: false, takesHashOnly: false, isUrgent: false }

/**
 * The rules of each kind. Twin of check_notice_file in SQL for the kinds of which no file is taken.
 * Twin of appeal_takes_files in SQL for their categories.
 */
export const KIND_RULES: Readonly<Record<NoticeKind, KindRules>> = {
  child_abuse: {
    category: 'PROTECTION_OF_MINORS',
    isAnonymous: true,
    isSigned: false,
    isOfRights: false,
    takesHashOnly: true,
    isUrgent: true,
  },
  intimate_images: {
    category: 'CYBER_VIOLENCE_AGAINST_WOMEN',
    ...{ isAnonymous: false, isSigned: true, isOfRights: false, takesHashOnly: true, isUrgent: true },
  },
  terrorism: { ...ORDINARY, category: 'RISK_FOR_PUBLIC_SECURITY' },
  threats: { ...ORDINARY, category: 'VIOLENCE', isUrgent: true },
  hate: { ...ORDINARY, category: 'ILLEGAL_OR_HARMFUL_SPEECH' },
  harassment: { ...ORDINARY, category: 'CYBER_VIOLENCE' },
  scam: { ...ORDINARY, category: 'SCAMS_AND_FRAUD' },
  impersonation: { ...ORDINARY, category: 'SCAMS_AND_FRAUD' },
  unsafe_goods: { ...ORDINARY, category: 'UNSAFE_AND_PROHIBITED_PRODUCTS' },
  copyright: { ...ORDINARY, category: 'INTELLECTUAL_PROPERTY_INFRINGEMENTS', isSigned: true, isOfRights: true },
  privacy: { ...ORDINARY, category: 'DATA_PROTECTION_AND_PRIVACY_VIOLATIONS' },
  self_harm: { ...ORDINARY, category: 'SELF_HARM', isUrgent: true },
  other: { ...ORDINARY, category: 'NOT_SPECIFIED_NOTICE' },
}

export const asNoticeKind = (text: unknown): NoticeKind | undefined => NOTICE_KINDS.find((kind) => kind === text)

/** Returns the policy whose legal clock a valid request of this kind starts. Undefined: no law sets a time. */
export function findClockPolicy({ policies }: Policies, kind: NoticeKind): string | undefined {
  const { category } = KIND_RULES[kind]
  return [...policies.values()].find(
    (policy) => policy.category === category && policy.clock?.startsFrom.includes('request') === true,
  )?.id
}
