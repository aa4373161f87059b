/** The words of working as a team, which come with the pages that need them. */

import { addWords } from "./catalogue";
import words from "./en/team.json";

addWords(words);
