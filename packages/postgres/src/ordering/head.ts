// The head of a key is its lowest delivery that is not over: the only one of the key that may be claimed. One definition,
// for the claim, which decides, and for whoever looks for something to claim.

/** States in which a delivery is not over. Those of the index deliveries_in_order. */
const OPEN = `state in ('pending', 'sending')`;

/** Along deliveries_in_order, one entry of each day. */
const IN_ORDER = 'l.topic_partition, l.topic_offset, l.id';

/** `from … limit 1`: the head of the key `key` of the endpoint `endpoint`, as a table `l`. Both are SQL. */
export const headOf = (endpoint: string, key: string) => `
  from deliveries l
 where l.endpoint_id = ${endpoint} and l.order_key = ${key} and l.${OPEN}
 order by ${IN_ORDER}
 limit 1`;

/** `from … limit 1`: the head of the next key of the endpoint behind the key `after`, as a table `l`. */
export const headBehind = (endpoint: string, after: string) => `
  from deliveries l
 where l.endpoint_id = ${endpoint} and l.order_key > ${after} and l.${OPEN}
 order by l.order_key, ${IN_ORDER}
 limit 1`;

/** Whether a dead delivery in front of `d` holds its key: unless its endpoint `e` skips the dead. */
export const isBlocked = (d: string) => `
  (e.skip_after is null
   and (select b.id from deliveries b
         where b.endpoint_id = ${d}.endpoint_id and b.order_key = ${d}.order_key and b.state = 'dead'
           and (b.topic_partition, b.topic_offset) < (${d}.topic_partition, ${d}.topic_offset)
         order by b.topic_partition, b.topic_offset, b.id
         limit 1) is not null)`;

/** For a claim of `d`: it is the head of its key, and nothing holds the key. */
export const MAY_BE_CLAIMED = `
  d.order_key is not null and d.id = (select l.id ${headOf('d.endpoint_id', 'd.order_key')}) and not ${isBlocked('d')}`;
