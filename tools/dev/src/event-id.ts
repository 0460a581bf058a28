import { createHash } from 'node:crypto';

/** The id of an event with that dedup_id: UUID version 5 in the namespace of the organization's id. */
export function eventIdOf(organizationId: string, dedupId: string): string {
  const namespace = Buffer.from(organizationId.replaceAll('-', ''), 'hex');
  const id = createHash('sha1').update(namespace).update(dedupId).digest().subarray(0, 16);
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x50, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
