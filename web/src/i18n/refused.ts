/** The words of a refusal, which come with its page. */

import { addWords } from "./catalogue";
import words from "./en/refused.json";

addWords(words);
