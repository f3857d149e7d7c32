// The features of every page. Nothing here is needed to read.

import { nameControls, reachableScrollers } from "./controls.js";
import { copyButtons } from "./copy.js";
import { randomNote, search } from "./find.js";
import { pictures, previews } from "./reading-aids.js";
import { reviewWords } from "./review-words.js";
import { themeSwitch, widthSwitch } from "./switches.js";
import { currentInView, followContents } from "./toc.js";

themeSwitch();
widthSwitch();
nameControls();
reachableScrollers();
currentInView();
followContents();
pictures();
previews();
search();
randomNote();
copyButtons();
reviewWords();

/** @type {HTMLElement | null} */
const map = document.querySelector(".kb-map-view");
if (map) import("./graph.js").then(({ start }) => start(map));
