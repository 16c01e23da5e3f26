import type { Category } from '../../../../foundation/domain.ts'
import type { Keyword } from '../../../../policy/notices/keywords.ts'

/** A category of the templates: those of statements of reasons, and one of orders alone. */
export type ReportCategory = Category | 'NOT_SPECIFIED_ORDER'

/** A category with its description and its sub-categories. Each but the last two has a further one for all others. */
export interface CategoryRow {
  category: ReportCategory
  description: string
  keywords: readonly (readonly [keyword: Keyword, description: string])[]
}

/**
 * The categories in the order of the templates, numbered from 1, with the descriptions of part 2 of Annex I of
 * Implementing Regulation (EU) 2024/2835.
 */
export const CATEGORY_ROWS: readonly CategoryRow[] = [
  {
    category: 'ANIMAL_WELFARE',
    description: 'Animal welfare',
    keywords: [
      ['ANIMAL_HARM', 'Animal harm'],
      ['UNLAWFUL_SALE_ANIMALS', 'Unlawful sale of animals'],
    ],
  },
  {
    category: 'CONSUMER_INFORMATION',
    description: 'Consumer information infringements',
    keywords: [
      ['HIDDEN_ADVERTISEMENT', 'Hidden advertisement or commercial communication, including by influencers'],
      ['INSUFFICIENT_INFORMATION_ON_TRADERS', 'Insufficient information on traders'],
      ['MISLEADING_INFO_GOODS_SERVICES', 'Misleading information about the characteristics of the goods and services'],
      ['MISLEADING_INFO_CONSUMER_RIGHTS', 'Misleading information about the consumer’s rights'],
      ['NONCOMPLIANCE_PRICING', 'Non-compliance with pricing regulations'],
    ],
  },
  {
    category: 'CYBER_VIOLENCE',
    description: 'Cyber violence',
    keywords: [
      ['CYBER_BULLYING_INTIMIDATION', 'Cyber bullying and intimidation'],
      ['CYBER_HARASSMENT', 'Cyber harassment'],
      ['CYBER_INCITEMENT', 'Cyber incitement to hatred or violence'],
      ['CYBER_STALKING', 'Cyber stalking'],
      [
        'NON_CONSENSUAL_IMAGE_SHARING',
        'Non-consensual (intimate) material sharing, including (image-based) sexual abuse (excluding content depicting minors)',
      ],
      [
        'NON_CONSENSUAL_MATERIAL_DEEPFAKE',
        "Non-consensual sharing of material containing deepfake or similar technology using a third party's features (excluding content depicting minors)",
      ],
    ],
  },
  {
    category: 'CYBER_VIOLENCE_AGAINST_WOMEN',
    description: 'Cyber violence against women',
    keywords: [
      ['BULLYING_AGAINST_GIRLS', 'Cyber bullying and intimidation against girls'],
      ['CYBER_HARASSMENT_AGAINST_WOMEN', 'Cyber harassment against women'],
      ['CYBER_STALKING_AGAINST_WOMEN', 'Cyber stalking against women'],
      ['FEMALE_GENDERED_DISINFORMATION', 'Gendered disinformation'],
      ['INCITEMENT_AGAINST_WOMEN', 'Illegal incitement to violence and hatred against women'],
      [
        'NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN',
        'Non-consensual (intimate) material sharing against women, including (image-based) sexual abuse against women (excluding content depicting minors)',
      ],
      [
        'NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN',
        "Non-consensual sharing of material containing deepfake or similar technology using a third party's features against women (excluding content depicting minors)",
      ],
    ],
  },
  {
    category: 'DATA_PROTECTION_AND_PRIVACY_VIOLATIONS',
    description: 'Data protection and privacy violations',
    keywords: [
      ['BIOMETRIC_DATA_BREACH', 'Biometric data breach'],
      ['DATA_FALSIFICATION', 'Data falsification'],
      ['MISSING_PROCESSING_GROUND', 'Missing processing ground for data'],
      ['RIGHT_TO_BE_FORGOTTEN', 'Right to be forgotten'],
    ],
  },
  {
    category: 'ILLEGAL_OR_HARMFUL_SPEECH',
    description: 'Illegal or harmful speech',
    keywords: [
      ['DEFAMATION', 'Defamation'],
      ['DISCRIMINATION', 'Discrimination'],
      ['HATE_SPEECH', 'Illegal incitement to violence and hatred based on protected characteristics (hate speech)'],
    ],
  },
  {
    category: 'INTELLECTUAL_PROPERTY_INFRINGEMENTS',
    description: 'Intellectual property infringements',
    keywords: [
      ['COPYRIGHT_INFRINGEMENT', 'Copyright infringements'],
      ['DESIGN_INFRINGEMENT', 'Design infringements'],
      ['GEOGRAPHIC_INDICATIONS_INFRINGEMENT', 'Geographical indications infringements'],
      ['PATENT_INFRINGEMENT', 'Patent infringements'],
      ['TRADE_SECRET_INFRINGEMENT', 'Trade secret infringements'],
      ['TRADEMARK_INFRINGEMENT', 'Trademark infringements'],
    ],
  },
  {
    category: 'NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS',
    description: 'Negative effects on civic discourse or elections',
    keywords: [
      [
        'MISINFORMATION_DISINFORMATION',
        'Misinformation, disinformation, foreign information manipulation and interference',
      ],
      ['VIOLATION_EU_LAW', 'Violation of EU law relevant to civic discourse or elections'],
      ['VIOLATION_NATIONAL_LAW', 'Violation of national law relevant to civic discourse or elections'],
    ],
  },
  {
    category: 'PROTECTION_OF_MINORS',
    description: 'Protection of minors',
    keywords: [
      ['AGE_SPECIFIC_RESTRICTIONS_MINORS', 'Age-specific restrictions concerning minors'],
      ['CHILD_SEXUAL_ABUSE_MATERIAL', 'Child sexual abuse material'],
      ['CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE', 'Child sexual abuse material containing deepfake or similar technology'],
      ['GROOMING_SEXUAL_ENTICEMENT_MINORS', 'Grooming/sexual enticement of minors'],
      ['UNSAFE_CHALLENGES', 'Unsafe challenges'],
    ],
  },
  {
    category: 'RISK_FOR_PUBLIC_SECURITY',
    description: 'Risk for public security',
    keywords: [
      ['ILLEGAL_ORGANIZATIONS', 'Illegal organizations'],
      ['RISK_ENVIRONMENTAL_DAMAGE', 'Risk for environmental damage'],
      ['RISK_PUBLIC_HEALTH', 'Risk for public health'],
      ['TERRORIST_CONTENT', 'Terrorist content'],
    ],
  },
  {
    category: 'SCAMS_AND_FRAUD',
    description: 'Scams and/or fraud',
    keywords: [
      ['IMPERSONATION_ACCOUNT_HIJACKING', 'Impersonation or account hijacking'],
      ['INAUTHENTIC_ACCOUNTS', 'Inauthentic accounts'],
      ['INAUTHENTIC_LISTINGS', 'Inauthentic listings'],
      ['INAUTHENTIC_USER_REVIEWS', 'Inauthentic user reviews'],
      ['PHISHING', 'Phishing'],
      ['PYRAMID_SCHEMES', 'Pyramid schemes'],
    ],
  },
  {
    category: 'SELF_HARM',
    description: 'Self-harm',
    keywords: [
      ['CONTENT_PROMOTING_EATING_DISORDERS', 'Content promoting eating disorders'],
      ['SELF_MUTILATION', 'Self-mutilation'],
      ['SUICIDE', 'Suicide'],
    ],
  },
  {
    category: 'UNSAFE_AND_PROHIBITED_PRODUCTS',
    description: 'Unsafe, non-compliant or prohibited products',
    keywords: [
      ['PROHIBITED_PRODUCTS', 'Prohibited or restricted products'],
      ['UNSAFE_PRODUCTS', 'Unsafe or non-compliant products'],
    ],
  },
  {
    category: 'VIOLENCE',
    description: 'Violence',
    keywords: [
      ['COORDINATED_HARM', 'Coordinated harm'],
      ['INCITEMENT_VIOLENCE_HATRED', 'General calls or incitement to violence and/or hatred'],
      ['HUMAN_EXPLOITATION', 'Human exploitation'],
      ['HUMAN_TRAFFICKING', 'Human trafficking'],
      ['TRAFFICKING_WOMEN_GIRLS', 'Trafficking in women and girls'],
    ],
  },
  {
    category: 'OTHER_VIOLATION_TC',
    description: 'Other violation of provider’s terms and conditions',
    keywords: [
      ['ADULT_SEXUAL_MATERIAL', 'Adult sexual material'],
      ['AGE_SPECIFIC_RESTRICTIONS', 'Age-specific restrictions'],
      ['GEOGRAPHICAL_REQUIREMENTS', 'Geographical requirements'],
      ['GOODS_SERVICES_NOT_PERMITTED', 'Goods/services not permitted to be offered on the platform'],
      ['LANGUAGE_REQUIREMENTS', 'Language requirements'],
      ['NUDITY', 'Nudity'],
    ],
  },
  {
    category: 'NOT_SPECIFIED_ORDER',
    description: 'Type of illegal content not specified by the public authority',
    keywords: [],
  },
  {
    category: 'NOT_SPECIFIED_NOTICE',
    description: 'Type of alleged illegal content not specified by the notifier',
    keywords: [],
  },
]

/** The description of the sub-category for all others. */
export const OTHER_DESCRIPTION = 'Not captured by any other sub-category'
/** A category without sub-categories: the authority or the notifier named none. */
export const isUnspecified = (category: string): boolean => category.startsWith('NOT_SPECIFIED')
