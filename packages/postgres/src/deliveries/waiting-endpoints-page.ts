/** Below every endpoint's id: where the first page begins. */
export const FIRST_PAGE = '00000000-0000-0000-0000-000000000000';

/**
 * `page (endpoint_id, n)`: the next $2 endpoints above the id $1 that have pending deliveries, n from 1; to stand after
 * `with recursive`. A loose index scan: from endpoint to endpoint along deliveries_due, one step each, however many rows
 * an endpoint has. A million rows of a paused endpoint cost as much as one, and an endpoint without pending rows costs
 * nothing. Each `order by` with its `limit 1` is what makes the planner walk the index.
 */
export const WAITING_ENDPOINTS_PAGE = `page as (
    select first.endpoint_id, 1 as n
      from (select d.endpoint_id
              from deliveries d
             where d.state = 'pending' and d.endpoint_id > $1
             order by d.endpoint_id
             limit 1) first
    union all
    select following.endpoint_id, page.n + 1
      from page
     cross join lateral (select d.endpoint_id
                           from deliveries d
                          where d.state = 'pending' and d.endpoint_id > page.endpoint_id
                          order by d.endpoint_id
                          limit 1) following
     where page.n < $2
  )`;
