import type { StoredFile } from '~/api/files-types';
import type { Role } from '~/api/types';

/** Material that a teacher gives to a section. */
export interface Module {
  id: string;
  section_id: string;
  section_name: string;
  title: string;
  description: string | null;
  teacher_id: string;
  teacher_name: string;
  file: StoredFile;
  /** When the file that it has now was uploaded. */
  uploaded_at: string;
  position: number;
  /** How many students and parents opened it; only for whoever manages it. */
  opened_count: number | null;
  opened: boolean;
  manageable: boolean;
  version: number;
}

export interface ModuleOpening {
  person_id: string;
  name: string;
  role?: Role | null;
  opened_at: string;
}

export interface NewModule {
  section_id: string;
  title: string;
  /** Empty for none. */
  description: string;
}

export interface ModuleChange {
  title?: string;
  description?: string | null;
  /** Moves it behind this module of its section; null makes it the first. */
  after_id?: string | null;
}

export interface SectionModulesQuery {
  q?: string;
  sort?: string;
  limit?: number;
  offset?: number;
}

export interface ModulesQuery extends SectionModulesQuery {
  section_id?: string;
}
