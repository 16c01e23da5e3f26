export type { Limits } from './allow.ts'
export type { Answer } from './answer.ts'
export { type Assertion, readAssertion, type Signed } from './assertion.ts'
export {
  type Approval,
  type AuthorisationClaims,
  type AuthorisedEnforcement,
  type Authority,
  ISSUER,
} from './authorisation.ts'
export type * from './capabilities.ts'
export { COLLECTION_KINDS, type Collection, type CollectionKind, collectionOf, subjectOf } from './collections.ts'
export type { Contact, ReadContact } from './contact.ts'
export { createPlatform, type Platform, type PlatformSetup } from './create-platform.ts'
export { GENERATION_STEP_MAX, generationStepMax } from './generation.ts'
export {
  type ActedAloneNotice,
  type Handlers,
  type HeldNotice,
  type ReadFacts,
  type Reading,
  type ReadMedia,
  RefusedByPlatform,
  type WriteCause,
} from './handlers.ts'
export type { InterimLimits } from './judge-taking.ts'
export {
  followKeyList,
  followKeyLists,
  hashKeyList,
  type KeyList,
  KeyListRefused,
  type PinnedKey,
  parseKeyList,
  type SignedKeyList,
} from './key-list.ts'
export type * from './media-facts.ts'
export { MemoryStore, MemoryTx, memoryStore } from './memory-store.ts'
export { type ActionRule, OWN_LOSSES, type OwnAction, type OwnLoss } from './own-actions.ts'
export { BATCH_INSTRUCTIONS_MAX } from './parse-call.ts'
export type * from './profile.ts'
export type * from './protocol.ts'
export { REFUSALS } from './protocol.ts'
export type { PublicKey } from './public-key.ts'
export type { RelatedAccount, RelatedAccounts, RelatedSignal } from './related-accounts.ts'
export { RESTORE_ACT, RESTORE_LIFE_MS_MAX, restoreAbout } from './restore-by-people.ts'
export { type CallHeaders, type SignedCall, TOLERANCE_MS } from './signature.ts'
export type * from './statement.ts'
export type {
  AcceptedEnforcement,
  ActedAlone,
  Awaitable,
  DueRevert,
  HeldEffect,
  InterimMeasure,
  LegalDutyMark,
  PlatformStore,
  SubjectRecord,
  Taking,
} from './store.ts'
export type { ReadThread, Thread, ThreadMessage, ThreadPage } from './thread.ts'
