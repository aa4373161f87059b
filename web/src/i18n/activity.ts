/** The words of the activity log, which come with its page. */

import { addWords } from "./catalogue";
import words from "./en/activity.json";

addWords(words);
