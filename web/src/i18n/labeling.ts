/** The words of the label page, which come with what shows them. */

import { addWords } from "./catalogue";
import words from "./en/labeling.json";

addWords(words);
