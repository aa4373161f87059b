/** The words of labeling configs, which come with what shows them. */

import { addWords } from "./catalogue";
import words from "./en/config.json";

addWords(words);
