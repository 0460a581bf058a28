// Refusals of a group's coordinator, as it writes them after the correlation id
// (https://kafka.apache.org/protocol#protocol_messages); the codes are https://kafka.apache.org/protocol#protocol_error_codes.
import { WireWriter } from '@hopline/kafka/wire-writer';

export const COORDINATOR_LOAD_IN_PROGRESS = 14;
export const UNKNOWN_MEMBER_ID = 25;
export const REBALANCE_IN_PROGRESS = 27;

/** The answer to a heartbeat, versions 1 to 3. */
export function refusedHeartbeat(errorCode: number): Buffer {
  return new WireWriter(4 + 2).int32(0).int16(errorCode).bytes;
}

/** The answer to a join, versions 2 to 5: no generation, no protocol, no leader, no member, no members. */
export function refusedJoin(errorCode: number): Buffer {
  const writer = new WireWriter(4 + 2 + 4 + 3 * 2 + 4);
  return writer.int32(0).int16(errorCode).int32(-1).int16(0).int16(0).int16(0).int32(0).bytes;
}
