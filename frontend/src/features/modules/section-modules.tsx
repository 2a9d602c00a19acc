import { AddModules } from '~/features/modules/add-button';
import { ModuleList } from '~/features/modules/module-list';
import type { ModulesSearch } from '~/features/modules/module-search';
import { NoModules } from '~/features/modules/modules-page';

interface SectionModulesProps {
  sectionId: string;
  search: ModulesSearch;
  onSearch: (search: ModulesSearch) => void;
}

/** The modules of one section, as a part of its page. */
export function SectionModules({ sectionId, search, onSearch }: SectionModulesProps) {
  return (
    <div className="flex flex-col gap-3">
      <div className="flex justify-end empty:hidden">
        <AddModules sectionId={sectionId} />
      </div>
      <ModuleList sectionId={sectionId} search={search} onSearch={onSearch} empty={<NoModules />} />
    </div>
  );
}
