import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { sectionTeachersQuery } from '~/api/structure';
import { visibleSections } from '~/features/structure/structure-search';
import type { SectionTeaching } from '~/features/structure/teaching';

interface Teaching {
  /** Undefined until all of it is known. */
  sections: SectionTeaching[] | undefined;
  error: unknown;
  retry: () => void;
}

/** Who teaches what in every section of the year that the person may see. */
export function useTeaching(): Teaching {
  const sections = useQuery(visibleSections());
  const answers = useQueries({
    queries: (sections.data?.items ?? []).map((section) => sectionTeachersQuery(section.id)),
    combine: (results) => ({
      assignments: results.map((result) => result.data?.items),
      error: results.find((result) => result.isError)?.error ?? null,
      retry: () =>
        results.filter((result) => result.isError).forEach((result) => void result.refetch()),
    }),
  });
  const known = useMemo(() => {
    const items = sections.data?.items;
    if (items === undefined) return undefined;
    const all = items.map((section, index) => ({
      section,
      assignments: answers.assignments[index],
    }));
    return all.every(isKnown) ? all : undefined;
  }, [sections.data, answers.assignments]);
  return {
    sections: known,
    error: sections.error ?? answers.error,
    retry: () => {
      if (sections.isError) void sections.refetch();
      answers.retry();
    },
  };
}

function isKnown(entry: Partial<SectionTeaching>): entry is SectionTeaching {
  return entry.assignments !== undefined;
}
