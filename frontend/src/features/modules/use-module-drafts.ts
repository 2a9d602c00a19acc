import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { addModule, modulesKey } from '~/api/modules';
import type { UploadState } from '~/api/upload-queue';
import { useUploads } from '~/api/use-uploads';
import { titleOf } from '~/features/modules/module-files';
import { toast } from '~/ui/toast';

export interface DraftText {
  title: string;
  description: string;
}

interface Draft extends DraftText {
  id: string;
  file: File;
}

export interface DraftItem extends Draft {
  /** `ready` until it is sent. */
  state: UploadState | { kind: 'ready' };
  titleError: string | undefined;
}

const complete = ({ title }: DraftText) => title.trim() !== '';

/** Modules that are being made of files, with what is said about each and how far it is. */
export function useModuleDrafts(sectionId: string, onDone: () => void) {
  const { t } = useTranslation(['modules', 'common']);
  const queries = useQueryClient();
  const [drafts, setDrafts] = useState<Draft[]>([]);
  const [tried, setTried] = useState(false);
  const { items, busy, queue } = useUploads({
    // One after the other, so that they stand in the order in which they were chosen.
    atOnce: 1,
    send: async ({ id, file }, options) => {
      const { title = '', description = '' } = drafts.find((draft) => draft.id === id) ?? {};
      const body = { section_id: sectionId, title: title.trim(), description: description.trim() };
      await addModule(body, file, options);
      void queries.invalidateQueries({ queryKey: modulesKey });
    },
  });
  const listed = drafts.map((draft): DraftItem => {
    const state = items.find(({ id }) => id === draft.id)?.state ?? { kind: 'ready' };
    const missing = tried && !complete(draft);
    return { ...draft, state, titleError: missing ? t('common:rules.required') : undefined };
  });
  const open = listed.filter(({ state }) => state.kind !== 'done').length;
  const finished = listed.length > 0 && open === 0;

  useEffect(() => {
    if (!finished) return;
    toast('good', t('added', { count: drafts.length }));
    onDone();
    // oxlint-disable-next-line react/exhaustive-deps -- said once, when the last has arrived
  }, [finished]);

  const sectionMissing = tried && sectionId === '';
  return {
    items: listed,
    busy,
    /** How many have not arrived. */
    open,
    sectionMissing,
    error: listed.some((draft) => draft.titleError !== undefined) ? t('titleMissing') : null,
    add: (files: File[]) =>
      setDrafts([
        ...drafts,
        ...files.map((file) => ({
          id: crypto.randomUUID(),
          file,
          title: titleOf(file.name),
          description: '',
        })),
      ]),
    change: (id: string, text: Partial<DraftText>) =>
      setDrafts(drafts.map((draft) => (draft.id === id ? { ...draft, ...text } : draft))),
    submit: () => {
      setTried(true);
      if (sectionId === '' || !drafts.every(complete)) return;
      queue.add(listed.filter(({ state }) => state.kind === 'ready'));
      for (const { id, state } of listed)
        if (state.kind === 'failed' || state.kind === 'cancelled') queue.retry(id);
    },
    cancel: (id: string) => queue.cancel(id),
    retry: (id: string) => {
      setTried(true);
      if (drafts.some((draft) => draft.id === id && complete(draft))) queue.retry(id);
    },
    remove: (id: string) => {
      queue.remove(id);
      setDrafts(drafts.filter((draft) => draft.id !== id));
    },
  };
}
