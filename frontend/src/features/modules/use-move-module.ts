import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { changeModule, modulesKey, sectionModulesQuery } from '~/api/modules';
import type { Module, Page } from '~/api/types';
import { toast } from '~/ui/toast';

export type Direction = 'up' | 'down';

/** The buttons of one module, so that the focus can follow it. */
export function moveButtonId(id: string, direction: Direction): string {
  return `move-${direction}-${id}`;
}

/** Moves modules to other places in their section, over the edges of a page too. */
export function useMoveModule(sectionId: string, page: Page<Module> | undefined) {
  const { t } = useTranslation('modules');
  const queries = useQueryClient();
  const [moving, setMoving] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const follow = useRef<{ id: string; direction: Direction; left: string | undefined } | null>(
    null,
  );
  const order = page?.items.map(({ id }) => id).join();

  const at = async (index: number): Promise<Module | undefined> => {
    const near = page?.items[index - page.offset];
    if (near !== undefined) return near;
    const query = sectionModulesQuery(sectionId, { sort: 'position', limit: 1, offset: index });
    return (await queries.fetchQuery({ ...query, staleTime: 0 })).items[0];
  };

  /** Both places are counted in the section, from 0. */
  const move = async (module: Module, from: number, to: number) => {
    const direction = to < from ? 'up' : 'down';
    const behind = direction === 'up' ? to - 1 : to;
    setMoving(module.id);
    try {
      const after = behind < 0 ? undefined : await at(behind);
      await changeModule(module, { after_id: after?.id ?? null });
      follow.current = { id: module.id, direction, left: order };
      setSaid(t('moved', { title: module.title, place: to + 1 }));
    } catch (error) {
      toast('bad', errorText(error));
    }
    await queries.invalidateQueries({ queryKey: modulesKey });
    setMoving(null);
  };

  // Moving an element takes the focus from it.
  useEffect(() => {
    if (follow.current === null || follow.current.left === order) return;
    const { id, direction } = follow.current;
    follow.current = null;
    const buttons = [direction, direction === 'up' ? 'down' : 'up'] as const;
    for (const each of buttons) {
      const button = document.querySelector<HTMLButtonElement>(`#${moveButtonId(id, each)}`);
      if (button?.disabled === false) {
        button.focus();
        return;
      }
    }
  }, [order]);

  return { move, moving, said };
}
