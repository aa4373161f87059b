/** The words of the settings of a project, which come with what shows them. */

import { addWords } from "./catalogue";
import words from "./en/settings.json";

addWords(words);
