/** The words of comparing, which come with its view. */

import { addWords } from "./catalogue";
import words from "./en/compare.json";

addWords(words);
