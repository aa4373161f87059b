/** The words of histories, which come with their list. */

import { addWords } from "./catalogue";
import words from "./en/history.json";

addWords(words);
