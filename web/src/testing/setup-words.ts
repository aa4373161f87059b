/** All words: tests show parts of pages, which rely on what their page brings; `words.test.ts` sees to that. */

import "../i18n/activity";
import "../i18n/auth";
import "../i18n/comments";
import "../i18n/compare";
import "../i18n/config";
import "../i18n/dashboard";
import "../i18n/data";
import "../i18n/editor";
import "../i18n/exports";
import "../i18n/history";
import "../i18n/jobs";
import "../i18n/labeling";
import "../i18n/models";
import "../i18n/palette";
import "../i18n/people";
import "../i18n/projects";
import "../i18n/refused";
import "../i18n/review";
import "../i18n/settings";
import "../i18n/storage";
import "../i18n/team";
import "../i18n/webhooks";
