import { createContext, useContext } from 'react';
import type { Api } from './client.ts';
import type { Credentials } from './credentials.ts';

export interface ApiAccess {
  readonly api: Api;
  readonly credentials: Credentials;
}

const ApiContext = createContext<ApiAccess | undefined>(undefined);
export const ApiProvider = ApiContext.Provider;

export function useApiAccess(): ApiAccess {
  const access = useContext(ApiContext);
  if (!access) throw new TypeError('there is no ApiProvider around this');
  return access;
}

export function useApi(): Api {
  return useApiAccess().api;
}
