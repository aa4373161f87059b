/** The words of projects, which come with what shows them. */

import { addWords } from "./catalogue";
import words from "./en/projects.json";

addWords(words);
