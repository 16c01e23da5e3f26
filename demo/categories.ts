/** The categories of reports: those of the Digital Services Act, in a visitor's words. */
export const CATEGORIES = {
  OTHER_VIOLATION_TC: 'Something else that breaks the rules here',
  SCAMS_AND_FRAUD: 'A scam, or an account that pretends to be another person',
  ILLEGAL_OR_HARMFUL_SPEECH: 'Hateful or otherwise harmful speech',
  CYBER_VIOLENCE: 'Harassment or threats',
  CYBER_VIOLENCE_AGAINST_WOMEN: 'Harassment of women, or intimate pictures',
  VIOLENCE: 'Violence',
  PROTECTION_OF_MINORS: 'Harm to children',
  SELF_HARM: 'Self-harm',
  UNSAFE_AND_PROHIBITED_PRODUCTS: 'Unsafe or forbidden products',
  CONSUMER_INFORMATION: 'A seller that hides who it is or what it sells',
  DATA_PROTECTION_AND_PRIVACY_VIOLATIONS: 'Private information',
  INTELLECTUAL_PROPERTY_INFRINGEMENTS: 'A work or brand that belongs to another owner',
  NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS: 'Misleading about elections',
  RISK_FOR_PUBLIC_SECURITY: 'A danger to the public',
  ANIMAL_WELFARE: 'Cruelty to animals',
  NOT_SPECIFIED_NOTICE: 'Something illegal that is not on this list',
} as const

export type Category = keyof typeof CATEGORIES

export function isCategory(text: unknown): text is Category {
  return typeof text === 'string' && Object.hasOwn(CATEGORIES, text)
}
