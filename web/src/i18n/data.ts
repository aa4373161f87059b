/** The words of the data page, which come with what shows them. */

import { addWords } from "./catalogue";
import words from "./en/data.json";

addWords(words);
