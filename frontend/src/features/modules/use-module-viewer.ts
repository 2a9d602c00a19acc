import { useQueryClient } from '@tanstack/react-query';

import { errorText } from '~/api/error-text';
import { addressOf } from '~/api/files';
import { moduleLink, modulesKey } from '~/api/modules';
import type { Module } from '~/api/types';
import { useFileViewer } from '~/ui/use-file-viewer';

export interface ModuleFile extends Omit<Module['file'], 'id'> {
  id: string;
  opened: boolean;
}

/** The file of a module, under the id of the module: addresses are asked for by that. */
export function fileOf({ id, file, opened }: Module): ModuleFile {
  return { ...file, id, opened };
}

/** Previews and downloads of modules. What was opened is no longer new. */
export function useModuleViewer() {
  const queries = useQueryClient();
  return useFileViewer<ModuleFile>({
    address: async ({ id, opened }, disposition) => {
      const address = await addressOf(moduleLink(id, disposition));
      if (!opened) void queries.invalidateQueries({ queryKey: modulesKey });
      return address;
    },
    explain: errorText,
  });
}
