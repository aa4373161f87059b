/** The words of review, which come with its page. */

import { addWords } from "./catalogue";
import words from "./en/review.json";

addWords(words);
