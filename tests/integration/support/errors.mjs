// Refusals, whichever way they came: gRPC's details and the gateway's body.
import grpc from '@grpc/grpc-js';
import { definitions } from './protos.mjs';

/** What a call was refused with. */
export class Refusal extends Error {
  /** `code` is the canonical name; `details` by the short name of their type. */
  constructor(code, message, details) {
    super(`${code}: ${message}`);
    this.code = code;
    const of = (type) => details.filter((detail) => detail.type === type);
    this.reason = of('ErrorInfo')[0]?.reason ?? '';
    this.domain = of('ErrorInfo')[0]?.domain ?? '';
    this.violations = of('BadRequest').flatMap((detail) => detail.fieldViolations);
    this.messages = Object.fromEntries(of('LocalizedMessage')
      .map((detail) => [detail.locale, detail.message]));
  }
}

function shortName(typeUrl) {
  return typeUrl.split('.').at(-1);
}

/** Of what grpc-js hands to a callback. */
export function fromCall(error) {
  const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
  const packed = bytes ? definitions['google.rpc.Status'].deserialize(bytes).details : [];
  const details = packed.map(({ type_url: url, typeUrl = url, value }) => ({
    type: shortName(typeUrl),
    ...definitions[`google.rpc.${shortName(typeUrl)}`].deserialize(value),
  }));
  return new Refusal(grpc.status[error.code], error.details, details);
}

/** Of the gateway's JSON body. */
export function fromBody(status, body) {
  const error = body?.error;
  if (error === undefined) return new Refusal(`HTTP ${status}`, String(body), []);
  return new Refusal(error.status, error.message, error.details.map((detail) => ({
    ...detail, type: shortName(detail['@type']),
  })));
}
