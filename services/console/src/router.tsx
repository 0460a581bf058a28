// The views and their links. Each is loaded when it is first gone to.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router';
import { Gate } from './auth/gate.tsx';
import { loadView } from './layout/load-view.ts';
import { NotFound } from './layout/not-found.tsx';
import { ViewFailed } from './layout/view-failed.tsx';
import {
  deliveryFilters,
  eventFilters,
  hourFilters,
  listPlace,
  organizationSearch,
  recordPlace,
  tailFilters,
} from './url/filters.ts';
import { parseSearch, stringifySearch } from './url/search.ts';

const rootRoute = createRootRoute({
  component: Gate,
  notFoundComponent: NotFound,
  // What the administrator looks at stays the same from view to view.
  validateSearch: organizationSearch,
  search: { middlewares: [retainSearchParams(['organization'])] },
});
const at = { getParentRoute: () => rootRoute };

const routes = [
  createRoute({
    ...at,
    path: '/',
    component: lazyRouteComponent(
      () => loadView(() => import('./overview/overview-view.tsx')),
      'OverviewView',
    ),
  }),
  createRoute({
    ...at,
    path: '/events',
    validateSearch: eventFilters,
    component: lazyRouteComponent(() => loadView(() => import('./events/events-view.tsx')), 'EventsView'),
  }),
  createRoute({
    ...at,
    path: '/events/tail',
    validateSearch: tailFilters,
    component: lazyRouteComponent(() => loadView(() => import('./events/tail-view.tsx')), 'TailView'),
  }),
  createRoute({
    ...at,
    path: '/events/$eventId',
    component: lazyRouteComponent(() => loadView(() => import('./events/event-view.tsx')), 'EventView'),
  }),
  createRoute({
    ...at,
    path: '/endpoints',
    component: lazyRouteComponent(
      () => loadView(() => import('./endpoints/endpoints-view.tsx')),
      'EndpointsView',
    ),
  }),
  createRoute({
    ...at,
    path: '/endpoints/new',
    component: lazyRouteComponent(
      () => loadView(() => import('./endpoints/new-endpoint-view.tsx')),
      'NewEndpointView',
    ),
  }),
  createRoute({
    ...at,
    path: '/endpoints/$endpointId',
    component: lazyRouteComponent(
      () => loadView(() => import('./endpoints/endpoint-view.tsx')),
      'EndpointView',
    ),
  }),
  createRoute({
    ...at,
    path: '/deliveries',
    validateSearch: deliveryFilters,
    component: lazyRouteComponent(
      () => loadView(() => import('./deliveries/deliveries-view.tsx')),
      'DeliveriesView',
    ),
  }),
  createRoute({
    ...at,
    path: '/deliveries/$deliveryId',
    component: lazyRouteComponent(
      () => loadView(() => import('./deliveries/delivery-view.tsx')),
      'DeliveryView',
    ),
  }),
  createRoute({
    ...at,
    path: '/dead-letters',
    validateSearch: deliveryFilters,
    component: lazyRouteComponent(
      () => loadView(() => import('./deliveries/dead-letters-view.tsx')),
      'DeadLettersView',
    ),
  }),
  createRoute({
    ...at,
    path: '/replays',
    validateSearch: listPlace,
    component: lazyRouteComponent(() => loadView(() => import('./replays/replays-view.tsx')), 'ReplaysView'),
  }),
  createRoute({
    ...at,
    path: '/replays/$replayId',
    component: lazyRouteComponent(() => loadView(() => import('./replays/replay-view.tsx')), 'ReplayView'),
  }),
  createRoute({
    ...at,
    path: '/keys',
    validateSearch: organizationSearch,
    component: lazyRouteComponent(() => loadView(() => import('./keys/keys-view.tsx')), 'KeysView'),
  }),
  createRoute({
    ...at,
    path: '/organizations',
    validateSearch: listPlace,
    component: lazyRouteComponent(
      () => loadView(() => import('./organizations/organizations-view.tsx')),
      'OrganizationsView',
    ),
  }),
  createRoute({
    ...at,
    path: '/organizations/$organizationId',
    component: lazyRouteComponent(
      () => loadView(() => import('./organizations/organization-view.tsx')),
      'OrganizationView',
    ),
  }),
  createRoute({
    ...at,
    path: '/topics',
    component: lazyRouteComponent(() => loadView(() => import('./topics/topics-view.tsx')), 'TopicsView'),
  }),
  createRoute({
    ...at,
    path: '/topics/$topicName',
    validateSearch: recordPlace,
    component: lazyRouteComponent(() => loadView(() => import('./topics/topic-view.tsx')), 'TopicView'),
  }),
  createRoute({
    ...at,
    path: '/groups/$groupId',
    component: lazyRouteComponent(() => loadView(() => import('./topics/group-view.tsx')), 'GroupView'),
  }),
  createRoute({
    ...at,
    path: '/reconcile',
    validateSearch: hourFilters,
    component: lazyRouteComponent(
      () => loadView(() => import('./reconcile/reconcile-view.tsx')),
      'ReconcileView',
    ),
  }),
] as const;

const routeTree = rootRoute.addChildren(routes);

export type ConsoleRouter = ReturnType<typeof createConsoleRouter>;

/** @param basepath the path that all others begin with */
export function createConsoleRouter(basepath: string) {
  return createRouter({
    routeTree,
    basepath,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: ViewFailed,
    notFoundMode: 'root',
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ConsoleRouter;
  }
}
