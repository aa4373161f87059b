/** The words of members and accounts, which come with what shows them. */

import { addWords } from "./catalogue";
import words from "./en/people.json";

addWords(words);
