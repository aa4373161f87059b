/** The words of comments, which come with their panel. */

import { addWords } from "./catalogue";
import words from "./en/comments.json";

addWords(words);
