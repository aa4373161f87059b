/** The words of exports, which come with the dialog. */

import { addWords } from "./catalogue";
import words from "./en/exports.json";

addWords(words);
