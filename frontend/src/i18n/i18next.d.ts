import 'i18next';
import type audit from '~/i18n/en/audit.json';
import type calendar from '~/i18n/en/calendar.json';
import type chat from '~/i18n/en/chat.json';
import type common from '~/i18n/en/common.json';
import type enrollment from '~/i18n/en/enrollment.json';
import type files from '~/i18n/en/files.json';
import type home from '~/i18n/en/home.json';
import type identity from '~/i18n/en/identity.json';
import type meetings from '~/i18n/en/meetings.json';
import type modules from '~/i18n/en/modules.json';
import type notices from '~/i18n/en/notices.json';
import type notifications from '~/i18n/en/notifications.json';
import type settings from '~/i18n/en/settings.json';
import type shell from '~/i18n/en/shell.json';
import type structure from '~/i18n/en/structure.json';
import type tasks from '~/i18n/en/tasks.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      common: typeof common;
      shell: typeof shell;
      home: typeof home;
      identity: typeof identity;
      settings: typeof settings;
      structure: typeof structure;
      enrollment: typeof enrollment;
      audit: typeof audit;
      notices: typeof notices;
      calendar: typeof calendar;
      meetings: typeof meetings;
      notifications: typeof notifications;
      tasks: typeof tasks;
      files: typeof files;
      modules: typeof modules;
      chat: typeof chat;
    };
  }
}
