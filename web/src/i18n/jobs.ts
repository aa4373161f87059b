/** The words of jobs, which come with what shows them. */

import { addWords } from "./catalogue";
import words from "./en/jobs.json";

addWords(words);
