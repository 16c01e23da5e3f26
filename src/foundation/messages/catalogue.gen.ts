// Written from messages/en by: COUNTERSIGN_WRITE_TYPES=1 node --test test/messages/catalogue.test.ts
import type { TextParam } from './message.ts'

export interface MessageParams {
  'action.do.deactivate': Record<string, never>
  'action.do.hide': Record<string, never>
  'action.do.label': Record<string, never>
  'action.do.limit': Record<string, never>
  'action.do.lock': Record<string, never>
  'action.do.remove': Record<string, never>
  'action.do.suspend': Record<string, never>
  'action.do.warn': Record<string, never>
  'field.badAddress': Record<string, never>
  'field.both': { readonly details: TextParam }
  'field.contentLength': Record<string, never>
  'field.cursor': Record<string, never>
  'field.empty': Record<string, never>
  'field.format': { readonly format: TextParam }
  'field.invalid': Record<string, never>
  'field.loneSurrogate': Record<string, never>
  'field.longId': Record<string, never>
  'field.maxItems': { readonly limit: number }
  'field.maxLength': { readonly limit: number }
  'field.maxProperties': { readonly limit: number }
  'field.maximum': { readonly limit: TextParam }
  'field.minItems': { readonly limit: number }
  'field.minLength': { readonly limit: number }
  'field.minProperties': { readonly limit: number }
  'field.minimum': { readonly limit: TextParam }
  'field.missing': Record<string, never>
  'field.mustBe': { readonly values: TextParam }
  'field.nested': { readonly limit: TextParam }
  'field.noSuchTime': Record<string, never>
  'field.nullCharacter': Record<string, never>
  'field.other': { readonly said: TextParam }
  'field.pattern': { readonly pattern: TextParam }
  'field.repeated': Record<string, never>
  'field.time': Record<string, never>
  'field.type.array': Record<string, never>
  'field.type.boolean': Record<string, never>
  'field.type.integer': Record<string, never>
  'field.type.null': Record<string, never>
  'field.type.number': Record<string, never>
  'field.type.object': Record<string, never>
  'field.type.string': Record<string, never>
  'field.unknown': Record<string, never>
  'problem.backToSignIn': Record<string, never>
  'problem.title.conflict': Record<string, never>
  'problem.title.header_too_large': Record<string, never>
  'problem.title.internal': Record<string, never>
  'problem.title.invalid_input': Record<string, never>
  'problem.title.not_allowed': Record<string, never>
  'problem.title.not_found': Record<string, never>
  'problem.title.not_signed_in': Record<string, never>
  'problem.title.refused': Record<string, never>
  'problem.title.timed_out': Record<string, never>
  'problem.title.too_large': Record<string, never>
  'problem.title.too_many': Record<string, never>
  'problem.title.unavailable': Record<string, never>
  'problem.title.unsupported_media_type': Record<string, never>
  'problem.title.wrong_method': Record<string, never>
  'request.bodyTooLarge': Record<string, never>
  'request.cutOff': Record<string, never>
  'request.databaseAway': Record<string, never>
  'request.headersTooLarge': Record<string, never>
  'request.internal': { readonly reference: TextParam }
  'request.invalidField': { readonly detail: TextParam; readonly field: TextParam }
  'request.invalidFields': { readonly problems: TextParam }
  'request.mediaType': Record<string, never>
  'request.noProxy': Record<string, never>
  'request.noSuchAddress': Record<string, never>
  'request.timedOut': Record<string, never>
  'request.unreadable': Record<string, never>
  'request.wrongMethod': { readonly methods: TextParam }
}
