import { useQuery } from '@tanstack/react-query';
import { BookOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useCan } from '~/api/session-hooks';
import { AddModules } from '~/features/modules/add-button';
import { ModuleList } from '~/features/modules/module-list';
import { moduleSectionsQuery, type ModulesSearch } from '~/features/modules/module-search';
import { orNothing, refiltered } from '~/lib/list-search';
import { Empty } from '~/ui/empty';
import { FilterSelect } from '~/ui/filter-select';
import { PageHeader } from '~/ui/page-header';

interface ModulesPageProps {
  search: ModulesSearch;
  onSearch: (search: ModulesSearch) => void;
  /** Only the sections that the person belongs to can be chosen. */
  own: boolean;
  /** A section that is given, such as that of a child; then none can be chosen. */
  sectionId?: string | undefined;
  /** What stands above the list. */
  switcher?: ReactNode;
}

/** The library: the modules of every section that the person belongs to. */
export function ModulesPage(props: ModulesPageProps) {
  const { search, onSearch, own, sectionId, switcher } = props;
  const { t } = useTranslation('modules');
  const manages = useCan('manage_modules');
  const sections = useQuery({ ...moduleSectionsQuery(own), enabled: sectionId === undefined }).data;
  const only = sections?.total === 1 && own ? sections.items[0]?.id : undefined;
  const shown = sectionId ?? search.section ?? only;
  return (
    <>
      <PageHeader
        title={t('title')}
        note={t(manages ? 'noteTeacher' : 'note')}
        actions={<AddModules sectionId={shown} />}
      />
      {switcher}
      <ModuleList
        key={shown}
        sectionId={shown}
        search={search}
        onSearch={onSearch}
        filters={
          sectionId !== undefined || sections === undefined || sections.items.length < 2 ? null : (
            <FilterSelect
              label={t('section')}
              all={t('allSections')}
              value={search.section ?? ''}
              onChange={(section) =>
                onSearch(refiltered(search, { section: orNothing(section), sort: undefined }))
              }
            >
              {sections.items.map((section) => (
                <option key={section.id} value={section.id}>
                  {section.grade_level} – {section.name}
                </option>
              ))}
            </FilterSelect>
          )
        }
        empty={<NoModules />}
      />
    </>
  );
}

/** What to do when there are no modules. */
export function NoModules() {
  const { t } = useTranslation('modules');
  const manages = useCan('manage_modules');
  return (
    <Empty title={t('none')} icon={<BookOpen aria-hidden />}>
      {t(manages ? 'noneTeacher' : 'noneDetail')}
    </Empty>
  );
}
