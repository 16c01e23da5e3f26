import type { Act, Reported } from './demo-steps.ts'

type Row = readonly [content: string, category: string, ...reports: string[]]

/**
 * The ordinary queue of a small platform: posts of accounts with little reach, in the mildest categories. They rank
 * below every case of the demo's story.
 */
const ROWS: readonly Row[] = [
  ['grump-2', 'OTHER_VIOLATION_TC', 'He insults the tram drivers every single day.'],
  ['olga-1', 'NOT_SPECIFIED_NOTICE', 'Please check this one.'],
  ['olga-2', 'OTHER_VIOLATION_TC', 'Swimming there is forbidden, and she shows how.'],
  ['olga-3', 'CONSUMER_INFORMATION', 'Is this an advertisement for the swim club?'],
  ['pavel-1', 'INTELLECTUAL_PROPERTY_INFRINGEMENTS', 'The diagram is from my book.'],
  ['pavel-2', 'OTHER_VIOLATION_TC', 'Off topic in the town group.'],
  ['pavel-3', 'NOT_SPECIFIED_NOTICE', 'I do not like the tone.'],
  ['bram-1', 'CONSUMER_INFORMATION', 'He takes paying guests and does not say so.'],
  ['bram-2', 'OTHER_VIOLATION_TC', 'A storm warning of his own making.'],
  ['bram-3', 'INTELLECTUAL_PROPERTY_INFRINGEMENTS', 'My photograph, without my name.'],
  ['hugo-1', 'CONSUMER_INFORMATION', 'He sells seedlings without saying that it is a business.'],
  ['hugo-2', 'OTHER_VIOLATION_TC', 'The same post for the fifth time.', 'Spam about tomatoes.'],
  ['theo-1', 'OTHER_VIOLATION_TC', 'He posts the same picture in every group.'],
  ['theo-2', 'INTELLECTUAL_PROPERTY_INFRINGEMENTS', 'A scan of a manual that is sold.'],
  ['ruth-1', 'NOT_SPECIFIED_NOTICE', 'Something is wrong here.'],
  ['ruth-2', 'OTHER_VIOLATION_TC', 'She names a neighbour who did not want that.'],
  ['ava-1', 'OTHER_VIOLATION_TC', 'She writes about her pupils.'],
  ['ava-2', 'NOT_SPECIFIED_NOTICE', 'Please have a look at this.'],
  ['ava-3', 'INTELLECTUAL_PROPERTY_INFRINGEMENTS', 'The worksheet belongs to our publisher.'],
  ['rosa-1', 'CONSUMER_INFORMATION', 'The price is missing.'],
  ['rosa-2', 'OTHER_VIOLATION_TC', 'An advertisement again.', 'She asks for reviews.'],
  ['kofi-1', 'CONSUMER_INFORMATION', 'He repairs for money and writes as if it were a favour.'],
  ['kofi-3', 'OTHER_VIOLATION_TC', 'He shows the number plate of a car.'],
  ['lena-1', 'INTELLECTUAL_PROPERTY_INFRINGEMENTS', 'The pattern is mine and it is not free.'],
  ['lena-2', 'OTHER_VIOLATION_TC', 'A raffle without rules.'],
  ['grump-3', 'NOT_SPECIFIED_NOTICE', 'Rude to the minister.'],
]

/** The cases of the ordinary queue, all reported at the same minute of the morning. */
export const listOrdinaryReports = (at: number): readonly (Act & Reported)[] =>
  ROWS.map(([id, category, ...reports]) => ({ at, about: { kind: 'content', id }, category, reports }))
