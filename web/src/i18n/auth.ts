/** The words of signing in and up, which come with what shows them. */

import { addWords } from "./catalogue";
import words from "./en/auth.json";

addWords(words);
