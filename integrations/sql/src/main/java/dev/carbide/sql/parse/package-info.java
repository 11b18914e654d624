/**
 * From text to a parse tree: lexing and splitting of scripts, file names as tables, the parser itself, what is rewritten
 * in the tree, and error messages with position and excerpt. Internal to the SQL front-end.
 */
@NullMarked
package dev.carbide.sql.parse;

import org.jspecify.annotations.NullMarked;
