import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, ifMatch, unwrap } from '~/api/client';
import type { ModulesQuery } from '~/api/schema';
import type { Disposition, Module, ModuleChange } from '~/api/types';
import { upload } from '~/api/upload';
import type { SendOptions } from '~/api/upload-queue';

export const modulesKey = ['modules'] as const;

const at = (module: Module) => ({ path: { id: module.id }, header: ifMatch(module) });

export const modulesQuery = (query: ModulesQuery) =>
  queryOptions({
    queryKey: [...modulesKey, 'list', query],
    queryFn: ({ signal }) => unwrap(client.GET('/modules', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

/** The newest, of everything or of one section, for a home. */
export const newestModulesQuery = (sectionId?: string) =>
  modulesQuery({
    ...(sectionId === undefined ? {} : { section_id: sectionId }),
    sort: '-uploaded_at',
    limit: 5,
  });

export const sectionModulesQuery = (sectionId: string, query: ModulesQuery) =>
  queryOptions({
    queryKey: [...modulesKey, 'section', sectionId, query],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/modules/section/{section_id}', {
          params: { path: { section_id: sectionId }, query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const moduleQuery = (id: string) =>
  queryOptions({
    queryKey: [...modulesKey, 'one', id],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/modules/{id}', { params: { path: { id } }, signal })),
  });

export const moduleOpeningsQuery = (id: string, page: { limit: number; offset: number }) =>
  queryOptions({
    queryKey: [...modulesKey, 'openings', id, page],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/modules/{id}/openings', { params: { path: { id }, query: page }, signal }),
      ),
    placeholderData: keepPreviousData,
  });

interface NewModule {
  section_id: string;
  title: string;
  /** Empty for none. */
  description: string;
}

export const addModule = (fields: NewModule, file: File, options: SendOptions) =>
  upload<Module>({ path: '/modules', fields: { ...fields }, file, ...options });

export const replaceModuleFile = (module: Module, file: File, options: SendOptions) =>
  upload<Module>({
    path: `/modules/${module.id}/file`,
    headers: ifMatch(module),
    file,
    ...options,
  });

export const changeModule = (module: Module, body: ModuleChange) =>
  unwrap(client.PATCH('/modules/{id}', { params: at(module), body }));
export const deleteModule = (module: Module) =>
  unwrap(client.DELETE('/modules/{id}', { params: at(module) }));

/** An address of the file. Asking for it counts as opening the module. */
export const moduleLink = (id: string, disposition: Disposition) =>
  unwrap(client.POST('/modules/{id}/link', { params: { path: { id } }, body: { disposition } }));
