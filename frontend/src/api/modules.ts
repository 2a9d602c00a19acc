import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { ask } from '~/api/ask';
import { ifMatch } from '~/api/client';
import type { Disposition, FileLink } from '~/api/files-types';
import type {
  Module,
  ModuleChange,
  ModuleOpening,
  ModulesQuery,
  NewModule,
  SectionModulesQuery,
} from '~/api/modules-types';
import type { Page } from '~/api/types';
import { upload } from '~/api/upload';
import type { SendOptions } from '~/api/upload-queue';

export const modulesKey = ['modules'] as const;

export const modulesQuery = (query: ModulesQuery) =>
  queryOptions({
    queryKey: [...modulesKey, 'list', query],
    queryFn: ({ signal }) => ask<Page<Module>>('/modules', { query, signal }),
    placeholderData: keepPreviousData,
  });

/** The newest, of everything or of one section, for a home. */
export const newestModulesQuery = (sectionId?: string) =>
  modulesQuery({
    ...(sectionId === undefined ? {} : { section_id: sectionId }),
    sort: '-uploaded_at',
    limit: 5,
  });

export const sectionModulesQuery = (sectionId: string, query: SectionModulesQuery) =>
  queryOptions({
    queryKey: [...modulesKey, 'section', sectionId, query],
    queryFn: ({ signal }) => ask<Page<Module>>(`/modules/section/${sectionId}`, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const moduleQuery = (id: string) =>
  queryOptions({
    queryKey: [...modulesKey, 'one', id],
    queryFn: ({ signal }) => ask<Module>(`/modules/${id}`, { signal }),
  });

export const moduleOpeningsQuery = (id: string, page: { limit: number; offset: number }) =>
  queryOptions({
    queryKey: [...modulesKey, 'openings', id, page],
    queryFn: ({ signal }) =>
      ask<Page<ModuleOpening>>(`/modules/${id}/openings`, { query: page, signal }),
    placeholderData: keepPreviousData,
  });

export const addModule = (
  { section_id, title, description }: NewModule,
  file: File,
  options: SendOptions,
) =>
  upload<Module>({
    path: '/modules',
    fields: { section_id, title, ...(description === '' ? {} : { description }) },
    file,
    ...options,
  });

export const replaceModuleFile = (module: Module, file: File, options: SendOptions) =>
  upload<Module>({
    path: `/modules/${module.id}/file`,
    headers: ifMatch(module),
    file,
    ...options,
  });

export const changeModule = (module: Module, body: ModuleChange) =>
  ask<Module>(`/modules/${module.id}`, { method: 'PATCH', headers: ifMatch(module), body });

export const deleteModule = (module: Module) =>
  ask<null>(`/modules/${module.id}`, { method: 'DELETE', headers: ifMatch(module) });

/** An address of the file. Asking for it counts as opening the module. */
export const moduleLink = (id: string, disposition: Disposition) =>
  ask<FileLink>(`/modules/${id}/link`, { method: 'POST', body: { disposition } });
