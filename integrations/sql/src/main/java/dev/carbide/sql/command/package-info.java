/** Statements that are no queries: what they say, and how a session carries them out. */
@NullMarked
package dev.carbide.sql.command;

import org.jspecify.annotations.NullMarked;
